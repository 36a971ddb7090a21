// Goal: a member that was away for longer than the others keep their log gets a snapshot, whatever its size, while the others
// go on. Method: three servers of the reference on real disks and real connections, in this process; snapshots are taken
// often, and are larger than what one message of the stream may carry.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { freePorts } from '../checker/conformance/etcd/servers.ts';
import { utf8 } from '../lessons/kit/bytes.ts';
import { peerCodec } from '../lessons/kit/etcd/peer-codec.ts';
import { openPeers } from '../lessons/kit/etcd/peers.ts';
import { codeOf } from '../lessons/kit/failure.ts';
import { createRandom } from '../lessons/kit/random.ts';
import { openRealDisk } from '../lessons/kit/real-disk.ts';
import { systemClock } from '../lessons/kit/system-clock.ts';
import type { EtcdServer, EtcdServerOptions, PeerMessage } from '../solutions/4-revisions/etcd-server.ts';
import { edited } from './edited.ts';

const { openEtcdServer } = await edited<{ openEtcdServer(options: EtcdServerOptions): Promise<EtcdServer> }>(
  'solutions/4-revisions/etcd-server.ts',
);

const base = mkdtempSync(join(tmpdir(), 'slipway-peers-'));
const ids = [1, 2, 3];
const ports = await freePorts(3);
const members = ids.map((id) => ({ id: BigInt(id), name: `m${id}`, peerUrls: [], clientUrls: [], isLearner: false }));
const tickMs = 20;

async function startMember(id: number) {
  const disk = await openRealDisk(join(base, `m${id}`));
  let server: EtcdServer | undefined;
  let received = 0;
  const peers = await openPeers<PeerMessage>({
    ...{ id, clusterId: 7n, codec: peerCodec, clientUrls: [], met() {}, log() {} },
    others: new Map(ids.filter((other) => other !== id).map((other) => [other, addressOf(other)])),
    listen: addressOf(id),
    receive(message) {
      if (message.type === 'raft' && message.message.type === 'InstallSnapshot') {
        received = message.message.snapshot.data.length;
      }
      server?.receive(message);
    },
  });
  const opened = await openEtcdServer({
    ...{ id, peers: ids, members, clusterId: 7n, disk, clock: systemClock, random: createRandom(id), send: peers.send },
    ...{ electionTicks: 10, heartbeatTicks: 1, snapshotEntries: 20, entriesKept: 5 },
    onFailure(why) {
      throw why;
    },
  });
  server = opened;
  const timer = setInterval(opened.tick, tickMs);
  return {
    server: opened,
    bytesOfSnapshot: () => received,
    async stop() {
      clearInterval(timer);
      await opened.close();
      await peers.close();
      await disk.close();
    },
  };
}

function addressOf(id: number) {
  return { host: '127.0.0.1', port: ports[id - 1] };
}

/** On a machine that is busy, leaders come and go, and a put may be lost on the way. Here it may as well be done twice. */
async function put(server: EtcdServer, key: string, value: Uint8Array): Promise<void> {
  try {
    await server.put({ key: utf8(key), value });
  } catch (thrown) {
    assert.is(codeOf(thrown), 'request-timed-out');
    await put(server, key, value);
  }
}

async function has(server: EtcdServer, key: string): Promise<boolean> {
  const { kvs } = await server.range({ key: utf8(key), serializable: true });
  return kvs.length > 0;
}

test('a member that was away gets a large snapshot, and is alike in the end', async () => {
  const running = await Promise.all(ids.map(startMember));
  const [first, second, third] = running;
  try {
    await put(first.server, 'before', utf8('1'));
    await third.stop();
    // More than waits for a member that is away.
    const value = new Uint8Array(1_400_000).fill(120);
    for (let i = 0; i < 60; i++) await put(first.server, `large ${i % 30}`, value);
    const again = await startMember(3);
    running.splice(2, 1, again);
    // The others are not held up by what is on its way.
    await put(second.server, 'after', utf8('2'));
    const { header } = await first.server.range({ key: utf8('after') });
    while (!(await has(again.server, 'after'))) await sleep(tickMs);
    assert.ok(again.bytesOfSnapshot() > 20_000_000, `${again.bytesOfSnapshot()} bytes came as a snapshot`);
    const hashes = await Promise.all(running.map(({ server }) => server.hashKv(header.revision)));
    assert.is(new Set(hashes.map(({ hash }) => hash)).size, 1);
  } finally {
    for (const { stop } of running) await stop();
  }
});

test('the end', () => rmSync(base, { recursive: true, force: true }));

test.run();
