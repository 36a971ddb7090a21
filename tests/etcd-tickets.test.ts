// Goal: a state of any size is written beside the log without stopping the member, is never named before it is durable, and is
// refused where it is not as it was written. Method: one member of the reference on simulated disks, with values so large
// that a state has several pieces.
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createSimulatedDisk } from '../checker/sim/disk.ts';
import { type Image, withCutFile, withoutFile, withStretch } from '../checker/sim/image.ts';
import { createVirtualClock } from '../checker/sim/virtual-clock.ts';
import { utf8 } from '../lessons/kit/bytes.ts';
import type { Disk } from '../lessons/kit/disk.ts';
import { codeOf } from '../lessons/kit/failure.ts';
import { createRandom } from '../lessons/kit/random.ts';
import type { EtcdServer, EtcdServerOptions } from '../solutions/4-revisions/etcd-server.ts';
import { edited } from './edited.ts';

const { openEtcdServer } = await edited<{ openEtcdServer(options: EtcdServerOptions): Promise<EtcdServer> }>(
  'solutions/4-revisions/etcd-server.ts',
);

const snapshotEntries = 12;
const value = new Uint8Array(300_000).fill(7);

async function open(disk: Disk) {
  const failures: unknown[] = [];
  const server = await openEtcdServer({
    ...{ id: 1, peers: [1], clusterId: 7n, disk, clock: createVirtualClock(), random: createRandom(1), send() {} },
    members: [{ id: 1n, name: 'm1', peerUrls: [], clientUrls: [], isLearner: false }],
    ...{ electionTicks: 10, heartbeatTicks: 1, snapshotEntries, entriesKept: 0 },
    onFailure: (why) => failures.push(why),
  });
  for (let ticks = 0; ticks < 30; ticks++) {
    server.tick();
    await turn();
  }
  return { server, failures };
}

async function putMany(server: EtcdServer, count: number, from = 0): Promise<void> {
  for (let i = from; i < from + count; i++) await server.put({ key: utf8(`k${i}`), value });
}

async function rest(): Promise<void> {
  for (let turns = 0; turns < 100; turns++) await turn();
}

async function hashOf(image: Image): Promise<number> {
  const { server } = await open(createSimulatedDisk({ from: image }).disk);
  const { hash } = await server.hashKv(0);
  await server.close();
  return hash;
}

const named = (image: Image, prefix: string) => [...image.keys()].filter((name) => name.startsWith(prefix));

/** What a member leaves behind that has taken several snapshots, and its checksum. */
const sound = await (async () => {
  const sim = createSimulatedDisk();
  const { server } = await open(sim.disk);
  await putMany(server, 40);
  await rest();
  const { hash } = await server.hashKv(0);
  await server.close();
  return { image: sim.image(), hash };
})();

test('a large state is found again; its snapshot is small, and older states are gone', async () => {
  const [snapshots, states] = [named(sound.image, 'snapshot-'), named(sound.image, 'state-')];
  assert.is(snapshots.length, 1);
  assert.is(states.length, 1);
  assert.ok(sound.image.get(snapshots[0])!.length < 500);
  assert.ok(sound.image.get(states[0])!.length > 30 * value.length);
  assert.is(await hashOf(sound.image), sound.hash);
});

test('requests are served while a state is written, and nothing names it before it is durable', async () => {
  const sim = createSimulatedDisk();
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isOfState = (name: string) => name.startsWith('state-');
  const slow: Disk = {
    ...sim.disk,
    append: async (name, bytes) => {
      if (isOfState(name)) await gate;
      await sim.disk.append(name, bytes);
    },
  };
  const { server } = await open(slow);
  await putMany(server, snapshotEntries + 5);
  await rest();
  assert.is(named(sim.image(), 'state-').length, 1, 'it was begun');
  assert.equal(named(sim.image(), 'snapshot-'), []);
  const { hash } = await server.hashKv(0);
  assert.is(await hashOf(sim.image()), hash, 'a kill at this moment costs nothing');
  letGo();
  await rest();
  assert.is(named(sim.image(), 'snapshot-').length, 1);
  assert.is(await hashOf(sim.image()), hash, 'what came meanwhile is in the log');
  await server.close();
});

test('a state that is not as it was written is refused as damaged, and nothing is changed', async () => {
  const [name] = named(sound.image, 'state-');
  const whole = sound.image.get(name)!;
  const recordBytes = 12 + 2 ** 20;
  const damaged = [
    ...[0, 5, 11, 12, recordBytes, 3 * recordBytes + 77, whole.length - 1].map((at) =>
      withStretch(sound.image, name, at, Uint8Array.of(whole[at] ^ 1)),
    ),
    ...[0, 1, recordBytes, 2 * recordBytes + 500, whole.length - 1].map((length) =>
      withCutFile(sound.image, name, length),
    ),
    withoutFile(sound.image, name),
  ];
  for (const image of damaged) {
    const sim = createSimulatedDisk({ from: image });
    const code = await open(sim.disk).then(() => 'opened', codeOf);
    assert.is(code, 'damaged');
    assert.equal(sim.image(), image);
  }
});

test('a disk without room for a state ends the member; with room it comes back, and what was begun is gone', async () => {
  const sim = createSimulatedDisk();
  const { server, failures } = await open(sim.disk);
  await putMany(server, snapshotEntries - 2);
  // Enough for what is put, and not for a state.
  sim.leaveRoom(8 * value.length);
  await putMany(server, 3, 100).catch((thrown) => assert.is(codeOf(thrown), 'stopped'));
  await rest();
  assert.is(failures.length, 1);
  assert.is(named(sim.image(), 'state-').length, 1, 'it was begun');
  await server.close();
  const again = createSimulatedDisk({ from: sim.image() });
  const { server: next } = await open(again.disk);
  const { count } = await next.range({ key: utf8('k'), rangeEnd: utf8('l'), countOnly: true });
  assert.ok(count >= snapshotEntries - 2);
  await putMany(next, 2 * snapshotEntries, 200);
  await rest();
  assert.is(named(again.image(), 'state-').length, 1);
  await next.close();
});

test.run();
