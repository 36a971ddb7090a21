/**
 * Goal: the linearizability check is right, says why, and is fast. Method: every verdict on thousands of small random
 * histories is compared with trying all orders; known histories with their known impossible part; long ones by time.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRandom, type Random } from '#kit/random.ts';
import { forget, type HistoryOperation, isComplete } from '../checker/oracles/history.ts';
import { type KvInput, type KvOutput, type KvValue, kvModel } from '../checker/oracles/kv-model.ts';
import { checkLinearizable } from '../checker/oracles/linearizability.ts';

type Operation = HistoryOperation<KvInput, KvOutput>;

const operation = (
  client: string,
  invokedAt: number,
  returnedAt: number | undefined,
  input: KvInput,
  output?: KvOutput,
) => ({ client, input, invokedAt, returnedAt, output }) as Operation;
const put = (value: string): KvInput => ({ type: 'put', key: 'a', value });
const get: KvInput = { type: 'get', key: 'a' };

/** Tries every order of every choice of the unanswered operations. Forgotten ones may repeat, but never in a circle. */
function isLinearizableByBruteForce(history: Operation[]): boolean {
  function search(state: KvValue, left: Operation[], passed: KvValue[] = []): boolean {
    if (!left.some(isComplete)) return true;
    const firstAnswer = Math.min(...left.filter(isComplete).map(({ returnedAt }) => returnedAt!));
    return left.some((next) => {
      if (next.invokedAt > firstAnswer) return false;
      const after = kvModel.step(state, next.input, next.output);
      if (!after) return false;
      if (next.forgotten) return !passed.includes(after.state) && search(after.state, left, [...passed, after.state]);
      return search(
        after.state,
        left.filter((each) => each !== next),
      );
    });
  }
  return search(null, history);
}

function randomInput(random: Random): KvInput {
  const value = String(random.integer(1, 3));
  const expected = random.integer(0, 3);
  switch (random.integer(0, 4)) {
    case 0:
      return { type: 'delete', key: 'a' };
    case 1:
      return { type: 'compare-and-set', key: 'a', expected: expected ? String(expected) : null, value };
    case 2:
      return put(value);
    default:
      return get;
  }
}

function randomOutput(input: KvInput, random: Random): KvOutput {
  const drawn = random.integer(0, 3);
  const value = drawn ? String(drawn) : null;
  if (input.type === 'get') return { value };
  if (input.type === 'compare-and-set') return { succeeded: random.next() < 0.5 };
  return random.next() < 0.3 ? { previous: value } : {};
}

/** Calls and answers at random moments, with random answers: about half of the histories are impossible. */
function randomHistory(random: Random): Operation[] {
  return Array.from({ length: random.integer(1, 6) }, (_, i) => {
    const invokedAt = random.integer(0, 10);
    const input = randomInput(random);
    if (random.next() < 0.2) return operation(`c${i}`, invokedAt, undefined, input);
    return operation(`c${i}`, invokedAt, invokedAt + random.integer(1, 5), input, randomOutput(input, random));
  });
}

test('agrees with brute force on 20,000 random histories', () => {
  const random = createRandom(1);
  const count = { yes: 0, no: 0, inconclusive: 0 };
  for (let run = 0; run < 20_000; run++) {
    const history = randomHistory(random);
    const { verdict } = checkLinearizable(kvModel, history);
    count[verdict]++;
    assert.is(verdict, isLinearizableByBruteForce(history) ? 'yes' : 'no', JSON.stringify(history));
  }
  assert.ok(count.yes > 3000 && count.no > 3000, `a fair mix: ${JSON.stringify(count)}`);
});

test('the impossible part is impossible by itself, and no answer in it can be spared', () => {
  const random = createRandom(2);
  for (let run = 0; run < 5_000; run++) {
    const history = randomHistory(random);
    const result = checkLinearizable(kvModel, history);
    if (result.verdict !== 'no') continue;
    const { operations, culprit } = result.impossible;
    assert.ok(operations.includes(culprit));
    assert.ok(
      !isLinearizableByBruteForce(operations.map((each) => (each.forgotten ? forget(each) : each))),
      'still impossible',
    );
    for (const spared of operations.filter(({ forgotten }) => !forgotten)) {
      const rest = operations.map((each) => (each === spared || each.forgotten ? forget(each) : each));
      const others = history.filter((each) => !operations.some(({ client }) => client === each.client));
      assert.ok(isLinearizableByBruteForce([...rest, ...others.map(forget)]), JSON.stringify({ history, spared }));
    }
  }
});

