/** What a Service names and cannot have, and what the transaction has found to be somebody else's. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { allocated, inWords, web, writeTo } from './allocation-hand.ts';
import { addressesCount, allocationOf, nodePortsOf, portsCount, type Service, service, specOf } from './services.ts';

const ipRange = 'provided IP is not in the range 10.0.0.1 to 10.0.0.6';
const portRange = 'provided port is not in the range 30000 to 30003';
const ipTaken = 'provided IP is already allocated';
const portTaken = 'provided port is already allocated';

export function declareAllocationFaultTests(test: DeclareTest): void {
  test('A50', 'a named number outside of the pool is refused by its field', async (t: TestContext) => {
    const ip = (clusterIP: string) => service('web', { clusterIP });
    const port = (nodePort: number) =>
      service('web', { type: 'NodePort', ports: [{ port: 80 }, { port: 81, nodePort }] });
    for (const [object, field, words] of [
      [ip('10.0.0.0'), 'spec.clusterIPs[0]', ipRange],
      [ip('10.0.0.7'), 'spec.clusterIPs[0]', ipRange],
      [ip('10.0.1.3'), 'spec.clusterIPs[0]', ipRange],
      [port(29999), 'spec.ports[1].nodePort', portRange],
      [port(30004), 'spec.ports[1].nodePort', portRange],
    ] as const) {
      await refused(t, () => allocated(t, [object]), { [field]: words });
    }
  });

  test('A50', 'a named number that somebody else has is refused by its field', async (t: TestContext) => {
    const object = web('10.0.0.4', 30002);
    for (const [resource, name, field, words] of [
      ['clusterips', '10.0.0.4', 'spec.clusterIPs[0]', ipTaken],
      ['nodeports', '30002', 'spec.ports[0].nodePort', portTaken],
    ]) {
      await refused(t, () => again(t, object, [{ resource, name }]), { [field]: words });
    }
  });

  test('A50', 'all that cannot be had is told at once', async (t: TestContext) => {
    const two = (clusterIP: string, first: number, second: number) => {
      const ports = [{ port: 80, nodePort: first }, { port: 81 }, { port: 82, nodePort: second }];
      return service('web', { type: 'NodePort', clusterIP, ports });
    };
    const [address, first, second] = ['spec.clusterIPs[0]', 'spec.ports[0].nodePort', 'spec.ports[2].nodePort'];
    const far = two('10.0.1.3', 29999, 30004);
    await refused(t, () => again(t, far), { [address]: ipRange, [first]: portRange, [second]: portRange });
    const ports = two('10.0.0.3', 29999, 30004);
    await refused(t, () => again(t, ports), { [first]: portRange, [second]: portRange });
    const mixed = two('10.0.0.3', 30001, 30004);
    const lost = [
      { resource: 'clusterips', name: '10.0.0.3' },
      { resource: 'nodeports', name: '30001' },
    ];
    const faults = { [address]: ipTaken, [first]: portTaken, [second]: portRange };
    await refused(t, () => again(t, mixed, lost), faults);
  });

  test('A50', 'in a dry run, too, what is named and somebody else has is refused', async (t: TestContext) => {
    const dry = (object: Service, old?: Service) => ({ ...writeTo(object, old), dryRun: true });
    const taken = { clusterips: ['10.0.0.4'], nodeports: ['30002'] };
    t.step('10.0.0.4 and 30002 are taken; a dry run of a Service that names 10.0.0.4');
    const one = () => allocationOf(1, taken)(dry(service('log', { clusterIP: '10.0.0.4' })), []);
    await refused(t, one, { 'spec.clusterIPs[0]': ipTaken });
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

  test('A50', 'what the transaction has found taken is not chosen again, whatever the names say', async (t) => {
    const object = service('web', { type: 'NodePort', ports: [{ port: 80 }] });
    const lost = [
      ...poolNames(addressesCount - 1, (at) => ({ resource: 'clusterips', name: `10.0.0.${at + 1}` })),
      ...poolNames(portsCount - 1, (at) => ({ resource: 'nodeports', name: String(30_000 + at) })),
    ];
    for (let seed = 1; seed <= 10; seed++) {
      const { object: stored } = await again(t, object, lost, seed);
      const why = 'the names were older than what the transaction has found, and it would find the same again';
      t.equal([specOf(stored).clusterIP, nodePortsOf(stored)], ['10.0.0.6', [30003]], why);
    }
  });
}

type Lost = { resource: string; name: string }[];

function poolNames(count: number, keyAt: (at: number) => Lost[number]): Lost {
  return Array.from({ length: count }, (_, at) => keyAt(at));
}

/** A run of its own: a write that is tried again, though no names are told as taken. */
function again(t: TestContext, object: Service, lost: Lost = [], seed = 1) {
  t.newRun();
  t.step(`a new Service   ${inWords(object)}`);
  if (lost.length > 0) t.step(`the transaction has found taken: ${lost.map(({ name }) => name).join(', ')}`);
  return allocationOf(seed)(writeTo(object), lost);
}

/** @param faults the end of what is said of each field */
async function refused(t: TestContext, action: () => Promise<unknown>, faults: Record<string, string>): Promise<void> {
  const { details } = await t.throws(action, 'Invalid', `this cannot be had: ${Object.values(faults).join('; ')}`);
  const causes = details.causes as { field: string; message: string }[];
  const fields = causes.map(({ field }) => field).sort();
  t.equal(fields, Object.keys(faults).sort(), 'the refusal names every field that cannot be had, each once');
  for (const { field, message } of causes) {
    t.ok(message.endsWith(faults[field]), `of ${field} it must say "${faults[field]}", and says "${message}"`);
  }
}
