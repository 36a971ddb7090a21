/** What one write of a Service takes and gives back. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap } from '../registry-world.ts';
import { typeOf, writeOf } from '../writes.ts';
import { allocated, has, web } from './allocation-hand.ts';
import { allocationOf, service } from './services.ts';

export function declareAllocationTests(test: DeclareTest): void {
  test('A50', 'a new Service gets an address, and node ports if its type has them', async (t: TestContext) => {
    for (const type of [undefined, 'ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']) {
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
    t.newRun();
    t.step('a ConfigMap is written');
    const { claims = [], releases = [], ...other } = await allocationOf(1)(writeOf('create', object), []);
    t.equal([other.object, claims, releases], [object, [], []], `${typeOf(object).kind}s have no addresses`);
  });
}
