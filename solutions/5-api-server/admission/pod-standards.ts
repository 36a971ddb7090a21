/**
 * Given: the Pod Security Standards: what each level forbids, and how a pod that asks for it is told.
 *
 *     privileged (container "web" must not set securityContext.privileged=true)
 *
 * Left out: SELinux, AppArmor, sysctls, and what is said only for Windows.
 *
 * Source: Kubernetes documentation, "Pod Security Standards".
 */
import { type Fields, fieldsIn, itemsIn } from '../fields.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** @returns one text a violation, in the order of the standards; empty where the level allows the pod */
export function violationsOf(spec: Fields, level: Level): string[] {
  if (level === 'privileged') return [];
  const pod = { spec, containers: containersOf(spec) };
  const checks =
    level === 'baseline' ? baseline : [...baseline.filter((check) => !replaced.includes(check)), ...restricted];
  return checks.flatMap((check) => check(pod) ?? []);
}

interface Pod {
  spec: Fields;
  containers: Fields[];
}

/** @returns the violation, if any */
type Check = (pod: Pod) => string | undefined;

function containersOf(spec: Fields): Fields[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => itemsIn(spec, list));
}

const contextOf = (holder: Fields) => fieldsIn(holder, 'securityContext');
const quoted = (names: unknown[]) => names.map((name) => JSON.stringify(name)).join(', ');

/** `container "a"` or `containers "a", "b"`. */
function named(containers: Fields[]): string {
  return `container${containers.length > 1 ? 's' : ''} ${quoted(containers.map(({ name }) => name))}`;
}

const hostNamespaces: Check = ({ spec }) => {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  return used.length > 0 ? `host namespaces (${used.map((field) => `${field}=true`).join(', ')})` : undefined;
};

const privileged: Check = ({ containers }) => {
  const bad = containers.filter((each) => contextOf(each).privileged === true);
  return bad.length > 0 ? `privileged (${named(bad)} must not set securityContext.privileged=true)` : undefined;
};

const harmless = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

function added(container: Fields): string[] {
  return (fieldsIn(contextOf(container), 'capabilities').add ?? []) as string[];
}

const capabilities: Check = ({ containers }) => {
  const bad = containers.filter((each) => added(each).some((name) => !harmless.includes(name)));
  if (bad.length === 0) return undefined;
  const names = [...new Set(bad.flatMap(added).filter((name) => !harmless.includes(name)))].sort();
  return `non-default capabilities (${named(bad)} must not include ${quoted(names)} in securityContext.capabilities.add)`;
};

const hostPaths: Check = ({ spec }) => {
  const names = itemsIn(spec, 'volumes')
    .filter(({ hostPath }) => hostPath)
    .map(({ name }) => name);
  return names.length > 0 ? `hostPath volumes (volume${names.length > 1 ? 's' : ''} ${quoted(names)})` : undefined;
};

const hostPorts: Check = ({ containers }) => {
  const portsOf = (container: Fields) =>
    itemsIn(container, 'ports').flatMap(({ hostPort }) => (hostPort ? [hostPort] : []));
  const bad = containers.filter((each) => portsOf(each).length > 0);
  if (bad.length === 0) return undefined;
  const ports = [...new Set(bad.flatMap(portsOf))];
  return `hostPort (${named(bad)} use${bad.length > 1 ? '' : 's'} hostPort${ports.length > 1 ? 's' : ''} ${ports.join(', ')})`;
};

const seccompType = (holder: Fields) => fieldsIn(contextOf(holder), 'seccompProfile').type;

const unconfined: Check = ({ spec, containers }) => {
  const bad = containers.filter((each) => seccompType(each) === 'Unconfined');
  const who = [...(seccompType(spec) === 'Unconfined' ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])];
  const rule = 'must not set securityContext.seccompProfile.type to "Unconfined"';
  return who.length > 0 ? `seccompProfile (${who.join(' and ')} ${rule})` : undefined;
};

const baseline: Check[] = [capabilities, hostNamespaces, hostPaths, hostPorts, privileged, unconfined];

const allowedVolumes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

const volumeTypes: Check = ({ spec }) => {
  const typeOf = (volume: Fields) => Object.keys(volume).find((field) => field !== 'name') ?? 'emptyDir';
  const bad = itemsIn(spec, 'volumes').filter((volume) => !allowedVolumes.includes(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const types = [...new Set(bad.map(typeOf))];
  const [volumes, kinds] = [
    `volume${bad.length > 1 ? 's' : ''}`,
    `restricted volume type${types.length > 1 ? 's' : ''}`,
  ];
  const names = quoted(bad.map(({ name }) => name));
  return `restricted volume types (${volumes} ${names} use${bad.length > 1 ? '' : 's'} ${kinds} ${quoted(types)})`;
};

const escalation: Check = ({ containers }) => {
  const bad = containers.filter((each) => contextOf(each).allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return `allowPrivilegeEscalation != false (${named(bad)} must set securityContext.allowPrivilegeEscalation=false)`;
};

const drops: Check = ({ containers }) => {
  const dropsAll = (each: Fields) =>
    itemsIn(fieldsIn(contextOf(each), 'capabilities'), 'drop').includes('ALL' as never);
  const lax = containers.filter((each) => !dropsAll(each));
  const bold = containers.filter((each) => added(each).some((name) => name !== 'NET_BIND_SERVICE'));
  const names = [...new Set(bold.flatMap(added).filter((name) => name !== 'NET_BIND_SERVICE'))].sort();
  const texts = [
    ...(lax.length > 0 ? [`${named(lax)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(bold.length > 0
      ? [`${named(bold)} must not include ${quoted(names)} in securityContext.capabilities.add`]
      : []),
  ];
  return texts.length > 0 ? `unrestricted capabilities (${texts.join('; ')})` : undefined;
};

const nonRoot: Check = ({ spec, containers }) => {
  const isPodGood = contextOf(spec).runAsNonRoot === true;
  const bad = containers.filter((each) => !(contextOf(each).runAsNonRoot ?? isPodGood));
  if (bad.length === 0) return undefined;
  const who = contextOf(spec).runAsNonRoot === undefined ? `pod or ${named(bad)}` : named(bad);
  return `runAsNonRoot != true (${who} must set securityContext.runAsNonRoot=true)`;
};

const rootUser: Check = ({ spec, containers }) => {
  const bad = containers.filter((each) => contextOf(each).runAsUser === 0);
  const who = [...(contextOf(spec).runAsUser === 0 ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])];
  return who.length > 0 ? `runAsUser=0 (${who.join(' and ')} must not set runAsUser=0)` : undefined;
};

const confined = ['RuntimeDefault', 'Localhost'];

const seccomp: Check = ({ spec, containers }) => {
  const bad = containers.filter((each) => !confined.includes(String(seccompType(each) ?? seccompType(spec))));
  if (bad.length === 0) return undefined;
  const rule = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return `seccompProfile (pod or ${named(bad)} ${rule})`;
};

const restricted: Check[] = [escalation, drops, volumeTypes, nonRoot, rootUser, seccomp];

/** Checks of the baseline in whose place there is a stricter one. */
const replaced: Check[] = [capabilities, hostPaths, unconfined];
