/** Whole API servers beside each other on one etcd in memory, in virtual time; asked by an administrator. */
import type { Condition } from '#api-server/custom-resources.ts';
import { createApiServer } from '#api-server/server.ts';
import type { ApiResponse, WatchEvent } from '#kit/kubernetes/http.ts';
import type { StatusCause } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { Todo } from '#kit/todo.ts';
import { show, type TestContext } from '../../judge/exercise.ts';
import { createEtcdDouble, type EtcdDouble, quiet } from '../../sim/etcd-double.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { requestOf } from '../contexts.ts';
import { specSchema, versionOf } from './definition-hand.ts';

export interface Answered {
  code: number;
  /** An object, a list or a Status. */
  body: KubernetesObject & {
    items?: KubernetesObject[];
    reason?: string;
    details?: { causes?: StatusCause[] };
    resources?: { name: string; kind: string }[];
  };
  response: ApiResponse;
}

export interface WholeServer {
  /** Sends a request, and writes a line of the run about it. */
  send(method: string, path: string, body?: unknown): Promise<Answered>;
  /** Begins a watch; what comes is in the list. */
  watch(path: string): Promise<WatchEvent[]>;
}

export interface Cluster {
  etcd: EtcdDouble;
  /** A new server on this etcd; nothing is known to it but what is there. */
  start(name: string): WholeServer;
}

export const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A cluster with the namespace "dev" and one server. */
export async function wholeCluster(t: TestContext): Promise<Cluster & { a: WholeServer }> {
  const etcd = createEtcdDouble();
  const clock = createVirtualClock();
  let seed = 0;

  async function answer<T>(promise: Promise<T>, what: string): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    await quiet();
    while (!isSettled && clock.step(clock.now() + 60_000)) await quiet();
    t.equal(isSettled ? 'an answer' : 'none', 'an answer', `${what} is answered, at the latest after a minute`);
    return promise;
  }

  function start(name: string): WholeServer {
    const server = createApiServer({
      ...{ etcd: etcd.facade(), clock, random: createRandom(++seed), authentication: {} },
      now: () => Date.UTC(2026, 0, 31, 9, 30) + clock.now(),
    });
    const certificate = { commonName: 'admin', organizations: ['system:masters'] };
    async function send(method: string, path: string, body?: unknown): Promise<Answered> {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const bytes = body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
      const request = requestOf(method, path, { certificate, headers: { 'content-type': type }, body: bytes });
      const response = await answer(server.handle(request), `${method} ${path}`);
      const { kind, spec, metadata } = (body ?? {}) as Partial<KubernetesObject>;
      const told =
        method === 'PATCH' ? show(body) : kind && `${kind} "${metadata?.name}" ${kind === 'Widget' ? show(spec) : ''}`;
      t.step(`${name}: ${[method, path, told].filter(Boolean).join(' ').trim()}  → ${response.status}`);
      const answered = { code: response.status, body: parsed(response.body) as Answered['body'], response };
      refuseTodo(answered);
      return answered;
    }
    return {
      send,
      async watch(path) {
        const { response } = await send('GET', `${path}?watch=1`);
        const events: WatchEvent[] = [];
        response.stream?.(
          (event) => {
            events.push(event);
            return true;
          },
          () => {},
        );
        return events;
      },
    };
  }

  const a = start('A');
  await a.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } });
  return { etcd, start, a };
}

/** A server makes a Status of whatever is thrown, also of what is still to do. That is no answer. */
function refuseTodo({ code, body }: Answered): void {
  const [, exercise, task] =
    /exercise (\S+) is still to do: (.*)/.exec(code === 500 ? String(body?.message) : '') ?? [];
  if (exercise) throw new Todo(exercise, task);
}

/** Discovery answers with JSON as a text or as bytes. */
function parsed(body: ApiResponse['body']): unknown {
  if (typeof body === 'string') return body.startsWith('{') ? JSON.parse(body) : body;
  return body instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(body)) : body;
}

/** Where the Widgets of "dev" are. */
export function widgetsPath(version: string, name = ''): string {
  return `/apis/example.com/${version}/namespaces/dev/widgets${name === '' ? '' : `/${name}`}`;
}

export function widget(
  name: string,
  spec: unknown,
  rest: { version?: string; finalizers?: string[] } = {},
): KubernetesObject {
  const { version = 'v1', finalizers } = rest;
  const metadata = { name, namespace: 'dev', ...(finalizers && { finalizers }) };
  return { apiVersion: `example.com/${version}`, kind: 'Widget', metadata, spec };
}

export function namesIn({ body }: Answered): string[] | undefined {
  return body.items?.map(({ metadata }) => metadata.name);
}

const text = { type: 'string' };

/** Of v1, v2, which is stored, and v1alpha1, which is not served: each with a schema of its own. */
export const versions = [
  versionOf('v1', { schema: { openAPIV3Schema: specSchema({ size: { type: 'integer', default: 1 } }) } }),
  versionOf('v2', {
    storage: true,
    schema: { openAPIV3Schema: specSchema({ size: { type: 'integer' }, color: text }) },
  }),
  versionOf('v1alpha1', { served: false }),
];

/** What its conditions say of an object. */
export function conditionsIn({ body }: Answered): Record<string, string> {
  const { conditions = [] } = (body.status ?? {}) as { conditions?: Condition[] };
  return Object.fromEntries(conditions.map(({ type, status }) => [type, status]));
}
