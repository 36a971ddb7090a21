/** Deletes: a part of 5.6. */
import { afterDelete, checkPreconditions, type DeleteOptions, gracePeriod } from '#api-server/deletion.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show } from '../judge/exercise.ts';
import { namespaceOf, objectOf } from './admission-hand.ts';
import { type Fields, podOf, withField } from './manifests.ts';
import { codeIfRefused } from './refusals.ts';
import { createWorldOfOne, keyOf, metadataOf, startInWords, startOfTime } from './registry-world.ts';
import { typeOf } from './writes.ts';

const plain = objectOf('ConfigMap', 'web');
const held = withField(plain, 'metadata.finalizers', ['example.com/backup']);
const running = { ...podOf({ nodeName: 'n', containers: [] }), status: { phase: 'Running' } };
/** Times are told in whole seconds. */
const now = startOfTime + 250;
const at = (seconds: number) => new Date(startOfTime + seconds * 1000).toISOString().replace('.000', '');
const marked = (object: KubernetesObject, seconds: number): KubernetesObject =>
  withField(
    withField(object, 'metadata.deletionTimestamp', at(seconds)),
    'metadata.deletionGracePeriodSeconds',
    seconds,
  );

/** What a delete leaves: nothing, or these fields of the metadata. */
const leaves: [object: KubernetesObject, options: DeleteOptions, left: Fields | undefined, because: string][] = [
  [plain, {}, undefined, 'nobody has anything to clean up'],
  [
    held,
    {},
    { deletionTimestamp: startInWords, deletionGracePeriodSeconds: 0, finalizers: ['example.com/backup'] },
    'a finalizer holds it',
  ],
  [plain, { propagationPolicy: 'Background' }, undefined, 'its dependents are deleted afterwards'],
  [
    plain,
    { propagationPolicy: 'Foreground' },
    { deletionTimestamp: startInWords, deletionGracePeriodSeconds: 0, finalizers: ['foregroundDeletion'] },
    'its dependents are deleted first',
  ],
  [
    plain,
    { propagationPolicy: 'Orphan' },
    { deletionTimestamp: startInWords, deletionGracePeriodSeconds: 0, finalizers: ['orphan'] },
    'its dependents are to stay',
  ],
  [
    withField(plain, 'metadata.finalizers', ['orphan']),
    { propagationPolicy: 'Background' },
    undefined,
    'the policy takes the place of the one before',
  ],
  [
    withField(plain, 'metadata.finalizers', ['orphan']),
    {},
    { deletionTimestamp: startInWords, deletionGracePeriodSeconds: 0, finalizers: ['orphan'] },
    'without a policy the finalizers stay',
  ],
  [running, {}, { deletionTimestamp: at(30), deletionGracePeriodSeconds: 30 }, 'a pod on a node gets 30 s to stop'],
  [
    running,
    { gracePeriodSeconds: 5 },
    { deletionTimestamp: at(5), deletionGracePeriodSeconds: 5 },
    'it gets as long as is asked',
  ],
  [running, { gracePeriodSeconds: 0 }, undefined, '0 means now'],
  [
    marked(running, 30),
    { gracePeriodSeconds: 5 },
    { deletionTimestamp: at(5), deletionGracePeriodSeconds: 5 },
    'a shorter time moves the mark forward',
  ],
  [
    marked(running, 5),
    { gracePeriodSeconds: 30 },
    { deletionTimestamp: at(5), deletionGracePeriodSeconds: 5 },
    'a longer time changes nothing',
  ],
  [
    marked(held, 0),
    {},
    { deletionTimestamp: at(0), deletionGracePeriodSeconds: 0, finalizers: ['example.com/backup'] },
    'what is marked stays marked',
  ],
];

