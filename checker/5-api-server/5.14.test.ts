/**
 * Goal: nobody does anything without a trace, and the trace holds nothing that is worth stealing.
 * Method: rules and requests in a table, and at random against a model; a handler that ends in every way there is; events
 * in any order.
 */
import { type AuditLevel, auditLevel } from '#api-server/audit.ts';
import type { Context, Handler } from '#kit/kubernetes/http.ts';
import { forbidden, notFound, unauthorized } from '#kit/kubernetes/status.ts';
import { exercise, fc, show } from '../judge/exercise.ts';
import { declareBodyTests } from './5.14/audit-body-tests.ts';
import { askedAtRandom, fitting, policies } from './5.14/audit-cases.ts';
import {
  alice,
  answering,
  auditContext,
  auditHand,
  infoOf,
  inWords,
  only,
  start,
  throwing,
} from './5.14/audit-hand.ts';
import { declareLineTests } from './5.14/audit-line-tests.ts';
import { levelByTheBook } from './5.14/audit-model.ts';

const pods = { group: '', resource: 'pods' };
const stream = () => ({ resume() {}, close() {} });
/** Ways in which a request ends, and the code that the record has. */
const endings: [how: string, asked: string, handler: Handler, code: number][] = [
  ['with an object', 'get pods dev/web', async () => ({ status: 200, body: { kind: 'Pod' } }), 200],
  ['with a new object', 'create pods dev/', async () => ({ status: 201, body: { kind: 'Pod' } }), 201],
  ['with a text', 'get /healthz', async () => ({ status: 200, body: 'ok' }), 200],
  ['with nothing', 'get /healthz', async () => ({ status: 204 }), 204],
  ['with an error that is returned', 'get /healthz', async () => ({ status: 500, body: 'etcd is gone' }), 500],
  ['refused by a link behind', 'delete pods dev/web', throwing(forbidden(pods, 'web', 'no')), 403],
  ['not found', 'get pods dev/web', throwing(notFound(pods, 'web')), 404],
  ['refused as nobody', 'get pods dev/web', throwing(unauthorized()), 401],
  ['broken by a fault in the server', 'get pods dev/web', throwing(new TypeError('x is undefined')), 500],
  ['with a watch that begins', 'watch pods dev/', async () => ({ status: 200, stream }), 200],
];

const everything = { rules: [{ level: 'Metadata' as const }] };

