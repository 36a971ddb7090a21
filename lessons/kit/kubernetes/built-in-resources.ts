/**
 * The built-in resources as a table. An entry says what is special about it; `entry` fills in the rest.
 *
 * Left out: most kinds whose controllers this workbook does not build (NetworkPolicy and others). A server that stored them
 * would promise what nobody does. ReplicationController, DaemonSet and StatefulSet are here all the same, since `kubectl apply
 * --prune` looks for them in every cluster.
 */
import type { ResourceType, Subresource, Verb } from './resources.ts';

const all: Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const readWrite: Verb[] = ['get', 'patch', 'update'];

interface Entry extends Partial<ResourceType> {
  kind: string;
  resource: string;
}

function entry(group: string, version: string, given: Entry): ResourceType {
  const { kind } = given;
  const status: Subresource[] = given.hasStatus ? [{ name: 'status', kind, verbs: readWrite }] : [];
  return {
    group,
    version,
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: all,
    hasSpec: false,
    hasStatus: false,
    hasGeneration: false,
    ...given,
    subresources: [...status, ...(given.subresources ?? [])],
  };
}

const cluster = { namespaced: false };
const specAndStatus = { hasSpec: true, hasStatus: true };
const workload = { ...specAndStatus, hasGeneration: true, categories: ['all'] };

/** A kind that is asked and answered, and never kept. */
const question = { ...specAndStatus, listKind: '', verbs: ['create'] as Verb[], namespaced: false };

function asked(group: string, version: string, kind: string, namespaced = false): ResourceType {
  const resource = `${kind.toLowerCase()}s`;
  return { ...entry(group, version, { ...question, kind, resource, namespaced }), subresources: [] };
}

const scale: Subresource = { name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: readWrite };

const connect = (name: string, kind: string): Subresource => ({ name, kind, verbs: ['create', 'get'] });

