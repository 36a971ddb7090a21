/**
 * Goal: compaction frees what nobody can read any more, and nothing else changes.
 * Method: a small history compacted at each of its revisions; what must be refused; the memory that is held afterwards;
 * random writes and compactions beside a model, which is asked for every revision at the end.
 */
import { text } from '#kit/bytes.ts';
import { firstEventFrom } from '#revisions/history.ts';
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { exercise, Rendered, type TestContext } from '../judge/exercise.ts';
import { countLooks } from './count-looks.ts';
import { bytesKeptBy, inMegabytes } from './memory.ts';
import { all, always, deleteOf, kv, op, putEvent, putOf, rangeOf } from './requests.ts';
import { someCompactions } from './store-calls.ts';
import { type StoreHand, storeInHand } from './store-hand.ts';
import { runCalls } from './store-run.ts';

export default exercise('4.4', (test) => {
  test('V11', 'a compacted store shows its compacted revision and all later ones as before', async (t) => {
    await t.forEach([2, 3, 4, 5, 6, 7], (at) => {
      const hand = withHistory(t);
      const before = revisions(hand.store);
      hand.compact(at);
      hand.isAt(7, 'a compaction is not a change');
      t.equal(hand.store.compactedRevision(), at, 'compactedRevision() is the last revision that was compacted');
      for (let revision = at; revision <= 7; revision++) {
        t.equal(
          hand.range(all, { revision }),
          before[revision],
          `revision ${revision} must show what it showed before`,
        );
      }
    });
  });

  test('V11', 'a revision older than the compacted one is refused', async (t) => {
    const hand = withHistory(t);
    t.equal(hand.store.compactedRevision(), 0, 'nothing was compacted as yet');
    hand.compact(4);
    for (const revision of [3, 2, 1]) {
      const range = rangeOf('a', { revision });
      t.step(`range("a", revision: ${revision})`);
      await t.throws(() => hand.store.range(range), 'compacted', `revision ${revision} lies before the compacted one`);
    }
    t.equal(hand.range('a', { revision: 0 }).count, 1, '0 means now, which is never compacted');
    const request = always(op.put('d', '1'), op.range('a', { revision: 3 }));
    await t.throws(() => hand.txn(request), 'compacted', 'a transaction must refuse it as well');
    hand.put('e', '1');
    t.equal(hand.get('d'), undefined, 'and none of the transaction may have been done');
  });

  test('V11', 'only what is not compacted, and is there already, can be compacted', async (t) => {
    const hand = withHistory(t);
    const refused = async (revision: number, code: string, because: string) => {
      await t.throws(() => hand.compact(revision), code, because);
      t.equal(hand.store.compactedRevision(), compacted, 'what is refused changes nothing');
    };
    let compacted = 0;
    await refused(8, 'future-revision', 'the store is at revision 7');
    await refused(0, 'compacted', '0 is no revision that can be compacted');
    await refused(-1, 'compacted', 'nor is what is below it');
    hand.compact(4);
    compacted = 4;
    await refused(4, 'compacted', 'it was compacted already');
    await refused(3, 'compacted', 'it was compacted with revision 4');
    hand.compact(7);
    compacted = 7;
    await refused(8, 'future-revision', 'the store is at revision 7');
    hand.put('a', '9');
    hand.compact(8);
    t.equal(hand.store.compactedRevision(), 8, 'the current revision can be compacted');
  });

  test('V11', 'the newest version of a key stays, however old it is', (t) => {
    const hand = storeInHand(t);
    hand.put('old', '1');
    for (const value of ['1', '2', '3', '4']) hand.put('busy', value);
    hand.compact(6);
    const [old, busy] = [kv('old', '1', [2, 2, 1]), kv('busy', '4', [3, 6, 4])];
    t.equal(hand.range(all).kvs, [busy, old], 'both keys are there, as before');
    hand.put('busy', '5');
    hand.put('old', '2');
    t.equal(hand.get('busy'), kv('busy', '5', [3, 7, 5]), 'it counts on: createRevision and version are not forgotten');
    hand.compact(8);
    t.equal(hand.get('old'), kv('old', '2', [2, 8, 2]), 'after a second compaction, too');
  });

  test('V11', 'a key that was deleted and made again is the new one alone', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('a', '2');
    hand.delete('a');
    hand.put('b', '1');
    hand.put('a', '3');
    hand.delete('b');
    hand.compact(5);
    t.equal(hand.range(all, { revision: 5 }).kvs, [kv('b', '1', [5, 5, 1])], 'at revision 5 there was no "a"');
    t.equal(hand.range(all, { revision: 6 }).kvs, [kv('a', '3', [6, 6, 1]), kv('b', '1', [5, 5, 1])], 'at 6 both');
    hand.compact(7);
    t.equal(hand.range(all).kvs, [kv('a', '3', [6, 6, 1])], 'at 7 "b" was deleted');
    t.equal(hand.delete('b').deleted, 0, 'there is no "b" to be deleted');
    hand.put('b', '2');
    t.equal(hand.get('b'), kv('b', '2', [8, 8, 1]), 'it is made anew');
  });

  test('V12', 'what stays is all since the compacted revision, and what it still shows', async (t) => {
    const left: [at: number, versions: string][] = [
      [3, 'a@2 b@3 a@4 b@5 c@6 a@7 c@7'],
      [4, 'b@3 a@4 b@5 c@6 a@7 c@7'],
      [5, 'a@4 b@5 c@6 a@7 c@7'],
      [6, 'a@4 c@6 a@7 c@7'],
      [7, 'a@7 c@7'],
    ];
    await t.forEach(left, ([at, versions]) => {
      const hand = withHistory(t);
      for (const revision of at > 5 ? [5, at] : [at]) hand.compact(revision);
      const actual = hand.store.versions().map(({ key, modRevision }) => `${text(key)}@${modRevision}`);
      const because = 'versions(): the compacted revision is there whole, the tombstone b@5 too, if it is of that one';
      t.equal(actual.join(' '), versions, because);
    });
  });

  test('V12', 'a place among the events is found with few looks', async (t) => {
    const count = 20_000;
    const looked = countLooks(Array.from({ length: count }, (_, i) => putEvent(kv('a', '', [2, 2 * i + 2, i + 1]))));
    await t.forEach([2, 3, 20_001, 2 * count, 2 * count + 1], (revision) => {
      looked.clear();
      t.step(`firstEventFrom(${count} events of the revisions 2, 4, 6, …, ${revision})`);
      t.equal(firstEventFrom(looked.array, revision), Math.ceil((revision - 2) / 2), 'the first that is not older');
      if (looked.count() <= 100) return;
      const message = 'most of the events are looked at: they are in order, so each look can halve what is left';
      t.fail({ message, expected: new Rendered('at most 100 looks'), actual: new Rendered(`${looked.count()} looks`) });
    });
    t.equal(firstEventFrom([], 5), 0, 'where there are no events');
  });

  test('V12', 'no value hangs on what an event says of before, or on the block of one that stays', async (t) => {
    const [keys, rounds, bytes] = [500, 4, 4000];
    t.step(`${keys} keys, one after another: put ${rounds} times, a value of ${bytes} bytes`);
    t.step(`compact(${keys * rounds + 1})`);
    const store = createRevisionStore();
    const needed = keys * bytes;
    const kept = await bytesKeptBy(() => {
      for (let i = 0; i < keys * rounds; i++) {
        store.put({ ...putOf(`k${Math.floor(i / rounds)}`, ''), value: new Uint8Array(bytes).fill(i) });
      }
      store.compact(keys * rounds + 1);
    }, 2 * needed);
    t.equal(store.range(rangeOf(all)).count, keys, 'every key is there');
    if (kept <= 2 * needed) return;
    t.fail({
      message: 'old values are still held: by the prevKv of an event, or by the block of a value that stays',
      expected: new Rendered(`about ${inMegabytes(needed)}: the last value of each key`),
      actual: new Rendered(`${inMegabytes(kept)} more than before`),
    });
  });

  test('V12', 'the older versions of a key are freed', async (t) => {
    const [versions, bytes] = [3000, 1000];
    t.step(`${versions} times: put("a", a value of ${bytes} bytes)`);
    t.step(`compact(${versions + 1})`);
    const store = createRevisionStore();
    const kept = await bytesKeptBy(() => {
      for (let i = 0; i < versions; i++) store.put({ ...putOf('a', ''), value: new Uint8Array(bytes).fill(i) });
      store.compact(versions + 1);
    }, few);
    expectLittle(t, kept, 'only the last value can be read, and the others take up room: who holds them?');
    t.equal(store.range(rangeOf('a')).kvs[0]?.version, versions, 'the last version is there');
  });

  test('V12', 'tombstones and the keys under them are freed', async (t) => {
    const keys = 8000;
    t.step(`put ${keys} keys`);
    t.step('deleteRange("\\0" and all behind it), and put("a", "1") behind that');
    t.step(`compact(${keys + 3})`);
    const store = createRevisionStore();
    const kept = await bytesKeptBy(() => {
      for (let i = 0; i < keys; i++) store.put(putOf(`/registry/pods/default/pod-${i}`, `${i}`));
      store.deleteRange(deleteOf(all));
      store.put(putOf('a', '1'));
      store.compact(keys + 3);
    }, few);
    expectLittle(t, kept, 'no revision that can be read shows any of these keys: what still knows of them?');
    t.equal(store.range(rangeOf(all)).count, 1, 'one key is left');
  });

  test('V11', 'whatever was written and compacted, every readable revision is what the model shows', async (t) => {
    await t.forAll(someCompactions, (calls) => runCalls(t, calls, { past: true }), { runs: 200 });
  });
});

/** Revisions 2 to 7: "a" put, "b" put, "a" put, "b" deleted, "c" put, "a" and "c" put in one transaction. */
function withHistory(t: TestContext): StoreHand {
  const hand = storeInHand(t);
  hand.put('a', '1');
  hand.put('b', '1');
  hand.put('a', '2');
  hand.delete('b');
  hand.put('c', '1');
  hand.txn(always(op.put('a', '3'), op.put('c', '2')));
  return hand;
}

function revisions(store: RevisionStore) {
  return Array.from({ length: store.revision() + 1 }, (_, revision) => store.range(rangeOf(all, { revision })));
}

/** Bytes that a store without much in it may take. */
const few = 600_000;

function expectLittle(t: TestContext, kept: number, message: string): void {
  if (kept <= few) return;
  const [expected, actual] = [new Rendered(`at most ${inMegabytes(few)} more than before`), inMegabytes(kept)];
  t.fail({ message, expected, actual: new Rendered(`${actual} more than before`) });
}
