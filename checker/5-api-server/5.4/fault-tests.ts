/** What is wrong with an object is told, all of it and in its order: a part of 5.4. */
import { faultsIn } from '#api-server/validate.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, show, type TestContext } from '../../judge/exercise.ts';
import { podWith, withField } from '../manifests.ts';
import { writeOf } from '../writes.ts';
import { breakages, broken, faultless, orders, singleFaults } from './fault-cases.ts';

const labelsField = 'spec.template.metadata.labels';

export function declareFaultTests(test: DeclareTest): void {
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

  test('A19', 'the faults come in their order', async (t) => {
    await t.forEach(orders, ([object, expected, because]) => {
      t.equal(
        faultsOf(t, object).map(({ field }) => field),
        expected,
        because,
      );
    });
  });

  test('A19', 'the labels of a template are judged like all labels', async (t) => {
    const cases: [labels: object, faults: [field: string, value: unknown][]][] = [
      [{ app: 'web', 'a b': 'x' }, [[labelsField, 'a b']]],
      [{ app: 'web', tier: '-' }, [[labelsField, '-']]],
      [
        { 'a b': '-' },
        [
          [labelsField, { 'a b': '-' }],
          [labelsField, 'a b'],
          [labelsField, '-'],
        ],
      ],
    ];
    await t.forEach(cases, ([labels, faults]) => {
      t.equal(
        faultsOf(t, withField(faultless, labelsField, labels)).map(({ field, value }) => [field, value]),
        faults,
        'first whether the selector finds them, then each key and each value by itself',
      );
    });
  });

  test('A19', 'what an update may not do comes last', (t) => {
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
}

function faultsOf(t: TestContext, object: KubernetesObject) {
  t.step(`faultsIn of a create of ${show(object).slice(0, 1500)}`);
  return faultsIn(writeOf('create', object));
}
