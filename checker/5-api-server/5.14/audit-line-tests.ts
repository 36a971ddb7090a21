/** Rule A60: many events of the audit log as few lines. */
import { type AuditEvent, type AuditSummary, aggregate } from '#api-server/audit.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { eventOf, eventsAtRandom } from './audit-cases.ts';
import { inWords, start } from './audit-hand.ts';
import { linesByTheBook } from './audit-model.ts';

export function declareLineTests(test: DeclareTest): void {
  test('A60', 'many events are told as few lines', (t) => {
    const at = (after: number) => new Date(start + after).toISOString();
    const web = { resource: 'pods', namespace: 'dev', name: 'web' };
    const events = [
      eventOf('bob', 'list', { resource: 'pods', namespace: 'dev' }, 403, 3000),
      { ...eventOf('alice', 'delete', web, 200, 1000), stageTimestamp: at(9000) },
      eventOf('bob', 'list', { resource: 'pods', namespace: 'dev' }, 403, 2000),
      eventOf('bob', 'list', { resource: 'pods', namespace: 'dev' }, 200, 4000),
      eventOf('bob', 'get', { ...web, subresource: 'log' }, 200, 5000),
      eventOf('bob', 'get', undefined, 200, 6000),
    ];
    for (const event of events) t.step(`${event.requestReceivedTimestamp} ${inWords(event)}`);
    t.step('alice’s request took 8 s, and was answered last');
    const line = (user: string, verb: string, resource: string, namespace: string, code: number, times: number[]) => ({
      ...{ user, verb, resource, namespace, code, count: times.length },
      ...{ first: at(times[0]), last: at(times[times.length - 1]) },
    });
    const expected: AuditSummary[] = [
      line('alice', 'delete', 'pods', 'dev', 200, [1000]),
      line('bob', 'list', 'pods', 'dev', 403, [2000, 3000]),
      line('bob', 'list', 'pods', 'dev', 200, [4000]),
      line('bob', 'get', 'pods/log', 'dev', 200, [5000]),
      line('bob', 'get', '/healthz', '', 200, [6000]),
    ];
    t.equal(aggregate(events), expected, 'alike are those of the same user, verb, resource, namespace and code');
  });

  test('A60', 'what a line does not say keeps nothing apart', (t) => {
    const web = { resource: 'deployments', namespace: 'dev', apiGroup: 'apps', apiVersion: 'v1' };
    const at = (after: number, name = 'web') => eventOf('alice', 'update', { ...web, name }, 409, after);
    const cases: [differs: string, event: AuditEvent][] = [
      ['reason AlreadyExists', { ...at(1000), responseStatus: { code: 409, reason: 'AlreadyExists' } }],
      ['reason Conflict', { ...at(2000), responseStatus: { code: 409, reason: 'Conflict' } }],
      ['alice is in dev', { ...at(3000), user: { username: 'alice', groups: ['dev'] } }],
      ['sent by kubectl, for another object', { ...at(4000, 'api'), userAgent: 'kubectl' }],
    ];
    t.step('deployments are of the API group apps');
    for (const [differs, event] of cases) t.step(`${event.requestReceivedTimestamp} ${inWords(event)}, ${differs}`);
    const events = cases.map(([, event]) => event);
    const [from, to] = [events[0], events[3]].map(({ requestReceivedTimestamp }) => requestReceivedTimestamp);
    const subject = { user: 'alice', verb: 'update', resource: 'deployments', namespace: 'dev', code: 409 };
    const expected = [{ ...subject, count: 4, first: from, last: to }];
    t.equal(aggregate(events), expected, 'alike are those of the same user, verb, resource, namespace and code');
  });

  test('A60', 'what is not alike is never counted as one', async (t) => {
    await t.forEach(['', ' ', '/', ',', ':', '|'], (mark) => {
      const pods = { resource: 'pods', namespace: 'dev' };
      const events = [
        eventOf(`a${mark}b`, 'get', pods, 200, 1000),
        eventOf('a', `b${mark}get`, pods, 200, 2000),
        eventOf('c', 'list', { resource: `pods${mark}x`, namespace: 'dev' }, 200, 3000),
        eventOf('c', 'list', { resource: 'pods', namespace: `x${mark}dev` }, 200, 4000),
      ];
      const given = [...events].reverse();
      const before = [...given];
      for (const event of given)
        t.step(`user ${show(event.user.username)}, verb ${show(event.verb)}: ${inWords(event)}`);
      const counts = aggregate(given).map(({ count }) => count);
      t.equal(counts, [1, 1, 1, 1], 'they only read alike if one writes their parts one behind the other');
      t.equal(given, before, 'the events that were given stay in their order');
    });
  });

  test('A60', 'the lines count every event once, whatever the order in which they came', async (t) => {
    await t.forAll(eventsAtRandom, (events) => {
      for (const event of events) t.step(`${event.requestReceivedTimestamp} ${inWords(event)}`);
      const lines = aggregate(events);
      const sorted = (all: AuditSummary[]) => all.map((line) => show(line)).sort();
      const expected = linesByTheBook(events).map(({ user, verb, resource, namespace, code, count, first, last }) => ({
        ...{ user, verb, resource, namespace, code, count, first, last },
      }));
      t.equal(lines.length, expected.length, 'there is one line for each kind of event');
      t.equal(sorted(lines.map(inOrder)), sorted(expected), 'each says how many, and when the first and the last came');
      const firsts = lines.map(({ first }) => first);
      t.equal(firsts, [...firsts].sort(), 'the lines stand in the order in which each was first seen');
    });
  });
}

function inOrder({ user, verb, resource, namespace, code, count, first, last }: AuditSummary): AuditSummary {
  return { user, verb, resource, namespace, code, count, first, last };
}