export default exercise('5.14', (test) => {
  test('A60', 'a rule is about a request if everything that it says is so', async (t) => {
    await t.forEach(fitting, ([rule, asked, fits, because]) => {
      t.step(`a policy of one rule, ${show({ level: 'Metadata', ...rule })}`);
      t.step(`alice of ${show(alice.groups)}: ${asked}`);
      const level = auditLevel({ rules: [{ level: 'Metadata', ...rule }] }, alice, infoOf(asked));
      t.equal(level, fits ? 'Metadata' : 'None', because);
    });
  });

  test('A60', 'the first rule that fits decides, and where none does nothing is told', async (t) => {
    await t.forAll(fc.tuple(policies, askedAtRandom), ([policy, asked]) => {
      for (const rule of policy.rules) t.step(`rule ${show(rule)}`);
      t.step(`alice of ${show(alice.groups)}: ${asked}`);
      const info = infoOf(asked);
      const message = 'the level is that of the first rule of which everything is so';
      t.equal(auditLevel(policy, alice, info), levelByTheBook(policy, alice, info), message);
    });
  });

  test('A60', 'however a request ends, it leaves one record', async (t) => {
    await t.forEach(endings, async ([how, asked, handler, code]) => {
      const hand = auditHand(everything);
      t.step(`${asked} ends ${how}`);
      const { response, thrown } = await hand.send(auditContext(asked), handler);
      const [verb, what, where = ''] = asked.split(' ');
      const expected = `${['alice', verb, what, where].join(' ').trim()}: ${code}`;
      t.equal(inWords(only(t, hand)), expected, 'it says who, what, and how it ended');
      if (response?.stream) {
        t.step('the watch begins, and ends');
        response
          .stream(
            () => true,
            () => {},
          )
          .close();
        t.equal(hand.events.length, 1, 'a watch is told when it begins, and not again');
      }
      const because = 'it comes out as it came from behind';
      t.equal({ status: response?.status, body: response?.body, thrown }, await outcomeOf(handler), because);
    });
  });

  test('A60', 'a record says when the request came, and when it was answered', async (t) => {
    const ends: [how: string, handler: Handler][] = [
      ['an object', answering({})],
      ['a refusal', throwing(notFound(pods, 'web'))],
    ];
    await t.forEach(ends, async ([how, handler]) => {
      const hand = auditHand(everything);
      t.step(`it is 09:30:00.250; the answer takes 1.5 s, and is ${how}`);
      await hand.send(auditContext('get pods dev/web'), (context) => {
        t.equal(hand.events.length, 0, 'nothing is told before it is known how it ends');
        hand.pass(1500);
        return handler(context);
      });
      const { requestReceivedTimestamp, stageTimestamp } = only(t, hand);
      const times = [start, start + 1500].map((time) => new Date(time).toISOString());
      t.equal(
        [requestReceivedTimestamp, stageTimestamp],
        times,
        'the first is when the request came, the second when it was answered',
      );
    });
  });

  test('A60', 'a log that is full disturbs nobody', async (t) => {
    await t.forEach(endings, async ([how, asked, handler]) => {
      const hand = auditHand(everything, new Error('no space left on device'));
      t.step(`${asked} ends ${how}; then the log throws: no space left on device`);
      const { response, thrown } = await hand.send(auditContext(asked), handler);
      const came = { status: response?.status, body: response?.body, thrown };
      t.equal(came, await outcomeOf(handler), 'the request is done, and its answer comes out as it came from behind');
      t.equal(hand.events.length, 1, 'it is told once, even if nobody has heard it');
    });
  });

  test('A60', 'the request itself goes on as it is', async (t) => {
    for (const level of ['None', 'Metadata', 'RequestResponse'] as AuditLevel[]) {
      const hand = auditHand({ rules: [{ level }] });
      const context = auditContext('create pods dev/', { body: '{"kind":"Pod"}' });
      t.step(`create pods at the level ${level}`);
      const { response } = await hand.send(context, answering({ kind: 'Pod' }));
      t.equal(hand.reached, [context], 'the next link gets what this one got');
      t.equal(response?.body, { kind: 'Pod' }, 'and its answer comes back');
      t.equal(hand.events.map(inWords), level === 'None' ? [] : ['alice create pods dev/: 200'], 'None tells nothing');
    }
  });

  test('A60', 'of many at once each leaves its own record', async (t) => {
    await t.forAll(
      fc.array(fc.record({ asked: askedAtRandom, turns: fc.nat(5), isRefused: fc.boolean() })),
      async (all) => {
        const hand = auditHand({ rules: [{ level: 'None', verbs: ['delete'] }, { level: 'Metadata' }] });
        t.step(`at once: ${all.map(({ asked, isRefused }) => asked + (isRefused ? ', refused' : '')).join('; ')}`);
        const answer = async (turns: number, isRefused: boolean) => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          if (isRefused) throw forbidden(pods, 'web', 'no');
          return { status: 200 };
        };
        await Promise.all(
          all.map(({ asked, turns, isRefused }) => hand.send(auditContext(asked), () => answer(turns, isRefused))),
        );
        const words = ({ asked, isRefused }: (typeof all)[number]) => `alice ${asked}: ${isRefused ? 403 : 200}`;
        const expected = all.filter(({ asked }) => !asked.startsWith('delete')).map(words);
        t.equal(hand.events.map(inWords).sort(), expected.sort(), 'one record each, but for those at the level None');
      },
    );
  });

  declareLineTests(test);
  declareBodyTests(test);
});

/** What a handler gives by itself. */
async function outcomeOf(handler: Handler): Promise<object> {
  try {
    const { status, body } = await handler({} as Context);
    return { status, body };
  } catch (thrown) {
    const { code, message } = thrown as { code?: string; message: string };
    return { thrown: { code, message } };
  }
}
