/** One rule and one action: whether the rule allows it, and why. */
import type { Action } from '#api-server/authorize.ts';
import type { PolicyRule } from '#api-server/rbac.ts';
import { act, actOnPath, getPods } from '../rbac-objects.ts';

const web = { namespace: 'dev', name: 'web' };
const ofResource = (...resources: string[]): PolicyRule => ({ ...getPods, resources });
const named = (...resourceNames: string[]): PolicyRule => ({ ...getPods, verbs: ['*'], resourceNames });
const paths = (...nonResourceURLs: string[]): PolicyRule => ({ verbs: ['get'], nonResourceURLs });
const all: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

export const ruleCases: [allows: boolean, rule: PolicyRule, action: Action, because: string][] = [
  [true, getPods, act('get', 'pods', web), 'every field of the rule allows it'],
  [true, { ...getPods, verbs: ['list', 'get'] }, act('get', 'pods', web), 'one of the verbs is enough'],
  [false, getPods, act('list', 'pods', { namespace: 'dev' }), 'list is another verb than get'],
  [false, getPods, act('watch', 'pods', { namespace: 'dev' }), 'watch is another verb than get'],
  [false, { ...getPods, verbs: [] }, act('get', 'pods', web), 'a rule without verbs allows nothing'],
  [false, { ...getPods, verbs: ['delete'] }, act('deletecollection', 'pods'), 'to delete all is another verb'],
  [false, { ...getPods, verbs: ['GET'] }, act('get', 'pods', web), 'verbs are in small letters'],
  [
    true,
    { ...getPods, verbs: ['*'] },
    act('deletecollection', 'pods', { namespace: 'dev' }),
    'a star stands for every verb',
  ],

  [false, getPods, act('get', 'pods', { ...web, group: 'metrics.k8s.io' }), 'pods of another group are other pods'],
  [
    false,
    { ...getPods, apiGroups: ['apps'] },
    act('get', 'pods', web),
    'the core group is the empty text, not any group',
  ],
  [false, { ...getPods, apiGroups: [] }, act('get', 'pods', web), 'no group is not the core group'],
  [
    false,
    { verbs: ['get'], resources: ['pods'] },
    act('get', 'pods', web),
    'a rule without groups is about no resource',
  ],
  [
    true,
    { ...getPods, apiGroups: ['*'] },
    act('get', 'pods', { ...web, group: 'x.io' }),
    'a star stands for every group',
  ],
  [true, { ...getPods, apiGroups: ['*'] }, act('get', 'pods', web), 'and for the core group'],
  [
    false,
    { ...getPods, apiGroups: [''] },
    act('get', 'deployments', { ...web, group: 'apps' }),
    'the empty text stands for no other group',
  ],

  [false, getPods, act('get', 'secrets', web), 'secrets are no pods'],
  [false, { verbs: ['get'], apiGroups: [''] }, act('get', 'pods', web), 'a rule without resources is about none'],
  [false, getPods, act('get', 'pods/log', web), 'a subresource is a resource of its own: `pods` is not `pods/log`'],
  [false, getPods, act('get', 'pods/exec', web), 'a subresource is a resource of its own: `pods` is not `pods/exec`'],
  [true, ofResource('pods/log'), act('get', 'pods/log', web), 'it is named with its subresource'],
  [false, ofResource('pods/log'), act('get', 'pods', web), '`pods/log` is not `pods`'],
  [false, ofResource('pods/log'), act('get', 'pods/exec', web), '`pods/log` is not `pods/exec`'],
  [false, ofResource('pods/log'), act('get', 'jobs/log', web), 'it is the log of another resource'],
  [true, ofResource('*'), act('get', 'pods', web), 'a star stands for every resource'],
  [true, ofResource('*'), act('get', 'pods/log', web), 'and for every subresource'],
  [true, ofResource('*/scale'), act('get', 'deployments/scale', web), 'the scale of every resource'],
  [false, ofResource('*/scale'), act('get', 'deployments', web), 'the scale only, and not the resource'],
  [false, ofResource('*/scale'), act('get', 'deployments/status', web), 'the scale only, and no other subresource'],
  [false, ofResource('pods/*'), act('get', 'pods/log', web), '`pods/*` is no pattern'],
  [false, ofResource('pods/*'), act('get', 'pods', web), '`pods/*` is no pattern'],
  [false, ofResource('po*'), act('get', 'pods', web), 'a star stands alone, or before a slash'],
  [false, ofResource(''), act('get', 'pods', web), 'the empty text names no resource'],

  [true, named('web'), act('get', 'pods', web), 'the name is one of the rule'],
  [true, named('api', 'web'), act('update', 'pods', web), 'the name is one of the rule'],
  [false, named('api'), act('get', 'pods', web), 'the name is not one of the rule'],
  [
    false,
    named('web'),
    act('list', 'pods', { namespace: 'dev' }),
    'a list of all has no name, so a rule for some names does not allow it',
  ],
  [false, named('web'), act('create', 'pods', { namespace: 'dev' }), 'a create has no name yet'],
  [false, named('web'), act('deletecollection', 'pods', { namespace: 'dev' }), 'to delete all is not about one name'],
  [true, named('web'), act('list', 'pods', web), 'a list that selects one name is about it'],
  [true, named(), act('list', 'pods', { namespace: 'dev' }), 'an empty list of names stands for all'],
  [false, named('*'), act('get', 'pods', web), 'a star is no pattern for names'],
  [false, named('we'), act('get', 'pods', web), 'the beginning of a name is another name'],

  [true, paths('/healthz'), actOnPath('get', '/healthz'), 'it is the path of the rule'],
  [false, paths('/healthz'), actOnPath('get', '/healthz/etcd'), 'without a star, no path below it'],
  [false, paths('/healthz/'), actOnPath('get', '/healthz'), 'a slash makes another path'],
  [true, paths('/healthz/*'), actOnPath('get', '/healthz/etcd'), 'a star at the end stands for all that begins so'],
  [true, paths('/healthz*'), actOnPath('get', '/healthz'), 'and nothing behind it is a beginning, too'],
  [false, paths('/healthz/*'), actOnPath('get', '/healthz'), 'it does not begin with the slash'],
  [true, paths('*'), actOnPath('get', '/anything'), 'a star alone stands for every path'],
  [false, paths('/*/etcd'), actOnPath('get', '/healthz/etcd'), 'a star in the middle stands for itself'],
  [false, paths('/healthz'), actOnPath('post', '/healthz'), 'post is another verb than get'],
  [
    false,
    paths('*'),
    act('get', 'pods', { ...web, path: '/api/v1/namespaces/dev/pods/web' }),
    'paths are for what is no resource',
  ],
  [false, all, actOnPath('get', '/healthz'), 'resources, however many, are no paths'],
  [false, { verbs: ['*'] }, actOnPath('get', '/healthz'), 'a rule without paths allows none'],
  [
    true,
    all,
    act('escalate', 'clusterroles', { group: 'rbac.authorization.k8s.io', name: 'x' }),
    'this rule allows everything',
  ],
];
