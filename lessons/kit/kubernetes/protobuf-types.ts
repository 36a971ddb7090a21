/**
 * What a message's description does not say about its fields: which types are written otherwise in JSON, which messages
 * stand inline, and which zeros mean something.
 *
 * Source: Kubernetes API reference 1.32; the declarations of its types in Go, where a pointer may be zero and set.
 */
import { text } from '../bytes.ts';
import type { Reader } from '../etcd/varint.ts';
import { readJson } from './read-json.ts';

/** The fields of a small message, by their numbers: numbers and bytes. */
function small(reader: Reader): { ints: Record<number, number>; bytes: Record<number, Uint8Array>; all: Uint8Array[] } {
  const found = {
    ints: {} as Record<number, number>,
    bytes: {} as Record<number, Uint8Array>,
    all: [] as Uint8Array[],
  };
  for (let number = reader.tag(); number !== 0; number = reader.tag()) {
    if (reader.isPacked()) {
      found.bytes[number] = reader.bytes();
      found.all.push(found.bytes[number]);
    } else found.ints[number] = reader.int();
  }
  return found;
}

function embedded(reader: Reader): unknown {
  const { bytes } = small(reader);
  try {
    // It has the same limits as a body.
    return bytes[1] === undefined ? undefined : readJson(bytes[1]).value;
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970 that a Date can show: it throws beyond. */
const timeMax = 8.64e15;

function time(reader: Reader, digits: number): string | undefined {
  const { ints } = small(reader);
  const [seconds = 0, nanos = 0] = [ints[1], ints[2]];
  if ((seconds === 0 && nanos === 0) || Math.abs(seconds * 1000) > timeMax) return undefined;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(Math.trunc(nanos / 1000) % 1_000_000).padStart(6, '0');
  return digits === 0 ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/** Messages that are no objects in JSON. */
export const specialTypes: Record<string, (reader: Reader) => unknown> = {
  'meta.v1.Time': (reader) => time(reader, 0),
  'meta.v1.MicroTime': (reader) => time(reader, 6),
  'meta.v1.FieldsV1': embedded,
  'runtime.RawExtension': embedded,
  'resource.Quantity': (reader) => text(small(reader).bytes[1] ?? new Uint8Array(0)),
  'intstr.IntOrString'(reader) {
    const { ints, bytes } = small(reader);
    return ints[1] === 1 ? text(bytes[3] ?? new Uint8Array(0)) : (ints[2] ?? 0);
  },
  'authentication.v1.ExtraValue': (reader) => small(reader).all.map(text),
  'authorization.v1.ExtraValue': (reader) => small(reader).all.map(text),
};

/** Messages whose fields stand in the object around them. */
export const flattened = new Set([
  'Volume.volumeSource',
  'PersistentVolumeSpec.persistentVolumeSource',
  'Probe.handler',
  'IngressRule.ingressRuleValue',
  'RuleWithOperations.rule',
  'EphemeralContainer.ephemeralContainerCommon',
  ...['SecretKeySelector', 'SecretEnvSource', 'SecretProjection'].map((name) => `${name}.localObjectReference`),
  ...['ConfigMapKeySelector', 'ConfigMapEnvSource', 'ConfigMapProjection', 'ConfigMapVolumeSource'].map(
    (name) => `${name}.localObjectReference`,
  ),
]);

/** Fields that are pointers in Go, and `value`, which is required: 0, false and the empty text are set values. */
const pointers = new Set(
  `activeDeadlineSeconds allocateLoadBalancerNodePorts allowPrivilegeEscalation allowVolumeExpansion appProtocol
  automountServiceAccountToken backoffLimit backoffLimitPerIndex blockOwnerDeletion completions controller defaultMode
  deletionGracePeriodSeconds enableServiceLinks expirationSeconds failedJobsHistoryLimit fsGroup gracePeriodSeconds
  hostProcess hostUsers immutable ingressClassName maxFailedIndexes minReplicas mode optional parallelism privileged
  procMount progressDeadlineSeconds readOnlyRootFilesystem replicas revisionHistoryLimit runAsGroup runAsNonRoot
  runAsUser setHostnameAsFQDN shareProcessNamespace startingDeadlineSeconds storageClassName successfulJobsHistoryLimit
  suspend targetCPUUtilizationPercentage terminationGracePeriodSeconds tolerationSeconds ttlSecondsAfterFinished
  value`.split(/\s+/),
);

/** @param owner the message's name; in a status these fields are no pointers */
export function keepsZero(owner: string, name: string): boolean {
  return pointers.has(name) && !owner.endsWith('Status');
}

/** Messages that are no pointers in Go, and so are written where nothing is set. */
const alwaysWritten = new Set(
  `daemonEndpoints involvedObject jobTemplate kubeletEndpoint lastState loadBalancer metadata nodeInfo resources roleRef
  scaleTargetRef source spec state status strategy template updateStrategy userInfo`.split(/\s+/),
);

export function keepsEmpty(name: string): boolean {
  return !alwaysWritten.has(name);
}
