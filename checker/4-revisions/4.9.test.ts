/**
 * Goal: a cluster that has lost every machine comes back from one file, and a file that is not whole is refused.
 * Method: backups with every kind of damage; a small history backed up and restored to clusters of one and three members,
 * read at each of its revisions; random histories.
 */
import { createHash } from 'node:crypto';
import { concatBytes } from '#kit/bytes.ts';
import { createAuth } from '#revisions/auth.ts';
import { createBackup, readBackup, restoreBackup } from '#revisions/backup.ts';
import { createLeases } from '#revisions/leases.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { exercise, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';
import { memberOf, openEtcdFleet } from './etcd-fleet.ts';
import { all, always, deleteEvent, kv, op, putEvent, putOf, rangeOf, selection } from './requests.ts';
import { storeInHand } from './store-hand.ts';

export default exercise('4.9', (test) => {
  test('V28', 'the last 32 bytes of a backup are the SHA-256 of all before them', (t) => {
    const { file } = backedUp(t);
    const sum = new Uint8Array(createHash('sha256').update(file.subarray(0, -32)).digest());
    t.equal(file.subarray(-32), sum, 'the checksum covers every byte before it');
    t.equal(file.length % 512, 32, 'etcdctl takes it for a database and a checksum only if the rest is 32');
    t.step('another one of the same store');
    t.equal(backedUp(t).file, file, 'the same contents give the same file');
  });

  test('V28', 'a backup with a byte missing, added or changed is refused, and nothing is written', async (t) => {
    const { file } = backedUp(t);
    const changed = (at: number) => {
      const copy = new Uint8Array(file);
      copy[at] ^= 1 << t.random.integer(0, 7);
      return copy;
    };
    const places = [0, 1, file.length - 33, file.length - 32, file.length - 1];
    for (let i = 0; i < 40; i++) places.push(t.random.integer(0, file.length - 1));
    const damaged: [words: string, file: Uint8Array][] = [
      ['no bytes at all', new Uint8Array(0)],
      ['31 bytes', file.subarray(0, 31)],
      ['only the checksum', file.subarray(-32)],
      ['the last byte is missing', file.subarray(0, -1)],
      ['the checksum is missing', file.subarray(0, -32)],
      ['the first byte is missing', file.subarray(1)],
      ['a byte was added', concatBytes(file, new Uint8Array(1))],
      ['half of it is missing', file.subarray(0, file.length >> 1)],
      ...places.map((at): [string, Uint8Array] => [`one bit of byte ${at} is another`, changed(at)]),
    ];
    await t.forEach(damaged, async ([words, bytes]) => {
      t.step(`a backup of which ${words}`);
      await t.throws(() => readBackup(bytes), 'damaged', 'it is not as it was written');
      const { disk } = createSimulatedDisk();
      t.step('restoreBackup of that');
      await t.throws(() => restoreBackup(disk, bytes, [1]), 'damaged', 'it is not as it was written');
      t.equal(await disk.list(), [], 'nothing may be on the disk');
    });
  });

  test('V29', 'every readable revision of a restored store is as it was, and it counts on', async (t) => {
    const { file, store } = backedUp(t);
    const fleet = await restored(t, file, 1);
    for (let revision = 4; revision <= 10; revision++) {
      const { kvs, count } = await fleet.done(1, `range of everything at revision ${revision}`, (n1) =>
        n1.range(rangeOf(all, { revision })),
      );
      const before = store.range(rangeOf(all, { revision }));
      t.equal([kvs, count], [before.kvs, before.count], `revision ${revision} must show what it showed`);
    }
    const old = await fleet.ask(1, 'range("a", revision: 3)', (n1) => n1.range(rangeOf('a', { revision: 3 })));
    await fleet.beat();
    t.equal(old.told, { status: 'refused', code: 'compacted' }, 'what was compacted stays so');
    const { header } = await fleet.done(1, 'put("a", "9")', (n1) => n1.put(putOf('a', '9')));
    t.equal(header.revision, 11, 'the next change is the next revision');
    t.equal(fleet.server(1).isLeader(), true, 'it leads its own cluster');
  });

  test('V29', 'a watch of a restored cluster is told the past as it was done', async (t) => {
    const { file } = backedUp(t);
    const fleet = await restored(t, file, 1);
    const told: unknown[] = [];
    const stream = fleet.server(1).watch((response) => told.push(...response.events) > 0);
    stream.receive({ type: 'create', request: { ...selection(all), startRevision: 8 } });
    await fleet.beat();
    const expected = [
      putEvent(kv('z', '1', [8, 8, 1])),
      putEvent(kv('m', '1', [8, 8, 1])),
      deleteEvent('b', 8),
      putEvent(kv('leased', '1', [9, 9, 1], 7n)),
      deleteEvent('m', 10),
    ];
    t.equal(told, expected, 'each revision whole, in the order in which it was done, deletes too');
  });

  test('V29', 'the leases are there with their keys, and have their full time', async (t) => {
    const { file } = backedUp(t);
    const fleet = await restored(t, file, 1);
    const left = await fleet.done(1, 'leaseTimeToLive(7n)', (n1) => n1.leaseTimeToLive({ id: 7n, keys: true }));
    t.equal([left.grantedTtl, left.keys.length], [5, 1], 'lease 7 with the time that was granted, and its key');
    await fleet.pass(3);
    const { count } = await fleet.done(1, 'range("leased")', (n1) => n1.range(rangeOf('leased')));
    t.equal(count, 1, 'two seconds are left');
    await fleet.pass(4);
    const later = await fleet.done(1, 'range("leased")', (n1) => n1.range(rangeOf('leased')));
    t.equal(later.count, 0, 'the lease has ended, and its key with it');
    const { leases } = await fleet.done(1, 'leaseLeases()', (n1) => n1.leaseLeases());
    t.equal(leases, [8n], 'lease 8 has more time');
  });

  test('V29', 'the users and their roles are there', async (t) => {
    const book = emptyBook();
    t.step('a role "reader", and a user "alice" who has it');
    book.auth.apply({ type: 'role-add', role: 'reader' });
    book.auth.apply({ type: 'user-add', name: 'alice', passwordHash: 'x' });
    t.step('createBackup()');
    const fleet = await restored(t, fileOf(book), 1);
    const { users } = await fleet.done(1, 'users()', (n1) => n1.users());
    const { roles } = await fleet.done(1, 'roles()', (n1) => n1.roles());
    t.equal([users, roles], [['alice'], ['reader']], 'whoever could do what before the disaster can do it again');
  });

  test('V29', 'a restored cluster has its own members and its own id, whoever was in the old one', async (t) => {
    const old = await openEtcdFleet(t, 3);
    await old.elect(1);
    for (const id of old.ids) await old.done(id, `put("k${id}", "x")`, (each) => each.put(putOf(`k${id}`, 'x')));
    const parts = await old.done(2, 'snapshot()', (n2) => n2.snapshot());
    await old.done(1, 'put("late", "x")', (n1) => n1.put(putOf('late', 'x')));
    const file = concatBytes(...parts);
    const members = [1, 2, 3, 4, 5].map((id) => ({ ...memberOf(id), id: BigInt(900 + id), name: `new-${id}` }));
    const fleet = await restored(t, file, 5, { clusterId: 8n, members });
    const list = await fleet.done(3, 'memberList()', (n3) => n3.memberList());
    t.equal(list.members, members, 'none of the old members is in it');
    const range = await fleet.done(4, 'range of everything', (n4) => n4.range(rangeOf(all)));
    t.equal(range.count, 3, 'what was put behind the backup is not in it');
    t.equal([range.header.clusterId, range.header.memberId], [8n, 904n], 'the header says who it is now');
    await fleet.done(5, 'put("a", "1")', (n5) => n5.put(putOf('a', '1')));
    await fleet.beat();
    const hashes = await Promise.all(fleet.ids.map((id) => fleet.server(id).hashKv(0)));
    const alike = new Set(hashes.map(({ hash, header }) => `${hash} at ${header.revision}`));
    t.equal([...alike].length, 1, 'all five are alike');
  });

  test('V29', 'a restored member survives a power cut like any other', async (t) => {
    const { file, store } = backedUp(t);
    const fleet = await restored(t, file, 1);
    await fleet.done(1, 'put("a", "9")', (n1) => n1.put(putOf('a', '9')));
    await fleet.powerCut(1);
    await fleet.open(1);
    await fleet.elect(1);
    const { kvs, header } = await fleet.done(1, 'range of everything', (n1) => n1.range(rangeOf(all)));
    t.equal(header.revision, 11, 'what was restored and the put since');
    t.equal(kvs.length, store.range(rangeOf(all)).count, 'the put has changed a key that was there');
  });

  test('V28', 'a disk with a member on it is left alone', async (t) => {
    const fleet = await openEtcdFleet(t, 1);
    await fleet.elect(1);
    await fleet.done(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
    await fleet.powerCut(1);
    const { file } = backedUp(t);
    t.step('restoreBackup onto the disk of n1');
    await t.throws(() => restoreBackup(fleet.sim(1).disk, file, [1]), 'exists', 'there is a member on this disk');
    t.step('restoreBackup of half a backup');
    const half = file.subarray(0, file.length >> 1);
    await t.throws(() => restoreBackup(fleet.sim(1).disk, half, [1]), 'damaged', 'first it is read, then the disk');
    await fleet.open(1);
    await fleet.elect(1);
    const { kvs } = await fleet.done(1, 'range of everything', (n1) => n1.range(rangeOf(all)));
    t.equal(kvs, [kv('a', '1', [2, 2, 1])], 'the member is what it was');
  });

  test('V28', 'a disk with other files on it has no member', async (t: TestContext) => {
    const { file } = backedUp(t);
    const { disk } = createSimulatedDisk();
    t.step('a disk with the file "notes"; restoreBackup onto it');
    await disk.create('notes');
    await restoreBackup(disk, file, [1]);
    const names = await disk.list();
    t.ok(names.includes('notes') && names.length > 1, 'the files of a member begin with wal- or snapshot-, no others');
  });

  test('V29', 'a store that is new, or compacted to its end, comes back too', async (t) => {
    for (const words of ['a new store', 'a store of which all is deleted and compacted']) {
      t.step(words);
      const book = emptyBook();
      const hand = storeInHand(t, book.store);
      if (words !== 'a new store') {
        hand.put('a', '1');
        hand.delete('a');
        hand.compact(3);
      }
      const fleet = await restored(t, fileOf(book), 1);
      const { header, count } = await fleet.done(1, 'range of everything', (n1) => n1.range(rangeOf(all)));
      t.equal([header.revision, count], [hand.store.revision(), 0], 'the revision is what it was');
    }
  });
});

/** Compacted at 4; at 8 a transaction in another order than that of the keys; at 9 a key with a lease; at 10 a delete. */
function backedUp(t: TestContext) {
  const book = emptyBook();
  book.leases.grant(7n, 5);
  book.leases.grant(8n, 5000);
  const hand = storeInHand(t, book.store);
  hand.put('a', '1');
  hand.put('a', '2');
  hand.put('b', '1');
  hand.put('a', '3');
  hand.delete('a');
  hand.put('a', '4');
  hand.txn(always(op.put('z', '1'), op.put('m', '1'), op.delete('b')));
  hand.put('leased', '1', { lease: 7n });
  hand.delete('m');
  hand.compact(4);
  t.step('createBackup()');
  return { file: fileOf(book), store: book.store };
}

function emptyBook() {
  const clock = createVirtualClock();
  const leases = createLeases(clock);
  return { leases, store: createRevisionStore({ leases }), auth: createAuth(clock) };
}

function fileOf(book: ReturnType<typeof emptyBook>): Uint8Array {
  return concatBytes(...createBackup({ ...book, appliedIndex: 30, members: [1, 2, 3].map(memberOf) }));
}

async function restored(t: TestContext, file: Uint8Array, size: number, options = {}) {
  t.step(`restoreBackup() on ${size === 1 ? 'one new disk' : `${size} new disks`}`);
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  const fleet = await openEtcdFleet(t, size, options, (disk) => restoreBackup(disk, new Uint8Array(file), ids));
  await fleet.elect(1);
  return fleet;
}
