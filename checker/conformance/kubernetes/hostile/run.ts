/**
 * Hostile requests to a whole server, one after the other. A request that has changed something gets no company: behind it
 * comes a new server with what was there at first, so that each can be sent again alone.
 */
import type { ApiResponse } from '#kit/kubernetes/http.ts';
import { createEtcdDouble, type EtcdDouble } from '../../../sim/etcd-double.ts';
import { bodyFor, objectOf } from '../one-of-each.ts';
import { root, startWholeServer, type WholeServer } from '../whole-server.ts';
import { answerMsMax, faultIn, sharedState } from './answers.ts';
import { hostileRequest } from './index.ts';
import type { HostileRequest } from './request.ts';

export interface HostileFailure {
  seed: number;
  request: HostileRequest;
  message: string;
}

export interface HostileCount {
  requests: number;
  /** By the code of the answer. */
  answers: Record<number, number>;
  /** The longest that one took, of the processor's time. */
  longestMs: number;
}

const began: [path: string, kind: string, name: string][] = [
  ['/api/v1/namespaces', 'Namespace', 'dev'],
  ['/api/v1/namespaces/dev/serviceaccounts', 'ServiceAccount', 'default'],
  ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'CustomResourceDefinition', ''],
  ['/api/v1/namespaces/dev/configmaps', 'ConfigMap', 'one'],
  ['/api/v1/namespaces/dev/pods', 'Pod', 'one'],
  ['/api/v1/namespaces/dev/services', 'Service', 'one'],
  ['/apis/apps/v1/namespaces/dev/deployments', 'Deployment', 'one'],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles', 'ClusterRole', 'one'],
];

async function firstEtcd(): Promise<EtcdDouble> {
  const { ask, etcd, close } = await startWholeServer();
  for (const [path, kind, name] of began) await made(ask(root, 'POST', path, { body: objectOf(kind, name) }));
  const widget = { ...bodyFor('ConfigMap', '', 'one'), apiVersion: 'example.com/v1', kind: 'Widget' };
  await made(ask(root, 'POST', '/apis/example.com/v1/namespaces/dev/widgets', { body: widget }));
  close();
  return etcd;
}

async function made(answer: Promise<ApiResponse>): Promise<void> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`the server does not take what is right: ${JSON.stringify(body)}`);
}

const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };

/** Another etcd with the same in it. */
function copyOf({ store }: EtcdDouble): EtcdDouble {
  const copy = createEtcdDouble();
  for (const { key, value } of store.range(everything).kvs) copy.store.put({ key, value });
  return copy;
}

/** @param step between one seed and the next */
export async function runHostile(
  { from, count, step = 1 }: { from: number; count: number; step?: number },
  onFailure: (failure: HostileFailure) => void,
): Promise<HostileCount> {
  const first = await firstEtcd();
  const total: HostileCount = { requests: 0, answers: {}, longestMs: 0 };
  let server = await startWholeServer(copyOf(first));
  for (let seed = from; seed < from + count; seed += step) {
    const request = hostileRequest(seed);
    const revision = server.etcd.store.revision();
    const before = sharedState();
    const startedAt = process.cpuUsage();
    const { status, fault } = await outcomeOf(server, request);
    const { user, system } = process.cpuUsage(startedAt);
    const ms = (user + system) / 1000;
    const late = ms > answerMsMax ? `it took ${Math.round(ms)} ms` : undefined;
    const changed = sharedState() === before ? undefined : 'what all objects share is another';
    const message = fault ?? late ?? changed;
    if (message) onFailure({ seed, request, message });
    total.requests++;
    total.answers[status] = (total.answers[status] ?? 0) + 1;
    total.longestMs = Math.max(total.longestMs, ms);
    if (server.etcd.store.revision() === revision) continue;
    server.close();
    server = await startWholeServer(copyOf(first));
  }
  server.close();
  return total;
}

async function outcomeOf(
  { server }: WholeServer,
  request: HostileRequest,
): Promise<{ status: number; fault?: string }> {
  const { method, url, headers, body } = request;
  const certificate =
    headers.authorization === undefined ? { commonName: root.name, organizations: root.groups } : undefined;
  try {
    const answer = await server.handle({ method, url, headers, body, certificate });
    answer
      .stream?.(
        () => true,
        () => undefined,
      )
      .close();
    return { status: answer.status, fault: faultIn(request, answer) };
  } catch (thrown) {
    return { status: 0, fault: `the server has thrown: ${(thrown as Error).stack}` };
  }
}
