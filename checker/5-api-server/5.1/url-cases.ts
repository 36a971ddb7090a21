/** URLs and what they say: what people and programs send, and what they should not. */
import type { RequestInfo } from '#kit/kubernetes/http.ts';

export const pods = { group: '', version: 'v1', resource: 'pods' };
export const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
export const namespaces = { group: '', version: 'v1', resource: 'namespaces' };

/** A URL that is asked for with GET, and what it says beside its verb. */
export const resources: [url: string, says: Partial<RequestInfo>, because: string][] = [
  ['/api/v1/pods', pods, 'the core group has no name'],
  ['/api/v1/namespaces/dev/pods', { ...pods, namespace: 'dev' }, 'a collection in a namespace'],
  ['/api/v1/namespaces/dev/pods/web', { ...pods, namespace: 'dev', name: 'web' }, 'one object in a namespace'],
  [
    '/api/v1/namespaces/dev/pods/web/log',
    { ...pods, namespace: 'dev', name: 'web', subresource: 'log' },
    'the part behind the name is the subresource',
  ],
  ['/api/v1/nodes/a', { ...pods, resource: 'nodes', name: 'a' }, 'one object of the cluster'],
  ['/api/v1/nodes/a/status', { ...pods, resource: 'nodes', name: 'a', subresource: 'status' }, 'and its subresource'],
  ['/apis/apps/v1/deployments', deployments, 'a group stands behind /apis, and before its version'],
  [
    '/apis/apps/v1/namespaces/dev/deployments/web/scale',
    { ...deployments, namespace: 'dev', name: 'web', subresource: 'scale' },
    'everything at once',
  ],
  [
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
    { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles', name: 'system:node' },
    'a group may have points, and a name a colon',
  ],
  ['/api/v1/namespaces', namespaces, 'namespaces are a collection, too'],
  [
    '/api/v1/namespaces/dev',
    { ...namespaces, namespace: 'dev', name: 'dev' },
    'a namespace by itself: it is the object, and the namespace that a rule must hold in',
  ],
  [
    '/api/v1/namespaces/dev/status',
    { ...namespaces, namespace: 'dev', name: 'dev', subresource: 'status' },
    'a namespace has a status: that is no collection in it',
  ],
  [
    '/api/v1/namespaces/dev/finalize',
    { ...namespaces, namespace: 'dev', name: 'dev', subresource: 'finalize' },
    'nor is finalize',
  ],
  [
    '/api/v1/namespaces/status/pods',
    { ...pods, namespace: 'status' },
    'a namespace may have the name of a subresource',
  ],
  [
    '/apis/apps/v1/namespaces/dev',
    { ...namespaces, group: 'apps', namespace: 'dev', name: 'dev' },
    'a path is read in the same way in every group',
  ],
  [
    '/apis/apps/v1/namespaces/dev/status',
    { ...namespaces, group: 'apps', namespace: 'dev', name: 'dev', subresource: 'status' },
    'a path is read in the same way in every group',
  ],
  ['/api/v1/namespaces/dev/pods/status', { ...pods, namespace: 'dev', name: 'status' }, 'and so may an object'],
  [
    '/api/v1/namespaces/dev/status/a',
    { ...pods, resource: 'status', namespace: 'dev', name: 'a' },
    'behind a namespace, a resource and a name: only a path that ends in status or finalize is about the namespace',
  ],
  ['/api/v1/pods/', pods, 'a slash at the end says nothing'],
];

/** Paths that are about no resource. */
export const otherPaths = [
  '/',
  '/api',
  '/apis',
  '/api/',
  '/api/v1',
  '/api/v1/',
  '/apis/apps',
  '/apis/apps/v1',
  '/apis/apps/v1/',
  '/version',
  '/healthz',
  '/healthz/etcd',
  '/openapi/v3/apis/apps/v1',
  '/apiserver/v1/pods',
  '/API/v1/pods',
  '/x/api/v1/pods',
  '/api/v1/namespaces/dev/pods/web/log/more',
  '/api/v1/nodes/a/proxy/b',
];

export const oddPaths: [path: string, reads: string][] = [
  ['/api/v1/namespaces//pods', '/api/v1/namespaces//pods'],
  ['/api//v1/pods', '/api//v1/pods'],
  ['//api/v1/pods', '//api/v1/pods'],
  ['/api/v1/pods//', '/api/v1/pods//'],
  ['/api/v1/namespaces/dev/pods/..', '/api/v1/namespaces/dev/pods/..'],
  ['/api/v1/namespaces/dev/../kube-system/secrets', '/api/v1/namespaces/dev/../kube-system/secrets'],
  ['/api/v1/namespaces/%2e%2e/pods', '/api/v1/namespaces/../pods'],
  ['/api/v1/namespaces/./pods', '/api/v1/namespaces/./pods'],
  ['/api/v1/pods/%2E', '/api/v1/pods/.'],
  ['/api/v1/namespaces/dev%2F/pods', '/api/v1/namespaces/dev//pods'],
];

export const verbs: [method: string, ofAll: string, ofOne: string][] = [
  ['GET', 'list', 'get'],
  ['HEAD', 'list', 'get'],
  ['POST', 'create', 'create'],
  ['PUT', 'update', 'update'],
  ['PATCH', 'patch', 'patch'],
  ['DELETE', 'deletecollection', 'delete'],
  ['OPTIONS', '', ''],
];

export const watches: [query: string, verb: string][] = [
  ['watch=true', 'watch'],
  ['watch=1', 'watch'],
  ['watch', 'watch'],
  ['watch=', 'watch'],
  ['watch=yes', 'watch'],
  ['watch=false', 'list'],
  ['watch=False', 'list'],
  ['watch=FALSE', 'list'],
  ['watch=0', 'list'],
  ['limit=500&watch=true&resourceVersion=7', 'watch'],
  ['watch=0&watch=1', 'list'],
  ['watch=1&watch=0', 'watch'],
  ['watching=true', 'list'],
  ['fieldSelector=watch%3Dtrue', 'list'],
];

export const selectors: [selector: string, name: string, because: string][] = [
  ['metadata.name=web', 'web', 'whoever may list this one object may list so'],
  ['metadata.name==web', 'web', 'two signs mean the same as one'],
  ['spec.nodeName=a,metadata.name=web', 'web', 'it may stand among others'],
  ['metadata.name!=web', '', 'that is all objects but this one'],
  ['metadata.namespace=web', '', 'that is no name'],
  ['xmetadata.name=web', '', 'that is another field'],
  ['metadata.name=', '', 'an empty name is none'],
  ['metadata.name=a=b', '', 'no name has an equals sign'],
  ['metadata.name=pods/web', '', 'no name has a slash'],
  ['metadata.name=a%2Fb', '', 'no name has a percent sign'],
  ['metadata.name=.', '', 'a point is no name'],
  ['metadata.name==..', '', 'nor are two'],
  ['', '', 'an empty selector selects everything'],
];
