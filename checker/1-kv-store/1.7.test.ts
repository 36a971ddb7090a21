/**
 * Goal: a walk shows one moment of the map, however long it takes and whatever is written meanwhile.
 * Method: a scripted run; random walks and writes in turn, beside copies of a sorted array; a large map that changes
 * almost whole under the walk; and the comparisons that a walk costs.
 */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { type Cursor, createOrderedMap } from '#kv-store/ordered-map.ts';
import { exercise, fc, Rendered, show, type TestContext } from '../judge/exercise.ts';
import { allowanceAmong, createCountedOrder, inDigits } from './counted-order.ts';
import { createGuardedMap } from './guarded-map.ts';
import { ascending, deleteMost, largeMap, setAll } from './large-map.ts';
import { equalLists, runOperation } from './map-run.ts';
import { createModel, type MapOperation, onFewOf, tellingKeys } from './model.ts';

type WalkOperation =
  | MapOperation<Uint8Array>
  | { type: 'walk'; start: Uint8Array | undefined; end: Uint8Array | undefined }
  | { type: 'next'; walk: number };

export default exercise('1.7', (test) => {
  test('K21', 'what is set and deleted ahead of a walk and behind it does not change it', (t) => {
    const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
    t.step('set("b", 2), set("d", 4), set("f", 6)');
    for (const [key, value] of [
      ['b', 2],
      ['d', 4],
      ['f', 6],
    ] as const)
      map.set(utf8(key), value);
    t.step('walk(undefined, undefined)');
    const walk = map.walk(undefined, undefined);
    t.step('set("e", 5)');
    map.set(utf8('e'), 5);
    t.step('next()');
    t.equal(walk.next(), [utf8('b'), 2], 'the walk begins with the smallest key');
    t.step('set("d", 40), set("a", 1), set("c", 3), delete("f")');
    map.set(utf8('d'), 40);
    map.set(utf8('a'), 1);
    map.set(utf8('c'), 3);
    map.delete(utf8('f'));
    for (const expected of [[utf8('d'), 4], [utf8('f'), 6], undefined, undefined]) {
      t.step('next()');
      t.equal(walk.next(), expected, 'the walk must go on through the map as it was when the walk began');
    }
    t.equal(
      map.range(undefined, undefined).map(([, value]) => value),
      [1, 2, 3, 40, 5],
      'the map itself has changed',
    );
  });

  test('K21', 'the key 0 is a bound of a walk like any other', (t) => {
    t.step('set(-1, 1), set(0, 2), set(1, 3)');
    const map = createGuardedMap<number, number>(t, ascending);
    for (const key of [-1, 0, 1]) map.set(key, key + 2);
    t.step('walk(0, undefined), then next()');
    t.equal(map.walk(0, undefined).next(), [0, 2], 'the walk begins at the key 0: only undefined is open');
    t.step('walk(undefined, 0), then next() twice');
    const walk = map.walk(undefined, 0);
    t.equal([walk.next(), walk.next()], [[-1, 1], undefined], 'the walk ends before the key 0: only undefined is open');
  });

  test('K21', 'each of several walks keeps to the moment when it began', async (t) => {
    await t.forAll(walkOperations, (operations) => {
      const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      const walks: { cursor: Cursor<Uint8Array, number>; left: [Uint8Array, number][] }[] = [];
      for (const operation of operations) {
        if (operation.type === 'walk') {
          const { start, end } = operation;
          t.step(`walk(${show(start)}, ${show(end)})   (walk ${walks.length + 1})`);
          walks.push({ cursor: map.walk(start, end), left: model.range(start, end) });
        } else if (operation.type === 'next') {
          const walk = walks[operation.walk];
          if (!walk) continue;
          t.step(`next() on walk ${operation.walk + 1}`);
          t.equal(walk.cursor.next(), walk.left.shift(), 'this comes next in the map as it was when the walk began');
        } else {
          runOperation(t, map, model, operation);
        }
      }
    });
  });

  test('K21', 'a large map may change almost whole under a walk', async (t) => {
    await t.forAll(
      fc.tuple(largeMap(1000), fc.nat(1000)),
      ([large, steps]) => {
        const map = createGuardedMap<number, number>(t, ascending, 200_000);
        setAll(t, map, large);
        t.step('walk(undefined, undefined)');
        const walk = map.walk(undefined, undefined);
        const before = Math.min(steps, large.count);
        if (before > 0) t.step(`next(), ${inDigits(before)} times`);
        const entries = Array.from({ length: before }, () => walk.next());
        deleteMost(t, map, large);
        t.step('set every key to 0');
        for (let key = 0; key < large.count; key++) map.set(key, 0);
        t.step('next() to the end');
        while (entries.length < large.count + 1) entries.push(walk.next());
        const expected = Array.from({ length: large.count }, (_, key) => [key, key * 10] as const);
        equalLists(t, entries, [...expected, undefined], 'the walk');
      },
      { runs: 30 },
    );
  });

  test('K22', 'a walk costs what is taken from it', async (t: TestContext) => {
    const count = 20_000;
    const order = createCountedOrder(t.random);
    const map = createOrderedMap<number, number>(order.compare);
    for (let rank = 0; rank < count; rank++) {
      const isSet = order.spend(10 * count, () => map.set(order.key(rank), rank));
      t.ok(isSet, 'set compares more often than a look at every key takes: is there a loop that never ends?');
    }
    await t.forEach([0, 1, 10, 100], (k) => {
      const start = t.random.integer(0, count - k);
      t.step(`set ${inDigits(count)} keys`);
      t.step(`walk from the key of rank ${inDigits(start)} to the last key, and take ${k} entries`);
      const allowance = allowanceAmong(count) + 4 * k;
      const spent = order.spend(allowance, () => {
        const walk = map.walk(order.key(start), order.key(count - 1));
        for (let taken = 0; taken < k; taken++) walk.next();
      });
      if (spent) return;
      t.fail({
        message:
          'the walk compares more keys than are taken from it. Does it go through the whole range when it is opened?',
        expected: new Rendered(`at most ${inDigits(allowance)} calls of compare`),
        actual: new Rendered(`broken off at comparison ${inDigits(allowance + 1)}`),
      });
    });
  });
});

/** Few keys, so that writes fall into the ranges that are being walked. */
const walkOperations: fc.Arbitrary<WalkOperation[]> = onFewOf<Uint8Array, WalkOperation[]>(tellingKeys, (key) => {
  const bound = fc.option(key, { nil: undefined });
  return fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.nat(9) }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('walk' as const), start: bound, end: bound }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant('next' as const), walk: fc.nat(2) }) },
    ),
    { maxLength: 40 },
  );
});
