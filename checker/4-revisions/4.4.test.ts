/**
 * Goal: compaction frees what nobody can read any more, and nothing else changes.
 * Method: a small history compacted at each of its revisions; what must be refused; the memory that is held afterwards;
 * random writes and compactions beside a model, which is asked for every revision at the end.
 */
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { exercise, Rendered, type TestContext } from '../judge/exercise.ts';
import { bytesKeptBy, inMegabytes } from './memory.ts';
import { all, always, deleteOf, kv, op, putOf, rangeOf } from './requests.ts';
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
