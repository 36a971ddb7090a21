// Goal: whoever may not, has read nothing and changed nothing; whoever may, can. Method: every verb on everything that is
// served, in every place, by every kind of user, beside what Kubernetes documents of its roles; the server is whole, and its
// etcd is looked at behind each request.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attempt, attemptsOn, places, refusalOf } from '../checker/conformance/kubernetes/safety.ts';
import type * as usersModule from '../checker/conformance/kubernetes/users.ts';
import type { Person } from '../checker/conformance/kubernetes/users.ts';
import { withReferenceProgram } from '../checker/verify/reference-program.ts';
import type { ApiResponse } from '../lessons/kit/kubernetes/http.ts';

const { everybody, startGuarded, thingOf } = await withReferenceProgram(
  'conformance/kubernetes/users.ts',
  (file): Promise<typeof usersModule> => import(file),
);
const guarded = await startGuarded();
const { ask, calls, etcd, server, state, types } = guarded;
const attempts = types.flatMap(attemptsOn);
const secret = 'czNjcmV0';
let [tried, refused] = [0, 0];

/** What is served by nobody, of a group that is there and of one that is not. */
const unknown = [
  { ...types[0], resource: 'nothings' },
  { ...types[0], group: 'nowhere.io', resource: 'pods' },
].flatMap((type) => attemptsOn(type));

function shown({ user, what }: Person, { method, url }: Attempt): string {
  return `${what} (${user?.name ?? 'anonymous'}): ${method} ${url}`;
}

/** Sends it, and fails if etcd is another then. */
async function send(person: Person, attempt: Attempt): Promise<ApiResponse> {
  const revision = etcd.store.revision();
  calls.length = 0;
  const response = await ask(person.user, attempt.method, attempt.url, attempt);
  assert.is(etcd.store.revision(), revision, `${shown(person, attempt)} has changed something`);
  tried++;
  return response;
}

async function mustBeRefused(person: Person, attempt: Attempt): Promise<void> {
  const { status, body, stream } = await send(person, attempt);
  const words = shown(person, attempt);
  assert.is(status, 403, `${words} must be refused: ${JSON.stringify(body)}`);
  assert.is(stream, undefined, words);
  assert.equal(body, refusalOf(person.user?.name ?? 'system:anonymous', attempt), words);
  assert.equal(calls, [], `${words} is refused, and etcd was asked all the same`);
  refused++;
}

/** Whether it is to come to something: the verb is served, and the object is there. */
function isPossible({ type, subresource, verb, namespace, name }: Attempt): boolean {
  const verbs: string[] =
    subresource === '' ? type.verbs : type.subresources.find((each) => each.name === subresource)!.verbs;
  return verbs.includes(verb) && namespace !== places[2] && name !== 'missing' && type.listKind !== '';
}

/** Right, and still refused: the pod is on no node; a pod's spec stays; the name is taken. */
const otherwise = ['get pods/log', 'update pods', 'create customresourcedefinitions'];
const toNodes = ['pods/attach', 'pods/exec', 'pods/portforward'];

