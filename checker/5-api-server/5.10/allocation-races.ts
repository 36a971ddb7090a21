/** Services that are made, changed and removed at several API servers at once. */
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { endOf } from '../refusals.ts';
import { createWorld, type ServerHand, type World } from '../registry-world.ts';
import {
  addressesCount,
  allocatingServer,
  haveOf,
  portsCount,
  type ServiceSpec,
  service,
  stockOf,
} from './services.ts';

const serverCount = 3;
/** Far more than all writes of a test can need. */
const callsMax = 2000;

/** Servers whose calls of etcd take as many turns as `delays` says, one after the other. */
function serversOf(world: World, delays: readonly number[]): ServerHand[] {
  let calls = 0;
  const before = async () => {
    if (calls > callsMax) throw Object.assign(new Error('this never ends'), { code: 'stopped' });
    for (let left = delays[calls++ % delays.length] ?? 0; left > 0; left--) await Promise.resolve();
  };
  return Array.from({ length: serverCount }, (_, i) => allocatingServer(world, `S${i + 1}`, i + 1, before));
}

/** What is in the store must fit together: all that Services have is taken, by nobody twice, and nothing else is. */
function check(t: TestContext, world: World): ReturnType<typeof stockOf> {
  const stock = stockOf(world);
  for (const [resource, names] of Object.entries(haveOf(stock.services))) {
    const twice = names.filter((name, i) => names[i - 1] === name);
    const what = resource === 'clusterips' ? 'addresses' : 'node ports';
    t.equal(twice, [], `no two Services have the same ${what}`);
    t.equal(stock.claims[resource], names, `what is taken of the ${what} is what Services have, no more and no less`);
  }
  return stock;
}

