// Goal: the given parts of lesson 5's chains hold it together: whatever is thrown is answered, and whoever looks on sees each
// link. Method: short chains of links and steps that say who was there.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ApiRequest, Context, Link, Write, WriteStep } from '../lessons/kit/kubernetes/http.ts';
import { forbidden, type Status } from '../lessons/kit/kubernetes/status.ts';
import { answered, nowhere } from '../solutions/5-api-server/answer.ts';
import { around, inARow } from '../solutions/5-api-server/onlooker.ts';
import { requestInfo } from '../solutions/5-api-server/request-info.ts';
import { inOrder } from '../solutions/5-api-server/write-chain.ts';

const request: ApiRequest = { method: 'GET', url: '/', headers: {}, body: new Uint8Array() };
const context: Context = { request, ...nowhere, warnings: [] };
const passing: Link = (next) => next;
const refusing: Link = () => async () => {
  throw forbidden({ group: '', resource: 'pods' }, 'web', 'no');
};
const ok = async () => ({ status: 200 });

test('whatever a link throws becomes a Status, also before it has made a promise', async () => {
  const handle = around({ answered, requestInfo }, ok);
  const { status, body } = await handle({ ...context, request: { ...request, url: '/%zz' } });
  assert.equal([status, (body as Status).reason], [400, 'BadRequest']);
  const refused = await around({ answered, refusing }, ok)(context);
  assert.is(refused.status, 403);
});

test('who looks on is told of each link before the request comes to it, and of none behind a refusal', async () => {
  const seen: string[] = [];
  const look = (place: string) => void seen.push(place);
  await around({ answered, audit: undefined, passing }, ok, look)(context);
  assert.equal(seen.splice(0), ['answered', 'passing', 'handler']);
  await around({ answered, refusing, passing }, ok, look)(context);
  assert.equal(seen, ['answered', 'refusing']);
});

test('the steps of a write are told in order, each with the write as it comes to it', async () => {
  const named: WriteStep = async (write) => ({ ...write, name: `${write.name}!` });
  const seen: string[] = [];
  const steps = inARow({ first: named, second: named }, (place, write) => {
    seen.push(`${place} ${(write as Write).name}`);
  });
  const { name } = await inOrder(steps)({ name: 'web', warnings: [] as string[] } as Write);
  assert.equal([seen, name], [['first web', 'second web!'], 'web!!']);
});

test.run();
