/** What is special about some kinds when they are written: a part of 5.6. */
import { prepareForCreate, prepareForUpdate } from '#api-server/write.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import { deploymentWith, type Fields, widgetOf, widgetType, withField } from '../manifests.ts';
import { startOfTime } from '../registry-world.ts';
import { writeOf } from '../writes.ts';

const origin = { now: () => startOfTime, random: createRandom(7) };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret = objectOf('Secret', 'key', { stringData: { a: 'one' }, data: { b: base64('two') } });
const folded = { a: base64('one'), b: base64('two') };
const dev = namespaceOf('dev', { uid: 'u1', resourceVersion: '7' }, { spec: { finalizers: ['kubernetes'] } });
const emptied = withField(dev, 'spec.finalizers', []);

/** Updates, and the generation that comes of each: before it is 3, or none. */
const generations: [old: KubernetesObject, changed: KubernetesObject, generation: number | undefined, why: string][] = [
  [
    objectOf('ConfigMap', 'web', { data: { a: '1' } }),
    objectOf('ConfigMap', 'web', { data: { a: '2' } }),
    undefined,
    'a ConfigMap has no generation, whatever changes in it',
  ],
  [
    withField(widgetOf({ size: 1 }), 'metadata.generation', 3),
    { ...widgetOf({ size: 1 }), color: 'red' } as KubernetesObject,
    4,
    'all but metadata and status is asked for, not what is in the spec alone',
  ],
];

const isWidget = ({ kind }: KubernetesObject) => (kind === 'Widget' ? { resource: widgetType } : {});

export function declarePrepareKindTests(test: DeclareTest): void {
  test('A29', 'a Secret is stored with its stringData folded into its data', (t) => {
    t.step(`prepareForCreate of ${show(secret)}`);
    const { stringData, data } = prepareForCreate(writeOf('create', secret), origin);
    t.equal({ stringData, data }, { stringData: undefined, data: folded }, 'stringData is for people to write only');
    const old = objectOf('Secret', 'key', { data: { b: base64('two') } });
    t.step(`stored: ${show(old)}; prepareForUpdate to ${show(secret)}`);
    const updated = prepareForUpdate(writeOf('update', secret, { old }));
    t.equal(
      { stringData: updated.stringData, data: updated.data },
      { stringData: undefined, data: folded },
      'so it is in an update',
    );
  });

  test('A29', 'a new namespace has its finalizer, and a label with its name', (t) => {
    const bare = namespaceOf('dev');
    t.step(`prepareForCreate of ${show(bare)}`);
    const made = prepareForCreate(writeOf('create', bare), origin);
    t.equal(
      [made.spec, made.metadata.labels],
      [{ finalizers: ['kubernetes'] }, { 'kubernetes.io/metadata.name': 'dev' }],
      'it goes only after its content, and can be selected by its name',
    );
    t.step(`stored: ${show(dev)}; prepareForUpdate to ${show(emptied)}`);
    const updated = prepareForUpdate(writeOf('update', emptied, { old: dev, namespace: '' }));
    t.equal(updated.spec, dev.spec, 'an update does not take the finalizer off');
    t.step('the same by the subresource "finalize"');
    const finalized = prepareForUpdate(writeOf('update', emptied, { old: dev, subresource: 'finalize' }));
    t.equal(finalized.spec, { finalizers: [] }, '"finalize" is what takes it off');
  });

  test('A29', 'what belongs to the cluster is in no namespace', async (t) => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } } as KubernetesObject;
    t.step(`prepareForCreate of ${show(node)}`);
    const made = prepareForCreate(writeOf('create', node), origin);
    t.equal(made.metadata.namespace, undefined, 'not even in one that is called ""');
    const elsewhere = withField(node, 'metadata.namespace', 'dev');
    t.step(`prepareForCreate of ${show(elsewhere)}`);
    const write = writeOf('create', elsewhere, { namespace: '' });
    await t.throws(() => prepareForCreate(write, origin), 'BadRequest', 'it says a namespace, and has none');
    t.step(`stored: ${show(node)}; prepareForUpdate to ${show(elsewhere)}`);
    const update = writeOf('update', elsewhere, { old: node, namespace: '' });
    await t.throws(() => prepareForUpdate(update), 'BadRequest', 'it says a namespace, and has none');
  });

  test('A29', 'the generation is of kinds that have one, and counts all that is asked for', async (t) => {
    await t.forEach(generations, ([old, changed, generation, why]) => {
      t.step(`stored: ${show(old)}`);
      t.step(`prepareForUpdate to ${show(changed)}`);
      const { metadata } = prepareForUpdate(writeOf('update', changed, { old, ...isWidget(old) }));
      t.equal(metadata.generation, generation, why);
    });
  });

  test('A29', 'managedFields stay unless the client sends others', async (t) => {
    const [before, sent] = [[{ manager: 'old' }], [{ manager: 'new' }]];
    const old = withField(deploymentWith({}), 'metadata.managedFields', before);
    const cases: [metadata: Fields, managedFields: unknown, why: string][] = [
      [{}, before, 'a client that sends none has nothing to say of them'],
      [{ managedFields: sent }, sent, 'these were sent'],
    ];
    await t.forEach(cases, ([metadata, managedFields, why]) => {
      t.step(`stored: managedFields ${show(before)}; prepareForUpdate with the metadata ${show(metadata)}`);
      const { managedFields: _, ...own } = old.metadata;
      const object: KubernetesObject = { ...old, metadata: { ...own, ...metadata } };
      t.equal(prepareForUpdate(writeOf('update', object, { old })).metadata.managedFields, managedFields, why);
    });
  });
}
