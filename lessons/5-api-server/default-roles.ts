/**
 * Given: the roles and bindings that a cluster begins with. The server makes those that are missing when it starts.
 *
 *     cluster-admin   everything                                        bound to the group system:masters
 *     admin           all in a namespace, roles too                     for whoever binds them
 *     edit            all but roles
 *     view            reading, but no secrets
 *     system:…        what the parts of the cluster need, and what anybody may ask
 *
 * admin, edit and view are aggregated: they have no rules of their own but those of every ClusterRole with the label. So who
 * adds a custom resource makes one more ClusterRole with that label, and the three know it.
 *
 * Source: Kubernetes documentation, "Using RBAC Authorization", "Default roles and role bindings".
 */
import type { KubernetesObject } from '#kit/objects.ts';
import type { PolicyRule, Subject } from './rbac.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const readWrite = [...write, ...read];

function rule(apiGroups: string[], resources: string[], verbs: string[]): PolicyRule {
  return { verbs, apiGroups, resources };
}

function paths(...nonResourceURLs: string[]): PolicyRule {
  return { verbs: ['get'], nonResourceURLs };
}

const metadata = (name: string, labels: Record<string, string> = {}) => ({
  name,
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

const aggregateTo = (name: string) => ({ [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' });

function clusterRole(name: string, rules: PolicyRule[], labels?: Record<string, string>): KubernetesObject {
  return { apiVersion, kind: 'ClusterRole', metadata: metadata(name, labels), rules };
}

function aggregated(name: string, labels?: Record<string, string>): KubernetesObject {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: aggregateTo(name) }] };
  return { ...clusterRole(name, [], labels), aggregationRule };
}

const toGroup = (name: string): Subject & { apiGroup: string } => ({ kind: 'Group', name, apiGroup: group });
const toUser = (name: string): Subject & { apiGroup: string } => ({ kind: 'User', name, apiGroup: group });
const toAccount = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

/** Binds the ClusterRole of the same name. */
function binding(name: string, ...subjects: Subject[]): KubernetesObject {
  const roleRef = { apiGroup: group, kind: 'ClusterRole', name };
  return { apiVersion, kind: 'ClusterRoleBinding', metadata: metadata(name), roleRef, subjects };
}

const coreEdited = [
  ...['configmaps', 'events', 'persistentvolumeclaims', 'pods', 'pods/attach', 'pods/exec', 'services'],
  ...['pods/portforward', 'replicationcontrollers', 'replicationcontrollers/scale', 'secrets', 'serviceaccounts'],
];
const coreSeen = [
  ...['configmaps', 'endpoints', 'events', 'limitranges', 'namespaces', 'namespaces/status', 'persistentvolumeclaims'],
  ...['persistentvolumeclaims/status', 'pods', 'pods/log', 'pods/status', 'replicationcontrollers'],
  ...['replicationcontrollers/scale', 'replicationcontrollers/status', 'resourcequotas', 'resourcequotas/status'],
  ...['serviceaccounts', 'services', 'services/status'],
];
const scaled = ['deployments', 'replicasets', 'statefulsets'];
const apps = ['daemonsets', ...scaled, ...scaled.map((resource) => `${resource}/scale`)];
const appsSeen = [...apps, 'daemonsets/status', ...scaled.map((resource) => `${resource}/status`)];
const batch = ['cronjobs', 'jobs'];

const viewRules = [
  rule([''], coreSeen, read),
  rule(['apps'], appsSeen, read),
  rule(['autoscaling'], ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'], read),
  rule(['batch'], [...batch, 'cronjobs/status', 'jobs/status'], read),
  rule(['discovery.k8s.io'], ['endpointslices'], read),
  rule(['networking.k8s.io'], ['ingresses', 'ingresses/status'], read),
  rule(['policy'], ['poddisruptionbudgets', 'poddisruptionbudgets/status'], read),
];

const editRules = [
  rule([''], ['pods/attach', 'pods/exec', 'pods/portforward', 'secrets'], read),
  rule([''], coreEdited, write),
  rule([''], ['pods/eviction', 'serviceaccounts/token'], ['create']),
  rule([''], ['serviceaccounts'], ['impersonate']),
  rule(['apps'], apps, write),
  rule(['autoscaling'], ['horizontalpodautoscalers'], write),
  rule(['batch'], batch, write),
  rule(['coordination.k8s.io'], ['leases'], readWrite),
  rule(['networking.k8s.io'], ['ingresses'], write),
  rule(['policy'], ['poddisruptionbudgets'], write),
];

const adminRules = [
  rule([group], ['roles', 'rolebindings'], readWrite),
  rule(['authorization.k8s.io'], ['localsubjectaccessreviews'], ['create']),
];

const userRoles = [
  clusterRole('cluster-admin', [rule(['*'], ['*'], ['*']), { verbs: ['*'], nonResourceURLs: ['*'] }]),
  aggregated('admin'),
  aggregated('edit', aggregateTo('admin')),
  aggregated('view', aggregateTo('edit')),
  clusterRole('system:aggregate-to-admin', adminRules, aggregateTo('admin')),
  clusterRole('system:aggregate-to-edit', editRules, aggregateTo('edit')),
  clusterRole('system:aggregate-to-view', viewRules, aggregateTo('view')),
];

const discoveryPaths = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', '/version', '/version/'];
const health = ['/healthz', '/livez', '/readyz'];

const askingRoles = [
  clusterRole('system:discovery', [paths(...discoveryPaths, ...health)]),
  clusterRole('system:monitoring', [paths(...health, ...health.map((path) => `${path}/*`), '/metrics')]),
  clusterRole('system:public-info-viewer', [paths(...health, '/version', '/version/')]),
  clusterRole('system:basic-user', [
    rule(['authorization.k8s.io'], ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], ['create']),
    rule(['authentication.k8s.io'], ['selfsubjectreviews'], ['create']),
  ]),
  clusterRole('system:auth-delegator', [
    rule(['authentication.k8s.io'], ['tokenreviews'], ['create']),
    rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create']),
  ]),
];

/** What a kubelet needs (lesson 8). Kubernetes narrows it to the node's own pods by an authorizer of its own. */
const nodeRules = [
  rule(['authentication.k8s.io'], ['tokenreviews'], ['create']),
  rule(['authorization.k8s.io'], ['localsubjectaccessreviews', 'subjectaccessreviews'], ['create']),
  rule([''], ['nodes'], ['create', 'patch', 'update', ...read]),
  rule([''], ['nodes/status'], ['patch', 'update']),
  rule([''], ['pods'], ['create', 'delete', ...read]),
  rule([''], ['pods/status'], ['patch', 'update']),
  rule([''], ['pods/eviction', 'serviceaccounts/token'], ['create']),
  rule(
    [''],
    ['configmaps', 'persistentvolumeclaims', 'persistentvolumes', 'secrets', 'serviceaccounts', 'services'],
    read,
  ),
  rule([''], ['events'], ['create', 'patch', 'update']),
  rule(['coordination.k8s.io'], ['leases'], ['create', 'delete', 'get', 'patch', 'update']),
  rule(['discovery.k8s.io'], ['endpointslices'], read),
];

/** What the scheduler needs (lesson 7). */
const schedulerRules = [
  rule([''], ['nodes', 'namespaces', 'persistentvolumeclaims', 'persistentvolumes', 'services'], read),
  rule([''], ['pods'], ['delete', ...read]),
  rule([''], ['bindings', 'pods/binding'], ['create']),
  rule([''], ['pods/status'], ['patch', 'update']),
  rule(['', 'events.k8s.io'], ['events'], ['create', 'patch', 'update']),
  rule(['apps'], ['replicasets'], read),
  rule(['coordination.k8s.io'], ['leases'], ['create', 'get', 'list', 'update', 'watch']),
  rule(['policy'], ['poddisruptionbudgets'], read),
  rule(['scheduling.k8s.io', 'storage.k8s.io'], ['*'], read),
];

/** What the controllers need (lesson 6): the garbage collector must read and delete every kind, those to come as well. */
const controllerRules = [
  rule(['*'], ['*'], ['delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']),
  rule(
    [''],
    ['events', 'endpoints', 'pods', 'secrets', 'serviceaccounts', 'serviceaccounts/token', 'configmaps'],
    ['create'],
  ),
  rule(['', 'apps', 'batch', 'discovery.k8s.io', 'coordination.k8s.io'], ['*'], ['create']),
];

const componentRoles = [
  clusterRole('system:node', nodeRules),
  clusterRole('system:node-proxier', [
    rule([''], ['nodes', 'services', 'endpoints'], read),
    rule(['discovery.k8s.io'], ['endpointslices'], read),
    rule(['', 'events.k8s.io'], ['events'], ['create', 'patch', 'update']),
  ]),
  clusterRole('system:node-bootstrapper', [
    rule(['certificates.k8s.io'], ['certificatesigningrequests'], ['create', ...read]),
  ]),
  clusterRole('system:kube-scheduler', schedulerRules),
  clusterRole('system:kube-controller-manager', controllerRules),
];

const bindings = [
  binding('cluster-admin', toGroup('system:masters')),
  binding('system:discovery', toGroup('system:authenticated')),
  binding('system:basic-user', toGroup('system:authenticated')),
  binding('system:public-info-viewer', toGroup('system:authenticated'), toGroup('system:unauthenticated')),
  binding('system:monitoring', toGroup('system:monitoring')),
  binding('system:node', toGroup('system:nodes')),
  binding('system:node-proxier', toUser('system:kube-proxy')),
  binding('system:kube-scheduler', toUser('system:kube-scheduler')),
  binding('system:kube-controller-manager', toUser('system:kube-controller-manager'), toAccount('controllers')),
];

/** ClusterRoles first, then ClusterRoleBindings. */
export const defaultRoles: readonly KubernetesObject[] = [...userRoles, ...askingRoles, ...componentRoles, ...bindings];
