/** Who has what, and what they want to give. */
import type { PolicyRule } from '#api-server/rbac.ts';
import type { UserInfo, Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { binding, getPods, labelled, role, user, userSubject } from '../rbac-objects.ts';
import { typeOf, writeOf } from '../writes.ts';

const listPods: PolicyRule = { ...getPods, verbs: ['list'] };

export interface Escalation {
  /** Whether the write passes, or the code of its refusal. */
  passes: boolean | 'NotFound';
  has: KubernetesObject[];
  write: Write;
  because: string;
}

const bob: UserInfo = user('bob', 'dev');
const getSecrets: PolicyRule = { ...getPods, resources: ['secrets'] };
const own = (...rules: PolicyRule[]) => [role('dev/own', rules), binding('dev/own', 'Role/own', [userSubject('bob')])];
const ownEverywhere = (...rules: PolicyRule[]) => [
  role('own', rules),
  binding('own', 'ClusterRole/own', [userSubject('bob')]),
];
const admin = role('admin', [getSecrets, getPods]);
const newRole = (...rules: PolicyRule[]) => role('dev/new', rules);
const newBinding = binding('dev/new', 'ClusterRole/admin', [userSubject('bob')]);
const verbOn = (verb: string, resource: string, ...resourceNames: string[]): PolicyRule => ({
  verbs: [verb],
  apiGroups: ['rbac.authorization.k8s.io'],
  resources: [resource],
  resourceNames,
});
const everything: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];
const aggregated = role('sum', [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } });
const otherRoles = { ...typeOf(newRole()), group: 'example.com' };
const part = labelled('part', { a: 'b' }, [getSecrets]);

function creates(object: KubernetesObject, who = bob): Write {
  return writeOf('create', object, { user: who });
}

function updates(object: KubernetesObject, old: KubernetesObject): Write {
  return writeOf('update', object, { user: bob, old });
}

function gives(passes: Escalation['passes'], has: KubernetesObject[], write: Write, because: string): Escalation {
  return { passes, has, write, because };
}

