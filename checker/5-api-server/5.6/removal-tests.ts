/** How an object goes, write by write: a part of 5.6. */
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest } from '../../judge/exercise.ts';
import { objectOf } from '../admission-hand.ts';
import { podOf, withField } from '../manifests.ts';
import { endOf } from '../refusals.ts';
import { createWorldOfOne, keyOf, metadataOf, startInWords } from '../registry-world.ts';

const plain = objectOf('ConfigMap', 'web');
const held = withField(plain, 'metadata.finalizers', ['a/x', 'a/y']);
const status = { subresource: 'status' };
const inPhase = (phase: string) => (pod: KubernetesObject) => withField(pod, 'status.phase', phase);

export function declareRemovalTests(test: DeclareTest): void {
  test('A32', 'an object goes when the last finalizer comes off, and not before', async (t) => {
    const { only } = createWorldOfOne(t);
    await only.create(held);
    const { object, isGone } = await only.remove(plain);
    t.equal([isGone, object.metadata.deletionTimestamp], [false, startInWords], 'it is marked, and still there');
    const update = (words: string, ...finalizers: string[]) =>
      only.change(plain, words, (old) => withField(old, 'metadata.finalizers', finalizers));
    await update('a/x comes off', 'a/y');
    t.equal(metadataOf(await only.storage.get(keyOf(plain))).deletionTimestamp, startInWords, 'a/y still holds it');
    t.equal(
      await endOf(update('another finalizer', 'a/y', 'a/z')),
      'Invalid',
      'whoever cleans up works on a list that only gets shorter',
    );
    await only.change(plain, 'without the mark', (old) =>
      withField(withField(old, 'metadata.deletionTimestamp', undefined), 'data.x', '1'),
    );
    t.equal(
      metadataOf(await only.storage.get(keyOf(plain))).deletionTimestamp,
      startInWords,
      'the mark never comes off',
    );
    const last = await update('a/y comes off');
    t.equal(await only.storage.get(keyOf(plain)), undefined, 'nothing holds it any more');
    t.equal(last.metadata.name, 'web', 'the answer is the object as it was last');
    t.equal(only.gone.length, 1, 'and it is told once that it is gone');
  });

  test('A32', 'a delete of what is not there, or is another, changes nothing', async (t) => {
    const { double, only } = createWorldOfOne(t);
    t.equal(await endOf(only.remove(plain)), 'NotFound', 'there is no such object');
    const { metadata } = await only.create(plain);
    const other = only.remove(plain, { preconditions: { uid: 'other' } });
    t.equal(await endOf(other), 'Conflict', 'the one that was meant is gone, and this one is another');
    t.equal((await only.storage.get(keyOf(plain)))?.metadata.uid, metadata.uid, 'it is still there');
    const { isGone } = await only.remove(plain, { preconditions: { uid: String(metadata.uid) } });
    t.equal([isGone, double.keys()], [true, []], 'now it is gone');
  });

  test('A32', 'a pod that is ending stays while its time lasts, whoever writes it', async (t) => {
    const { only } = createWorldOfOne(t);
    const pod = podOf({ nodeName: 'n', containers: [] });
    await only.create(pod);
    await only.change(pod, 'its kubelet says that it runs', inPhase('Running'), status);
    const { isGone } = await only.remove(pod);
    t.equal(isGone, false, 'it has 30 s to stop');
    await only.change(pod, 'its kubelet says how it is', (old) => withField(old, 'status.message', 'stopping'), status);
    t.equal(
      metadataOf(await only.storage.get(keyOf(pod))).deletionGracePeriodSeconds,
      30,
      'its kubelet reports while it stops the pod; that is no reason for the pod to go',
    );
    const { isGone: isGoneNow } = await only.remove(pod, { gracePeriodSeconds: 0 });
    t.equal([isGoneNow, only.gone.length], [true, 1], 'when it has stopped it, the kubelet deletes it with grace 0');
  });

  test('A32', 'a delete has no object, and so has a write that ends in a removal', async (t) => {
    const { only } = createWorldOfOne(t);
    const asked = () => only.chained.map(({ operation, object }) => [operation, object && 'an object']);
    await only.create(held);
    await only.remove(held);
    t.equal(
      asked(),
      [
        ['create', 'an object'],
        ['delete', undefined],
      ],
      'the chain is asked about a delete without an object; what is to go is `old`',
    );
    t.equal(only.chained[1]?.old?.metadata.name, 'web', 'what is to go is `old`');
    t.equal(only.gone, [], 'it is marked, and not gone');
    await only.change(held, 'the finalizers come off', (old) => withField(old, 'metadata.finalizers', []));
    t.equal(asked().slice(2), [['update', 'an object']], 'the chain has judged the update, and is not asked again');
    const [told] = only.gone;
    t.equal(
      [only.gone.length, told?.operation, told?.object, told?.old?.metadata.name],
      [1, 'delete', undefined, 'web'],
      'it is told as gone by a delete without an object',
    );
  });
}
