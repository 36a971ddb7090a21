import * as assert from 'uvu/assert';
import { utf8 } from '#kit/bytes.ts';
import type { SortTarget } from '#kit/etcd/api.ts';
import { type Case, type Hand, refused } from './case.ts';

/** a (version 2, made first, changed last), b, c; values 3, 1, 2. Gives the revisions of their puts. */
async function threeKeys({ put }: Hand): Promise<number[]> {
  return [await put('a', '0'), await put('b', '1'), await put('c', '2'), await put('a', '3')];
}

export const rangeCases: Case[] = [
  {
    name: 'one key, a range, a prefix, and all from a key on',
    async run(hand) {
      await threeKeys(hand);
      const { etcd, key, name, everything } = hand;
      const names = async (begin: Uint8Array, rangeEnd?: Uint8Array) =>
        (await etcd.range({ key: begin, rangeEnd })).kvs.map(name);
      assert.equal(await names(key('b')), ['b']);
      assert.equal(await names(key('b'), utf8('')), ['b']);
      assert.equal(await names(key('a'), key('c')), ['a', 'b']);
      assert.equal(await names(everything.key, everything.rangeEnd), ['a', 'b', 'c']);
      assert.equal((await names(key('b'), utf8('\0'))).slice(0, 2), ['b', 'c']);
      assert.equal(await names(key('nothing')), []);
    },
  },
  {
    name: 'a range that ends before it begins, or where, holds nothing and is no error',
    async run(hand) {
      await threeKeys(hand);
      for (const end of ['b', 'a']) {
        const { kvs, count } = await hand.etcd.range({ key: hand.key('b'), rangeEnd: hand.key(end) });
        assert.equal([kvs.length, count], [0, 0]);
      }
    },
  },
  {
    name: 'a limit cuts, says so, and does not change the count',
    async run(hand) {
      await threeKeys(hand);
      const cut = await hand.all({ limit: 2 });
      assert.equal([cut.kvs.map(hand.name), cut.more, cut.count], [['a', 'b'], true, 3]);
      const whole = await hand.all({ limit: 3 });
      assert.equal([whole.kvs.length, whole.more, whole.count], [3, false, 3]);
      assert.is((await hand.all({ limit: 0 })).kvs.length, 3);
    },
  },
  {
    name: 'countOnly gives no keys, keysOnly no values',
    async run(hand) {
      await threeKeys(hand);
      const counted = await hand.all({ countOnly: true });
      assert.equal([counted.kvs.length, counted.count], [0, 3]);
      const { kvs } = await hand.all({ keysOnly: true });
      assert.equal(
        kvs.map(({ value, version }) => [value.length, version]),
        [
          [0, 2],
          [0, 1],
          [0, 1],
        ],
      );
    },
  },
  ...(
    [
      ['key', 'a b c'],
      ['version', 'b c a'],
      ['create', 'a b c'],
      ['mod', 'b c a'],
      ['value', 'b c a'],
    ] as [SortTarget, string][]
  ).map(([sortTarget, ascending]) => ({
    name: `sorted by ${sortTarget}, both ways, and upwards where no way is said; a limit comes after`,
    async run(hand: Hand) {
      await threeKeys(hand);
      const sorted = ascending.split(' ');
      assert.equal(await hand.names({ sortTarget, sortOrder: 'ascend' }), sorted);
      assert.equal(await hand.names({ sortTarget, sortOrder: 'none' }), sorted);
      const [last] = await hand.names({ sortTarget, sortOrder: 'descend', limit: 1 });
      assert.is(last, sortTarget === 'version' ? 'a' : sorted[2]);
      const cut = await hand.all({ sortTarget, sortOrder: 'ascend', limit: 1 });
      assert.equal([cut.kvs.map(hand.name), cut.more, cut.count], [[sorted[0]], true, 3]);
    },
  })),
  {
    name: 'bounds on revisions leave keys out and do not change the count',
    async run(hand) {
      const [a, b, c, last] = await threeKeys(hand);
      assert.equal(await hand.names({ minModRevision: c }), ['a', 'c']);
      assert.equal(await hand.names({ maxModRevision: c }), ['b', 'c']);
      assert.equal(await hand.names({ minCreateRevision: b, maxCreateRevision: b }), ['b']);
      assert.equal(await hand.names({ maxCreateRevision: b, minModRevision: last }), ['a']);
      const { count, kvs } = await hand.all({ maxCreateRevision: a });
      assert.equal([count, kvs.length], [3, 1]);
    },
  },
  {
    name: 'the newest key below a revision, as locks ask for it',
    async run(hand) {
      const [, b] = await threeKeys(hand);
      const newest = { sortTarget: 'create', sortOrder: 'descend', limit: 1, maxCreateRevision: b } as const;
      assert.equal(await hand.names(newest), ['b']);
    },
  },
  {
    name: 'the past is as it was; the header is of now',
    async run(hand) {
      const [, b, , last] = await threeKeys(hand);
      await hand.delete('b');
      const past = await hand.all({ revision: b });
      assert.equal([past.kvs.map(hand.name), past.count, past.header.revision], [['a', 'b'], 2, last + 1]);
      assert.is(past.kvs[0].version, 1);
      assert.equal(await hand.names({ revision: last }), ['a', 'b', 'c']);
    },
  },
  {
    name: 'revision 0 and below are now; the future is refused',
    async run(hand) {
      const [, , , last] = await threeKeys(hand);
      assert.is((await hand.names({ revision: 0 })).length, 3);
      assert.is((await hand.names({ revision: -3 })).length, 3);
      await refused(hand.all({ revision: last + 1 }), 'future-revision');
    },
  },
  {
    name: 'a serializable range answers too',
    async run(hand) {
      await threeKeys(hand);
      assert.is((await hand.names({ serializable: true })).length, 3);
    },
  },
];
