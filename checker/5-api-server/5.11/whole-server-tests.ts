/** Rule A51 in whole API servers: kinds come and go while they run. */
import type { DeclareTest } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { definitionOf, objectSchema, versionOf } from './definition-hand.ts';
import {
  type Cluster,
  conditionsIn,
  definitionsPath,
  namesIn,
  versions,
  wholeCluster,
  widget,
  widgetsPath,
} from './whole-server.ts';

const definition = definitionOf();
const own = `${definitionsPath}/widgets.example.com`;
/** The keys of etcd under which there are Widgets. */
function widgetKeys({ etcd }: Cluster): string[] {
  return etcd.keys().filter((key) => key.includes('widgets') && !key.includes('customresourcedefinitions'));
}

export function declareWholeServerTests(test: DeclareTest): void {
  test('A51', 'a kind is served as soon as its definition is established', async (t) => {
    const { a } = await wholeCluster(t);
    t.equal((await a.send('GET', widgetsPath('v1'))).code, 404, 'nobody knows of Widgets yet');
    const made = await a.send('POST', definitionsPath, definition);
    t.equal(
      [made.code, conditionsIn(made)],
      [201, { NamesAccepted: 'True', Established: 'True' }],
      'its names are its own',
    );
    const { code, body } = await a.send('POST', widgetsPath('v1'), widget('w', { size: 3 }));
    t.equal([code, body.kind, body.spec], [201, 'Widget', { size: 3 }], 'the very next request can make one');
    const list = await a.send('GET', widgetsPath('v1'));
    t.equal([list.body.kind, namesIn(list)], ['WidgetList', ['w']], 'and it is listed');
    const { body: group } = await a.send('GET', '/apis/example.com/v1');
    const told = group.resources?.filter(({ name }) => name === 'widgets').map(({ kind }) => kind);
    t.equal(told, ['Widget'], 'clients are told that there is such a kind');
  });

  test('A51', 'each served version shows the same objects', async (t) => {
    const cluster = await wholeCluster(t);
    const { a, etcd } = cluster;
    await a.send('POST', definitionsPath, definitionOf({ versions }));
    t.equal((await a.send('POST', widgetsPath('v1'), widget('w', {}))).code, 201, 'v1 is served');
    const inV2 = await a.send('GET', widgetsPath('v2', 'w'));
    t.equal([inV2.code, inV2.body.apiVersion], [200, 'example.com/v2'], 'what was made in v1 is there in v2');
    t.equal(inV2.body.spec, { size: 1 }, 'as it was made: only the apiVersion is another');
    t.equal((await a.send('GET', widgetsPath('v1', 'w'))).body.apiVersion, 'example.com/v1', 'in v1 it is of v1');
    const [key, ...others] = widgetKeys(cluster);
    t.equal(others, [], 'it lies in the store once');
    t.equal(JSON.parse(etcd.valueOf(key)!).apiVersion, 'example.com/v2', 'in the version that is marked storage');
    t.equal((await a.send('GET', widgetsPath('v1alpha1', 'w'))).code, 404, 'v1alpha1 is not served');
    const patch = { spec: { versions: versions.map((each) => ({ ...each, served: each.name === 'v2' })) } };
    t.equal((await a.send('PATCH', own, patch)).code, 200, 'the definition changes: v1 is not served any more');
    const codes = [await a.send('GET', widgetsPath('v1', 'w')), await a.send('GET', widgetsPath('v2', 'w'))].map(
      ({ code }) => code,
    );
    t.equal(codes, [404, 200], 'v2 is, and still has the object');
  });

  test('A51', 'lists that may be of an earlier moment show custom objects, too', async (t) => {
    const { a, start } = await wholeCluster(t);
    await a.send('POST', definitionsPath, definitionOf({ versions }));
    await a.send('POST', widgetsPath('v1'), widget('one', { size: 1 }));
    const { body } = await a.send('POST', widgetsPath('v1'), widget('two', { size: 2 }));
    await quiet();
    const seen = `resourceVersion=${body.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`;
    for (const server of [a, start('B')]) {
      for (const query of ['resourceVersion=0', seen]) {
        for (const version of ['v1', 'v2']) {
          const list = await server.send('GET', `${widgetsPath(version)}?${query}`);
          t.equal([list.code, namesIn(list)], [200, ['one', 'two']], 'both have been there for a while');
          t.equal(list.body.items?.[0].apiVersion, `example.com/${version}`, 'in the version that was asked for');
        }
      }
    }
  });

  test('A51', 'with its definition a kind goes, and its objects go with it', async (t) => {
    const cluster = await wholeCluster(t);
    const { a } = cluster;
    await a.send('POST', definitionsPath, definition);
    await a.send('POST', widgetsPath('v1'), widget('one', { size: 1 }));
    await a.send('POST', widgetsPath('v1'), widget('two', { size: 2 }));
    t.equal((await a.send('DELETE', own)).code, 200, 'a definition can be deleted');
    t.equal((await a.send('GET', widgetsPath('v1'))).code, 404, 'nobody knows of Widgets any more');
    t.equal((await a.send('GET', own)).code, 404, 'the definition is gone');
    t.equal(widgetKeys(cluster), [], 'nothing of them is left in etcd');
    await a.send('POST', definitionsPath, definition);
    t.equal(namesIn(await a.send('GET', widgetsPath('v1'))), [], 'a new definition begins with none');
  });

  test('A51', 'a definition waits for its objects', async (t) => {
    const cluster = await wholeCluster(t);
    const { a } = cluster;
    await a.send('POST', definitionsPath, definition);
    const held = widget('held', { size: 1 }, { finalizers: ['example.com/clean-up'] });
    await a.send('POST', widgetsPath('v1'), held);
    await a.send('POST', widgetsPath('v1'), widget('free', { size: 1 }));
    await a.send('DELETE', own);
    const { body } = await a.send('GET', own);
    t.equal(typeof body.metadata.deletionTimestamp, 'string', 'the definition is marked: an object has a finalizer');
    const list = await a.send('GET', widgetsPath('v1'));
    t.equal(namesIn(list), ['held'], 'what holds nothing up is gone; what does must be reached');
    t.equal(typeof list.body.items?.[0].metadata.deletionTimestamp, 'string', 'it is marked as well');
    const { code } = await a.send('PATCH', widgetsPath('v1', 'held'), { metadata: { finalizers: null } });
    t.equal(code, 200, 'whoever has cleaned up takes the finalizer off');
    t.equal((await a.send('GET', own)).code, 404, 'and with its last object the definition is gone');
    t.equal(widgetKeys(cluster), [], 'nothing is left in etcd');
  });

  test('A51', 'every server learns of it, and one that is started later knows it', async (t) => {
    const { a, start } = await wholeCluster(t);
    const b = start('B');
    t.equal((await b.send('GET', widgetsPath('v1'))).code, 404, 'there is no such kind yet');
    await a.send('POST', definitionsPath, definition);
    await quiet();
    t.equal((await b.send('GET', widgetsPath('v1'))).code, 200, 'B serves what was defined at A');
    const events = await b.watch(widgetsPath('v1'));
    await a.send('POST', widgetsPath('v1'), widget('w', { size: 3 }));
    await quiet();
    const told = events.map(({ type, object }) => `${type} ${(object.metadata as { name?: string }).name}`);
    t.equal(told, ['ADDED w'], 'a watch at B tells what is made at A');
    const c = start('C');
    t.equal(namesIn(await c.send('GET', widgetsPath('v1'))), ['w'], 'C has its knowledge from etcd, like all');
    t.equal((await b.send('DELETE', own)).code, 200, 'it is deleted at B');
    await quiet();
    t.equal((await a.send('GET', widgetsPath('v1'))).code, 404, 'then A does not serve it any more');
    t.equal((await c.send('GET', widgetsPath('v1'))).code, 404, 'nor does C');
  });

  test('A51', 'the subresources of a kind are as its version says', async (t) => {
    const { a } = await wholeCluster(t);
    const schema = objectSchema({
      spec: objectSchema({ size: { type: 'integer' } }),
      status: objectSchema({ ready: { type: 'integer' } }),
    });
    const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.ready' };
    const own = versionOf('v1', {
      storage: true,
      schema: { openAPIV3Schema: schema },
      subresources: { status: {}, scale },
    });
    await a.send('POST', definitionsPath, definitionOf({ versions: [own] }));
    await a.send('POST', widgetsPath('v1'), widget('w', { size: 3 }));
    const path = widgetsPath('v1', 'w');
    const plain = await a.send('PATCH', path, { spec: { size: 4 }, status: { ready: 9 } });
    t.equal(
      [plain.body.spec, plain.body.status],
      [{ size: 4 }, undefined],
      'a write of the object leaves the status as it was',
    );
    const status = await a.send('PATCH', `${path}/status`, { spec: { size: 9 }, status: { ready: 4 } });
    t.equal(
      [status.body.spec, status.body.status],
      [{ size: 4 }, { ready: 4 }],
      'a write of the status leaves the rest',
    );
    t.equal(status.body.metadata.generation, 2, 'only what is asked for is counted');
    const scaled = await a.send('PATCH', `${path}/scale`, { spec: { replicas: 7 } });
    t.equal(
      [scaled.code, (await a.send('GET', path)).body.spec],
      [200, { size: 7 }],
      'a scale is written where the definition says',
    );
  });
}
