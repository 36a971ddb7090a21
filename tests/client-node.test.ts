// Goal: the official JavaScript client works against the reference: reads, writes, watches, and its informer, which is what
// controllers are made of. Method: the client on the program.
import {
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  Watch,
} from '@kubernetes/client-node';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningApiServer, startApiServer } from '../checker/conformance/kubernetes/servers.ts';

let server: RunningApiServer;
let config: KubeConfig;
let api: CoreV1Api;
const namespace = 'default';

test.before(async () => {
  server = await startApiServer();
  config = new KubeConfig();
  config.loadFromFile(server.kubeconfig);
  api = config.makeApiClient(CoreV1Api);
});

test.after(() => server.stop());

const named = (name: string, data?: Record<string, string>): V1ConfigMap => ({ metadata: { name }, data });

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 200) throw new Error('it does not come about');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('create, read, replace, patch, list, delete; an error carries its code', async () => {
  const made = await api.createNamespacedConfigMap({ namespace, body: named('c', { a: '1' }) });
  assert.ok(made.metadata?.uid);
  assert.is(made.metadata?.creationTimestamp instanceof Date, true);
  await api.replaceNamespacedConfigMap({ namespace, name: 'c', body: { ...made, data: { a: '2' } } });
  const stale = api.replaceNamespacedConfigMap({ namespace, name: 'c', body: { ...made, data: { a: '3' } } });
  assert.is(await codeOf(stale), 409);
  const patched = await api.patchNamespacedConfigMap(
    { namespace, name: 'c', body: { data: { b: '4' } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  assert.equal({ ...patched.data }, { a: '2', b: '4' });
  const { items } = await api.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=c' });
  assert.is(items.length, 1);
  await api.deleteNamespacedConfigMap({ namespace, name: 'c' });
  assert.is(await codeOf(api.readNamespacedConfigMap({ namespace, name: 'c' })), 404);
});

async function codeOf(answer: Promise<unknown>): Promise<number | undefined> {
  return answer.then(
    () => undefined,
    (thrown: { code: number }) => thrown.code,
  );
}

test('a watch tells every event, in order', async () => {
  const { metadata } = await api.listNamespacedConfigMap({ namespace });
  const heard: string[] = [];
  const watch = await new Watch(config).watch(
    `/api/v1/namespaces/${namespace}/configmaps`,
    { resourceVersion: metadata?.resourceVersion, allowWatchBookmarks: true },
    (type, object: V1ConfigMap) => heard.push(`${type} ${object.metadata?.name}`),
    () => {},
  );
  for (const name of ['w1', 'w2']) await api.createNamespacedConfigMap({ namespace, body: named(name) });
  await api.deleteNamespacedConfigMap({ namespace, name: 'w1' });
  await until(() => heard.length === 3);
  watch.abort();
  assert.equal(heard, ['ADDED w1', 'ADDED w2', 'DELETED w1']);
});

test('an informer holds what is there, and hears of what comes', async () => {
  const heard: string[] = [];
  const list = () => api.listNamespacedConfigMap({ namespace, labelSelector: 'informed' });
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const informer = makeInformer(config, path, list, 'informed');
  for (const verb of ['add', 'update', 'delete'] as const) {
    informer.on(verb, ({ metadata }) => heard.push(`${verb} ${metadata?.name}`));
  }
  const labelled = (name: string) => ({ metadata: { name, labels: { informed: 'yes' } } });
  await api.createNamespacedConfigMap({ namespace, body: labelled('i1') });
  await informer.start();
  await until(() => heard.length === 1);
  await api.createNamespacedConfigMap({ namespace, body: labelled('i2') });
  await api.createNamespacedConfigMap({ namespace, body: named('not-meant') });
  await api.replaceNamespacedConfigMap({ namespace, name: 'i1', body: { ...labelled('i1'), data: { a: 'b' } } });
  // Out of the selection is gone, to those who see the selection only.
  await api.replaceNamespacedConfigMap({ namespace, name: 'i2', body: named('i2') });
  await until(() => heard.length >= 4);
  assert.equal(heard, ['add i1', 'add i2', 'update i1', 'delete i2']);
  assert.is(informer.get('i1', namespace)?.data?.a, 'b');
  await informer.stop();
});

test.run();
