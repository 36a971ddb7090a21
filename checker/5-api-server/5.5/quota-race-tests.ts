/**
 * Whoever asks for a part of a quota at the same time, and whoever changes the quota meanwhile: a part of 5.5.
 */
import { countQuota, resourceQuota } from '#api-server/admission/resource-quota.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { ask, createOf } from '../admission-hand.ts';
import { createCluster } from '../cluster.ts';
import { podAsking, quota, quotaInHand } from './quota-hand.ts';

const pods2 = { pods: '2' };

export function declareQuotaRaceTests(test: DeclareTest): void {
  test('A27', 'of any number at once, no more get in than there is room for', async (t) => {
    await t.forAll(
      fc.record({
        room: fc.integer({ min: 0, max: 6 }),
        count: fc.integer({ min: 1, max: 20 }),
        servers: fc.integer({ min: 1, max: 3 }),
      }),
      async ({ room, count, servers }) => {
        const cluster = createCluster([quota('small', { pods: String(room) }, { pods: '0' })]);
        const plugins = Array.from({ length: servers }, () => resourceQuota(cluster));
        t.step(`a quota of ${room} pods; ${count} creates at once, over ${servers} API servers`);
        const asked = Array.from({ length: count }, (_, i) =>
          ask(plugins[i % servers], 'validate', createOf(podAsking(`p${i}`))),
        );
        const admitted = (await Promise.all(asked)).filter(({ code }) => code === undefined).length;
        t.equal(admitted, Math.min(room, count), 'exactly as many as there is room for');
        const [{ status }] = await cluster.list('resourcequotas', 'dev');
        t.equal((status as { used: object }).used, { pods: String(Math.min(room, count)) }, 'and so many are counted');
      },
      { runs: 40 },
    );
  });

  test('A27', 'whoever loses the race for a quota judges again', async (t) => {
    const hand = quotaInHand(t, [quota('small', pods2, { pods: '1' })]);
    let times = 0;
    hand.cluster.beforeWrite(() => {
      if (++times === 1) hand.cluster.put(quota('small', pods2, { pods: '2' }));
    });
    t.step('while the quota is judged, another server takes the last place');
    t.equal(await hand.takes(podAsking('a')), 'it is refused', 'what was read is not true any more: there is no room');
    t.equal(await hand.used('small'), { pods: '2' }, 'the other one has the place');
    hand.cluster.put(quota('small', pods2, { pods: '0' }));
    times = 0;
    hand.cluster.beforeWrite(() => {
      if (++times === 1) hand.cluster.put(quota('small', pods2, { pods: '1' }));
    });
    t.step('there is room for two again; while the quota is judged, another server takes one');
    t.equal(await hand.takes(podAsking('b')), 'it passes', 'there is still room for one');
    t.equal(await hand.used('small'), { pods: '2' }, 'both are counted');
  });

  test('A27', 'a quota that is new or was changed is counted anew', async (t) => {
    const there = [podAsking('a', '1'), podAsking('b', '1'), { ...podAsking('c', '1'), status: { phase: 'Failed' } }];
    const hand = quotaInHand(t, [...there, quota('new', { pods: '3', 'requests.cpu': '3' })]);
    t.equal(
      await hand.takes(podAsking('d', '2')),
      'it is refused',
      'two pods with 2 in all are there, and one that has ended: 2 more are too much',
    );
    t.equal(await hand.takes(podAsking('d', '1')), 'it passes', '1 more is just enough');
    t.equal(await hand.used('new'), { pods: '3', 'requests.cpu': '3' }, 'all are counted');
    hand.cluster.remove(quota('new', {}));
    t.step('the quota is deleted');
    t.equal(await hand.takes(podAsking('e')), 'it passes', 'without a quota everything gets in');
  });

  test('A27', 'what is admitted and not stored yet stays counted when the limit changes', async (t) => {
    const hand = quotaInHand(t, [quota('small', pods2, { pods: '0' })]);
    t.equal(await hand.takes(podAsking('a')), 'it passes', 'there is room for two');
    t.step('before the pod "a" is stored, somebody lowers the limit to 1');
    hand.cluster.put(quota('small', { pods: '1' }, { pods: '1' }, pods2));
    t.equal(
      await hand.takes(podAsking('b')),
      'it is refused',
      'the one place is that of "a", though "a" is not in the store yet',
    );
    t.step('somebody wants ConfigMaps to be counted, too; "a" is still under way');
    hand.cluster.put(quota('small', { pods: '1', configmaps: '1' }, { pods: '1' }, { pods: '1' }));
    t.equal(await hand.takes(podAsking('b')), 'it is refused', 'and so it is where something else is counted anew');
    t.step('the quota is counted');
    await countQuota(hand.cluster, 'dev', 'small');
    t.equal(await hand.used('small'), { pods: '1', configmaps: '0' }, 'only what is named anew is looked up');
  });

  test('A27', 'what comes back is not taken off what is yet to be counted', async (t) => {
    const there = [podAsking('a'), podAsking('b')];
    const hand = quotaInHand(t, [
      ...there,
      quota('new', { pods: '3', 'count/pods': '3' }, { pods: '3' }, { pods: '3' }),
    ]);
    t.step('the third pod, "c", is gone; what it took comes back');
    await hand.gives(createOf(podAsking('c')), 'it is gone');
    t.equal((await hand.used('new'))?.pods, '2', 'it was counted among the pods');
    await countQuota(hand.cluster, 'dev', 'new');
    t.equal(
      await hand.used('new'),
      { pods: '2', 'count/pods': '2' },
      'in count/pods it was not: that was counted when it was gone already',
    );
  });

  test('A27', 'whatever happens meanwhile, what is used is what was taken and not given back', async (t) => {
    await t.forAll(
      fc.record({ first: limit, servers: fc.integer({ min: 1, max: 3 }), happenings: fc.array(happening) }),
      async ({ first, servers, happenings }) => {
        const run = createRun(t, first, servers);
        for (const each of happenings) await run[each.what](each);
      },
      { runs: 100 },
    );
  });
}

