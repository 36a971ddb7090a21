/**
 * Two or three API servers on one etcd, in a world in which everything may happen: they hear of etcd late, lose it, are
 * started anew; etcd is compacted; clients go from one to the other. Judged by the chronicle of all writes.
 */
import { codeOf } from '#kit/failure.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { inShort } from './chronicle.ts';
import { lateCache } from './late-cache.ts';
import { type Asked, createServers, type ServerHand, type Servers } from './several-servers.ts';
import { type Client, watchingClient } from './watching-client.ts';

const act = fc.record({
  act: fc.constantFrom(
    ...['put', 'put', 'put', 'put', 'put', 'remove', 'other', 'compact', 'pass', 'list', 'list', 'hold', 'release'],
    ...['break', 'restart', 'restart', 'sleep', 'sleep', 'go', 'go', 'go', 'go', 'go', 'go'],
  ),
  name: fc.constantFrom('a', 'b', 'c'),
  server: fc.nat(2),
  client: fc.nat(1),
  /** So many revisions before the last one. */
  back: fc.nat(4),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface World extends Servers {
  t: TestContext;
  hands: ServerHand[];
  clients: Client[];
  /** Servers that have lost etcd: they may have lost what they were reading. */
  broken: Set<ServerHand>;
  windowMax?: number;
}

/** What a list must be: of the moment that was asked for, and true of it. */
async function checkList(world: World, server: ServerHand, asked: Asked): Promise<void> {
  const { double, chronicle, answer } = world;
  const t: TestContext = world.t;
  const { resourceVersion: version = '', resourceVersionMatch: match = '' } = asked;
  const now = double.store.revision();
  const what = `list at ${server.name}, resourceVersion="${version}" ${match}`.trim();
  try {
    const { objects, revision } = await answer(server.list(asked));
    const shown = objects.map(inShort);
    t.step(`${what} → ${shown.join(', ') || 'nothing'}, as of ${revision}`);
    if (version === '') t.ok(revision >= now, `at ${now} something was written, and whoever lists now must see it`);
    if (match === 'Exact') t.equal(revision, Number(version), 'exactly this revision was asked for');
    else t.ok(revision >= Number(version), `the client has seen ${version}, and this is older`);
    t.equal(shown, chronicle.at(revision), `this is how it was at ${revision}`);
  } catch (thrown) {
    const isGone = Number(version) < double.store.compactedRevision();
    if (codeOf(thrown) !== 'Expired' || match !== 'Exact' || !isGone) throw thrown;
    t.step(`${what} → Expired`);
  }
}

function queryFor({ double }: Servers, back: number): Asked {
  const resourceVersion = String(Math.max(1, double.store.revision() - back));
  const choices: Asked[] = [
    {},
    { resourceVersion: '0' },
    { resourceVersion },
    { resourceVersion, resourceVersionMatch: 'NotOlderThan' },
    { resourceVersion, resourceVersionMatch: 'Exact' },
  ];
  return choices[(back + double.store.revision()) % choices.length];
}

async function restart(world: World, at: number): Promise<void> {
  const { hands, clients, start, windowMax, t } = world;
  const old = hands[at];
  t.step(`API server ${old.name} dies`);
  old.sources.caches.close();
  hands[at] = start(`${old.name}'`, { windowMax });
  for (const client of clients)
    if (client.server === old && !client.isAway()) await client.goOn(hands[(at + 1) % hands.length]);
}

async function perform(world: World, { act: what, name, server: place, client: who, back }: Act): Promise<void> {
  const { t, hands, clients, broken, double, write, writeOther, compact, pass } = world;
  const at = place % hands.length;
  const server = hands[at];
  const say = (line: string) => t.step(`${server.name} ${line}`);
  if (what === 'put') await write(name, String(double.store.revision()));
  else if (what === 'remove') await write(name, undefined);
  else if (what === 'other') await writeOther();
  else if (what === 'compact') compact(Math.max(1, double.store.revision() - back));
  else if (what === 'pass') {
    t.step('2 s pass');
    await pass(2);
  } else if (what === 'list') await checkList(world, server, queryFor(world, back));
  else if (what === 'restart') await restart(world, at);
  else if (what === 'sleep') clients[who].leave();
  else if (what === 'go') await clients[who].goOn(server);
  else {
    if (what === 'hold') say('hears no more of etcd');
    if (what === 'release') say('hears of etcd again');
    if (what === 'break') say('loses its connection to etcd');
    if (what === 'hold') server.hold();
    else server.release();
    if (what === 'break') server.breakAll();
    if (what === 'break') broken.add(server);
  }
  await quiet();
  for (const client of clients) await client.recover();
}

async function run(t: TestContext, count: number, acts: readonly Act[], windowMax?: number): Promise<void> {
  const servers = createServers(t);
  const hands = ['S1', 'S2', 'S3'].slice(0, count).map((name) => servers.start(name, { windowMax }));
  const world: World = { ...servers, t, hands, clients: [], broken: new Set(), windowMax };
  const mayExpire = (server: ServerHand, seen: number) => {
    const isForgotten = servers.double.store.compactedRevision() > Math.min(seen, server.startedAt);
    return isForgotten || windowMax !== undefined || world.broken.has(server);
  };
  for (const [at, name] of ['alice', 'bob'].entries())
    world.clients.push(await watchingClient(t, servers, name, hands[at], mayExpire));
  for (const each of acts) await perform(world, each);
  t.step('every server hears of etcd again, and 5 s pass');
  for (const server of world.hands) server.release();
  for (const client of world.clients) if (client.isAway()) await client.goOn(world.hands[0]);
  await servers.pass(5);
  await quiet();
  for (const client of world.clients) await client.recover();
  for (const client of world.clients) client.isComplete();
}

/** What a watch needs throws a `Todo` here, which the watch itself would tell its client as an ERROR. */
async function isBuilt(t: TestContext): Promise<void> {
  const { cache, read } = await lateCache(t);
  await read(2);
  cache.close();
}

export function declareServerWorldTests(test: DeclareTest): void {
  const world = fc.record({
    count: fc.integer({ min: 2, max: 3 }),
    acts: fc.array(act, { maxLength: 30, size: 'max' }),
  });

  test('A49', 'whatever happens to servers and etcd, clients are told all, once, wherever they go', async (t) => {
    await isBuilt(t);
    await t.forAll(world, ({ count, acts }) => run(t, count, acts), { runs: 32 });
  });

  test('A49', 'so they are with windows in which there is hardly any room', async (t) => {
    await isBuilt(t);
    await t.forAll(world, ({ count, acts }) => run(t, count, acts, 2), { runs: 20 });
  });
}
