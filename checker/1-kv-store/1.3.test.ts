/**
 * Goal: among a million keys one is found with about twice the work that it takes among a thousand.
 * Method: keys whose order only the judge's comparator knows, an allowance of comparisons for every thousand operations
 * and for each range, and the orders of insertion that make a naive tree a list. Then large maps against what they
 * must hold, for a structure that is fast and wrong is no use.
 */
import { createOrderedMap, type OrderedMap } from '#kv-store/ordered-map.ts';
import { exercise, Rendered, type TestContext } from '../judge/exercise.ts';
import { arrange, arrangements } from './arrangement.ts';
import { allowanceAmong, type CountedOrder, createCountedOrder, inDigits } from './counted-order.ts';
import { createGuardedMap } from './guarded-map.ts';
import { ascending, deleteMost, largeMap, setAll } from './large-map.ts';
import { equalLists } from './map-run.ts';

export default exercise('1.3', (test) => {
  test('K1', 'among a thousand keys every call still answers rightly', async (t) => {
    await t.forAll(
      largeMap(1000),
      (large) => {
        const map = createGuardedMap<number, number>(t, ascending, 200_000);
        setAll(t, map, large);
        t.equal(map.size(), large.count, 'size must count them all');
        deleteMost(t, map, large);
        t.step('get every key');
        for (let key = 0; key < large.count; key++) {
          t.equal(
            map.get(key),
            key % large.keep === 0 ? key * 10 : undefined,
            `get(${key}) must give what was set, or undefined where it was deleted`,
          );
        }
        t.equal(map.size(), Math.ceil(large.count / large.keep), 'size must count the keys that were not deleted');
      },
      { runs: 20 },
    );
  });

  test('K4', 'among a thousand keys every range is still right', async (t) => {
    await t.forAll(
      largeMap(1000),
      (large) => {
        const map = createGuardedMap<number, number>(t, ascending, 200_000);
        setAll(t, map, large);
        deleteMost(t, map, large);
        for (const start of [undefined, 1, Math.floor(large.count / 2)]) {
          t.step(`range(${start}, undefined)`);
          const kept = Array.from({ length: large.count }, (_, key) => key).filter((key) => key % large.keep === 0);
          const expected = kept.filter((key) => key >= (start ?? 0)).map((key) => [key, key * 10] as const);
          equalLists(t, map.range(start, undefined), expected, 'the range');
        }
      },
      { runs: 20 },
    );
  });

  for (const arrangement of arrangements) {
    test('K7', `few comparisons for keys that came in ${arrangement} order`, (t) => {
      const ranks = arrange(arrangement, 5000, t.random);
      const order = createCountedOrder(t.random);
      const map = createOrderedMap<number, number>(order.compare);
      const all = ranks.length;
      t.step(`set ${inDigits(all)} keys in ${arrangement} order`);
      batches(t, order, 'set', all, { keys: (done) => done, call: (i) => map.set(order.key(ranks[i]), i) });
      t.step('get each of them, in the same order');
      batches(t, order, 'get', all, { keys: () => all, call: (i) => map.get(order.key(ranks[i])) });
      t.step('delete each of them, in the same order');
      batches(t, order, 'delete', all, { keys: (done) => all - done, call: (i) => map.delete(order.key(ranks[i])) });
    });
  }

  test('K8', 'a range among 200,000 keys costs what it gives, not what there is', async (t) => {
    const order = createCountedOrder(t.random);
    const map = createOrderedMap<number, number>(order.compare);
    t.step(setThemAll);
    batches(t, order, 'set', many, { keys: (done) => done, call: (rank) => map.set(order.key(rank), rank) });
    const ranges: Bounds[] = [0, 1, 10, 1000].flatMap((k) => {
      const start = t.random.integer(0, many - k);
      return [
        { start, end: start + k },
        { start, limit: k },
      ];
    });
    ranges.push({ end: 10 }, { start: many - 10 }, { start: 0, end: many - 1, limit: 10 });
    await t.forEach(ranges, (bounds) => {
      t.step(setThemAll);
      expectRange(t, order, map, bounds);
    });
  });
});

/** Enough for a look at every key, or at the root of their number, to cost more than is allowed. */
const many = 200_000;
const setThemAll = `set ${inDigits(many)} keys in ascending order`;
const batch = 1000;

interface Work {
  /** How many keys the map holds after so many calls. */
  keys(done: number): number;
  call(i: number): void;
}

/** Makes `count` calls, and allows each thousand of them what rule K7 does. */
function batches(t: TestContext, order: CountedOrder, verb: string, count: number, { keys, call }: Work): void {
  for (let first = 0; first < count; first += batch) {
    const n = Math.max(keys(first), keys(first + batch));
    const allowance = allowanceAmong(n, batch);
    let done = first;
    const spent = order.spend(allowance, () => {
      for (; done < first + batch; done++) call(done);
    });
    if (spent) continue;
    t.fail({
      message: `${verb} compares too many keys: call ${inDigits(done + 1)} used up what a thousand calls among ${inDigits(n)} keys may take. Does the work of one call grow in step with the number of keys?`,
      expected: new Rendered(
        `calls ${inDigits(first + 1)} to ${inDigits(first + batch)} compare at most ${inDigits(allowance)} times`,
      ),
      actual: new Rendered(`broken off at comparison ${inDigits(allowance + 1)}, in call ${inDigits(done + 1)}`),
    });
  }
}

/** Bounds as ranks among the many keys. */
interface Bounds {
  start?: number;
  end?: number;
  limit?: number;
}

/** Asks for a range among the many keys and looks at what it costs, then at what it gives. */
function expectRange(t: TestContext, order: CountedOrder, map: OrderedMap<number, number>, bounds: Bounds): void {
  const { start, end, limit } = bounds;
  const first = start ?? 0;
  const k = Math.min((end ?? many) - first, limit ?? many);
  t.step(inWords(bounds));
  const allowance = allowanceAmong(many) + 4 * k;
  const [from, to] = [start, end].map((rank) => (rank === undefined ? undefined : order.key(rank)));
  const spent = order.spend(allowance, () => (limit === undefined ? map.range(from, to) : map.range(from, to, limit)));
  if (!spent) {
    t.fail({
      message: `the range gives ${inDigits(k)} of ${inDigits(many)} entries, and compares more keys than that takes. Does it look at keys that are not in it?`,
      expected: new Rendered(`at most ${inDigits(allowance)} calls of compare`),
      actual: new Rendered(`broken off at comparison ${inDigits(allowance + 1)}`),
    });
  }
  const expected = Array.from({ length: k }, (_, i) => [order.key(first + i), first + i] as const);
  equalLists(t, spent.value, expected, 'the range');
}

function inWords({ start, end, limit }: Bounds): string {
  const from = start === undefined ? 'the smallest key' : `the key of rank ${inDigits(start)}`;
  const to = end === undefined ? 'the end' : `before rank ${inDigits(end)}`;
  return `range from ${from} to ${to}${limit === undefined ? '' : `, limit ${inDigits(limit)}`}`;
}
