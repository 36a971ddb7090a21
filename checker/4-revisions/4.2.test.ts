/**
 * Goal: every revision can be read for ever, and a range gives what was asked for, in the order that was asked for.
 * Method: a small history read at each of its revisions; a table of ranges with every option; random calls beside a model.
 */

import { compareBytes, text, utf8 } from '#kit/bytes.ts';
import type { KeyValue, RangeRequest, SortOrder, SortTarget } from '#kit/etcd/api.ts';
import { createOrderedMap } from '#kv-store/ordered-map.ts';
import { rangeOf as rangeIn } from '#revisions/range.ts';
import type { RevisionStore } from '#revisions/revision-store.ts';
import { emptyState } from '#revisions/store-state.ts';
import { exercise, Rendered, type TestContext } from '../judge/exercise.ts';
import { countWalked } from './count-looks.ts';
import { all, deleteOf, type Keys, kv, putOf } from './requests.ts';
import { someReads } from './store-calls.ts';
import { type StoreHand, storeInHand } from './store-hand.ts';
import { runCalls } from './store-run.ts';

export default exercise('4.2', (test) => {
  test('V5', 'every revision shows the store as it was then', (t) => {
    const hand = storeInHand(t);
    const history = [
      [],
      [kv('a', '1', [2, 2, 1])],
      [kv('a', '1', [2, 2, 1]), kv('b', '1', [3, 3, 1])],
      [kv('a', '2', [2, 4, 2]), kv('b', '1', [3, 3, 1])],
      [kv('b', '1', [3, 3, 1])],
      [kv('a', '3', [6, 6, 1]), kv('b', '1', [3, 3, 1])],
      [],
    ];
    hand.put('a', '1');
    hand.put('b', '1');
    hand.put('a', '2');
    hand.delete('a');
    hand.put('a', '3');
    hand.delete(all);
    for (const [i, kvs] of history.entries()) {
      const expected = { header: { revision: 7 }, kvs, more: false, count: kvs.length };
      t.equal(hand.range(all, { revision: i + 1 }), expected, `this is what was there at revision ${i + 1}`);
    }
    t.equal(hand.range('a', { revision: 4 }).kvs, [kv('a', '2', [2, 4, 2])], 'one key can be read in the past as well');
    t.equal(hand.range('a', { revision: 5 }).count, 0, 'its tombstone stands at revision 5');
  });

  test('V5', 'a revision of 0 or less means now', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('a', '2');
    for (const revision of [0, -1, -7]) {
      t.equal(hand.range('a', { revision }).kvs, [kv('a', '2', [2, 3, 2])], '0 or less is the store as it is now');
    }
  });

  test('V5', 'a key with a long history is as it was at each revision', (t) => {
    const hand = storeInHand(t);
    t.step('200 times: put("a", …), and put("b", …) behind every other; every seventh time deleteRange("a") instead');
    const expected = writeLong(hand.store);
    for (const [at, value] of expected.entries()) {
      if (value === null) continue;
      const found = hand.store.range({ key: Uint8Array.of(0x61), revision: at }).kvs[0];
      t.equal(found && text(found.value), value, `range("a", revision: ${at}) must give the value of then`);
    }
  });

  test('V4', 'a revision that does not exist yet is refused', async (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    t.step('range("a", revision: 3)');
    const future = { key: Uint8Array.of(0x61), revision: 3 };
    await t.throws(() => hand.store.range(future), 'future-revision', 'the store is at revision 2');
    t.equal(hand.range('a', { revision: 2 }).count, 1, 'the current revision exists');
    hand.put('a', '2');
    t.equal(hand.range('a', { revision: 3 }).count, 1, 'now revision 3 exists, too');
  });

  test('V6', 'a selection is a key, a range, all from a key on, or everything', async (t) => {
    const selections: [keys: Keys, expected: string[]][] = [
      ['b', ['b']],
      ['bb', []],
      [
        ['b', 'd'],
        ['b', 'c'],
      ],
      [['ba', 'd'], ['c']],
      [
        ['c', '\0'],
        ['c', 'd'],
      ],
      [all, ['a', 'b', 'c', 'd']],
      [['c', 'c'], []],
      [['c', 'a'], []],
    ];
    await t.forEach(selections, ([keys, expected]) => {
      const hand = withFour(t);
      const { kvs, count, more } = hand.range(keys);
      t.equal(kvs.map(keyOf), expected, 'the selection holds these keys, in their order');
      t.equal(
        { count, more },
        { count: expected.length, more: false },
        'count is how many those are; none is left out',
      );
    });
  });

  test('V6', 'the keys are sorted by whatever was asked for', async (t) => {
    const sorts: [target: SortTarget, order: SortOrder | undefined, expected: string][] = [
      ['key', undefined, 'abcd'],
      ['key', 'ascend', 'abcd'],
      ['key', 'descend', 'dcba'],
      ['create', 'ascend', 'cadb'],
      ['create', 'descend', 'bdac'],
      ['mod', 'ascend', 'cdba'],
      ['mod', 'descend', 'abdc'],
      ['version', 'ascend', 'cbda'],
      ['version', 'descend', 'adbc'],
      ['value', 'ascend', 'dbac'],
      ['value', 'descend', 'cabd'],
      ['mod', 'none', 'cdba'],
      ['value', undefined, 'dbac'],
    ];
    await t.forEach(sorts, ([sortTarget, sortOrder, expected]) => {
      const hand = withFour(t);
      const options = { sortTarget, ...(sortOrder && { sortOrder }) };
      const { kvs } = hand.range(all, options);
      t.equal(kvs.map(keyOf).join(''), expected, 'the keys come in this order');
      const withoutValues = hand.range(all, { ...options, keysOnly: true }).kvs;
      t.equal(withoutValues.map(keyOf).join(''), expected, 'keysOnly takes the values away when all is sorted');
      if (sortOrder === undefined || sortOrder === 'none') return;
      const limited = hand.range(all, { ...options, limit: 2 });
      t.equal(limited.kvs.map(keyOf).join(''), expected.slice(0, 2), 'a limit takes the first ones after sorting');
    });
  });

  test('V6', 'count is all of the selection, and more says what the limit has left out', async (t) => {
    const cases: [options: Partial<RangeRequest>, keys: string, more: boolean, because: string][] = [
      [{ limit: 0 }, 'abcd', false, 'a limit of 0 is none'],
      [{ limit: 3 }, 'abc', true, 'one key is left out'],
      [{ limit: 4 }, 'abcd', false, 'the limit is reached, and nothing is left out'],
      [{ limit: 5 }, 'abcd', false, 'the limit is not reached'],
      [{ minModRevision: 8 }, 'ab', false, 'only the limit counts for `more`, and bounds leave `count` alone'],
      [{ minModRevision: 8, limit: 2 }, 'ab', false, 'the bounds come first: then nothing is left for the limit'],
      [{ minModRevision: 8, limit: 1 }, 'a', true, 'one key within the bounds is left out'],
      [{ maxModRevision: 7 }, 'cd', false, 'the bound itself is included'],
      [{ maxModRevision: 7, minModRevision: 7 }, 'd', false, 'both bounds are included'],
      [{ minCreateRevision: 4 }, 'bd', false, 'created at 4 or later'],
      [{ maxCreateRevision: 3 }, 'ac', false, 'created at 3 or before'],
      [{ maxCreateRevision: 4, minModRevision: 7 }, 'ad', false, 'all bounds must hold'],
      [{ maxModRevision: 0 }, 'abcd', false, 'a bound of 0 is none'],
      [{ maxCreateRevision: 0, minModRevision: 0 }, 'abcd', false, 'a bound of 0 is none'],
      [{ minCreateRevision: 20 }, '', false, 'no key is within the bounds'],
      [{ maxCreateRevision: 4, sortOrder: 'descend', sortTarget: 'create', limit: 1 }, 'd', true, 'the newest up to 4'],
    ];
    await t.forEach(cases, ([options, keys, more, because]) => {
      const hand = withFour(t);
      const found = hand.range(all, options);
      const actual = { keys: found.kvs.map(keyOf).join(''), more: found.more, count: found.count };
      t.equal(actual, { keys, more, count: 4 }, because);
    });
  });

  test('V6', 'values and whole keys can be left out', (t) => {
    const hand = withFour(t);
    const blank = hand.range(['a', 'c'], { keysOnly: true });
    t.equal(blank.kvs, [kv('a', '', [3, 11, 4]), kv('b', '', [5, 8, 2])], 'the values are empty, all else is there');
    t.equal(hand.range('a').kvs, [kv('a', 'v', [3, 11, 4])], 'in the store the value is what it was');
    const counted = { header: { revision: 11 }, kvs: [], more: false, count: 2 };
    t.equal(hand.range(['a', 'c'], { countOnly: true }), counted, 'countOnly gives the count, and no keys');
    const then = { ...counted, count: 1 };
    t.equal(hand.range(all, { countOnly: true, revision: 2 }), then, 'the count of then');
  });

  test('V5', 'a range of one key does not walk over the others', (t) => {
    const count = 2000;
    t.step(`an index of ${count} keys`);
    const inner = createOrderedMap<Uint8Array, KeyValue[]>(compareBytes);
    const names = Array.from({ length: count }, (_, i) => `k${String(i).padStart(4, '0')}`);
    for (const [i, name] of names.entries()) inner.set(utf8(name), [kv(name, 'x', [i + 2, i + 2, 1])]);
    const walked = countWalked(inner);
    const state = { ...emptyState(), revision: count + 1, index: walked.map };
    t.step(`rangeOf(that, "${names[1234]}")`);
    const found = rangeIn(state, { key: utf8(names[1234]) }, count + 1);
    t.equal(found.kvs, [kv(names[1234], 'x', [1236, 1236, 1])], 'this key, and no other');
    if (walked.count() <= 10) return;
    const message = 'of a single key it is known where it stands: no other has to be looked at';
    t.fail({ message, expected: new Rendered('1 key looked at'), actual: new Rendered(`${walked.count()}`) });
  });

  test('V5', 'whatever was written, each range finds what a model finds', async (t) => {
    await t.forAll(someReads, (calls) => runCalls(t, calls, { past: true }));
  });
});

