/** A Deployment without a fault, and what can be wrong with it, each at a field of its own. */
import type { KubernetesObject } from '#kit/objects.ts';
import { deploymentOf, withField } from '../manifests.ts';

export const faultless: KubernetesObject = deploymentOf({
  replicas: 1,
  minReadySeconds: 0,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  selector: { matchLabels: { app: 'web' } },
  template: {
    metadata: { labels: { app: 'web', tier: 'front' } },
    spec: {
      restartPolicy: 'Always',
      containers: [{ name: 'web', image: 'nginx:1', ports: [{ containerPort: 80, protocol: 'TCP' }] }],
    },
  },
});

const podSpec = 'spec.template.spec';
const owner = (name: string) => ({ apiVersion: 'v1', kind: 'Node', name, uid: name, controller: true });

/** `path` is where the value is set; the fault stands at `field`, the same unless said. */
export interface Breakage {
  path: string;
  value: unknown;
  field?: string;
}

export const breakages: Breakage[] = [
  { path: 'metadata.name', value: 'Web!' },
  { path: 'metadata.labels', value: { 'a/b/c': 'x' } },
  { path: 'metadata.annotations', value: { '-': 'x' } },
  { path: 'metadata.ownerReferences', value: [owner('a'), owner('b')] },
  { path: 'spec.replicas', value: -1 },
  { path: 'spec.minReadySeconds', value: -1 },
  { path: 'spec.revisionHistoryLimit', value: -1 },
  { path: 'spec.progressDeadlineSeconds', value: -5 },
  { path: 'spec.strategy.type', value: 'Blue' },
  { path: 'spec.template.metadata.labels', value: { app: 'api' } },
  { path: `${podSpec}.restartPolicy`, value: 'Never' },
  { path: `${podSpec}.activeDeadlineSeconds`, value: 5 },
  { path: `${podSpec}.containers.0.name`, value: 'A b', field: `${podSpec}.containers[0].name` },
  { path: `${podSpec}.containers.0.image`, value: '', field: `${podSpec}.containers[0].image` },
  {
    path: `${podSpec}.containers.0.ports.0.containerPort`,
    value: 70_000,
    field: `${podSpec}.containers[0].ports[0].containerPort`,
  },
];

export function broken(all: readonly Breakage[]): KubernetesObject {
  return all.reduce((object, { path, value }) => withField(object, path, value), faultless);
}

const constraint = `${podSpec}.topologySpreadConstraints`;

/** Several things that are wrong at once, and the fields in the order in which they are told. */
export const orders: [object: KubernetesObject, fields: string[], because: string][] = [
  [
    broken(breakages),
    [
      'metadata.name',
      'metadata.labels',
      'metadata.annotations',
      'metadata.ownerReferences',
      'spec.replicas',
      'spec.minReadySeconds',
      'spec.template.metadata.labels',
      `${podSpec}.containers[0].name`,
      `${podSpec}.containers[0].image`,
      `${podSpec}.containers[0].ports[0].containerPort`,
      `${podSpec}.restartPolicy`,
      `${podSpec}.activeDeadlineSeconds`,
      'spec.strategy.type',
      'spec.revisionHistoryLimit',
      'spec.progressDeadlineSeconds',
    ],
    'the metadata; then what it shares with a ReplicaSet: numbers, selector, template; then what is its own',
  ],
  [
    withField(withField(faultless, constraint, [{}]), 'spec.replicas', -1),
    [`${constraint}[0].maxSkew`, `${constraint}[0].topologyKey`, `${constraint}[0].whenUnsatisfiable`, 'spec.replicas'],
    "what is missing by the schema comes before the kind's own rules",
  ],
  [
    withField(faultless, `${podSpec}.restartPolicy`, 'Sometimes'),
    [`${podSpec}.restartPolicy`, `${podSpec}.restartPolicy`],
    'that are two faults of one field: it is no policy of pods, and a template takes none but Always',
  ],
];

/** One thing that is wrong, with what is said of it. */
export const singleFaults: [object: KubernetesObject, fault: object][] = [
  [
    withField(faultless, 'spec.replicas', -1),
    { kind: 'Invalid', field: 'spec.replicas', value: -1, detail: 'must be greater than or equal to 0' },
  ],
  [
    withField(faultless, 'spec.template.metadata.labels', { tier: 'front' }),
    {
      kind: 'Invalid',
      field: 'spec.template.metadata.labels',
      value: { tier: 'front' },
      detail: '`selector` does not match template `labels`',
    },
  ],
  [
    withField(faultless, 'spec.strategy.type', 'Recreate'),
    {
      kind: 'Forbidden',
      field: 'spec.strategy.rollingUpdate',
      detail: "may not be specified when strategy `type` is 'Recreate'",
    },
  ],
  [
    withField(faultless, 'spec.strategy.type', 'Blue'),
    {
      kind: 'NotSupported',
      field: 'spec.strategy.type',
      value: 'Blue',
      detail: 'supported values: "Recreate", "RollingUpdate"',
    },
  ],
  [
    withField(faultless, 'spec.progressDeadlineSeconds', 0),
    {
      kind: 'Invalid',
      field: 'spec.progressDeadlineSeconds',
      value: 0,
      detail: 'must be greater than minReadySeconds',
    },
  ],
  [
    withField(withField(faultless, 'spec.minReadySeconds', 600), 'spec.replicas', 1),
    {
      kind: 'Invalid',
      field: 'spec.progressDeadlineSeconds',
      value: 600,
      detail: 'must be greater than minReadySeconds',
    },
  ],
  [
    withField(faultless, `${podSpec}.restartPolicy`, 'Never'),
    { kind: 'NotSupported', field: `${podSpec}.restartPolicy`, value: 'Never', detail: 'supported values: "Always"' },
  ],
  [
    withField(faultless, `${podSpec}.activeDeadlineSeconds`, 5),
    {
      kind: 'Forbidden',
      field: `${podSpec}.activeDeadlineSeconds`,
      detail: 'activeDeadlineSeconds in ReplicaSet is not Supported',
    },
  ],
  [
    withField(faultless, 'spec.selector', {}),
    { kind: 'Invalid', field: 'spec.selector', value: {}, detail: 'empty selector is invalid for deployment' },
  ],
  [
    withField(faultless, 'metadata.name', undefined),
    { kind: 'Required', field: 'metadata.name', detail: 'name or generateName is required' },
  ],
  [
    withField(faultless, 'metadata.annotations', { a: 'x'.repeat(256 * 1024) }),
    { kind: 'TooLong', field: 'metadata.annotations', detail: 'may not be more than 262144 bytes' },
  ],
  [
    withField(faultless, 'metadata.ownerReferences', [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: '' }]),
    { kind: 'Invalid', field: 'metadata.ownerReferences[0].uid', value: '', detail: 'must not be empty' },
  ],
];