async function mustBeTaken(person: Person, attempt: Attempt): Promise<void> {
  const { status, body, stream } = await send(person, attempt);
  const words = `${shown(person, attempt)}: ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  assert.not([401, 403, 500].includes(status), words);
  stream?.(
    () => true,
    () => undefined,
  ).close();
  const thing = thingOf(attempt);
  if (!isPossible(attempt) || toNodes.includes(thing) || otherwise.includes(`${attempt.verb} ${thing}`)) return;
  assert.ok(status === 200 || status === 201, words);
}

for (const person of everybody) {
  test(`every verb on everything that is served: ${person.what}`, async () => {
    // What the caches of this server need is read once.
    for (const attempt of attempts.slice(0, 10)) await ask(person.user, attempt.method, attempt.url, attempt);
    const before = state();
    for (const attempt of attempts) await (person.may(attempt) ? mustBeTaken : mustBeRefused)(person, attempt);
    assert.is(state(), before, 'etcd holds what it held');
  });
}

test('what is not served is refused in the same words as what is, so nobody learns of it', async () => {
  for (const person of everybody.slice(0, 6)) for (const attempt of unknown) await mustBeRefused(person, attempt);
});

const paths: [path: string, anonymous: number, known: number][] = [
  ...['/healthz', '/livez', '/readyz', '/version'].map((path): [string, number, number] => [path, 200, 200]),
  ...['/api', '/apis', '/api/v1', '/apis/apps/v1', '/openapi/v2', '/openapi/v3'].map(
    (path): [string, number, number] => [path, 403, 200],
  ),
  ...['/metrics', '/logs', '/debug/pprof', '/nothing'].map((path): [string, number, number] => [path, 403, 403]),
];

test('paths that are no resources: health for all, what is served for whoever is somebody, the rest for neither', async () => {
  const [nobody, somebody] = everybody;
  for (const [path, ...codes] of paths) {
    for (const [place, person] of [nobody, somebody].entries()) {
      const { status } = await ask(person.user, 'GET', path);
      assert.is(status, codes[place], `${person.what}: GET ${path}`);
    }
  }
});

/** Ways to write the path of a secret, and of other things on the way to it. */
const spellings = [
  '/api/v1/namespaces/dev/secrets/one',
  '/api/v1/namespaces/dev/secrets',
  '/api/v1/secrets',
  '/api/v1/namespaces/dev/%73ecrets/one',
  '/api/v1/namespaces/dev/pods/../secrets/one',
  '/api/v1/namespaces/dev/pods/%2e%2e/secrets/one',
  '/api/v1/namespaces/dev/pods%2f..%2fsecrets/one',
  '/api/v1/namespaces/dev/configmaps/..%2fsecrets%2fone',
  '/api/v1/namespaces/dev//secrets/one',
  '//api/v1/namespaces/dev/secrets/one',
  '/api/v1/namespaces/dev/secrets/one/',
  '/api/v1/namespaces/dev/secrets/one/status',
  '/api/v1/namespaces/dev/configmaps/one?fieldSelector=metadata.name=one&resource=secrets',
  '/api/v1/namespaces/dev/secrets?fieldSelector=metadata.name%3Done',
  '/api/v1/namespaces/dev/secrets?watch=1&resourceVersion=0',
  '/api/v1/watch/namespaces/dev/secrets/one',
  '/api/v1/proxy/namespaces/dev/secrets/one',
  '/API/v1/namespaces/dev/secrets/one',
  '/api/V1/namespaces/dev/secrets/one',
  '/apis/v1/namespaces/dev/secrets/one',
  '/apis//v1/namespaces/dev/secrets/one',
  '/api/v1/namespaces/dev/secrets;x/one',
  '/api/v1/namespaces/dev/secrets%00/one',
  '/api/v1/namespaces/dev/secrets/one#',
  '/api/v1/namespaces/dev/configmaps?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIuLi8uLi9zZWNyZXRzL2RldiJ9',
];
const disguises: Record<string, string>[] = [
  {},
  { 'impersonate-user': 'root', 'impersonate-group': 'system:masters' },
  { 'impersonate-user': 'system:serviceaccount:dev:default' },
  { 'x-remote-user': 'root', 'x-remote-group': 'system:masters' },
  { 'x-forwarded-client-cert': 'CN=root,O=system:masters' },
  { authorization: 'Basic cm9vdDpyb290' },
  { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
];

function wordsOf(body: ApiResponse['body']): string {
  return body instanceof Uint8Array ? Buffer.from(body).toString() : JSON.stringify(body ?? '');
}

/** What a watch tells at once. */
function eventsOf(stream: ApiResponse['stream']): string {
  const events: unknown[] = [];
  stream?.(
    (event) => events.push(event) > 0,
    () => undefined,
  ).close();
  return JSON.stringify(events);
}

test('no spelling of a path and no header shows a secret to somebody who may see the rest', async () => {
  const viewer = everybody.find(({ what }) => what.startsWith('view'))!.user;
  for (const url of spellings) {
    for (const headers of disguises) {
      for (const [method, user] of [
        ['GET', viewer],
        ['HEAD', viewer],
        ['GET', undefined],
      ] as const) {
        const { status, body, stream } = await ask(user, method, url, { headers });
        const said = `${wordsOf(body)}${eventsOf(stream)}`;
        assert.not(said.includes(secret), `${method} ${url} ${JSON.stringify(headers)}: ${status} ${said}`);
      }
    }
  }
});

test('a method that means nothing does nothing', async () => {
  const before = state();
  for (const method of ['OPTIONS', 'TRACE', 'CONNECT', 'get', 'post', 'delete', 'PURGE', '']) {
    for (const url of ['/api/v1/namespaces/dev/configmaps/one', '/api/v1/namespaces/dev/configmaps', '/version']) {
      for (const { user } of [everybody[0], everybody[4], everybody.at(-1)!]) {
        const { status } = await ask(user, method, url, { body: { metadata: { name: 'new' } } });
        assert.ok(status === 403 || status === 405, `${user?.name}: ${method} ${url}: ${status}`);
      }
    }
  }
  assert.is(state(), before);
});

test('stops', () => {
  server.close();
  console.log(`${tried} attempts on ${types.length} resources, ${refused} of them refused`);
});

test.run();
