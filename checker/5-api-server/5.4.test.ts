/**
 * Goal: what is stored makes sense, and whoever sends something else learns all that is wrong with it at once.
 * Method: tables of objects, good and bad; objects that are broken at several fields at random; names letter by letter.
 */
import { faultsIn, validate } from '#api-server/validate.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { declareDefaultTests } from './default-tests.ts';
import { breakages, broken, faultless, singleFaults } from './fault-cases.ts';
import { podWith, widgetOf, widgetType, withField } from './manifests.ts';
import { declareNameTests } from './name-tests.ts';
import { declareStructureTests } from './structure-tests.ts';
import { writeOf } from './writes.ts';

export default exercise('5.4', (test) => {
  declareStructureTests(test);
  declareDefaultTests(test);

  declareNameTests(test);

  test('A19', 'one fault is told with its field, its value and its reason', async (t) => {
    await t.forEach(singleFaults, ([object, fault]) => {
      t.equal(faultsOf(t, object), [fault], 'this is wrong, and nothing else');
    });
  });

  test('A19', 'of several faults each is told once, whichever they are', async (t) => {
    await t.forAll(
      fc.subarray(breakages),
      (all) => {
        for (const { path, value } of all) t.step(`in a good Deployment ${path} becomes ${show(value)}`);
        const expected = all.map(({ path, field = path }) => field).sort();
        const faults = faultsIn(writeOf('update', broken(all), { old: faultless }));
        t.equal(faults.map(({ field }) => field).sort(), expected, 'every fault by its field, and no field twice');
      },
      { runs: 200 },
    );
  });

  test('A19', 'what is missing is told, once', async (t) => {
    const cases: [object: KubernetesObject, fields: string[], because: string][] = [
      [
        withField(faultless, 'spec.selector', undefined),
        ['spec.selector', 'spec.template.metadata.labels'],
        'a selector that is missing matches nothing; that it is missing is told once',
      ],
      [
        withField(podWith({}), 'spec.containers', undefined),
        ['spec.containers'],
        'a pod without containers is told once',
      ],
      [
        withField(podWith({}), 'spec.containers.0.name', undefined),
        ['spec.containers[0].name'],
        'a container without a name',
      ],
    ];
    await t.forEach(cases, ([object, fields, because]) => {
      t.equal(
        faultsOf(t, object).map(({ field }) => field),
        fields,
        because,
      );
    });
  });

  test('A19', 'the faults come in their order', (t) => {
    const old = faultless;
    const object = [
      ['metadata.name', 'Web!'],
      ['spec.replicas', -1],
      ['spec.selector', { matchLabels: { app: 'web', tier: 'front' } }],
    ].reduce((at, [path, value]) => withField(at, path as string, value), faultless);
    t.step('an update changes the name to "Web!", the replicas to -1, and the selector');
    const fields = faultsIn(writeOf('update', object, { old })).map(({ field }) => field);
    t.equal(
      fields,
      ['metadata.name', 'spec.replicas', 'spec.selector'],
      "the metadata, the kind's own rules, the update",
    );
  });

  test('A19', 'a custom kind is judged by its schema', async (t) => {
    const cases: [spec: unknown, fields: string[]][] = [
      [{ size: 1 }, []],
      [{}, ['spec.size']],
      [{ size: 0 }, ['spec.size']],
      [{ size: 0, color: 'green' }, ['spec.color', 'spec.size']],
    ];
    await t.forEach(cases, ([spec, fields]) => {
      const write = writeOf('create', widgetOf(spec), { resource: widgetType });
      t.step(`faultsIn of a widget with spec ${show(spec)}; size is required and at least 1, color red or blue`);
      t.equal(
        faultsIn(write)
          .map(({ field }) => field)
          .sort(),
        fields,
        'its schema says so',
      );
    });
  });

  test('A19', 'the step refuses what has faults, with all of them', async (t) => {
    const good = writeOf('create', faultless);
    t.equal(await validate(good), good, 'what has no faults passes as it is');
    const bad = broken(breakages.slice(3, 7));
    t.step('validate of a Deployment with four faults');
    const thrown = await t.throws(() => validate(writeOf('create', bad)), 'Invalid', 'it has faults');
    const { name, kind, group, causes } = thrown.details;
    t.equal([name, kind, group], ['web', 'Deployment', 'apps'], 'the details say which object it is');
    const fields = (causes as { field: string }[]).map(({ field }) => field).sort();
    t.equal(
      fields,
      breakages
        .slice(3, 7)
        .map(({ path }) => path)
        .sort(),
      'and there is a cause for each fault',
    );
    const gone = writeOf('delete', bad);
    t.equal(await validate(gone), gone, 'a delete has nothing to judge');
  });

  test('A19', 'a write of the status, the binding or the finalizers is not judged here', async (t) => {
    await t.forEach(['status', 'binding', 'finalize'], async (subresource) => {
      const write: Write = writeOf('update', broken(breakages), { old: faultless, subresource });
      t.step(`a write of ${subresource}, of an object that is not well`);
      t.equal(await validate(write), write, 'it changes nothing that is judged here');
    });
    t.step('a write of scale, to -1 replicas');
    const scale = writeOf('update', withField(faultless, 'spec.replicas', -1), {
      old: faultless,
      subresource: 'scale',
    });
    await t.throws(() => validate(scale), 'Invalid', 'any other subresource is judged as the whole object');
  });

  test('A21', 'an update leaves alone what may not change', async (t) => {
    const immutable = (data: object): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'dev' },
      immutable: true,
      data: { ...data },
    });
    const cases: [old: KubernetesObject, object: KubernetesObject, fields: string[]][] = [
      [faultless, withField(faultless, 'spec.selector.matchLabels.tier', 'front'), ['spec.selector']],
      [faultless, withField(faultless, 'spec.replicas', 5), []],
      [podWith({}), withField(podWith({}), 'spec.containers.0.image', 'nginx:2'), []],
      [podWith({}), withField(podWith({}), 'spec.containers.0.command', ['sh']), ['spec']],
      [immutable({ a: '1' }), immutable({ a: '2' }), ['data']],
      [immutable({ a: '1' }), immutable({ a: '1' }), []],
    ];
    await t.forEach(cases, ([old, object, fields]) => {
      t.step(`an update of ${show(old)}`);
      t.step(`to ${show(object)}`);
      const faults = faultsIn(writeOf('update', object, { old }));
      t.equal(
        faults.map(({ field }) => field),
        fields,
        'others rely on what was there',
      );
    });
  });
});

function faultsOf(t: TestContext, object: KubernetesObject) {
  t.step(`faultsIn of a create of ${show(object).slice(0, 1500)}`);
  return faultsIn(writeOf('create', object));
}
