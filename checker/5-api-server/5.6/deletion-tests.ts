/** What a delete leaves of an object, as a function of it: a part of 5.6. */
import { afterDelete, checkPreconditions, type DeleteOptions, gracePeriod, isFinished } from '#api-server/deletion.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import { type Fields, podOf, withField } from '../manifests.ts';
import { endOf } from '../refusals.ts';
import { metadataOf, startInWords, startOfTime } from '../registry-world.ts';
import { typeOf } from '../writes.ts';

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
  [
    withField(plain, 'metadata.finalizers', ['a.io/x', 'orphan']),
    { propagationPolicy: 'Foreground' },
    {
      deletionTimestamp: startInWords,
      deletionGracePeriodSeconds: 0,
      finalizers: ['a.io/x', 'foregroundDeletion'],
    },
    'the policy takes the place of "orphan"; what else holds it is somebody else’s',
  ],
  [
    withField(plain, 'metadata.finalizers', ['a.io/x', 'foregroundDeletion']),
    { propagationPolicy: 'Background' },
    { deletionTimestamp: startInWords, deletionGracePeriodSeconds: 0, finalizers: ['a.io/x'] },
    'its dependents hold it no more; what else holds it is somebody else’s',
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
    'with a shorter time the end comes nearer',
  ],
  [
    withField(marked(running, 30), 'metadata.deletionTimestamp', at(5)),
    { gracePeriodSeconds: 20 },
    { deletionTimestamp: at(-5), deletionGracePeriodSeconds: 20 },
    'it was marked 25 s ago; a shorter time counts from then on, so its end never moves away',
  ],
  [marked(running, 30), { gracePeriodSeconds: 0 }, undefined, '0 means now, for what is marked, too'],
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

const finished: [object: KubernetesObject, is: boolean, because: string][] = [
  [plain, false, 'nobody has deleted it'],
  [marked(plain, 0), true, 'it is marked, and nothing holds it'],
  [
    withField(plain, 'metadata.deletionTimestamp', startInWords),
    true,
    'a grace period that is missing is as good as 0',
  ],
  [marked(held, 0), false, 'a finalizer holds it'],
  [marked(running, 30), false, 'its kubelet still has 30 s to stop it'],
  [
    marked(namespaceOf('dev', {}, { spec: { finalizers: ['kubernetes'] } }), 0),
    false,
    'the finalizer in its spec holds a namespace',
  ],
];

export function declareDeletionTests(test: DeclareTest): void {
  test('A32', 'a delete marks what is held, and removes what is not', async (t) => {
    await t.forEach(leaves, ([object, options, left, because]) => {
      t.step(`afterDelete(${show(object)}, ${show(options)})`);
      const after = afterDelete(object, options, now);
      const { name: _, namespace: __, ...metadata } = metadataOf(after);
      t.equal(after && metadata, left, because);
    });
    const active = namespaceOf('dev', {}, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    t.step(`afterDelete(${show(active)}, {})`);
    const ending = afterDelete(active, {}, now);
    t.equal(ending?.status, { phase: 'Terminating' }, 'it says that it is being emptied');
  });

  test('A32', 'only a pod that runs gets time to stop', async (t) => {
    await t.forEach(periods, ([seconds, object, asked, because]) => {
      t.step(`gracePeriod(${show(object)}, ${asked})`);
      t.equal(gracePeriod(object, asked), seconds, because);
    });
  });

  test('A32', 'an object is finished when it is marked and nothing is left to wait for', async (t) => {
    await t.forEach(finished, ([object, is, because]) => {
      t.step(`isFinished(${show(object)})`);
      t.equal(isFinished(object), is, because);
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
      t.equal(await endOf(check()), fits ? 'done' : 'Conflict', 'each must be as it is, if it is said');
    });
  });
}
