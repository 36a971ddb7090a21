/**
 * RBAC once more, by brute force: every rule is written out as the set of all it allows, in a world so small that this can be
 * done. In each field there is one value that no rule names, so that a star is more than all names together.
 */
import type { Action } from '#api-server/authorize.ts';
import type { PolicyRule, Subject } from '#api-server/rbac.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fc } from '../../judge/exercise.ts';
import { act, actOnPath } from '../rbac-objects.ts';

const verbs = ['get', 'list', 'patch'];
const groups = ['', 'apps', 'x.io'];
const resources = ['pods', 'deployments', 'widgets'];
const subresources = ['', 'log', 'scale', 'odd'];
const names = ['', 'a', 'b', 'c'];
const paths = ['/healthz', '/healthz/etcd', '/healthz/x', '/healthz2', '/metrics', '/odd'];

/** Everything that can be done in this world, namespaces aside. */
export const everyAction: readonly Action[] = [
  ...paths.flatMap((path) => verbs.map((verb) => actOnPath(verb, path))),
  ...verbs.flatMap((verb) =>
    groups.flatMap((group) =>
      resources.flatMap((resource) =>
        subresources.flatMap((subresource) =>
          names.map((name) => act(verb, subresource === '' ? resource : `${resource}/${subresource}`, { group, name })),
        ),
      ),
    ),
  ),
];

function keyOf({ isResource, path, verb, group, resource, subresource, name }: Action): string {
  return isResource ? [verb, group, resource, subresource, name].join(' ') : `${verb} ${path}`;
}

/** All that a rule allows. */
function allowedBy({
  verbs: said,
  apiGroups = [],
  resources: kinds = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): Set<string> {
  const all = new Set<string>();
  for (const verb of verbs.filter((each) => said.includes(each) || said.includes('*'))) {
    for (const url of nonResourceURLs) for (const path of pathsLike(url)) all.add(`${verb} ${path}`);
    for (const group of groups.filter((each) => apiGroups.includes(each) || apiGroups.includes('*')))
      for (const kind of kinds)
        for (const pair of pairsLike(kind))
          for (const name of resourceNames.length === 0 ? names : resourceNames)
            all.add([verb, group, pair, name].join(' '));
  }
  return all;
}

function pathsLike(url: string): string[] {
  return paths.filter((path) => path === url || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
}

/** `RESOURCE SUBRESOURCE` for all that one text of a rule means. */
function pairsLike(kind: string): string[] {
  const pairs = resources.flatMap((resource) => subresources.map((subresource) => [resource, subresource]));
  return pairs
    .filter(([resource, subresource]) => {
      const whole = subresource === '' ? resource : `${resource}/${subresource}`;
      return kind === '*' || kind === whole || (subresource !== '' && kind === `*/${subresource}`);
    })
    .map((pair) => pair.join(' '));
}

export function modelAllows(rules: readonly PolicyRule[], action: Action): boolean {
  return rules.some((rule) => allowedBy(rule).has(keyOf(action)));
}

/** Whether the one rules allow all that the others do. */
export function modelCovers(have: readonly PolicyRule[], wanted: readonly PolicyRule[]): boolean {
  const all = new Set(have.flatMap((rule) => [...allowedBy(rule)]));
  return wanted.every((rule) => [...allowedBy(rule)].every((key) => all.has(key)));
}

/** The rules that a user has in a namespace. */
export function modelRules(objects: readonly KubernetesObject[], user: UserInfo, namespace: string): PolicyRule[] {
  const bindings = objects.filter(
    ({ roleRef, metadata }) => roleRef && ['', namespace].includes(metadata.namespace ?? ''),
  );
  return bindings
    .filter((each) =>
      ((each.subjects ?? []) as Subject[]).some((subject) =>
        namesOf(subject, each).some((name) => namesOfUser(user).includes(name)),
      ),
    )
    .flatMap((each) => rulesOf(objects, each));
}

function namesOf(subject: Subject, { metadata }: KubernetesObject): string[] {
  if (subject.kind !== 'ServiceAccount') return [`${subject.kind} ${subject.name}`];
  const home = subject.namespace ?? metadata.namespace;
  return home === undefined ? [] : [`User system:serviceaccount:${home}:${subject.name}`];
}

function namesOfUser({ name, groups: own }: UserInfo): string[] {
  return [`User ${name}`, ...own.map((group) => `Group ${group}`)];
}

function rulesOf(objects: readonly KubernetesObject[], { roleRef, metadata }: KubernetesObject): PolicyRule[] {
  const { kind, name } = roleRef as { kind: string; name: string };
  const home = kind === 'Role' ? metadata.namespace : undefined;
  const found = objects.find(
    (each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === home,
  );
  return (found?.rules ?? []) as PolicyRule[];
}

const some = (...texts: string[]) => fc.subarray(texts, { minLength: 1, maxLength: 2 });

/** One value of each field stays unnamed: `patch`, `x.io`, `widgets`, `odd`, `c`, `/odd`. */
export const anyRule: fc.Arbitrary<PolicyRule> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      verbs: some('get', 'list', '*'),
      nonResourceURLs: some('/healthz', '/healthz/etcd', '/healthz*', '/healthz/*', '/metrics', '*'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        verbs: some('get', 'list', '*'),
        apiGroups: some('', 'apps', '*'),
        resources: some('pods', 'deployments', 'pods/log', 'deployments/scale', '*/scale', '*/log', '*'),
        resourceNames: fc.subarray(['a', 'b'], { maxLength: 2 }),
      },
      { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
    ),
  },
);

export const someRules = fc.array(anyRule, { maxLength: 4 });