/**
 *     a   made at 3, put last at 11, version 4, "v"        c   made at 2, put last at 2, version 1, "w"
 *     b   made at 5, put last at 8, version 2, "u"         d   made at 4, put last at 7, version 3, "t"
 */
function withFour(t: TestContext): StoreHand {
  const hand = storeInHand(t);
  for (const key of ['c', 'a', 'd', 'b', 'd', 'd', 'b', 'a', 'a', 'a']) hand.put(key, values[key]);
  return hand;
}

const values: Record<string, string> = { a: 'v', b: 'u', c: 'w', d: 't' };

function keyOf({ key }: KeyValue): string {
  return text(key);
}

/** @returns the value of "a" after each revision; null where it says nothing about it, undefined where there is none */
function writeLong(store: RevisionStore): (string | undefined | null)[] {
  const expected: (string | undefined | null)[] = [null, undefined];
  let value: string | undefined;
  for (let i = 0; i < 200; i++) {
    if (i % 7 === 6) {
      value = undefined;
      store.deleteRange(deleteOf('a'));
    } else {
      value = `${i}`;
      store.put(putOf('a', value));
    }
    expected.push(value);
    if (i % 2 === 0) {
      store.put(putOf('b', `${i}`));
      expected.push(value);
    }
  }
  return expected;
}
