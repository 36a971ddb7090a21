/** Rule A61: how much of a request stands in its record. */
import type { AuditLevel } from '#api-server/audit.ts';
import type { ApiResponse } from '#kit/kubernetes/http.ts';
import { notFound } from '#kit/kubernetes/status.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { answering, auditContext, auditHand, only, throwing } from './audit-hand.ts';

/** Resources, and whether what they hold may stand in a log. */
const held: [asked: string, mayBeTold: boolean][] = [
  ['create pods dev/', true],
  ['update configmaps dev/c', true],
  ['create serviceaccounts dev/', true],
  ['create deployments@apps dev/', true],
  ['create secrets dev/', false],
  ['patch secrets dev/s', false],
  ['list secrets dev/', false],
  ['create serviceaccounts/token dev/robot', false],
  ['create tokenreviews@authentication.k8s.io', false],
];

export function declareBodyTests(test: DeclareTest): void {
  test('A61', 'a record holds as much as its level allows', async (t) => {
    const body = '{"kind":"Pod","metadata":{"name":"web"}}';
    const levels: [AuditLevel, string[]][] = [
      ['Metadata', []],
      ['Request', ['requestObject']],
      ['RequestResponse', ['requestObject', 'responseObject']],
    ];
    await t.forEach(levels, async ([level, expected]) => {
      const hand = auditHand({ rules: [{ level }] });
      t.step(`create pods at the level ${level}, with ${body}`);
      await hand.send(auditContext('create pods dev/', { body }), answering({ kind: 'Pod', status: {} }));
      const { level: told, requestObject, responseObject } = only(t, hand);
      const objects = { requestObject: JSON.parse(body), responseObject: { kind: 'Pod', status: {} } };
      const allowed = Object.fromEntries(Object.entries(objects).filter(([name]) => expected.includes(name)));
      t.equal(told, level, 'the record says its level');
      t.equal({ requestObject, responseObject }, allowed, 'and what it holds goes by that');
    });
  });

  test('A61', 'what is no object is left out', async (t) => {
    const bodies: [sent: string, answer: ApiResponse['body'], because: string][] = [
      ['', undefined, 'nothing was sent, and nothing answered'],
      ['{"kind":', 'ok', 'neither is JSON'],
      ['\u0000\u0001', Uint8Array.of(0, 1), 'neither is JSON'],
    ];
    await t.forEach(bodies, async ([body, answer, because]) => {
      const hand = auditHand({ rules: [{ level: 'RequestResponse' }] });
      t.step(`create pods with the body ${show(body)}; the answer is ${show(answer)}`);
      const { response } = await hand.send(auditContext('create pods dev/', { body }), answering(answer));
      t.equal(response?.body, answer, 'the answer goes out all the same');
      const { requestObject, responseObject } = only(t, hand);
      t.equal({ requestObject, responseObject }, {}, because);
    });
  });

  test('A61', 'a refusal is an answer, too', async (t) => {
    const hand = auditHand({ rules: [{ level: 'RequestResponse' }] });
    t.step('get pods dev/web is refused with NotFound, at the level RequestResponse');
    await hand.send(auditContext('get pods dev/web'), throwing(notFound({ group: '', resource: 'pods' }, 'web')));
    const { responseStatus, responseObject } = only(t, hand);
    t.equal(responseStatus, { code: 404, reason: 'NotFound', message: 'pods "web" not found' }, 'the record says why');
    const { kind, reason, code } = (responseObject ?? {}) as Record<string, unknown>;
    t.equal({ kind, reason, code }, { kind: 'Status', reason: 'NotFound', code: 404 }, 'and holds the Status');
  });

  test('A61', 'what is secret never stands in the log', async (t) => {
    const cases = held.flatMap((each) =>
      (['Metadata', 'Request', 'RequestResponse'] as const).map((level) => [...each, level] as const),
    );
    await t.forEach(cases, async ([asked, mayBeTold, level]) => {
      const hand = auditHand({ rules: [{ level }] });
      t.step(`${asked} at the level ${level}, with {"data":"hunter2"}; the answer holds it as well`);
      const context = auditContext(asked, { body: '{"data":"hunter2"}' });
      await hand.send(context, answering({ items: [{ data: 'hunter2' }] }));
      const event = only(t, hand);
      const isTold = JSON.stringify(event).includes('hunter2');
      const because = mayBeTold
        ? 'this is no secret, and the level decides'
        : 'whoever reads the log must not learn it';
      const inWords = (isThere: boolean) => (isThere ? '"hunter2" stands in the record' : 'it does not stand there');
      t.equal(inWords(isTold), inWords(mayBeTold && level !== 'Metadata'), because);
      t.equal(event.level, level, 'there is a record all the same');
    });
  });
}
