// Goal: of racing writers exactly one wins where all have seen the same, and all get through where none has said what it has
// seen; also through several API servers on one etcd, and over HTTP. Method: 200 at once on one object, round after round.
import { Agent, request } from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type * as wholeServer from '../checker/conformance/kubernetes/whole-server.ts';
import { withReferenceProgram } from '../checker/verify/reference-program.ts';
import type { ApiResponse } from '../lessons/kit/kubernetes/http.ts';
import { serveApi } from '../lessons/kit/kubernetes/serve.ts';
import type { KubernetesObject } from '../lessons/kit/objects.ts';

const { root, startWholeServer } = await withReferenceProgram(
  'conformance/kubernetes/whole-server.ts',
  (file): Promise<typeof wholeServer> => import(file),
);

const writers = 200;
const rounds = 5;
const collection = '/api/v1/namespaces/default/configmaps';
const mergePatch = { 'content-type': 'application/merge-patch+json' };

type Whole = Awaited<ReturnType<typeof startWholeServer>>;

const all = <T>(action: (writer: number) => Promise<T>) =>
  Promise.all(Array.from({ length: writers }, (_, i) => action(i)));

/** How many answers there are of each code. */
function counted(answers: { status: number }[]): Record<number, number> {
  const codes: Record<number, number> = {};
  for (const { status } of answers) codes[status] = (codes[status] ?? 0) + 1;
  return codes;
}

async function made({ ask }: Whole, name: string): Promise<KubernetesObject> {
  const { status, body } = await ask(root, 'POST', collection, { body: { metadata: { name }, data: { count: '0' } } });
  assert.is(status, 201);
  return body as KubernetesObject;
}

async function got({ ask }: Whole, name: string): Promise<KubernetesObject & { data: Record<string, string> }> {
  return (await ask(root, 'GET', `${collection}/${name}`)).body as KubernetesObject & { data: Record<string, string> };
}

async function withServers(count: number, use: (servers: Whole[]) => Promise<void>): Promise<void> {
  const first = await startWholeServer();
  const others = await Promise.all(Array.from({ length: count - 1 }, () => startWholeServer(first.etcd)));
  const servers = [first, ...others];
  try {
    await use(servers);
  } finally {
    for (const { close } of servers) close();
  }
}

for (const count of [1, 3]) {
  const where = count === 1 ? 'one API server' : `${count} API servers`;

  test(`${where}: of 200 who have seen the same, exactly one wins each round`, () =>
    withServers(count, async (servers) => {
      let object = await made(servers[0], 'one');
      for (let round = 1; round <= rounds; round++) {
        const revision = servers[0].etcd.store.revision();
        const answers = await all((i) => {
          const body = { ...object, data: { winner: `${round}-${i}` } };
          return servers[i % count].ask(root, 'PUT', `${collection}/one`, { body });
        });
        assert.equal(counted(answers), { 200: 1, 409: writers - 1 }, `round ${round}`);
        const winner = answers.find(({ status }) => status === 200)!.body as KubernetesObject;
        object = await got(servers[0], 'one');
        assert.equal(object, winner, 'what the winner was told is what is there');
        assert.is(servers[0].etcd.store.revision(), revision + 1, 'and nobody else has changed anything');
      }
    }));

  test(`${where}: of 200 who create the same, exactly one does`, () =>
    withServers(count, async (servers) => {
      const answers = await all((i) =>
        servers[i % count].ask(root, 'POST', collection, { body: { metadata: { name: 'new' } } }),
      );
      assert.equal(counted(answers), { 201: 1, 409: writers - 1 });
    }));

  test(`${where}: of 200 who delete the same, exactly one is told that it has`, () =>
    withServers(count, async (servers) => {
      await made(servers[0], 'one');
      const answers = await all((i) => servers[i % count].ask(root, 'DELETE', `${collection}/one`));
      assert.equal(counted(answers), { 200: 1, 404: writers - 1 });
    }));

  test(`${where}: 200 patches that name no resourceVersion all land, each on what the others have left`, () =>
    withServers(count, async (servers) => {
      await made(servers[0], 'one');
      const revision = servers[0].etcd.store.revision();
      const answers = await all((i) => {
        const sent = { headers: mergePatch, body: { data: { [`writer-${i}`]: 'was here' } } };
        return servers[i % count].ask(root, 'PATCH', `${collection}/one`, sent);
      });
      assert.equal(counted(answers), { 200: writers });
      assert.is(Object.keys((await got(servers[0], 'one')).data).length, writers + 1);
      assert.is(servers[0].etcd.store.revision(), revision + writers, 'each is one transaction');
    }));

  test(`${where}: a counter that 20 raise 10 times each, by what they have seen, comes to 200`, () =>
    withServers(count, async (servers) => {
      await made(servers[0], 'one');
      let lost = 0;
      const raise = async (server: Whole): Promise<void> => {
        const { metadata, data } = await got(server, 'one');
        const { resourceVersion } = metadata;
        const body = { metadata: { resourceVersion }, data: { count: String(Number(data.count) + 1) } };
        const { status } = await server.ask(root, 'PATCH', `${collection}/one`, { headers: mergePatch, body });
        if (status === 200) return;
        assert.is(status, 409);
        lost++;
        return raise(server);
      };
      const raiser = async (_: unknown, i: number) => {
        for (let times = 0; times < 10; times++) await raise(servers[i % count]);
      };
      await Promise.all(Array.from({ length: 20 }, raiser));
      assert.is((await got(servers[0], 'one')).data.count, '200');
      assert.ok(lost > 0, 'some have been too late');
    }));
}

test('over HTTP: one of 200 wins, and 200 patches land', () =>
  withServers(1, async ([server]) => {
    const certificate = { commonName: root.name, organizations: root.groups };
    const handle = (given: Parameters<typeof server.server.handle>[0]) =>
      server.server.handle({ ...given, certificate });
    const { port, close } = await serveApi({ host: '127.0.0.1', port: 0, handle });
    const agent = new Agent({ keepAlive: true, maxSockets: writers });
    const send = (method: string, body: object, headers = {}) =>
      new Promise<Pick<ApiResponse, 'status'>>((resolve, reject) => {
        const sent = request({ port, agent, method, path: `${collection}/one`, headers }, (response) => {
          response.resume().once('end', () => resolve({ status: response.statusCode! }));
        });
        sent.once('error', reject).end(JSON.stringify(body));
      });
    try {
      const object = await made(server, 'one');
      const races = await all((i) => send('PUT', { ...object, data: { winner: `${i}` } }));
      assert.equal(counted(races), { 200: 1, 409: writers - 1 });
      const patches = await all((i) => send('PATCH', { data: { [`writer-${i}`]: 'was here' } }, mergePatch));
      assert.equal(counted(patches), { 200: writers });
      assert.is(Object.keys((await got(server, 'one')).data).length, writers + 1);
    } finally {
      agent.destroy();
      await close(0);
    }
  }));

test.run();
