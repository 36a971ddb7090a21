/**
 * Goal: what is stored makes sense, and whoever sends something else learns all that is wrong with it at once.
 * Method: tables of objects, good and bad; objects that are broken at several fields at random; names letter by letter.
 */
import { faultsIn, validate } from '#api-server/validate.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { about, exercise, show } from '../judge/exercise.ts';
import { declareDefaultTests } from './5.4/default-tests.ts';
import { breakages, broken, faultless } from './5.4/fault-cases.ts';
import { declareFaultTests } from './5.4/fault-tests.ts';
import { declareKindTests } from './5.4/kind-tests.ts';
import { declareNameTests } from './5.4/name-tests.ts';
import { declareStructureTests } from './5.4/structure-tests.ts';
import { podWith, widgetOf, widgetType, withField } from './manifests.ts';
import { isRefusedBy, letsPass } from './refusals.ts';
import { writeOf } from './writes.ts';

export default exercise('5.4', (test) => {
  declareStructureTests(about('structure.ts', test));
  declareKindTests(about('structure.ts', test));
  declareDefaultTests(about('defaults.ts', test));

  declareNameTests(about('validate-names.ts', test));

  declareFaultTests(test);

  test('A19', 'a custom kind is judged by its schema', async (t) => {
    const cases: [spec: unknown, fields: string[]][] = [
      [{ size: 1 }, []],
      [{}, ['spec.size']],
      [{ size: 0 }, ['spec.size']],
      [{ size: 0, color: 'green' }, ['spec.color', 'spec.size']],
    ];
    await t.forEach(cases, ([spec, fields]) => {
      const write = writeOf('create', widgetOf(spec), { resource: widgetType });
      t.newRun();
      t.step(`faultsIn of a widget with spec ${show(spec)}; size is required and at least 1, color red or blue`);
      t.equal(
        faultsIn(write)
          .map(({ field }) => field)
          .sort(),
        fields,
        'its schema says so',
      );
    });
    const resource = { ...widgetType, resource: 'deployments', kind: 'Deployment' };
    const named = (spec: object) => ({ ...widgetOf({ size: 1, ...spec }), kind: 'Deployment' });
    const object = named({ replicas: -1, selector: { a: 'b' } });
    t.newRun();
    t.step(`faultsIn of a Deployment of the group example.com, which has the schema of the widgets: ${show(object)}`);
    t.equal(faultsIn(writeOf('create', object, { resource })), [], 'it is called like a built-in kind, and is none');
    const old = named({ selector: { a: 'c' } });
    t.newRun();
    t.step(`faultsIn of an update of a Deployment of the group example.com, from ${show(old)}`);
    t.step(`to ${show(object)}`);
    t.equal(faultsIn(writeOf('update', object, { resource, old })), [], 'nor has it the rules of one for updates');
  });

  test('A19', 'the step refuses what has faults, with all of them', async (t) => {
    const good = writeOf('create', faultless);
    t.step('validate of a Deployment without a fault');
    await letsPass(t, () => validate(good), good, 'what has no faults passes as it is');
    const bad = broken(breakages.slice(3, 7));
    t.step('validate of a Deployment with four faults');
    const thrown = await isRefusedBy(t, () => validate(writeOf('create', bad)), 'Invalid', 'it has faults');
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
    t.step('validate of a delete of it');
    await letsPass(t, () => validate(gone), gone, 'a delete has nothing to judge');
  });

  test('A19', 'a write of the status, the binding or the finalizers is not judged here', async (t) => {
    await t.forEach(['status', 'binding', 'finalize'], async (subresource) => {
      const write: Write = writeOf('update', broken(breakages), { old: faultless, subresource });
      t.step(`validate of a write of ${subresource}, of a Deployment with ${breakages.length} faults`);
      await letsPass(t, () => validate(write), write, 'it changes nothing that is judged here');
    });
    t.step('a write of scale, to -1 replicas');
    const scale = writeOf('update', withField(faultless, 'spec.replicas', -1), {
      old: faultless,
      subresource: 'scale',
    });
    await isRefusedBy(t, () => validate(scale), 'Invalid', 'any other subresource is judged as the whole object');
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
