/** Who a subject is, and what a binding gives where. */
import type { Action } from '#api-server/authorize.ts';
import type { Subject } from '#api-server/rbac.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import {
  accountSubject,
  act,
  actOnPath,
  binding,
  getPods,
  groupSubject,
  role,
  user,
  userSubject,
} from '../rbac-objects.ts';

const alice = user('alice', 'dev');
const web = user('system:serviceaccount:dev:web', 'system:serviceaccounts', 'system:serviceaccounts:dev');

export const subjectCases: [is: boolean, subject: Subject, user: UserInfo, namespace: string, because: string][] = [
  [true, userSubject('alice'), alice, 'dev', 'the name is the same'],
  [false, userSubject('bob'), alice, 'dev', 'that is another user'],
  [false, userSubject('dev'), alice, 'dev', 'dev is a group of hers, and not her name'],
  [false, userSubject('Alice'), alice, 'dev', 'capitals count'],
  [true, groupSubject('dev'), alice, 'dev', 'it is one of her groups'],
  [false, groupSubject('alice'), alice, 'dev', 'alice is her name, and no group of hers'],
  [false, groupSubject('de'), alice, 'dev', 'the beginning of a group is another group'],
  [true, accountSubject('web', 'dev'), web, 'prod', 'a service account is the user of that name'],
  [true, accountSubject('web'), web, 'dev', "without a namespace it is that of the binding's own namespace"],
  [false, accountSubject('web'), web, 'prod', 'in another namespace it is another account'],
  [false, accountSubject('web'), web, '', 'a ClusterRoleBinding has no namespace to take it from'],
  [false, accountSubject('web', 'prod'), web, 'dev', 'it is the account of another namespace'],
  [false, accountSubject('web', 'dev'), user('web'), 'dev', 'a user of that name is no service account'],
  [true, userSubject('system:serviceaccount:dev:web'), web, '', 'it may be named as a user, too'],
  [true, groupSubject('system:serviceaccounts:dev'), web, '', 'all accounts of a namespace are a group'],
  [false, { kind: 'Robot' as 'User', name: 'alice' }, alice, 'dev', 'a kind that nobody knows is nobody'],
];

const toAlice = [userSubject('alice')];
const inDev = act('get', 'pods', { namespace: 'dev', name: 'web' });
const inProd = act('get', 'pods', { namespace: 'prod', name: 'web' });
const inAll = act('get', 'pods');
const clusterRole = role('reader', [getPods]);
const devRole = role('dev/reader', [getPods]);
const everywhere = [clusterRole, binding('b', 'ClusterRole/reader', toAlice)];
const onlyDev = [clusterRole, binding('dev/b', 'ClusterRole/reader', toAlice)];
const ofRole = [devRole, binding('dev/b', 'Role/reader', toAlice)];
const paths = role('paths', [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }]);

/** Whether alice, of the group dev, may. */
export const grantCases: [allowed: boolean, objects: KubernetesObject[], action: Action, because: string][] = [
  [true, everywhere, inDev, 'a ClusterRoleBinding holds in every namespace'],
  [true, everywhere, inProd, 'a ClusterRoleBinding holds in every namespace'],
  [true, everywhere, inAll, 'and for all namespaces at once'],
  [true, onlyDev, inDev, 'a RoleBinding may give a ClusterRole in its own namespace'],
  [false, onlyDev, inProd, 'it is a RoleBinding of "dev": its ClusterRole holds there only'],
  [false, onlyDev, inAll, 'it is a RoleBinding of "dev": its ClusterRole holds there only, not in all namespaces'],
  [false, onlyDev, act('get', 'nodes', { name: 'a' }), 'its role says nothing of nodes'],
  [true, ofRole, inDev, 'a RoleBinding gives the Role of its own namespace'],
  [false, ofRole, inProd, 'a Role holds in its own namespace'],
  [false, [devRole, binding('prod/b', 'Role/reader', toAlice)], inProd, 'there is no such Role in "prod"'],
  [false, [devRole, binding('prod/b', 'Role/reader', toAlice)], inDev, 'that binding is one of "prod"'],
  [false, [devRole, binding('b', 'Role/reader', toAlice)], inDev, 'a ClusterRoleBinding cannot give a Role'],
  [
    false,
    [devRole, binding('dev/b', 'ClusterRole/reader', toAlice)],
    inDev,
    'there is a Role of that name, and no ClusterRole',
  ],
  [
    false,
    [clusterRole, binding('dev/b', 'Role/reader', toAlice)],
    inDev,
    'there is a ClusterRole of that name, and no Role',
  ],
  [false, [clusterRole], inDev, 'a role without a binding gives nothing to anybody'],
  [false, [clusterRole, binding('b', 'ClusterRole/reader', [])], inDev, 'the binding has no subjects'],
  [false, [clusterRole, binding('b', 'ClusterRole/reader', undefined)], inDev, 'the binding has no subjects'],
  [false, [clusterRole, binding('b', 'ClusterRole/reader', [userSubject('bob')])], inDev, 'it is for somebody else'],
  [
    true,
    [clusterRole, binding('b', 'ClusterRole/reader', [userSubject('bob'), groupSubject('dev')])],
    inDev,
    'any of its subjects will do',
  ],
  [
    true,
    [paths, binding('b', 'ClusterRole/paths', toAlice)],
    actOnPath('get', '/metrics'),
    'a ClusterRole may allow paths',
  ],
  [
    false,
    [paths, binding('dev/b', 'ClusterRole/paths', toAlice)],
    actOnPath('get', '/metrics'),
    'a path is in no namespace, so no RoleBinding gives it',
  ],
];
