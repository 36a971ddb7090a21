/**
 * Goal: every list is a range: what lies between two keys, in order, as far as a limit.
 * Method: a scripted run for each rule, then random bounds and limits on random contents beside a sorted array.
 */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { createOrderedMap, prefixEnd } from '#kv-store/ordered-map.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { runOperation, runRange } from './map-run.ts';
import {
  beginsWith,
  createModel,
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
      const map = createOrderedMap<Uint8Array, number>(compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      for (const operation of operations) runOperation(t, map, model, operation);
      for (const range of ranges) runRange(t, map, model, ...range);
    });
  });

  test('K6', 'the end of a prefix is the smallest key greater than all that begin with it', async (t) => {
    await t.forEach(prefixEnds, ([prefix, end]) => {
      t.step(`prefixEnd(${show(prefix)})`);
      t.equal(prefixEnd(prefix), end, explainPrefixEnd(prefix));
    });
  });

  test('K6', 'the range of a prefix holds the keys that begin with it, and no others', async (t) => {
    const contents = onFewOf(tellingKeys, (key) => fc.uniqueArray(key, { selector: String }));
    await t.forAll(fc.tuple(someKey, contents), ([prefix, keys]) => {
      const map = createOrderedMap<Uint8Array, number>(compareBytes);
      for (const key of keys) {
        t.step(`set(${show(key)}, 0)`);
        map.set(key, 0);
      }
      t.step(`range(${show(prefix)}, prefixEnd(${show(prefix)}))`);
      const found = map.range(prefix, prefixEnd(prefix)).map(([key]) => key);
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
  const map = createOrderedMap<Uint8Array, number>(compareBytes);
  const model = createModel<Uint8Array, number>(compareBytes);
  for (const [value, key] of ['c', 'a', 'd', 'b'].entries()) {
    runOperation(t, map, model, { type: 'set', key: utf8(key), value });
  }
  runRange(t, map, model, start === undefined ? start : utf8(start), end === undefined ? end : utf8(end), limit);
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
