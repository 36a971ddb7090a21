/** Clusters with any roles and bindings. */
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fc } from '../../judge/exercise.ts';
import { accountSubject, binding, groupSubject, role, user, userSubject } from '../rbac-objects.ts';
import { someRules } from './rbac-model.ts';

export const namespaces = ['', 'dev', 'prod'];

export const users: UserInfo[] = [
  user('alice', 'dev', 'system:authenticated'),
  user('bob', 'ops'),
  user('system:serviceaccount:dev:web', 'system:serviceaccounts', 'system:serviceaccounts:dev'),
  user('dev'),
];

const subject = fc.constantFrom(
  userSubject('alice'),
  userSubject('bob'),
  groupSubject('dev'),
  groupSubject('alice'),
  groupSubject('system:serviceaccounts:dev'),
  accountSubject('web'),
  accountSubject('web', 'dev'),
  accountSubject('web', 'prod'),
);

const roleNames = ['r1', 'r2'];

const roles = fc
  .record({ r1: someRules, r2: someRules, devR1: someRules, prodR1: someRules })
  .map((rules) => [
    role('r1', rules.r1),
    role('r2', rules.r2),
    role('dev/r1', rules.devR1),
    role('prod/r1', rules.prodR1),
  ]);

const bindings = fc.array(
  fc.tuple(
    fc.constantFrom(...namespaces),
    fc.constantFrom('Role', 'ClusterRole'),
    fc.constantFrom(...roleNames),
    fc.array(subject, { maxLength: 2 }),
  ),
  { minLength: 1, maxLength: 5 },
);

export const anyWorld: fc.Arbitrary<KubernetesObject[]> = fc
  .tuple(roles, bindings)
  .map(([allRoles, all]) => [
    ...allRoles,
    ...all.map(([namespace, kind, name, subjects], i) =>
      binding(namespace === '' ? `b${i}` : `${namespace}/b${i}`, `${kind}/${name}`, subjects),
    ),
  ]);