test('a stale read: what was overwritten before the read began', () => {
  const result = checkLinearizable(kvModel, [
    operation('c1', 0, 5, put('0'), {}),
    operation('c1', 10, 20, put('1'), {}),
    operation('c2', 30, 40, put('2'), {}),
    operation('c3', 35, 38, get, { value: '1' }),
    operation('c3', 50, 60, get, { value: '1' }),
    operation('c2', 70, 80, get, { value: '2' }),
  ]);
  assert.is(result.verdict, 'no');
  if (result.verdict !== 'no') return;
  const inWords = ({ input, output }: Operation) => kvModel.inWords(input, output);
  assert.equal(result.impossible.operations.map(inWords), [
    'put("a", "1") → done',
    'put("a", "2") → done',
    'get("a") → "1"',
  ]);
  assert.is(result.impossible.culprit.invokedAt, 50);
  assert.is(result.impossible.others, 2);
});

test('an operation without an answer may take effect at any later time, once', () => {
  const lost = operation('c1', 0, undefined, put('1'));
  const read = (at: number, value: KvValue) => operation('c2', at, at + 1, get, { value });
  assert.is(checkLinearizable(kvModel, [lost, read(10, null), read(20, '1')]).verdict, 'yes');
  assert.is(checkLinearizable(kvModel, [lost, read(10, null), read(20, null)]).verdict, 'yes');
  assert.is(checkLinearizable(kvModel, [lost, read(10, '1'), read(20, null)]).verdict, 'no');
});

test('out of budget is inconclusive, never a pass', () => {
  const history = longHistory(createRandom(3), 200, 8, 1, 0.2);
  assert.is(checkLinearizable(kvModel, history, { budget: 50 }).verdict, 'inconclusive');
});

/** A history of a service that is right, clients each with one operation in flight. */
function longHistory(random: Random, length: number, clients: number, keys: number, lost: number): Operation[] {
  const state = new Map<string, KvValue>();
  const history: Operation[] = [];
  const freeAt = Array.from({ length: clients }, () => 0);
  const planned = Array.from({ length }, (_, i) => {
    const client = random.integer(0, clients - 1);
    const invokedAt = freeAt[client] + random.next();
    const happensAt = invokedAt + random.next();
    freeAt[client] = happensAt + random.next();
    const key = 'abcd'[random.integer(0, keys - 1)];
    const input: KvInput = random.next() < 0.5 ? { type: 'get', key } : { type: 'put', key, value: `${i}` };
    return { client: `c${client}`, invokedAt, happensAt, returnedAt: freeAt[client], input };
  }).sort((a, b) => a.happensAt - b.happensAt);
  for (const { client, invokedAt, returnedAt, input } of planned) {
    const output: KvOutput = input.type === 'get' ? { value: state.get(input.key) ?? null } : {};
    if (input.type === 'put') state.set(input.key, input.value);
    const answered = random.next() >= lost;
    history.push(operation(client, invokedAt, answered ? returnedAt : undefined, input, answered ? output : undefined));
  }
  return history;
}

test('thousands of operations are checked in milliseconds, a wrong one among them too', () => {
  const random = createRandom(4);
  const history = longHistory(random, 5_000, 8, 4, 0.02);
  const startedAt = performance.now();
  assert.is(checkLinearizable(kvModel, history).verdict, 'yes');
  const yesMs = performance.now() - startedAt;
  const late = history.findLast(({ input, output }) => input.type === 'get' && output)!;
  const broken = history.map((each) => (each === late ? { ...each, output: { value: '1' } } : each));
  const brokenAt = performance.now();
  const result = checkLinearizable(kvModel, broken);
  const noMs = performance.now() - brokenAt;
  assert.is(result.verdict, 'no');
  console.log(
    `5,000 operations of 8 clients on 4 keys: yes in ${yesMs.toFixed(0)} ms, no and its smallest part in ${noMs.toFixed(0)} ms`,
  );
  if (result.verdict === 'no')
    assert.ok(result.impossible.operations.length <= 6, `${result.impossible.operations.length}`);
  assert.ok(yesMs < 1000 && noMs < 10_000);
});

test.run();
