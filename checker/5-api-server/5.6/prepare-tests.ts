/** What the registry's own step makes of what a client has sent: a part of 5.6. */
import { prepareForCreate, prepareForUpdate } from '#api-server/write.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { objectOf } from '../admission-hand.ts';
import { deploymentWith, type Fields, podWith, withField } from '../manifests.ts';
import { endOf } from '../refusals.ts';
import { metadataOf, startInWords, startOfTime } from '../registry-world.ts';
import { writeOf } from '../writes.ts';

const web = objectOf('ConfigMap', 'web', { data: { a: '1' } });
const origin = { now: () => startOfTime + 250, random: createRandom(7) };
const stored: KubernetesObject = withField<KubernetesObject>(
  { ...deploymentWith({ replicas: 1 }), status: { replicas: 1 } },
  'metadata',
  {
    name: 'web',
    namespace: 'dev',
    uid: 'u1',
    resourceVersion: '7',
    generation: 3,
    creationTimestamp: startInWords,
  },
);

/** What a client sends, and the generation that comes of it. */
const generations: [changed: KubernetesObject, subresource: string, generation: number, because: string][] = [
  [stored, '', 3, 'nothing has changed'],
  [withField(stored, 'spec.replicas', 2), '', 4, 'something else is asked for'],
  [withField(stored, 'metadata.labels', { a: 'b' }), '', 3, 'labels ask for nothing'],
  [withField(stored, 'metadata.generation', 99), '', 3, 'the client does not count it'],
  [withField(stored, 'status.replicas', 2), '', 3, 'the status is not asked for'],
  [withField(stored, 'status.replicas', 2), 'status', 3, 'the status is not asked for'],
  [withField(stored, 'spec.replicas', 2), 'status', 3, 'a write of the status leaves the spec alone'],
];

const seen: [metadata: Fields, end: string, because: string][] = [
  [{}, 'done', 'who does not say what they have seen does not care'],
  [{ resourceVersion: '' }, 'done', 'an empty text says nothing'],
  [{ resourceVersion: '7' }, 'done', 'that is what is there'],
  [{ resourceVersion: '6' }, 'Conflict', 'somebody has changed it since'],
  [{ resourceVersion: '8' }, 'Conflict', 'nobody can have seen that'],
  [{ uid: 'u1' }, 'done', 'it is the same object'],
  [{ uid: 'u2' }, 'Conflict', 'another object of that name was meant'],
  [{ name: 'api' }, 'BadRequest', 'an object keeps its name'],
  [{ namespace: 'prod' }, 'BadRequest', 'an object keeps its namespace'],
];