const act = fc.record({
  what: fc.constantFrom('create', 'create', 'create', 'update', 'remove'),
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  at: fc.nat(serverCount - 1),
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  address: fc.constantFrom(undefined, undefined, '10.0.0.3', '10.0.0.5'),
  ports: fc.integer({ min: 1, max: 2 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What a write may be refused for, whoever else is about. */
const refusals: Record<string, string[]> = {
  create: ['AlreadyExists', 'Invalid'],
  update: ['NotFound', 'Invalid'],
  remove: ['NotFound'],
};

async function perform(servers: ServerHand[], { what, name, at, type, address, ports }: Act): Promise<unknown> {
  const server = servers[at];
  const spec: ServiceSpec = { type, ports: [{ port: 80 }, { port: 81 }].slice(0, ports) };
  const isNamed = type !== 'ExternalName' && address;
  const object = service(name, isNamed ? { ...spec, clusterIP: address, clusterIPs: [address] } : spec);
  if (what === 'create') return server.create(object);
  return what === 'update' ? server.put(object) : server.remove(object);
}

/** All of a round is begun at once; each comes to an end of its own. */
async function round(t: TestContext, world: World, servers: ServerHand[], acts: readonly Act[]): Promise<void> {
  const { clusterips, nodeports } = stockOf(world).claims;
  const wanted = acts.reduce((sum, { ports }) => sum + ports, 0);
  const mayBeFull = clusterips.length + acts.length > addressesCount || nodeports.length + wanted > portsCount;
  const ends = await Promise.all(acts.map((each) => endOf(perform(servers, each))));
  for (const [i, code] of ends.entries()) {
    const { what, name } = acts[i];
    if (code === 'done') continue;
    const allowed = [...refusals[what], ...(mayBeFull ? ['InternalError'] : [])];
    if (!allowed.includes(code)) t.fail({ message: `${what} ${name}: ${unexpected(code)}` });
    t.step(`  (${what} ${name} → ${code})`);
  }
  check(t, world);
}

function unexpected(code: string): string {
  if (code === 'ServiceUnavailable')
    return `a server has asked etcd more than ${callsMax} times, and would go on for ever`;
  return `there is no reason to refuse it with ${code}`;
}

export function declareAllocationRaces(test: DeclareTest): void {
  test('A50', 'of several servers that give out addresses at once, all get one each', async (t: TestContext) => {
    await t.forAll(
      fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
      async (delays) => {
        const world = createWorld(t);
        const servers = serversOf(world, delays);
        const names = Array.from({ length: addressesCount }, (_, i) => `web-${i + 1}`);
        const made = names.map((name, i) => servers[i % serverCount].create(service(name, { ports: [{ port: 80 }] })));
        await Promise.all(made);
        const { services } = check(t, world);
        t.equal(services.length, addressesCount, 'there are as many addresses as Services, so each must get one');
      },
      { runs: 15 },
    );
  });

  test('A50', 'of two who name the same address at once, one gets it', async (t: TestContext) => {
    await t.forAll(
      fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }),
      async (delays) => {
        const world = createWorld(t);
        const servers = serversOf(world, delays);
        const named = (name: string) => service(name, { clusterIP: '10.0.0.3', ports: [{ port: 80 }] });
        const ends = await Promise.all(['a', 'b'].map((name, i) => endOf(servers[i].create(named(name)))));
        t.equal(ends.sort(), ['Invalid', 'done'], 'the other is told that it is already allocated');
        check(t, world);
      },
      { runs: 12 },
    );
  });

  test('A50', 'a write that comes to nothing has taken nothing', async (t: TestContext) => {
    const world = createWorld(t);
    const [server] = serversOf(world, [0]);
    const web = service('web', { type: 'NodePort', ports: [{ port: 80 }] });
    const made = await server.create(web);
    const before = world.double.keys();
    await t.throws(() => server.create(web), 'AlreadyExists', 'there is one of this name');
    t.equal(world.double.keys(), before, 'what was chosen for the second one is free');
    const two = service('web', { type: 'NodePort', ports: [{ port: 80 }, { port: 81 }] });
    const stale = { ...two, metadata: { ...two.metadata, resourceVersion: '1' } };
    await t.throws(() => server.put(stale), 'Conflict', 'somebody was faster');
    t.equal(world.double.keys(), before, 'the second port has taken nothing');
    await server.create(service('try', { type: 'NodePort', ports: [{ port: 80 }] }), { dryRun: true });
    t.equal(world.double.keys(), before, 'nor has a dry run');
    t.equal((await server.get(web)).spec, made.spec, 'and the Service is as it was');
  });

  test('A50', 'what is free again can be given out again', async (t: TestContext) => {
    const world = createWorld(t);
    const servers = serversOf(world, [0]);
    const names = Array.from({ length: addressesCount }, (_, i) => `web-${i + 1}`);
    for (const [i, name] of names.entries()) await servers[i % serverCount].create(service(name));
    await t.throws(() => servers[0].create(service('more')), 'InternalError', 'all six addresses are taken');
    t.equal(stockOf(world).services.length, addressesCount, 'so there is no seventh Service');
    const { services } = stockOf(world);
    await servers[1].remove(service('web-3'));
    const free = services.find(({ metadata }) => metadata.name === 'web-3')!.spec.clusterIP;
    const more = await servers[2].create(service('more'));
    t.equal((more.spec as ServiceSpec).clusterIP, free, 'one is free again, and it is this one');
    await servers[0].put(service('more', { type: 'ExternalName' }));
    const last = await servers[0].create(service('last'));
    t.equal((last.spec as ServiceSpec).clusterIP, free, 'who needs it no longer has given it back');
    check(t, world);
  });

  test('A50', 'whatever is made, changed and removed at once, nobody has what another has', async (t: TestContext) => {
    const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 4, size: 'max' }), { maxLength: 6, size: 'max' });
    const delays = fc.array(fc.nat(9), { minLength: 1, maxLength: 9 });
    await t.forAll(
      fc.record({ rounds, delays }),
      async ({ rounds: all, delays: turns }) => {
        const world = createWorld(t);
        const servers = serversOf(world, turns);
        for (const [i, acts] of all.entries()) {
          t.step(`round ${i + 1}, all at once:`);
          await round(t, world, servers, acts);
        }
      },
      { runs: 25 },
    );
  });
}
