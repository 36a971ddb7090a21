/**
 * Goal: every list is a range: what lies between two keys, in order, as far as a limit.
 * Method: a scripted run for each rule, then random bounds and limits on random contents beside a sorted array.
 */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { prefixEnd } from '#kv-store/ordered-map.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { createGuardedMap } from './guarded-map.ts';
import { runOperation, runRange } from './map-run.ts';
import {
  beginsWith,
  createModel,
  insideLarger,
  mapOperations,
  onFewOf,
  someBound,
  someKey,
  someLimit,
  tellingKeys,
} from './model.ts';

/** Start, end and, where there is one, limit. */
type Bounds = [start: string | undefined, end: string | undefined, limit?: number];

export default exercise('1.2', (test) => {
  test('K4', 'the start is in the range and the end is not', async (t) => {
    const ranges: Bounds[] = [
      ['b', 'd'],
      ['aa', 'cc'],
      ['b', 'b'],
      ['c', 'a'],
    ];
    await t.forEach(ranges, (range) => rangeAmongFour(t, range));
  });

  test('K4', 'a bound that is undefined is open', async (t) => {
    const ranges: Bounds[] = [
      ['b', undefined],
      [undefined, 'c'],
      [undefined, undefined],
    ];
    await t.forEach(ranges, (range) => rangeAmongFour(t, range));
  });

  test('K5', 'a limit of 0 gives nothing, and no limit gives all', async (t) => {
    const ranges: Bounds[] = [
      ['b', undefined, 2],
      [undefined, undefined, 0],
      [undefined, 'd'],
      ['a', 'd', 100],
    ];
    await t.forEach(ranges, (range) => rangeAmongFour(t, range));
  });

  test('K4', 'any range of any contents is the same as in a sorted array', async (t) => {
    const contents = mapOperations(tellingKeys);
    const bounds = fc.array(fc.tuple(someBound, someBound, someLimit), { minLength: 1, maxLength: 4 });
    await t.forAll(fc.tuple(contents, bounds), ([operations, ranges]) => {
      const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      for (const operation of operations) runOperation(t, map, model, operation);
      for (const range of ranges) runRange(t, map, model, ...range);
    });
  });

  test('K4', 'the keys 0 and "" are bounds like any other', (t) => {
    t.step('set(-1, 1), set(0, 2), set(1, 3)');
    const numbers = createGuardedMap<number, number>(t, (a, b) => a - b);
    for (const key of [-1, 0, 1]) numbers.set(key, key + 2);
    t.step('range(0, undefined)');
    t.equal(
      numbers.range(0, undefined),
      [
        [0, 2],
        [1, 3],
      ],
      'the range begins at the key 0: only undefined is open',
    );
    t.step('range(undefined, 0)');
    t.equal(numbers.range(undefined, 0), [[-1, 1]], 'the range ends before the key 0: only undefined is open');
    t.step('in a map whose compare puts the greatest text first: set("a", 1), set("", 2)');
    const texts = createGuardedMap<string, number>(t, (a, b) => (a === b ? 0 : a < b ? 1 : -1));
    for (const [i, key] of ['a', ''].entries()) texts.set(key, i + 1);
    t.step('range("", undefined)');
    t.equal(texts.range('', undefined), [['', 2]], 'the range begins at the key "": only undefined is open');
    t.step('range(undefined, "")');
    t.equal(texts.range(undefined, ''), [['a', 1]], 'the range ends before the key "": only undefined is open');
  });

  test('K4', 'the array that range gave and the map have nothing to do with each other', (t) => {
    const map = createGuardedMap<string, number>(t, (a, b) => (a === b ? 0 : a < b ? -1 : 1));
    t.step('set("a", 1), set("b", 2)');
    map.set('a', 1);
    map.set('b', 2);
    const taken = map.range(undefined, undefined);
    t.step('range(undefined, undefined), then set("a", 9), set("c", 3), delete("b")');
    map.set('a', 9);
    map.set('c', 3);
    map.delete('b');
    t.equal(
      taken,
      [
        ['a', 1],
        ['b', 2],
      ],
      'what is set or deleted later must not change the array that range gave',
    );
    t.step('the caller empties an array that range(undefined, undefined) gave');
    map.range(undefined, undefined).length = 0;
    t.equal(
      map.range(undefined, undefined),
      [
        ['a', 9],
        ['c', 3],
      ],
      'range must give an array of its own each time',
    );
  });

  test('K6', 'the end of a prefix is the smallest key greater than all that begin with it', async (t) => {
    await t.forEach(prefixEnds, ([prefix, end]) => {
      t.step(`prefixEnd(${show(prefix)})`);
      t.equal(endOf(t, prefix), end, explainPrefixEnd(prefix));
    });
  });

  test('K6', 'the range of a prefix holds the keys that begin with it, and no others', async (t) => {
    const contents = onFewOf(tellingKeys, (key) => fc.uniqueArray(key, { selector: String }));
    await t.forAll(fc.tuple(someKey, contents), ([prefix, keys]) => {
      const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
      for (const key of keys) {
        t.step(`set(${show(key)}, 0)`);
        map.set(key.slice(), 0);
      }
      t.step(`range(${show(prefix)}, prefixEnd(${show(prefix)}))`);
      const found = map.range(prefix, endOf(t, prefix)).map(([key]) => key);
      const expected = keys.filter((key) => beginsWith(key, prefix)).sort(compareBytes);
      t.equal(found, expected, `the range must hold the keys that begin with ${show(prefix)}`);
    });
  });
});

const prefixEnds: [prefix: Uint8Array, end: Uint8Array | undefined][] = [
  [utf8('a'), utf8('b')],
  [utf8('pods/'), utf8('pods0')],
  [bytes(0x61, 0x7f), bytes(0x61, 0x80)],
  [bytes(0x61, 0xff), bytes(0x62)],
  [bytes(0x61, 0xff, 0xff), bytes(0x62)],
  [bytes(0x61, 0xff, 0x61), bytes(0x61, 0xff, 0x62)],
  [bytes(0x00), bytes(0x01)],
  [bytes(0xff, 0xff), undefined],
  [bytes(), undefined],
];

function rangeAmongFour(t: TestContext, [start, end, limit]: Bounds): void {
  const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
  const model = createModel<Uint8Array, number>(compareBytes);
  for (const [value, key] of ['c', 'a', 'd', 'b'].entries()) {
    runOperation(t, map, model, { type: 'set', key: utf8(key), value });
  }
  runRange(t, map, model, start === undefined ? start : utf8(start), end === undefined ? end : utf8(end), limit);
}

/** Asks for the end of a prefix, and looks at the prefix afterwards. */
function endOf(t: TestContext, prefix: Uint8Array): Uint8Array | undefined {
  const given = insideLarger(prefix);
  const end = prefixEnd(given);
  const words = `prefixEnd changed the array that it was given, from ${show(prefix)} to ${show(given)}`;
  t.equal(given, prefix, `${words}: copy before you write`);
  return end;
}

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function explainPrefixEnd(prefix: Uint8Array): string {
  if (prefix.every((byte) => byte === 0xff)) {
    return `no key is greater than all that begin with ${show(prefix)}, so the end must be open: undefined`;
  }
  return `the end must be the smallest key that is greater than all that begin with ${show(prefix)}`;
}
