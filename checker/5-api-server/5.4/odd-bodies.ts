/** Objects of every kind with something odd at some place: what comes out of the structure's check can be read by all behind. */
import { resourceTypes } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fc } from '../../judge/exercise.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import { deploymentWith, podWith } from '../manifests.ts';
import { binding, getPods, role, userSubject } from '../rbac-objects.ts';
import { breakages, broken, faultless } from './fault-cases.ts';

const rich = podWith(
  {
    ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP', name: 'http' }],
    env: [
      { name: 'A', value: 'b' },
      { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ],
    resources: { limits: { cpu: '1' }, requests: { memory: '1Gi' } },
    livenessProbe: { httpGet: { port: 80 } },
    lifecycle: { preStop: { exec: { command: ['a'] } } },
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
    securityContext: { capabilities: { add: ['KILL'] } },
  },
  {
    volumes: [{ name: 'v', configMap: { name: 'c' } }],
    tolerations: [{ key: 'a', operator: 'Exists' }],
    nodeSelector: { a: 'b' },
    initContainers: [{ name: 'i', image: 'i' }],
  },
);
const of = (apiVersion: string, kind: string, rest: object): KubernetesObject => ({
  ...objectOf(kind, 'a', { ...rest }),
  apiVersion,
});
const template = { metadata: { labels: { a: 'b' } }, spec: rich.spec };

const bases: KubernetesObject[] = [
  rich,
  faultless,
  broken(breakages),
  deploymentWith({
    template,
    selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
  }),
  namespaceOf('dev', {}, { spec: { finalizers: ['kubernetes'] } }),
  objectOf('Service', 's', {
    spec: {
      type: 'NodePort',
      selector: { a: 'b' },
      ports: [{ port: 80, targetPort: 'http', nodePort: 30_000 }],
      clusterIP: '10.0.0.1',
    },
  }),
  objectOf('ConfigMap', 'c', { data: { a: 'b' }, binaryData: { c: 'AAAA' }, immutable: true }),
  objectOf('Secret', 's', { type: 'kubernetes.io/tls', data: { 'tls.crt': 'AAAA' }, stringData: { a: 'b' } }),
  objectOf('LimitRange', 'l', {
    spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { cpu: '1m' }, default: { cpu: '1' } }] },
  }),
  objectOf('ResourceQuota', 'q', { spec: { hard: { pods: '1' } } }),
  objectOf('PersistentVolumeClaim', 'p', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  of('batch/v1', 'Job', {
    spec: { completions: 1, template: { spec: { ...(rich.spec as object), restartPolicy: 'Never' } } },
  }),
  of('batch/v1', 'CronJob', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } } }),
  of('networking.k8s.io/v1', 'Ingress', {
    spec: {
      rules: [
        {
          host: 'a.b',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  of('coordination.k8s.io/v1', 'Lease', { spec: { holderIdentity: 'a', leaseDurationSeconds: 1 } }),
  role('dev/r', [getPods]),
  binding('dev/b', 'Role/r', [userSubject('alice')]),
].filter(({ kind }) => resourceTypes.some((type) => type.kind === kind));

const oddValue = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    '',
    ' ',
    0,
    -1,
    1.5,
    1e20,
    true,
    [],
    {},
    [null],
    [[]],
    [{}],
    'x'.repeat(300),
    '\u0000',
    '1Gi',
    '-5',
    '{}',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Sets a value at the place that is the n-th of all there are. */
function withOddity(object: KubernetesObject, n: number, value: unknown): KubernetesObject {
  const places: [holder: Record<string, unknown>, key: string][] = [];
  const walk = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push([holder as Record<string, unknown>, key]);
      walk((holder as Record<string, unknown>)[key]);
    }
  };
  const copy = structuredClone(object);
  walk(copy);
  const fit = places.filter(([holder, key]) => holder !== (copy as object) || !['apiVersion', 'kind'].includes(key));
  const [holder, key] = fit[n % fit.length];
  holder[key] = value;
  return copy;
}

export const oddBody: fc.Arbitrary<KubernetesObject> = fc
  .tuple(fc.constantFrom(...bases), fc.array(fc.tuple(fc.nat(500), oddValue), { minLength: 1, maxLength: 2 }))
  .map(([object, oddities]) => oddities.reduce((at, [n, value]) => withOddity(at, n, value), object));
