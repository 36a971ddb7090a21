/** What somebody has, what they want to give, and what is missing. */
import type { PolicyRule } from '#api-server/rbac.ts';
import { getPods } from '../rbac-objects.ts';

const listPods: PolicyRule = { ...getPods, verbs: ['list'] };
const pods = (...verbs: string[]): PolicyRule => ({ ...getPods, verbs });
const kinds = (...resources: string[]): PolicyRule => ({ ...getPods, resources });
const named = (...resourceNames: string[]): PolicyRule => ({ ...getPods, resourceNames });
const paths = (...nonResourceURLs: string[]): PolicyRule => ({ verbs: ['get'], nonResourceURLs });

/** Each missing rule is for one verb, group, resource and name, or for one path. */
export const coverCases: [missing: PolicyRule[], have: PolicyRule[], wanted: PolicyRule[], because: string][] = [
  [[], [], [], 'nothing is given'],
  [[], [getPods], [getPods], 'it is the same'],
  [[getPods], [], [getPods], 'nothing is there'],
  [[listPods], [getPods], [pods('get', 'list')], 'one of the two is there'],
  [[], [getPods, listPods], [pods('get', 'list')], 'each part is covered by one rule'],
  [
    [pods('*')],
    [pods('get', 'list', 'watch', 'create', 'update', 'patch', 'delete')],
    [pods('*')],
    'a star is more than any list of verbs',
  ],
  [[], [pods('*')], [pods('get', 'escalate')], 'a star covers any verb'],
  [[kinds('pods/log')], [kinds('pods')], [kinds('pods', 'pods/log')], 'a subresource is a resource of its own'],
  [[], [kinds('*')], [kinds('pods', 'pods/log', '*/scale', '*')], 'a star covers every resource and subresource'],
  [[], [kinds('*/scale')], [kinds('deployments/scale')], 'the scale of every resource'],
  [
    [kinds('*/scale')],
    [kinds('deployments/scale')],
    [kinds('*/scale')],
    'the scale of one resource is not that of every one',
  ],
  [[kinds('*')], [kinds('pods', 'secrets')], [kinds('*')], 'a star is more than any list of resources'],
  [[], [{ ...getPods, apiGroups: ['*'] }], [{ ...getPods, apiGroups: ['apps'] }], 'a star covers every group'],
  [
    [{ ...getPods, apiGroups: ['apps'] }],
    [getPods],
    [{ ...getPods, apiGroups: ['', 'apps'] }],
    'pods of another group are other pods',
  ],
  [[], [getPods], [named('a')], 'who has all has one'],
  [[getPods], [named('a')], [getPods], 'who has one has not all'],
  [[named('b')], [named('a')], [named('a', 'b')], 'each name counts for itself'],
  [[], [named('a'), named('b')], [named('a', 'b')], 'two rules together cover two names'],
  [[], [paths('/healthz*')], [paths('/healthz', '/healthz/*', '/healthz/etcd')], 'all of these begin so'],
  [[paths('/healthz*')], [paths('/healthz', '/healthz/*')], [paths('/healthz*')], '/healthz2 would be new'],
  [
    [paths('/metrics')],
    [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    [paths('/metrics')],
    'resources are no paths',
  ],
  [
    [{ ...kinds('secrets'), verbs: ['list'] }],
    [pods('get', 'list'), kinds('secrets')],
    [{ ...kinds('pods', 'secrets'), verbs: ['get', 'list'] }],
    'a part must be covered by one rule, not a field by one and a field by another',
  ],
];
