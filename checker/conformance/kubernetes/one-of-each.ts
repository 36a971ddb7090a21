/** An object of every kind that is stored, as small as it may be, and what is written through its subresources. */
import { resourceTypes } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';

type Fields = Record<string, unknown>;

export const namespace = 'dev';

const labels = { app: 'web' };
const podSpec = { containers: [{ name: 'web', image: 'nginx:1', ports: [{ containerPort: 80 }] }] };
const template = { metadata: { labels }, spec: podSpec };
const workload = { replicas: 1, selector: { matchLabels: labels }, template };
const job = { template: { spec: { ...podSpec, restartPolicy: 'Never' } } };
const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: 'one' });
const getPods = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };

/** What there is of an object beside its name. */
const contents: Record<string, Fields> = {
  ConfigMap: { data: { a: 'b' } },
  Endpoints: { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] },
  Event: { reason: 'Seen', type: 'Normal' },
  LimitRange: { spec: { limits: [{ type: 'Container', max: { cpu: '4' } }] } },
  Namespace: {},
  Node: { spec: { podCIDR: '10.1.0.0/24' } },
  PersistentVolumeClaim: {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  PersistentVolume: {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
  },
  Pod: { spec: podSpec },
  ReplicationController: { spec: { replicas: 1, selector: labels, template } },
  ResourceQuota: { spec: { hard: { pods: '100' } } },
  Secret: { type: 'Opaque', data: { password: 'czNjcmV0' } },
  ServiceAccount: {},
  Service: { spec: { selector: labels, ports: [{ port: 80 }] } },
  MutatingWebhookConfiguration: {},
  ValidatingWebhookConfiguration: {},
  CustomResourceDefinition: {
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  },
  DaemonSet: { spec: { selector: { matchLabels: labels }, template } },
  Deployment: { spec: workload },
  ReplicaSet: { spec: workload },
  StatefulSet: { spec: { ...workload, serviceName: 'web' } },
  HorizontalPodAutoscaler: {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'one' } },
  },
  CronJob: { spec: { schedule: '* * * * *', jobTemplate: { spec: job } } },
  Job: { spec: job },
  Lease: { spec: { holderIdentity: 'one', leaseDurationSeconds: 15 } },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.2.3'] }], ports: [{ name: 'http', port: 80 }] },
  IngressClass: { spec: { controller: 'example.com/ingress' } },
  Ingress: { spec: { defaultBackend: { service: { name: 'one', port: { number: 80 } } } } },
  PodDisruptionBudget: { spec: { minAvailable: 1, selector: { matchLabels: { app: 'other' } } } },
  ClusterRoleBinding: { roleRef: roleRef('ClusterRole'), subjects: [] },
  ClusterRole: { rules: [getPods] },
  RoleBinding: { roleRef: roleRef('Role'), subjects: [] },
  Role: { rules: [getPods] },
  PriorityClass: { value: 10 },
  StorageClass: { provisioner: 'example.com/disks' },
};

/** The name of an object that may have any; a definition may not. */
function nameOf(kind: string, name: string): string {
  return kind === 'CustomResourceDefinition' ? 'widgets.example.com' : name;
}

/** @param place its namespace, where the kind has one */
export function objectOf(kind: string, name: string, place = namespace): KubernetesObject {
  const type = resourceTypes.find((each) => each.kind === kind);
  if (!type || !Object.hasOwn(contents, kind)) throw new Error(`there is no example of the kind ${kind}`);
  const metadata = { name: nameOf(kind, name), labels, ...(type.namespaced && { namespace: place }) };
  const about = kind === 'Event' ? { involvedObject: { kind: 'Pod', namespace: place, name: 'one' } } : {};
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  // Nothing in it is there twice.
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, ...about, ...contents[kind] }));
}

/** What is written through a subresource that is no part of the object; the object itself where it is. */
export function bodyFor(kind: string, subresource: string, name: string, place = namespace): KubernetesObject {
  const metadata = { name, namespace: place };
  switch (subresource) {
    case 'scale':
      return { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec: { replicas: 2 } };
    case 'binding':
      return { apiVersion: 'v1', kind: 'Binding', metadata, target: { kind: 'Node', name: 'one' } };
    case 'eviction':
      return { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    case 'token':
      return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: { name: '' }, spec: {} };
    default:
      return objectOf(kind, name, place);
  }
}
