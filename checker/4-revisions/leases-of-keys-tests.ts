/** The tests of exercise 4.1 that are about leases: whom the store says that a key belongs to. */
import { text } from '#kit/bytes.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { all } from './requests.ts';
import { storeInHand } from './store-hand.ts';

export function declareLeaseBookTests(test: DeclareTest): void {
  test('V21', 'whatever is put and deleted, each key belongs to the lease of its last put', (t) => {
    const { hand, isHeld } = storeWithBook(t);
    hand.put('a', '1', { lease: 7n });
    hand.put('b', '1', { lease: 7n });
    isHeld('7: a b', 'both were put with lease 7');
    hand.put('a', '2', { lease: 7n });
    isHeld('7: a b', 'a put with the lease that the key has already leaves it there');
    hand.put('a', '3', { ignoreLease: true });
    isHeld('7: a b', 'ignoreLease keeps the lease');
    hand.put('a', '4', { lease: 8n });
    isHeld('7: b, 8: a', 'another lease: "a" has left the first one');
    hand.put('b', '2');
    isHeld('8: a', 'a put without a lease: "b" belongs to none any more');
    hand.delete(all);
    isHeld('', 'what is deleted belongs to no lease');
  });
}

/** A store with the leases 7n and 8n, and a book that notes which keys they have. */
function storeWithBook(t: TestContext) {
  const book = new Map([7n, 8n].map((id) => [id, new Set<string>()]));
  const leases = {
    has: (id: bigint) => book.has(id),
    attach: (id: bigint, key: Uint8Array) => void book.get(id)?.add(text(key)),
    detach: (id: bigint, key: Uint8Array) => void book.get(id)?.delete(text(key)),
  };
  const hand = storeInHand(t, createRevisionStore({ leases }));
  const held = () =>
    [...book]
      .filter(([, keys]) => keys.size > 0)
      .map(([id, keys]) => `${id}: ${[...keys].sort().join(' ')}`)
      .join(', ');
  const isHeld = (expected: string, because: string) => t.equal(held(), expected, because);
  return { hand, isHeld };
}
