/** The strategic merge patch, scripted for each directive. */
import { fieldRulesOf } from '#api-server/field-rules.ts';
import { patched, patchTypes } from '#api-server/patch.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { pod } from '../registry-world.ts';
import { typeOf } from '../writes.ts';
import { merged, mergedFinalizers } from './strategic-tests.ts';

const web = { name: 'web', image: 'nginx:1.26' };
const log = { name: 'log', image: 'log:1' };

export function declareDirectiveTests(test: DeclareTest): void {
  test('A35', '$patch: delete removes an item or a map', (t: TestContext) => {
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ name: 'web', $patch: 'delete' }] }),
      { containers: [log] },
      'the item with this key goes',
    );
    t.equal(
      merged(t, { containers: [log] }, { containers: [{ name: 'web', $patch: 'delete' }] }),
      { containers: [log] },
      'there is no such item, and nothing of the directive is stored',
    );
    t.equal(
      merged(t, { securityContext: { runAsUser: 7 }, nodeName: 'n' }, { securityContext: { $patch: 'delete' } }),
      { nodeName: 'n' },
      'the map goes',
    );
  });

  test('A35', '$patch: replace replaces a map or a list', (t: TestContext) => {
    t.equal(
      merged(t, { nodeSelector: { a: '1', b: '2' } }, { nodeSelector: { $patch: 'replace', c: '3' } }),
      { nodeSelector: { c: '3' } },
      'the map is this and nothing else',
    );
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ $patch: 'replace' }, { name: 'only' }] }),
      { containers: [{ name: 'only' }] },
      'the list is this and nothing else',
    );
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ name: 'only' }, { $patch: 'replace' }] }),
      { containers: [{ name: 'only' }] },
      'in whatever place that item stands',
    );
  });

  test('A35', 'what takes the place of something goes by all the rules, too', (t: TestContext) => {
    const context = {
      $patch: 'replace',
      runAsUser: null,
      seLinuxOptions: { $patch: 'merge', level: 's0', user: null },
    };
    t.equal(
      merged(t, { securityContext: { runAsUser: 7, fsGroup: 9 } }, { securityContext: context }),
      { securityContext: { seLinuxOptions: { level: 's0' } } },
      'a null is not stored, and neither is a directive, at whatever depth',
    );
    const containers = [{ $patch: 'replace' }, { name: 'only', tty: null, resources: { $retainKeys: ['limits'] } }];
    t.equal(
      merged(t, { containers: [web, log] }, { containers }),
      { containers: [{ name: 'only', resources: {} }] },
      'so it is in a list',
    );
  });

  test('A35', '$patch: merge is the same as none', (t: TestContext) => {
    t.equal(
      merged(t, { nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'merge', b: '2' } }),
      { nodeSelector: { a: '1', b: '2' } },
      'it says what is done anyway',
    );
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ $patch: 'merge', name: 'log', image: 'log:2' }] }),
      { containers: [web, { name: 'log', image: 'log:2' }] },
      'so it is in an item',
    );
  });

  test('A35', '$retainKeys leaves only the fields that it names', (t: TestContext) => {
    const spec = { volumes: [{ name: 'data', emptyDir: {} }] };
    const change = { volumes: [{ name: 'data', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/d' } }] };
    t.equal(
      merged(t, spec, change),
      { volumes: [{ name: 'data', hostPath: { path: '/d' } }] },
      'a volume is of one sort only, so the old sort goes',
    );
  });

  test('A35', '$deleteFromPrimitiveList takes plain values away', (t: TestContext) => {
    const values = ['a.io/one', 'x.io/none'];
    const change = { '$deleteFromPrimitiveList/finalizers': values };
    const { finalizers, ...rest } = mergedFinalizers(t, ['a.io/one', 'b.io/two'], change);
    t.equal(finalizers, ['b.io/two'], 'the value that the directive names has gone, and nothing else');
    t.equal(rest, { name: 'web', namespace: 'default' }, 'the directive is not stored');
    const both = { ...change, finalizers: ['c.io/three'] };
    const added = mergedFinalizers(t, ['a.io/one', 'b.io/two'], both);
    t.equal(added.finalizers, ['b.io/two', 'c.io/three'], 'one value goes and another one comes');
  });

  test('A35', '$setElementOrder puts the items in order', (t: TestContext) => {
    const change = {
      '$setElementOrder/containers': [{ name: 'new' }, { name: 'log' }, { name: 'web' }],
      containers: [{ name: 'new', image: 'n' }],
    };
    t.equal(
      merged(t, { containers: [web, log] }, change),
      { containers: [{ name: 'new', image: 'n' }, log, web] },
      'the items stand in the order that the patch gives',
    );
  });

  test('A35', '$setElementOrder is for a list that the patch does not name, too', (t: TestContext) => {
    t.equal(
      merged(t, { containers: [web, log] }, { '$setElementOrder/containers': [{ name: 'log' }, { name: 'web' }] }),
      { containers: [log, web] },
      'only the order is new',
    );
    const { finalizers } = mergedFinalizers(t, ['a.io/one', 'b.io/two'], {
      '$setElementOrder/finalizers': ['b.io/two', 'a.io/one'],
    });
    t.equal(finalizers, ['b.io/two', 'a.io/one'], 'plain values are put in order, too');
  });

  test('A35', 'an item that the order does not name stays about where it was', (t: TestContext) => {
    const change = {
      '$setElementOrder/containers': [{ name: 'new' }, { name: 'web' }],
      containers: [{ name: 'new', image: 'n' }],
    };
    t.equal(
      merged(t, { containers: [log, web] }, change),
      { containers: [{ name: 'new', image: 'n' }, log, web] },
      '`inElementOrder` goes by the list as it was before the merge: "log" was before "web", and "new" was not there',
    );
  });

  test('A35', 'an item without its merge key, and an unknown directive, are refused', async (t: TestContext) => {
    await t.throws(
      () => merged(t, { containers: [web] }, { containers: [{ image: 'x' }] }),
      'BadRequest',
      'nobody can tell which container is meant',
    );
    await t.throws(
      () => merged(t, { nodeSelector: {} }, { nodeSelector: { $patch: 'destroy' } }),
      'BadRequest',
      'there is no such directive',
    );
    for (const change of [
      { nodeSelector: { $retainKeys: 7 } },
      { '$setElementOrder/containers': 'web' },
      { '$deleteFromPrimitiveList/containers': {} },
    ]) {
      const spec = { nodeSelector: {}, containers: [web] };
      await t.throws(() => merged(t, spec, change), 'BadRequest', 'this directive asks for a list');
    }
    const before = pod('web');
    const rules = fieldRulesOf(typeOf(before));
    t.step('PATCH {"$patch":"delete"} of a whole pod');
    const gone = () => patched(before, patchTypes.strategic, { $patch: 'delete' }, rules);
    await t.throws(gone, 'BadRequest', 'an object goes by a DELETE; a patch leaves one');
  });
}
