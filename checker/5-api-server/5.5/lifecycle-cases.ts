/** What may be done in which namespace. */
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createOf, namespaceOf, objectOf } from '../admission-hand.ts';
import { writeOf } from '../writes.ts';

const configMap = objectOf('ConfigMap', 'a', { data: {} });
const ending = 'unable to create new content in namespace dev because it is being terminated';
const other = (name: string) => ({ ...objectOf('ConfigMap', 'a'), metadata: { name: 'a', namespace: name } });
const gone: [string, string] = ['NotFound', 'namespaces "dev" not found'];
const closed: [string, string] = ['Forbidden', `configmaps "a" is forbidden: ${ending}`];
const kept = (name: string): [string, string] => [
  'Forbidden',
  `namespaces "${name}" is forbidden: this namespace may not be deleted`,
];
const isGoing = { deletionTimestamp: '2026-01-01T00:00:00Z' };

/** A write, in a cluster with these namespaces: its refusal, if it has one. */
export const lifecycle: [
  namespaces: KubernetesObject[],
  write: Write,
  refusal: [string, string] | undefined,
  because: string,
][] = [
  [[namespaceOf('dev')], createOf(configMap), undefined, 'the namespace is there'],
  [[], createOf(configMap), gone, 'the namespace is not there'],
  [[namespaceOf('prod')], createOf(configMap), gone, 'another namespace is there'],
  [[], writeOf('update', configMap, { old: configMap }), gone, 'an update needs its namespace, too'],
  [
    [],
    createOf(other('default')),
    ['NotFound', 'namespaces "default" not found'],
    'even the namespace "default" must be there first',
  ],
  [[namespaceOf('dev', isGoing)], createOf(configMap), closed, 'a namespace that is being emptied must become empty'],
  [
    [namespaceOf('dev', {}, { status: { phase: 'Terminating' } })],
    createOf(configMap),
    closed,
    'its phase says that it is being emptied',
  ],
  [
    [namespaceOf('dev', {}, { status: { phase: 'Active' } })],
    createOf(configMap),
    undefined,
    'its phase says that it is there to stay',
  ],
  [
    [namespaceOf('dev', isGoing)],
    writeOf('update', configMap, { old: configMap }),
    undefined,
    'what is there already may change, or no finalizer would ever come off',
  ],
  [[namespaceOf('dev', isGoing)], writeOf('delete', configMap), undefined, 'to delete is what it is being done for'],
  [[], writeOf('delete', configMap), undefined, 'a delete puts nothing into a namespace'],
  [[], createOf({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }), undefined, 'a node is in no namespace'],
  [[], createOf(namespaceOf('dev')), undefined, 'a namespace is in no namespace'],
  [[namespaceOf('dev')], writeOf('delete', namespaceOf('dev')), undefined, 'a namespace may be deleted'],
  [
    [namespaceOf('default')],
    writeOf('delete', namespaceOf('default')),
    kept('default'),
    'the cluster does not work without it',
  ],
  [
    [namespaceOf('kube-system')],
    writeOf('delete', namespaceOf('kube-system')),
    kept('kube-system'),
    'the cluster does not work without it',
  ],
  [
    [namespaceOf('kube-public')],
    writeOf('delete', namespaceOf('kube-public')),
    kept('kube-public'),
    'the cluster does not work without it',
  ],
  [
    [namespaceOf('dev')],
    writeOf('delete', objectOf('ConfigMap', 'kube-system')),
    undefined,
    'a ConfigMap of that name is no namespace',
  ],
];