const limit = fc.integer({ min: 0, max: 4 });
const happening = fc.record({
  what: fc.constantFrom('comes', 'comes', 'isStored', 'comesToNothing', 'goes', 'isLimited'),
  to: limit,
  which: fc.nat(20),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
type Run = Record<Happening['what'], (happening: Happening) => Promise<void>>;

/** Pods come and go in a namespace with one quota, and its limit changes at any time. */
function createRun(t: TestContext, first: number, servers: number): Run {
  const cluster = createCluster([quota('small', { pods: String(first) }, { pods: '0' })]);
  const plugins = Array.from({ length: servers }, () => resourceQuota(cluster));
  const admitted: Write[] = [];
  const stored: Write[] = [];
  let room = first;
  let made = 0;
  t.step(`a quota of ${first} pods, ${servers} API servers`);

  async function isRight(): Promise<void> {
    await countQuota(cluster, 'dev', 'small');
    const { status } = (await cluster.get('resourcequotas', 'dev', 'small'))!;
    const expected = { hard: { pods: String(room) }, used: { pods: String(admitted.length + stored.length) } };
    t.equal(status, expected, `${admitted.length} pods are under way, and ${stored.length} are stored`);
  }

  async function giveBack(from: Write[], { which }: Happening, why: string): Promise<void> {
    const [write] = from.splice(which % Math.max(from.length, 1), 1);
    if (!write) return;
    t.step(`${write.name} ${why}`);
    if (from === stored) cluster.remove(write.object!);
    await plugins[which % servers].release?.(write);
    await isRight();
  }

  return {
    async comes({ which }) {
      const write = createOf(podAsking(`p${made++}`));
      t.step(`${write.name} comes`);
      const hadRoom = admitted.length + stored.length < room;
      const { code } = await ask(plugins[which % servers], 'validate', write);
      t.equal(code === undefined, hadRoom, `of ${room} places ${admitted.length + stored.length} are taken`);
      if (code === undefined) admitted.push(write);
      await isRight();
    },
    async isStored({ which }) {
      const [write] = admitted.splice(which % Math.max(admitted.length, 1), 1);
      if (!write) return;
      t.step(`${write.name} is stored`);
      cluster.put(write.object!);
      stored.push(write);
    },
    comesToNothing: (each) => giveBack(admitted, each, 'could not be stored'),
    goes: (each) => giveBack(stored, each, 'is gone'),
    async isLimited({ to }) {
      t.step(`the limit is changed to ${to}`);
      room = to;
      const { status } = (await cluster.get('resourcequotas', 'dev', 'small'))!;
      cluster.put({ ...quota('small', { pods: String(to) }), status });
    },
  };
}
