/** ResourceQuotas: a part of 5.5. */
import { compareQuantities } from '#kit/kubernetes/quantity.ts';
import type { DeclareTest } from '../../judge/exercise.ts';
import { createOf, isLetPass, isRefused, objectOf } from '../admission-hand.ts';
import { writeOf } from '../writes.ts';
import { podAsking, quota, quotaInHand } from './quota-hand.ts';
import { declareQuotaRaceTests } from './quota-race-tests.ts';

const pods2 = { pods: '2' };

export function declareQuotaTests(test: DeclareTest): void {
  test('A27', 'what is taken is counted, and what is too much is refused', async (t) => {
    const hand = quotaInHand(t, [quota('small', pods2, { pods: '0' })]);
    t.equal(await hand.takes(podAsking('a')), 'it passes', 'there is room for two');
    t.equal(await hand.takes(podAsking('b')), 'it passes', 'there is room for one more');
    t.equal(await hand.used('small'), { pods: '2' }, 'both are counted');
    const third = await hand.judges(createOf(podAsking('c')));
    const text = 'exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2';
    isRefused(t, third, ['Forbidden', `pods "c" is forbidden: ${text}`], 'there is no room for a third');
    t.equal(await hand.used('small'), { pods: '2' }, 'who was refused has taken nothing');
  });

  test('A27', 'amounts add up, in whatever unit', async (t) => {
    const hand = quotaInHand(t, [quota('cpu', { 'requests.cpu': '1' }, { 'requests.cpu': '0' })]);
    t.equal(await hand.takes(podAsking('a', '600m')), 'it passes', '0.6 of 1 is there');
    t.equal(await hand.takes(podAsking('b', '500m')), 'it is refused', '0.6 and 0.5 are more than 1');
    t.equal(await hand.takes(podAsking('c', '0.4')), 'it passes', '0.6 and 0.4 are 1');
    const used = (await hand.used('cpu'))?.['requests.cpu'] ?? '';
    t.equal(compareQuantities(used, '1'), 0, 'all of it is used');
  });

  test('A27', 'a quota looks only at what it names', async (t) => {
    const hand = quotaInHand(t, [quota('maps', { configmaps: '1' }, { configmaps: '1' })]);
    const before = hand.cluster.asked.length;
    t.equal(await hand.takes(podAsking('a')), 'it passes', 'it does not count pods');
    t.equal(await hand.takes(objectOf('Secret', 's')), 'it passes', 'nor secrets');
    const writes = hand.cluster.asked.slice(before).filter((line) => line.startsWith('write'));
    t.equal(writes, [], 'so it is not written');
    t.equal(
      await hand.takes(objectOf('ConfigMap', 'c')),
      'it is refused',
      'it counts ConfigMaps, and there is one already',
    );
    const elsewhere = { ...objectOf('ConfigMap', 'c'), metadata: { name: 'c', namespace: 'prod' } };
    t.equal(await hand.takes(elsewhere), 'it passes', 'it is the quota of another namespace');
    t.equal(
      await hand.takes({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }),
      'it passes',
      'what is in no namespace has no quota',
    );
  });

  test('A27', 'a pod must say what the quota counts', async (t) => {
    const hand = quotaInHand(t, [
      quota('cpu', { 'requests.cpu': '1', 'limits.memory': '1Gi' }, { 'requests.cpu': '0', 'limits.memory': '0' }),
    ]);
    const ended = await hand.judges(createOf(podAsking('a')));
    const text = 'failed quota: cpu: must specify limits.memory for: main; requests.cpu for: main';
    isRefused(t, ended, ['Forbidden', `pods "a" is forbidden: ${text}`], 'a pod that says nothing could take all');
    t.equal(await hand.used('cpu'), { 'requests.cpu': '0', 'limits.memory': '0' }, 'it has taken nothing');
  });

  test('A27', 'what one quota refuses is given back to the others', async (t) => {
    const hand = quotaInHand(t, [
      quota('a', { pods: '5' }, { pods: '1' }),
      quota('b', { 'count/pods': '1' }, { 'count/pods': '1' }),
      quota('c', { pods: '5' }, { pods: '1' }),
    ]);
    t.equal(await hand.takes(podAsking('p')), 'it is refused', 'the quota "b" has no room');
    const used = await Promise.all(['a', 'b', 'c'].map((name) => hand.used(name)));
    t.equal(used, [{ pods: '1' }, { 'count/pods': '1' }, { pods: '1' }], 'the pod is not made, so nobody may count it');
  });

  test('A27', 'what came to nothing, or is gone, is given back', async (t) => {
    const hand = quotaInHand(t, [
      quota('small', { pods: '2', 'requests.cpu': '4' }, { pods: '0', 'requests.cpu': '0' }),
    ]);
    const write = createOf(podAsking('a', '1'));
    await hand.judges(write);
    await hand.gives(write, 'the pod could not be stored');
    t.equal(await hand.used('small'), { pods: '0', 'requests.cpu': '0' }, 'all of it is there again');
    await hand.gives(write, 'once more');
    t.equal(await hand.used('small'), { pods: '0', 'requests.cpu': '0' }, '`used` never becomes less than 0');
    const gone = writeOf('delete', podAsking('a', '1'));
    await hand.judges(write);
    isLetPass(t, await hand.judges(gone), 'a delete needs no room');
    const { pods } = (await hand.used('small')) ?? {};
    t.equal(pods, '1', 'an object that is only to be deleted is still there');
  });

  test('A27', 'an update takes what is more, and gives back what is less', async (t) => {
    const hand = quotaInHand(t, [
      quota(
        'q',
        { pods: '1', 'count/pods': '1', services: '1', 'services.nodeports': '2' },
        { pods: '1', 'count/pods': '1', services: '1', 'services.nodeports': '0' },
      ),
    ]);
    const service = (type: string, ports: number) =>
      objectOf('Service', 's', { spec: { type, ports: Array.from({ length: ports }, (_, i) => ({ port: i + 1 })) } });
    const update = (object: ReturnType<typeof service>, old: typeof object) =>
      hand.judges(writeOf('update', object, { old }));
    const three = await update(service('NodePort', 3), service('ClusterIP', 3));
    t.equal(three.code ?? 'it passes', 'Forbidden', 'three node ports are too many');
    isLetPass(t, await update(service('NodePort', 2), service('ClusterIP', 2)), 'two are there');
    t.equal((await hand.used('q'))?.['services.nodeports'], '2', 'and counted now');
    isLetPass(t, await update(service('NodePort', 1), service('NodePort', 2)), 'less is always allowed');
    t.equal((await hand.used('q'))?.['services.nodeports'], '1', 'one is given back');
    const before = hand.cluster.asked.filter((line) => line.startsWith('write')).length;
    isLetPass(t, await update({ ...service('NodePort', 1), x: 1 }, service('NodePort', 1)), 'the same is allowed');
    const writes = hand.cluster.asked.filter((line) => line.startsWith('write')).length - before;
    t.equal(writes, 0, 'a write that uses the same as before writes no quota');
    const ended = { ...podAsking('p'), status: { phase: 'Succeeded' } };
    const running = { ...podAsking('p'), status: { phase: 'Running' } };
    const end = writeOf('update', ended, { old: running, subresource: 'status' });
    isLetPass(t, await hand.judges(end), 'the pod has ended');
    const { pods, 'count/pods': count } = (await hand.used('q')) ?? {};
    t.equal([pods, count], ['0', '1'], 'a pod that has ended uses nothing but its place in count/pods');
  });

  test('A27', 'a dry run takes nothing, and is refused all the same', async (t) => {
    const hand = quotaInHand(t, [quota('small', pods2, { pods: '1' })]);
    t.equal(await hand.takes(podAsking('a'), { dryRun: true }), 'it passes', 'there is room for one');
    t.equal(await hand.used('small'), { pods: '1' }, 'a dry run leaves nothing behind');
    await hand.gives(createOf(podAsking('a'), { dryRun: true }), 'the dry run is over');
    t.equal(await hand.used('small'), { pods: '1' }, 'what was not taken is not given back');
    hand.cluster.put(quota('small', pods2, { pods: '2' }));
    t.step('another pod is made, and there is no room any more');
    t.equal(
      await hand.takes(podAsking('a'), { dryRun: true }),
      'it is refused',
      'without the dry run it would be refused, too',
    );
  });

  declareQuotaRaceTests(test);
}