const periods: [seconds: number, object: KubernetesObject, asked: number | undefined, because: string][] = [
  [30, running, undefined, '30 s unless said'],
  [7, withField(running, 'spec.terminationGracePeriodSeconds', 7), undefined, 'the pod says how long'],
  [0, withField(running, 'spec.terminationGracePeriodSeconds', 0), undefined, '0 is what it says'],
  [2, withField(running, 'spec.terminationGracePeriodSeconds', 7), 2, 'what is asked for counts before'],
  [1, running, -1, 'a negative number counts as 1'],
  [0, withField(running, 'spec.nodeName', undefined), undefined, 'on no node there is nothing to stop'],
  [0, withField(running, 'status.phase', 'Failed'), 20, 'it has ended already'],
  [0, withField(running, 'status.phase', 'Succeeded'), undefined, 'it has ended already'],
  [0, plain, 20, 'only pods have something to stop'],
];

export function declareDeletionTests(test: DeclareTest): void {
  test('A32', 'a delete marks what is held, and removes what is not', async (t) => {
    await t.forEach(leaves, ([object, options, left, because]) => {
      t.step(`afterDelete(${show(object)}, ${show(options)})`);
      const after = afterDelete(object, options, now);
      const { name: _, namespace: __, ...metadata } = metadataOf(after);
      t.equal(after && metadata, left, because);
    });
    t.step('a namespace is deleted');
    const ending = afterDelete(
      namespaceOf('dev', {}, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
      {},
      now,
    );
    t.equal(ending?.status, { phase: 'Terminating' }, 'it says that it is being emptied');
  });

  test('A32', 'only a pod that runs gets time to stop', async (t) => {
    await t.forEach(periods, ([seconds, object, asked, because]) => {
      t.step(`gracePeriod(${show(object)}, ${asked})`);
      t.equal(gracePeriod(object, asked), seconds, because);
    });
  });

  test('A30', 'a delete is meant for one state of one object, if it says so', async (t) => {
    const object = withField(withField(plain, 'metadata.uid', 'u1'), 'metadata.resourceVersion', '7');
    const cases: [preconditions: DeleteOptions['preconditions'], fits: boolean][] = [
      [undefined, true],
      [{}, true],
      [{ uid: 'u1' }, true],
      [{ uid: 'u2' }, false],
      [{ resourceVersion: '7' }, true],
      [{ resourceVersion: '6' }, false],
      [{ uid: 'u1', resourceVersion: '6' }, false],
      [{ uid: 'u2', resourceVersion: '7' }, false],
    ];
    await t.forEach(cases, async ([preconditions, fits]) => {
      t.step(`the object has uid u1 and resourceVersion 7; the delete is for ${show(preconditions)}`);
      const check = async () => checkPreconditions({ resource: typeOf(plain), name: 'web' }, object, preconditions);
      t.equal(await codeIfRefused(check()), fits ? undefined : 'Conflict', 'each must be as it is, if it is said');
    });
  });

  test('A32', 'an object goes when the last finalizer comes off, and not before', async (t) => {
    const { only } = createWorldOfOne(t);
    await only.create(withField(plain, 'metadata.finalizers', ['a/x', 'a/y']));
    const { object, isGone } = await only.remove(plain);
    t.equal([isGone, object.metadata.deletionTimestamp], [false, startInWords], 'it is marked, and still there');
    const update = (words: string, ...finalizers: string[]) =>
      only.change(plain, words, (old) => withField(old, 'metadata.finalizers', finalizers));
    await update('a/x comes off', 'a/y');
    t.equal(metadataOf(await only.storage.get(keyOf(plain))).deletionTimestamp, startInWords, 'a/y still holds it');
    t.equal(
      await codeIfRefused(update('another finalizer', 'a/y', 'a/z')),
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
    t.equal(await codeIfRefused(only.remove(plain)), 'NotFound', 'there is no such object');
    const { metadata } = await only.create(plain);
    const other = only.remove(plain, { preconditions: { uid: 'other' } });
    t.equal(await codeIfRefused(other), 'Conflict', 'the one that was meant is gone, and this one is another');
    t.equal((await only.storage.get(keyOf(plain)))?.metadata.uid, metadata.uid, 'it is still there');
    const { isGone } = await only.remove(plain, { preconditions: { uid: String(metadata.uid) } });
    t.equal([isGone, double.keys()], [true, []], 'now it is gone');
  });
}
