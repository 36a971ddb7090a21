/**
 * Goal: the store counts: its own revision, and for each key when it was made, when changed, and how often.
 * Method: a scripted run for each rule, then random puts and deletes beside a model that copies everything. What a call
 * has changed is seen in what the store tells of it, since reading comes later.
 */
import { utf8 } from '#kit/bytes.ts';
import { asOf } from '#revisions/key-history.ts';
import type { RevisionStore } from '#revisions/revision-store.ts';
import { exercise, Rendered, type TestContext } from '../judge/exercise.ts';
import { countLooks } from './count-looks.ts';
import { declareLeaseBookTests } from './leases-of-keys-tests.ts';
import { all, deleteEvent, deleteOf, kv, putEvent, putOf, selection, tombstone } from './requests.ts';
import { someWrites } from './store-calls.ts';
import { storeInHand } from './store-hand.ts';
import { runCalls } from './store-run.ts';

export default exercise('4.1', (test) => {
  test('V1', 'a new store is at revision 1, and each put adds one', (t) => {
    const hand = storeInHand(t);
    hand.isAt(1, 'the revision of a new store is 1');
    t.equal(hand.put('a', '1'), { header: { revision: 2 } }, 'the header carries the revision that the put has made');
    t.equal(hand.put('b', ''), { header: { revision: 3 } }, 'an empty value is a value');
    hand.isAt(3, 'each put adds 1');
    t.equal(
      hand.put('a', '1'),
      { header: { revision: 4 } },
      'a put of the value that is there already is a change, too',
    );
    const another = storeInHand(t);
    another.isAt(1, 'another store has nothing to do with the first');
  });

  test('V1', 'a delete of many keys adds one, and a delete of none adds nothing', (t) => {
    const hand = storeInHand(t);
    for (const key of ['a', 'b', 'c', 'd']) hand.put(key, 'x');
    const nothing = { header: { revision: 5 }, deleted: 0, prevKvs: [] };
    t.equal(hand.delete('e'), nothing, 'there is no such key: nothing changes');
    t.equal(hand.delete(['e', 'z']), nothing, 'no key is in this range: nothing changes');
    t.equal(hand.delete(['c', 'a']), nothing, 'the end is not behind the key, so no key is selected');
    t.equal(hand.delete(['a', 'a']), nothing, 'the end is not behind the key, so no key is selected');
    hand.isAt(5, 'what changes nothing adds nothing');
    const two = { header: { revision: 6 }, deleted: 2, prevKvs: [] };
    t.equal(hand.delete(['b', 'd']), two, 'two keys are deleted in one revision');
    const rest = { header: { revision: 7 }, deleted: 2, prevKvs: [] };
    t.equal(hand.delete(all), rest, 'every key that is left');
    t.equal(hand.delete(all), { ...rest, deleted: 0 }, 'what is deleted already cannot be deleted again');
  });

  test('V2', 'a key knows when it was made, when it was put last, and how often', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    t.equal(hand.lastEvents(), [putEvent(kv('a', '1', [2, 2, 1]))], 'made at revision 2, its version is 1');
    hand.put('b', '1');
    t.equal(hand.lastEvents(), [putEvent(kv('b', '1', [3, 3, 1]))], 'every key counts for itself');
    hand.put('a', '2');
    const second = putEvent(kv('a', '2', [2, 4, 2]), kv('a', '1', [2, 2, 1]));
    t.equal(hand.lastEvents(), [second], 'a put changes modRevision and version, and not createRevision');
    hand.put('a', '2');
    const third = putEvent(kv('a', '2', [2, 5, 3]), kv('a', '2', [2, 4, 2]));
    t.equal(hand.lastEvents(), [third], 'a put of the same value counts like any other');
  });

  test('V2', 'a key that is put after a delete is made anew', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('a', '2');
    hand.delete('a');
    hand.put('a', '3');
    const anew = putEvent(kv('a', '3', [5, 5, 1]));
    t.equal(hand.lastEvents(), [anew], 'the delete has ended the old key, and this put makes a new one');
    hand.put('a', '4');
    t.equal(hand.lastEvents()[0].kv, kv('a', '4', [5, 6, 2]), 'and it counts on from there');
  });

  test('V2', 'the key as it was before comes back where it was asked for', (t: TestContext) => {
    const hand = storeInHand(t);
    const first = hand.put('a', '1', { prevKv: true });
    t.equal(first, { header: { revision: 2 } }, 'there was none before');
    t.ok(!('prevKv' in first), 'where there was none, the response has no member `prevKv`, not even an undefined one');
    const before = { header: { revision: 3 }, prevKv: kv('a', '1', [2, 2, 1]) };
    t.equal(hand.put('a', '2', { prevKv: true }), before, 'the key as it was before the put');
    hand.put('b', '1');
    const deleted = {
      header: { revision: 5 },
      deleted: 2,
      prevKvs: [kv('a', '2', [2, 3, 2]), kv('b', '1', [4, 4, 1])],
    };
    t.equal(hand.delete(['a', 'c'], true), deleted, 'the keys as they were before the delete, in their order');
    t.equal(hand.put('a', '3', { prevKv: true }), { header: { revision: 6 } }, 'a deleted key is no key');
  });

  test('V1', 'who is told of a change finds the store at its revision', (t) => {
    const hand = storeInHand(t);
    const seen: number[][] = [];
    hand.store.onChange(({ revision }) => void seen.push([revision, hand.store.revision()]));
    hand.put('a', '1');
    hand.delete('a');
    const both = [
      [2, 2],
      [3, 3],
    ];
    t.equal(seen, both, 'revision() must show the new one before the listeners are called');
  });

  test('V1', 'given keys are deleted in one revision, in the order given', (t) => {
    const hand = storeInHand(t);
    for (const key of ['a', 'b', 'c']) hand.put(key, 'x');
    const deleteKeys = (...keys: string[]) => {
      t.step(`deleteKeys(${keys.map((key) => `"${key}"`).join(', ')})`);
      return hand.store.deleteKeys(keys.map(utf8));
    };
    t.equal(deleteKeys('c', 'x', 'a', 'c'), 2, 'two keys: "x" is not there, nor is "c" when it comes again');
    const both = [deleteEvent('c', 5, kv('c', 'x', [4, 4, 1])), deleteEvent('a', 5, kv('a', 'x', [2, 2, 1]))];
    t.equal(hand.lastEvents(), both, 'each of them once, in the order given');
    t.equal(deleteKeys('c', 'a'), 0, 'none of them is there any more');
    hand.isAt(5, 'what changes nothing adds nothing');
  });

  test('V2', 'a put can keep the value that is there, or the lease', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('a', '', { ignoreValue: true });
    t.equal(hand.lastEvents()[0].kv, kv('a', '1', [2, 3, 2]), 'the value stays, and the put counts');
    hand.put('a', '2', { ignoreLease: true });
    t.equal(hand.lastEvents()[0].kv, kv('a', '2', [2, 4, 3]), 'the lease stays, here none');
  });

  test('V3', 'a delete leaves a tombstone, and touches no other key', (t) => {
    const hand = storeInHand(t);
    for (const key of ['a', 'ab', 'b']) hand.put(key, key);
    hand.delete('a');
    const gone = deleteEvent('a', 5, kv('a', 'a', [2, 2, 1]));
    t.equal(hand.lastEvents(), [gone], 'the tombstone has the key and the revision of the delete, and nothing else');
    const left = [kv('ab', 'ab', [3, 3, 1]), kv('b', 'b', [4, 4, 1])];
    t.equal(hand.delete(all, true).prevKvs, left, 'the other keys are as they were');
    const both = [deleteEvent('ab', 6, left[0]), deleteEvent('b', 6, left[1])];
    t.equal(hand.lastEvents(), both, 'one revision, one tombstone for each key, in their order');
  });

  test('V3', 'of one key, every revision shows what it was then', async (t) => {
    const [first, second, again] = [kv('a', '1', [2, 2, 1]), kv('a', '2', [2, 5, 2]), kv('a', '3', [9, 9, 1])];
    const history = [first, second, tombstone('a', 6), again];
    const none = undefined;
    const then = [none, none, first, first, first, second, none, none, none, again, again];
    await t.forEach(then.keys(), (revision) => {
      t.step('"a" is put at 2 and 5, deleted at 6, and put at 9');
      t.step(`asOf(those four, ${revision})`);
      const found = asOf(history, revision);
      t.equal(found, then[revision], 'the last version that is not newer, unless that is a tombstone');
    });
    t.step('asOf(no versions, 5)');
    t.equal(asOf([], 5), undefined, 'a key without versions was never there');
  });

  test('V5', 'a version is found among many with few looks', (t) => {
    const count = 20_000;
    const looked = countLooks(Array.from({ length: count }, (_, i) => kv('a', '', [2, 2 * i + 2, i + 1])));
    for (const revision of [2, 3, 20_001, 2 * count]) {
      looked.clear();
      t.step(`asOf(a history of ${count} versions, ${revision})`);
      const found = asOf(looked.array, revision);
      t.equal(found?.modRevision, revision - (revision % 2), 'the last version that is not newer');
      if (looked.count() <= 100) continue;
      const message =
        'most of the history is looked at: the versions are in order, so each look can halve what is left';
      t.fail({ message, expected: new Rendered('at most 100 looks'), actual: new Rendered(`${looked.count()} looks`) });
    }
  });

  test('V4', "what cannot be done is refused with etcd's error, and changes nothing", async (t) => {
    const empty = { key: utf8('') };
    const refused: [code: string, words: string, call: (store: RevisionStore) => unknown][] = [
      ['key-required', 'put("", "x")', (store) => store.put({ ...empty, value: utf8('x') })],
      ['key-required', 'deleteRange("")', (store) => store.deleteRange(empty)],
      ['key-required', 'deleteRange("" to "z")', (store) => store.deleteRange(deleteOf(['', 'z']))],
      ['value-provided', 'put("a", "x", ignoreValue)', (store) => store.put(putOf('a', 'x', { ignoreValue: true }))],
      [
        'lease-provided',
        'put("a", "x", lease: 7n, ignoreLease)',
        (store) => store.put(putOf('a', 'x', { lease: 7n, ignoreLease: true })),
      ],
      ['key-not-found', 'put("b", "", ignoreValue)', (store) => store.put(putOf('b', '', { ignoreValue: true }))],
      ['key-not-found', 'put("c", "", ignoreValue)', (store) => store.put(putOf('c', '', { ignoreValue: true }))],
      ['key-not-found', 'put("b", "x", ignoreLease)', (store) => store.put(putOf('b', 'x', { ignoreLease: true }))],
      ['lease-not-found', 'put("a", "x", lease: 7n)', (store) => store.put(putOf('a', 'x', { lease: 7n }))],
      [
        'key-required',
        'put("", "x", ignoreValue)',
        (store) => store.put({ ...empty, value: utf8('x'), ignoreValue: true }),
      ],
      [
        'value-provided',
        'put("a", "x", ignoreValue, lease: 7n, ignoreLease)',
        (store) => store.put(putOf('a', 'x', { ignoreValue: true, lease: 7n, ignoreLease: true })),
      ],
      [
        'lease-not-found',
        'put("b", "", ignoreValue, lease: 7n)',
        (store) => store.put(putOf('b', '', { ignoreValue: true, lease: 7n })),
      ],
      ['lease-not-found', 'put("b", "x", lease: 7n)', (store) => store.put(putOf('b', 'x', { lease: 7n }))],
    ];
    await t.forEach(refused, async ([code, words, call]) => {
      const hand = storeInHand(t);
      hand.put('a', '1');
      hand.put('c', '1');
      hand.delete('c');
      t.step(words);
      await t.throws(() => call(hand.store), code, 'this must be refused');
      hand.isAt(4, 'what is refused adds nothing');
      t.equal(hand.changes.length, 3, 'of what is refused nothing is told');
      t.equal(hand.delete(all, true).prevKvs, [kv('a', '1', [2, 2, 1])], 'what is refused changes nothing');
    });
  });

  test('V2', 'the store keeps what it was given, whatever becomes of the array', (t) => {
    const hand = storeInHand(t);
    const [key, value] = [utf8('a'), utf8('1')];
    t.step('put("a", "1")');
    hand.store.put({ key, value });
    t.step('the two arrays that were given are overwritten');
    for (const bytes of [key, value]) bytes.fill(0x7a);
    t.equal(hand.delete(all, true).prevKvs, [kv('a', '1', [2, 2, 1])], 'the store must have copies of its own');
    t.equal(hand.store.deleteRange(selection('a')).deleted, 0, '"a" was deleted');
  });

  declareLeaseBookTests(test);

  test('V2', 'whatever is put and deleted, the store counts as a model does', async (t) => {
    await t.forAll(someWrites, (calls) => runCalls(t, calls));
  });
});