export function declarePrepareTests(test: DeclareTest): void {
  test('A29', 'the server answers for what makes an object this one', async (t) => {
    const claims = {
      uid: 'mine',
      creationTimestamp: '2000-01-01T00:00:00Z',
      generation: 9,
      deletionTimestamp: startInWords,
      deletionGracePeriodSeconds: 1,
      managedFields: [{}],
      selfLink: '/x',
      labels: { a: 'b' },
    };
    const sent = withField<KubernetesObject>(
      { ...deploymentWith({ replicas: 3 }), status: { replicas: 99 } },
      'metadata',
      {
        name: 'web',
        ...claims,
      },
    );
    t.step(`prepareForCreate of ${show(sent)} in "dev"`);
    const before = structuredClone(sent);
    const { metadata, spec, status } = prepareForCreate(writeOf('create', sent, { namespace: 'dev' }), origin);
    const { uid, ...rest } = metadata;
    t.equal(
      rest,
      { name: 'web', namespace: 'dev', labels: { a: 'b' }, creationTimestamp: startInWords, generation: 1 },
      "the rest is the server's, whatever the client sends",
    );
    t.equal(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(String(uid)),
      true,
      'the uid is a new one',
    );
    t.equal([spec, status], [sent.spec, {}], "what is wanted is the client's; what is so is not");
    t.equal(sent, before, 'the object that was handed in stays as it was');
    t.step('prepareForCreate of the same once more');
    const other = prepareForCreate(writeOf('create', sent, { namespace: 'dev' }), origin);
    t.equal(other.metadata.uid === uid, false, 'no two objects have the same uid');
    t.step(`prepareForCreate of ${show(web)}`);
    const bare = prepareForCreate(writeOf('create', web), origin);
    t.equal(
      [metadataOf(bare).generation, bare.status],
      [undefined, undefined],
      'a ConfigMap has neither generation nor status',
    );
    t.step(`prepareForCreate of ${show(podWith({}))}`);
    t.equal(
      prepareForCreate(writeOf('create', podWith({})), origin).status,
      { phase: 'Pending', qosClass: 'BestEffort' },
      'a new pod is pending',
    );
  });

  test('A29', 'what a new object must not say is refused', async (t) => {
    const cases: [metadata: Fields, code: string, because: string][] = [
      [{ name: 'a', resourceVersion: '7' }, 'BadRequest', 'nobody can have seen what is not there yet'],
      [{ name: 'a', namespace: 'prod' }, 'BadRequest', 'the request is for "dev"'],
      [{}, 'Invalid', 'there is no name, and nothing to make one from'],
    ];
    await t.forEach(cases, async ([metadata, code, because]) => {
      t.step(`prepareForCreate of an object with ${show(metadata)}, in "dev"`);
      const write = writeOf('create', withField(web, 'metadata', metadata), { namespace: 'dev' });
      await t.throws(() => prepareForCreate(write, origin), code, because);
    });
  });

  test('A29', 'the generation counts what is asked for', async (t) => {
    await t.forEach(generations, ([changed, subresource, generation, because]) => {
      t.step(`stored at generation 3: ${show(stored.spec)}`);
      t.step(`update${subresource && `/${subresource}`} to ${show(changed)}`);
      const { metadata } = prepareForUpdate(writeOf('update', changed, { old: stored, subresource }));
      t.equal(metadata.generation, generation, because);
    });
  });

  test('A29', "an update leaves alone what is the server's", (t) => {
    const old = withField(
      withField(stored, 'metadata.deletionTimestamp', startInWords),
      'metadata.deletionGracePeriodSeconds',
      5,
    );
    const sent = withField<KubernetesObject>(stored, 'metadata', {
      name: 'web',
      creationTimestamp: '2000-01-01T00:00:00Z',
      generation: 1,
      labels: { a: 'b' },
    });
    t.step(`stored: ${show(old.metadata)}; update to ${show(sent.metadata)}`);
    const { metadata } = prepareForUpdate(writeOf('update', sent, { old, namespace: 'dev' }));
    t.equal(metadata, { ...old.metadata, labels: { a: 'b' } }, 'the labels are the only thing that is new');
  });

  test('A30', 'an update is done on what was seen, or refused', async (t) => {
    await t.forEach(seen, async ([metadata, end, because]) => {
      t.step(`stored: uid u1, resourceVersion 7; update with ${show(metadata)}`);
      const { uid: _, resourceVersion: __, ...own } = stored.metadata;
      const sent: KubernetesObject = { ...stored, metadata: { ...own, ...metadata } };
      const write = { ...writeOf('update', stored, { old: stored }), object: sent };
      const update = async () => prepareForUpdate(write);
      t.equal(await endOf(update()), end, because);
    });
  });

  test('A31', 'spec and status are written apart', async (t) => {
    const both = withField(withField(withField(stored, 'spec.replicas', 5), 'status.replicas', 4), 'metadata.labels', {
      a: 'b',
    });
    t.step(`stored: ${show(stored)}`);
    t.step('an update of the object: replicas 5, status.replicas 4, a label');
    const object = prepareForUpdate(writeOf('update', both, { old: stored }));
    t.equal(
      [object.spec, object.status, object.metadata.labels],
      [both.spec, stored.status, { a: 'b' }],
      'the status stays as it was',
    );
    t.step('an update of its status: the same');
    const status = prepareForUpdate(writeOf('update', both, { old: stored, subresource: 'status' }));
    t.equal(status, { ...stored, status: both.status }, 'everything but the status stays as it was');
    const gone = withField(stored, 'status', undefined);
    t.step('an update of the object, without a status');
    t.equal(
      prepareForUpdate(writeOf('update', gone, { old: stored })).status,
      stored.status,
      'a status that is left out stays, too',
    );
  });
}