const podSubresources: Subresource[] = [
  connect('attach', 'PodAttachOptions'),
  { name: 'binding', kind: 'Binding', verbs: ['create'] },
  { name: 'ephemeralcontainers', kind: 'Pod', verbs: readWrite },
  { name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
  connect('exec', 'PodExecOptions'),
  { name: 'log', kind: 'Pod', verbs: ['get'] },
  connect('portforward', 'PodPortForwardOptions'),
];

const token: Subresource = {
  name: 'token',
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  verbs: ['create'],
};
const finalize: Subresource = { name: 'finalize', kind: 'Namespace', verbs: ['update'] };

/** Namespaces are deleted one by one, since deleting one takes all that is in it. */
const noCollectionDelete: Verb[] = all.filter((verb) => verb !== 'deletecollection');

const core: Entry[] = [
  { kind: 'Binding', resource: 'bindings', listKind: '', verbs: ['create'] },
  { kind: 'ConfigMap', resource: 'configmaps', shortNames: ['cm'] },
  { kind: 'Endpoints', resource: 'endpoints', listKind: 'EndpointsList', shortNames: ['ep'] },
  { kind: 'Event', resource: 'events', shortNames: ['ev'] },
  { kind: 'LimitRange', resource: 'limitranges', shortNames: ['limits'], hasSpec: true },
  {
    kind: 'Namespace',
    resource: 'namespaces',
    shortNames: ['ns'],
    ...cluster,
    ...specAndStatus,
    verbs: noCollectionDelete,
    subresources: [finalize],
  },
  { kind: 'Node', resource: 'nodes', shortNames: ['no'], ...cluster, ...specAndStatus },
  {
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    shortNames: ['pvc'],
    ...specAndStatus,
  },
  { kind: 'PersistentVolume', resource: 'persistentvolumes', shortNames: ['pv'], ...cluster, ...specAndStatus },
  {
    kind: 'Pod',
    resource: 'pods',
    shortNames: ['po'],
    categories: ['all'],
    ...specAndStatus,
    subresources: podSubresources,
  },
  {
    kind: 'ReplicationController',
    resource: 'replicationcontrollers',
    shortNames: ['rc'],
    ...workload,
    subresources: [scale],
  },
  { kind: 'ResourceQuota', resource: 'resourcequotas', shortNames: ['quota'], ...specAndStatus },
  { kind: 'Secret', resource: 'secrets' },
  { kind: 'ServiceAccount', resource: 'serviceaccounts', shortNames: ['sa'], subresources: [token] },
  { kind: 'Service', resource: 'services', shortNames: ['svc'], categories: ['all'], ...specAndStatus },
];

const apps: Entry[] = [
  { kind: 'DaemonSet', resource: 'daemonsets', shortNames: ['ds'], ...workload },
  { kind: 'Deployment', resource: 'deployments', shortNames: ['deploy'], ...workload, subresources: [scale] },
  { kind: 'ReplicaSet', resource: 'replicasets', shortNames: ['rs'], ...workload, subresources: [scale] },
  { kind: 'StatefulSet', resource: 'statefulsets', shortNames: ['sts'], ...workload, subresources: [scale] },
];

const batch: Entry[] = [
  { kind: 'CronJob', resource: 'cronjobs', shortNames: ['cj'], ...workload },
  { kind: 'Job', resource: 'jobs', ...workload },
];

const networking: Entry[] = [
  { kind: 'IngressClass', resource: 'ingressclasses', ...cluster, hasSpec: true, hasGeneration: true },
  { kind: 'Ingress', resource: 'ingresses', shortNames: ['ing'], ...specAndStatus, hasGeneration: true },
];

const rbac: Entry[] = [
  { kind: 'ClusterRoleBinding', resource: 'clusterrolebindings', ...cluster },
  { kind: 'ClusterRole', resource: 'clusterroles', ...cluster },
  { kind: 'RoleBinding', resource: 'rolebindings' },
  { kind: 'Role', resource: 'roles' },
];

const webhooks: Entry[] = [
  {
    kind: 'MutatingWebhookConfiguration',
    resource: 'mutatingwebhookconfigurations',
    ...cluster,
    hasGeneration: true,
    categories: ['api-extensions'],
  },
  {
    kind: 'ValidatingWebhookConfiguration',
    resource: 'validatingwebhookconfigurations',
    ...cluster,
    hasGeneration: true,
    categories: ['api-extensions'],
  },
];

const definition: Entry = {
  kind: 'CustomResourceDefinition',
  resource: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  ...cluster,
  ...specAndStatus,
  hasGeneration: true,
};

const autoscaler: Entry = {
  kind: 'HorizontalPodAutoscaler',
  resource: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  ...specAndStatus,
  categories: ['all'],
};

const disruptionBudget: Entry = {
  kind: 'PodDisruptionBudget',
  resource: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  ...specAndStatus,
  hasGeneration: true,
};

const priorityClass: Entry = {
  kind: 'PriorityClass',
  resource: 'priorityclasses',
  shortNames: ['pc'],
  ...cluster,
  hasGeneration: true,
};

const storageClass: Entry = { kind: 'StorageClass', resource: 'storageclasses', shortNames: ['sc'], ...cluster };

const of = (group: string, version: string, entries: Entry[]) => entries.map((given) => entry(group, version, given));

export const builtInResources: ResourceType[] = [
  ...of('', 'v1', core),
  ...of('admissionregistration.k8s.io', 'v1', webhooks),
  ...of('apiextensions.k8s.io', 'v1', [definition]),
  ...of('apps', 'v1', apps),
  { ...asked('authentication.k8s.io', 'v1', 'SelfSubjectReview'), hasSpec: false },
  asked('authentication.k8s.io', 'v1', 'TokenReview'),
  asked('authorization.k8s.io', 'v1', 'LocalSubjectAccessReview', true),
  asked('authorization.k8s.io', 'v1', 'SelfSubjectAccessReview'),
  asked('authorization.k8s.io', 'v1', 'SelfSubjectRulesReview'),
  asked('authorization.k8s.io', 'v1', 'SubjectAccessReview'),
  ...of('autoscaling', 'v1', [autoscaler]),
  ...of('batch', 'v1', batch),
  ...of('coordination.k8s.io', 'v1', [{ kind: 'Lease', resource: 'leases', hasSpec: true }]),
  ...of('discovery.k8s.io', 'v1', [{ kind: 'EndpointSlice', resource: 'endpointslices', hasGeneration: true }]),
  ...of('networking.k8s.io', 'v1', networking),
  ...of('policy', 'v1', [disruptionBudget]),
  ...of('rbac.authorization.k8s.io', 'v1', rbac),
  ...of('scheduling.k8s.io', 'v1', [priorityClass]),
  ...of('storage.k8s.io', 'v1', [storageClass]),
];
