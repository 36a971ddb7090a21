/** What is left out gets a value: a part of 5.4. */
import { applyDefaults, withDefaults } from '#api-server/defaults.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { leavesOf, podWith, widgetOf, widgetType } from '../manifests.ts';
import { isAsAsked, letsPass } from '../refusals.ts';
import { writeOf } from '../writes.ts';
import { defaultCases } from './default-cases.ts';

/** Pods and Deployments out of any of the fields above, several cases put together. */
const anyObject: fc.Arbitrary<KubernetesObject> = fc
  .array(fc.constantFrom(...defaultCases.map(([object]) => object)), { minLength: 1, maxLength: 4 })
  .map((objects) => {
    const { kind } = objects[0];
    const specs = objects.filter((object) => object.kind === kind).map(({ spec }) => spec as object);
    return { ...objects[0], spec: Object.assign({}, ...specs) };
  });

export function declareDefaultTests(test: DeclareTest): void {
  test('A16', 'what is left out gets its value, and nothing else changes', async (t) => {
    await t.forEach(defaultCases, ([object, becomes, because]) => {
      t.step(`withDefaults(${show(object)})`);
      // A copy: what is filled in there must not be there for the next test.
      const filled = withDefaults(structuredClone(object));
      for (const [path, expected] of Object.entries(becomes)) {
        t.equal({ [path]: at(filled, path) }, { [path]: expected }, because);
      }
    });
  });

  test('A16', 'what was there is there still, and twice is the same as once', async (t) => {
    await t.forAll(anyObject, (object) => {
      t.step(`withDefaults(${show(object)})`);
      const before = structuredClone(object);
      const once = withDefaults(object);
      t.equal(object, before, 'the object that was handed in stays as it was');
      const lost = leavesOf(object).filter(([path, value]) => at(once, path) !== value);
      t.equal(
        lost.map(([path]) => path),
        [],
        'a default never changes what is there',
      );
      t.equal(
        withDefaults(structuredClone(once)),
        once,
        'a default fills in what is missing, and then nothing is missing any more',
      );
    });
  });

  test('A16', 'a kind without defaults, and a spec that is not there, are left alone', async (t) => {
    const alone: KubernetesObject[] = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } },
      { apiVersion: 'v1', kind: 'constructor', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    ];
    await t.forEach(alone, (object) => {
      t.step(`withDefaults(${show(object)})`);
      const { spec: _, ...filled } = withDefaults(object);
      t.equal(filled, object, 'there is nothing to fill in');
    });
  });

  test('A16', 'the step fills in the object of a write', async (t) => {
    const write = writeOf('create', podWith({}));
    t.step('applyDefaults of a write of a pod');
    const filled = { ...write, object: withDefaults(podWith({})) };
    isAsAsked(t, await applyDefaults(write), filled, 'the object is filled in');
    const custom = writeOf('create', widgetOf({ size: 1 }), { resource: widgetType });
    t.step('applyDefaults of a write of a custom kind, whose schema says that `color` is red');
    t.equal((await applyDefaults(custom)).object, widgetOf({ size: 1, color: 'red' }), 'a custom kind by its schema');
    const gone = writeOf('delete', podWith({}));
    t.step('applyDefaults of a delete');
    await letsPass(t, () => applyDefaults(gone), gone, 'a delete has nothing to fill in');
  });
}

function at(object: unknown, path: string): unknown {
  return path.split('.').reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], object);
}
