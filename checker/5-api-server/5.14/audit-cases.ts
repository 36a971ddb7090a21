/** Rules of an audit policy, requests, and whether one is about the other; what a record may hold; events at random. */
import type { AuditEvent, AuditLevel, AuditPolicy, AuditRule } from '#api-server/audit.ts';
import { fc } from '../../judge/exercise.ts';
import { start } from './audit-hand.ts';

const pods = [{ group: '', resources: ['pods'] }];

/** Asked by alice, who is in `dev` and `system:authenticated`. */
export const fitting: [rule: Omit<AuditRule, 'level'>, asked: string, fits: boolean, because: string][] = [
  [{}, 'delete pods dev/web', true, 'a rule that says nothing is about everything'],
  [{}, 'get /healthz', true, 'a rule that says nothing is about everything'],
  [{ users: ['bob', 'alice'] }, 'delete pods dev/web', true, 'of a list one has to be'],
  [{ users: ['bob'] }, 'delete pods dev/web', false, 'it is about somebody else'],
  [{ users: ['ali', 'alice2'] }, 'delete pods dev/web', false, 'names are compared whole'],
  [{ userGroups: ['de', 'system:*'] }, 'delete pods dev/web', false, 'these are the names of other groups'],
  [{ namespaces: ['de', 'dev2'] }, 'delete pods dev/web', false, 'these are the names of other namespaces'],
  [{ users: ['dev'] }, 'delete pods dev/web', false, 'a group is no user'],
  [{ userGroups: ['ops', 'dev'] }, 'delete pods dev/web', true, 'she is in one of the groups'],
  [{ userGroups: ['ops'] }, 'delete pods dev/web', false, 'she is not in this group'],
  [{ users: [] }, 'delete pods dev/web', false, 'in an empty list is nobody'],
  [{ verbs: ['*'] }, 'delete pods dev/web', false, 'there are no patterns for verbs'],
  [{ resources: [] }, 'delete pods dev/web', false, 'in an empty list is no resource'],
  [{ resources: [{ group: '', resources: ['*'] }] }, 'delete pods dev/web', false, 'nor are there any for resources'],
  [{ resources: [{ group: '', resources: ['pods/*'] }] }, 'get pods/log dev/web', false, 'nor for subresources'],
  [{ verbs: ['create', 'delete'] }, 'delete pods dev/web', true, 'it is one of the verbs'],
  [{ verbs: ['delete'] }, 'deletecollection pods dev/', false, 'that is another verb'],
  [{ namespaces: ['dev'] }, 'delete pods dev/web', true, 'it is in this namespace'],
  [{ namespaces: ['dev'] }, 'delete pods prod/web', false, 'it is in another namespace'],
  [{ namespaces: ['dev'] }, 'delete nodes n1', false, 'it is in no namespace'],
  [{ resources: pods }, 'delete pods dev/web', true, 'it is one of the resources'],
  [{ resources: pods }, 'delete secrets dev/web', false, 'it is another resource'],
  [{ resources: pods }, 'get pods/log dev/web', false, 'a subresource is something else'],
  [{ resources: [{ group: '', resources: ['pods/log'] }] }, 'get pods/log dev/web', true, 'that is what it names'],
  [{ resources: [{ group: '', resources: ['pods/log'] }] }, 'get pods dev/web', false, 'it names the subresource only'],
  [{ resources: pods }, 'get pods@metrics.k8s.io dev/web', false, 'it is a resource of another group'],
  [
    { resources: [{ group: 'apps' }] },
    'get deployments/scale@apps dev/web',
    true,
    'without a list it is all of the group',
  ],
  [{ resources: [{ group: 'apps' }] }, 'get pods dev/web', false, 'it is of another group'],
  [{ resources: [{ group: 'apps' }, ...pods] }, 'get pods dev/web', true, 'of a list one has to be'],
  [{ resources: [{ group: '' }] }, 'get /healthz', false, 'a rule with resources is about no other path'],
  [{ nonResourceURLs: ['/healthz'] }, 'get /healthz', true, 'it is this path'],
  [{ nonResourceURLs: ['/healthz'] }, 'get /healthz/etcd', false, 'it is another path'],
  [{ nonResourceURLs: ['/version', '/healthz*'] }, 'get /healthz/etcd', true, 'the path begins so'],
  [{ nonResourceURLs: ['*'] }, 'get pods dev/web', false, 'a rule with paths is about no resource'],
  [{ users: ['alice'], verbs: ['get'] }, 'delete pods dev/web', false, 'everything that a rule says must be so'],
  [{ userGroups: ['dev'], resources: pods, namespaces: ['prod'] }, 'get pods dev/web', false, 'everything must be so'],
  [{ userGroups: ['dev'], resources: pods, namespaces: ['dev'] }, 'get pods dev/web', true, 'everything is so'],
];

const some = <T>(...values: T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });
const levels: AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];
const about = fc.constantFrom<Partial<AuditRule>>(
  {},
  { resources: pods },
  { resources: [{ group: 'apps' }, { group: '', resources: ['pods/log'] }] },
  { nonResourceURLs: ['/healthz*', '/version'] },
);
const rule = fc
  .record({
    level: fc.constantFrom(...levels),
    users: some('alice', 'bob'),
    userGroups: some('dev', 'ops'),
    verbs: some('get', 'delete'),
    namespaces: some('dev', 'prod'),
    about,
  })
  .map(({ about: own, ...rest }) => withoutMissing({ ...rest, ...own }) as AuditRule);

export const policies: fc.Arbitrary<AuditPolicy> = fc.array(rule, { maxLength: 4 }).map((rules) => ({ rules }));

export const askedAtRandom = fc.constantFrom(
  ...['get pods dev/web', 'delete pods prod/web', 'get pods/log dev/web', 'delete deployments@apps dev/web'],
  ...['get nodes n1', 'get /healthz/etcd', 'get /version', 'delete secrets dev/s'],
);

/** Events of a few users who do few things, as several API servers may have written them. */
export const eventsAtRandom: fc.Arbitrary<AuditEvent[]> = fc.array(
  fc
    .record({
      user: fc.constantFrom('alice', 'bob'),
      verb: fc.constantFrom('get', 'delete'),
      objectRef: fc.constantFrom<(Record<string, string> | undefined)[]>(
        { resource: 'pods', namespace: 'dev', name: 'web' },
        { resource: 'pods', namespace: 'dev', name: 'api' },
        { resource: 'pods', namespace: 'prod', name: 'web' },
        { resource: 'pods', namespace: 'dev', name: 'web', subresource: 'log' },
        { resource: 'nodes', name: 'n1' },
        undefined,
      ),
      code: fc.constantFrom(200, 403),
      after: fc.nat(5000),
    })
    .map(({ user, verb, objectRef, code, after }) => eventOf(user, verb, objectRef, code, after)),
  { maxLength: 12 },
);

/** @param objectRef of a path that is no resource: none @param after in milliseconds */
export function eventOf(
  user: string,
  verb: string,
  objectRef: Record<string, string> | undefined,
  code: number,
  after: number,
): AuditEvent {
  const at = new Date(start + after).toISOString();
  const requestURI = objectRef ? `/api/v1/${objectRef.resource}?limit=500` : `/healthz?after=${after}`;
  return withoutMissing({
    ...({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', stage: 'ResponseComplete' } as const),
    ...{ requestURI, verb, objectRef, user: { username: user, groups: [] }, responseStatus: { code } },
    ...{ requestReceivedTimestamp: at, stageTimestamp: at },
  }) as AuditEvent;
}

function withoutMissing(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
