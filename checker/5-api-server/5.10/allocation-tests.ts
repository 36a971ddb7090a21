/** What one write of a Service takes and gives back. */
import type { Write } from '#kit/kubernetes/http.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap } from '../registry-world.ts';
import { typeOf, writeOf } from '../writes.ts';
import { allocationOf, nodePortsOf, type Service, service, specOf } from './services.ts';

function writeTo(object: Service | undefined, old?: Service): Write {
  const operation = object ? (old ? 'update' : 'create') : 'delete';
  const write = writeOf('create', (object ?? old)!);
  return { ...write, operation, object, old } as Write;
}

interface Result {
  ip?: string;
  ips?: string[];
  nodePorts: (number | undefined)[];
  claims: string[];
  releases: string[];
}

/** Has a write worked out. Keys are shown as `clusterips/10.0.0.1`. */
async function allocated(
  t: TestContext,
  [object, old]: [Service | undefined, Service?],
  { taken = {}, seed = 1 }: { taken?: Record<string, string[]>; seed?: number } = {},
): Promise<Result> {
  t.step(
    `${old ? `${JSON.stringify(old.spec)} becomes ` : 'new: '}${object ? JSON.stringify(object.spec) : 'nothing'}`,
  );
  const decision = await allocationOf(seed, taken)(writeTo(object, old), []);
  const keys = (list: { resource: string; name: string }[] = []) =>
    list.map(({ resource, name }) => `${resource}/${name}`).sort();
  const spec = specOf(decision.object);
  return {
    ...(spec.clusterIP !== undefined && { ip: spec.clusterIP }),
    ...(spec.clusterIPs !== undefined && { ips: spec.clusterIPs }),
    nodePorts: nodePortsOf(decision.object),
    claims: keys(decision.claims),
    releases: keys(decision.releases),
  };
}

const has = (ip: string, rest: object = {}) => ({ clusterIP: ip, clusterIPs: [ip], ...rest });
const web = (ip: string, nodePort?: number) =>
  service('web', has(ip, { type: 'NodePort', ports: [{ port: 80, ...(nodePort && { nodePort }) }] }));