export const escalations: Escalation[] = [
  gives(true, own(getPods), creates(newRole(getPods)), 'he has that himself, in this namespace'),
  gives(false, own(getPods), creates(newRole(getPods, getSecrets)), 'he has no secrets to give'),
  gives(true, own(getPods), creates(newRole()), 'a role without rules gives nothing'),
  gives(
    false,
    own(getPods),
    creates(role('new', [getPods])),
    'he has pods in "dev", and a ClusterRole can be given everywhere',
  ),
  gives(true, ownEverywhere(getPods), creates(newRole(getPods)), 'what he has everywhere he has in "dev", too'),
  gives(true, ownEverywhere(getPods), creates(role('new', [getPods])), 'he has it everywhere'),
  gives(
    false,
    own(...everything),
    creates(role('prod/new', [getPods])),
    'he has everything in "dev", and nothing in "prod"',
  ),
  gives(
    true,
    own(verbOn('escalate', 'roles')),
    creates(newRole(getSecrets)),
    'who may escalate roles may write any rule into them',
  ),
  gives(false, own(verbOn('bind', 'roles')), creates(newRole(getSecrets)), 'to bind is not to escalate'),
  gives(false, own(verbOn('escalate', 'clusterroles')), creates(newRole(getSecrets)), 'a Role is no ClusterRole'),
  gives(
    true,
    own(verbOn('escalate', 'roles', 'new')),
    creates(newRole(getSecrets)),
    'he may escalate the role of this name',
  ),
  gives(
    false,
    own(verbOn('escalate', 'roles', 'old')),
    creates(newRole(getSecrets)),
    'he may escalate the role of another name',
  ),
  gives(
    true,
    [],
    creates(newRole(getSecrets), user('root', 'system:masters')),
    'members of system:masters have everything',
  ),
  gives(false, [admin], creates(newBinding), 'the role that he binds holds what he has not'),
  gives(false, [admin, ...own(getPods)], creates(newBinding), 'the role that he binds holds secrets, and he has none'),
  gives(true, [admin, ...own(getPods, getSecrets)], creates(newBinding), 'he has all that the role holds'),
  gives(
    true,
    [admin, ...own(verbOn('bind', 'clusterroles'))],
    creates(newBinding),
    'who may bind a role may do so whatever it holds',
  ),
  gives(
    true,
    [admin, ...own(verbOn('bind', 'clusterroles', 'admin'))],
    creates(newBinding),
    'he may bind the role of this name',
  ),
  gives(
    false,
    [admin, ...own(verbOn('bind', 'clusterroles', 'view'))],
    creates(newBinding),
    'he may bind the role of another name',
  ),
  gives(false, [admin, ...own(verbOn('escalate', 'clusterroles'))], creates(newBinding), 'to escalate is not to bind'),
  gives(
    false,
    [admin, ...own(getPods, getSecrets)],
    creates(binding('new', 'ClusterRole/admin', [userSubject('eve')])),
    'he has it in "dev" only, and this binding holds everywhere',
  ),
  gives(
    'NotFound',
    [],
    creates(binding('dev/new', 'ClusterRole/missing', [userSubject('bob')])),
    'nobody knows what a role that is not there will hold one day',
  ),
  gives(
    true,
    own(verbOn('bind', 'clusterroles', 'missing')),
    creates(binding('dev/new', 'ClusterRole/missing', [userSubject('bob')])),
    'who may bind the role may bind it before it is there: nobody asks what it holds',
  ),
  gives(
    true,
    [],
    creates(binding('dev/new', 'ClusterRole/missing', [userSubject('bob')]), user('root', 'system:masters')),
    'members of system:masters may bind any role, whether it is there or not',
  ),
  gives(false, ownEverywhere(getPods), creates(aggregated), 'an aggregated role may get any rule one day'),
  gives(
    false,
    own(getPods),
    updates(aggregated, role('sum', [])),
    'its `rules` stay as they were, but now it is aggregated, and may get any rule one day',
  ),
  gives(
    true,
    [aggregated, part, ...own(getSecrets)],
    creates(binding('dev/new', 'ClusterRole/sum', [userSubject('bob')])),
    'he has all that the role holds now: more is asked only of those who write an aggregated role',
  ),
  gives(
    false,
    [aggregated, part, ...own(getPods)],
    creates(binding('dev/new', 'ClusterRole/sum', [userSubject('bob')])),
    'the aggregated role holds the secrets of "part" now, and he has none',
  ),
  gives(true, ownEverywhere(...everything), creates(aggregated), 'he has all rules that there can be'),
  gives(
    true,
    [],
    updates({ ...admin, metadata: { name: 'admin', labels: { a: 'b' } } }, admin),
    'the rules stay as they were',
  ),
  gives(false, [], updates(role('admin', [getSecrets, getPods, listPods]), admin), 'one rule is new'),
  gives(
    true,
    [],
    updates({ ...newBinding, metadata: { ...newBinding.metadata, labels: { a: 'b' } } }, newBinding),
    'role and subjects stay as they were',
  ),
  gives(
    false,
    [admin],
    updates({ ...newBinding, subjects: [userSubject('eve')] }, newBinding),
    'somebody else would get the role',
  ),
  gives(true, [], writeOf('delete', admin, { user: bob }), 'a delete gives nothing'),
  gives(
    true,
    [],
    writeOf('create', { ...newRole(getSecrets), apiVersion: 'example.com/v1' }, { user: bob, resource: otherRoles }),
    'that is a role of another group, which gives nothing here',
  ),
  gives(true, [], { ...creates(newRole(getSecrets)), subresource: 'status' }, 'a subresource gives nothing'),
  gives(
    true,
    [],
    creates({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'new', namespace: 'dev' }, rules: [getSecrets] }),
    'that is no role',
  ),
];
