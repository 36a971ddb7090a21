/** What is too much for a ResourceQuota, what is not, and when it is counted: a part of 5.5. */
import { resourceQuota } from '#api-server/admission/resource-quota.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest } from '../../judge/exercise.ts';
import { ask, createOf, isLetPass, isRefused, objectOf, stepOf } from '../admission-hand.ts';
import { writeOf } from '../writes.ts';
import { podAsking, quota, quotaInHand } from './quota-hand.ts';

const service = (ports: number): KubernetesObject =>
  objectOf('Service', 's', {
    spec: { type: 'NodePort', ports: Array.from({ length: ports }, (_, i) => ({ port: i + 1 })) },
  });

export function declareQuotaLimitTests(test: DeclareTest): void {
  test('A27', 'whoever has too much already may take less', async (t) => {
    const hand = quotaInHand(t, [quota('q', { 'services.nodeports': '2' }, { 'services.nodeports': '5' })]);
    const less = await hand.judges(writeOf('update', service(4), { old: service(5) }));
    isLetPass(t, less, 'only what a write takes *more* of can be over the limit');
    t.equal(await hand.used('q'), { 'services.nodeports': '4' }, 'one is given back, and four are still too many');
    const more = await hand.judges(writeOf('update', service(5), { old: service(4) }));
    t.equal(more.code ?? 'it passes', 'Forbidden', 'one more is one too many');
  });

  test('A27', 'the refusal names the first quota by its name, and only what there is not enough of', async (t) => {
    const hand = quotaInHand(t, [
      quota('b', { pods: '1' }, { pods: '1' }),
      quota('a', { pods: '5', 'requests.cpu': '1' }, { pods: '1', 'requests.cpu': '1' }),
    ]);
    const list = async (resource: string, namespace: string) =>
      [...(await hand.cluster.list(resource, namespace))].reverse();
    const write = createOf(podAsking('p', '500m'));
    t.step('whoever lists the quotas gets "b" before "a"');
    stepOf(t, write, 'validate');
    const ended = await ask(resourceQuota({ ...hand.cluster, list }), 'validate', write);
    const text = 'exceeded quota: a, requested: requests.cpu=500m, used: requests.cpu=1, limited: requests.cpu=1';
    isRefused(t, ended, ['Forbidden', `pods "p" is forbidden: ${text}`], 'by their names "a" comes first');
  });

  test('A27', 'what a quota names anew is counted before it is judged', async (t) => {
    const there = objectOf('ConfigMap', 'there');
    const counted = { pods: '2' };
    const hand = quotaInHand(t, [there, quota('q', { pods: '3', configmaps: '2' }, { pods: '1' }, counted)]);
    t.equal(
      await hand.takes(objectOf('ConfigMap', 'second')),
      'it passes',
      'there is one ConfigMap, and there may be two',
    );
    const { status } = (await hand.cluster.get('resourcequotas', 'dev', 'q'))!;
    const expected = { hard: { pods: '3', configmaps: '2' }, used: { pods: '1', configmaps: '2' } };
    t.equal(status, expected, 'the status is now for what `spec.hard` says: all of it, and nothing else');
    t.equal(await hand.takes(objectOf('ConfigMap', 'third')), 'it is refused', 'two are counted');
  });

  test('A27', 'a dry run that is refused gives nothing back', async (t) => {
    const hand = quotaInHand(t, [
      quota('a', { pods: '5' }, { pods: '3' }),
      quota('b', { 'count/pods': '1' }, { 'count/pods': '1' }),
    ]);
    t.equal(await hand.takes(podAsking('p'), { dryRun: true }), 'it is refused', 'the quota "b" has no room');
    t.equal(await hand.used('a'), { pods: '3' }, 'a dry run has taken nothing from "a" that could come back');
  });

  test('A27', 'a pod that is older than the quota may change, and end', async (t) => {
    const hand = quotaInHand(t, [quota('cpu', { pods: '1', 'requests.cpu': '1' }, { pods: '1', 'requests.cpu': '0' })]);
    const pod = (phase: string) => ({ ...podAsking('old'), status: { phase } });
    const write = writeOf('update', pod('Succeeded'), { old: pod('Running'), subresource: 'status' });
    const ended = await hand.judges(write);
    isLetPass(t, ended, 'only a new pod must say all that the quota counts');
    t.equal(await hand.used('cpu'), { pods: '0', 'requests.cpu': '0' }, 'its place is free again');
  });
}