export function declareAllocationTests(test: DeclareTest): void {
  test('A50', 'a new Service gets an address, and node ports if its type has them', async (t: TestContext) => {
    for (const type of [undefined, 'ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']) {
      t.newRun();
      const spec = { ...(type && { type }), ports: [{ port: 80 }, { port: 80, protocol: 'UDP' }] };
      const taken = { clusterips: ['10.0.0.1', '10.0.0.2', '10.0.0.4'], nodeports: ['30001', '30003'] };
      const { ip, ips, nodePorts, claims, releases } = await allocated(t, [service('web', spec)], { taken });
      const hasPorts = type === 'NodePort' || type === 'LoadBalancer';
      const portClaims = hasPorts ? ['nodeports/30000', 'nodeports/30002'] : [];
      if (type === 'ExternalName') t.equal([ip, ips, claims], [undefined, undefined, []], 'this type has no address');
      else {
        t.ok(['10.0.0.3', '10.0.0.5', '10.0.0.6'].includes(ip ?? ''), `${ip} must be an address of the pool, and free`);
        t.equal(ips, [ip], 'spec.clusterIPs says the same');
        t.equal(claims, [`clusterips/${ip}`, ...portClaims], 'this is what the transaction has to take');
      }
      const found = hasPorts ? [30000, 30002] : [undefined, undefined];
      t.equal([...nodePorts].sort(), found, hasPorts ? 'each port has a node port of its own' : 'no node ports');
      t.equal(releases, [], 'a new one has nothing to give back');
    }
  });

  test('A50', 'what is named is given, and a Service without an address gets none', async (t: TestContext) => {
    const named = service('web', { ...web('10.0.0.4', 30002).spec, clusterIPs: undefined });
    const { ip, ips, nodePorts, claims } = await allocated(t, [named]);
    t.equal([ip, ips, nodePorts], ['10.0.0.4', ['10.0.0.4'], [30002]], 'it gets what it names');
    t.equal(claims, ['clusterips/10.0.0.4', 'nodeports/30002'], 'and takes it');
    const some = service('web', {
      type: 'NodePort',
      ports: [{ port: 80 }, { port: 81, nodePort: 30000 }, { port: 82 }],
    });
    const mixed = await allocated(t, [some], { taken: { nodeports: ['30003'] } });
    t.equal(mixed.nodePorts[1], 30000, 'the second port names its own');
    t.equal([...mixed.nodePorts].sort(), [30000, 30001, 30002], 'and the others get other ones');
    const headless = await allocated(t, [service('db', has('None'))]);
    t.equal([headless.ip, headless.claims], ['None', []], '"None" means that it wants no address');
    const both = { port: 53, nodePort: 30001 };
    const names = service('dns', has('None', { type: 'NodePort', ports: [both, { ...both, protocol: 'UDP' }] }));
    const shared = await allocated(t, [names]);
    t.equal(shared.claims, ['nodeports/30001'], 'two ports of one Service may have the same node port: taken once');
  });

  test('A50', 'a named number outside of the pool is refused by its field', async (t: TestContext) => {
    const ip = (clusterIP: string) => service('web', { clusterIP });
    const port = (nodePort: number) =>
      service('web', { type: 'NodePort', ports: [{ port: 80 }, { port: 81, nodePort }] });
    const range = { ip: '10.0.0.1 to 10.0.0.6', port: '30000 to 30003' };
    for (const [object, field, what] of [
      [ip('10.0.0.0'), 'spec.clusterIPs[0]', 'ip'],
      [ip('10.0.0.7'), 'spec.clusterIPs[0]', 'ip'],
      [ip('10.0.1.3'), 'spec.clusterIPs[0]', 'ip'],
      [port(29999), 'spec.ports[1].nodePort', 'port'],
      [port(30004), 'spec.ports[1].nodePort', 'port'],
    ] as const) {
      t.newRun();
      const words = `provided ${what === 'ip' ? 'IP' : 'port'} is not in the range ${range[what]}`;
      await refused(t, () => allocated(t, [object]), field, words);
    }
  });

  test('A50', 'a named number that somebody else has is refused by its field', async (t: TestContext) => {
    const object = web('10.0.0.4', 30002);
    for (const [resource, name, field, what] of [
      ['clusterips', '10.0.0.4', 'spec.clusterIPs[0]', 'IP'],
      ['nodeports', '30002', 'spec.ports[0].nodePort', 'port'],
    ]) {
      t.newRun();
      t.step(`web names 10.0.0.4 and 30002; the transaction has found that ${name} is taken`);
      const again = () => allocationOf(1)(writeTo(object), [{ resource, name }]);
      await refused(t, again, field, `provided ${what} is already allocated`);
    }
  });

  test('A50', 'in a dry run, too, what is named and somebody else has is refused', async (t: TestContext) => {
    const dry = (object: Service, old?: Service) => ({ ...writeTo(object, old), dryRun: true });
    const taken = { clusterips: ['10.0.0.4'], nodeports: ['30002'] };
    t.step('10.0.0.4 and 30002 are taken; a dry run of a Service that names 10.0.0.4');
    const one = () => allocationOf(1, taken)(dry(service('log', { clusterIP: '10.0.0.4' })), []);
    await refused(t, one, 'spec.clusterIPs[0]', 'provided IP is already allocated');
    t.step('a dry run of an update of the one that has both');
    const own = web('10.0.0.4', 30002);
    const { claims = [] } = await allocationOf(1, taken)(dry(own, own), []);
    t.equal(claims, [], 'these are its own');
  });

  test('A50', 'a chosen number that somebody was faster to take is chosen anew', async (t: TestContext) => {
    const object = service('web', { type: 'NodePort', ports: [{ port: 80 }] });
    const taken = { clusterips: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], nodeports: ['30000'] };
    const lost = [{ resource: 'clusterips', name: '10.0.0.3' }];
    t.step('web wants anything; the transaction has found that 10.0.0.3 is taken');
    for (let seed = 1; seed <= 10; seed++) {
      const decision = await allocationOf(seed, taken)(writeTo(object), lost);
      t.ok(!taken.clusterips.includes(specOf(decision.object).clusterIP!), 'it gets another one, and no refusal');
    }
  });

  test('A50', 'an update keeps what it has, takes what is new, and gives back what is left over', async (t) => {
    const old = web('10.0.0.4', 30002);
    const unsaid = service('web', { type: 'NodePort', ports: [{ port: 80 }] });
    const kept = { ip: '10.0.0.4', ips: ['10.0.0.4'], nodePorts: [30002], claims: [], releases: [] };
    t.equal(await allocated(t, [old, old]), kept, 'nothing has changed: nothing is taken, nothing given back');
    t.equal(await allocated(t, [unsaid, old]), kept, 'who does not name it keeps it');
    const two = service(
      'web',
      has('10.0.0.4', { type: 'NodePort', ports: [{ port: 80 }, { port: 81, nodePort: 30003 }] }),
    );
    const more = await allocated(t, [two, old]);
    t.equal([more.nodePorts, more.claims], [[30002, 30003], ['nodeports/30003']], 'only the second port is new');
    const moved = service('web', has('10.0.0.4', { type: 'NodePort', ports: [{ port: 81, nodePort: 30002 }] }));
    t.equal(await allocated(t, [moved, old]), kept, 'another port of the same Service may have it');
    const another = await allocated(t, [web('10.0.0.4', 30001), old]);
    t.equal([another.claims, another.releases], [['nodeports/30001'], ['nodeports/30002']], 'one for the other');
    const less = await allocated(t, [service('web', has('10.0.0.4', { ports: [{ port: 80, nodePort: 30002 }] })), old]);
    t.equal([less.nodePorts, less.claims, less.releases], [[undefined], [], ['nodeports/30002']], 'ClusterIP has none');
    const gone = await allocated(t, [service('web', { type: 'ExternalName', ...has('10.0.0.4') }), old]);
    t.equal([gone.ip, gone.ips, gone.claims], [undefined, undefined, []], 'ExternalName has nothing at all');
    t.equal(gone.releases, ['clusterips/10.0.0.4', 'nodeports/30002'], 'so all is given back');
  });

  test('A50', 'what is removed gives back everything, and other kinds have nothing', async (t: TestContext) => {
    const removed = await allocated(t, [undefined, web('10.0.0.4', 30002)]);
    t.equal(removed.releases, ['clusterips/10.0.0.4', 'nodeports/30002'], 'both can be given out again');
    t.equal(removed.claims, [], 'nothing is taken');
    const headless = await allocated(t, [undefined, service('db', has('None'))]);
    t.equal(headless.releases, [], '"None" is no address');
    const external = await allocated(t, [undefined, service('x', { type: 'ExternalName' })]);
    t.equal(external.releases, [], 'this one has nothing');
    const object = configMap('web', { clusterIP: '10.0.0.4' });
    t.step('a ConfigMap is written');
    const { claims = [], releases = [], ...other } = await allocationOf(1)(writeOf('create', object), []);
    t.equal([other.object, claims, releases], [object, [], []], `${typeOf(object).kind}s have no addresses`);
  });
}

async function refused(t: TestContext, action: () => Promise<unknown>, field: string, words: string): Promise<void> {
  const { details } = await t.throws(action, 'Invalid', `this cannot be had: ${words}`);
  const causes = details.causes as { field: string; message: string }[];
  t.equal(
    causes.map((cause) => cause.field),
    [field],
    'the refusal names the field',
  );
  t.ok(causes[0].message.endsWith(words), `it must say "${words}", and says "${causes[0].message}"`);
}
