// Goal: another client library, on another gRPC, takes the reference for an etcd. Method: npm's etcd3, its keys, watchers,
// leases, locks, elections and transactions.
import { Etcd3 } from 'etcd3';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningServer, startReference } from '../checker/conformance/etcd/servers.ts';

let server: RunningServer;
let client: Etcd3;

test.before(async () => {
  server = await startReference();
  client = new Etcd3({ hosts: server.endpoint });
});
test.after(async () => {
  client.close();
  await server.stop();
});

test('keys, prefixes and transactions', async () => {
  await client.put('a/1').value('one');
  await client.put('a/2').value('two');
  assert.is(await client.get('a/1').string(), 'one');
  assert.equal(await client.getAll().prefix('a/').keys(), ['a/1', 'a/2']);
  const { succeeded } = await client.if('a/1', 'Value', '==', 'one').then(client.put('a/3').value('three')).commit();
  assert.ok(succeeded);
  await client.delete().prefix('a/');
  assert.is(await client.getAll().prefix('a/').count(), 0);
});

test('watchers on one stream', async () => {
  const [one, all] = [await client.watch().key('w/1').create(), await client.watch().prefix('w/').create()];
  const told: string[] = [];
  one.on('put', ({ key }) => told.push(`one ${key}`));
  all.on('put', ({ key }) => told.push(`all ${key}`)).on('delete', ({ key }) => told.push(`gone ${key}`));
  await client.put('w/1').value('x');
  await client.put('w/2').value('x');
  await client.delete().key('w/2');
  while (told.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(told.sort(), ['all w/1', 'all w/2', 'gone w/2', 'one w/1']);
  await one.cancel();
  await all.cancel();
});

test('leases and locks', async () => {
  const lease = client.lease(60);
  await lease.put('leased').value('x');
  await lease.revoke();
  assert.is(await client.get('leased').string(), null);
  const lock = client.lock('mine');
  await lock.acquire();
  const other = await client
    .lock('mine')
    .acquire()
    .then(
      () => 'held',
      () => 'refused',
    );
  assert.is(other, 'refused');
  await lock.release();
  await client.lock('mine').do(async () => undefined);
});

test('elections', async () => {
  const election = client.election('leader', 10);
  const campaign = election.campaign('me');
  await new Promise((resolve) => campaign.once('elected', resolve as () => void));
  assert.is(await election.leader(), 'me');
  await campaign.resign();
});

test.run();
