/**
 * The learner's API server on the learner's etcd, in this process: one member with its disk in memory, and no TLS before it.
 */
import { randomInt } from 'node:crypto';
import { type ApiServer, createApiServer } from '#api-server/server.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import type { Link } from '#kit/kubernetes/http.ts';
import { createRandom } from '#kit/random.ts';
import { systemClock } from '#kit/system-clock.ts';
import { openEtcdServer } from '#revisions/etcd-server.ts';
import { makeBeginnings } from '../../apiserver/beginnings.ts';
import { systemRandom } from '../../apiserver/system-random.ts';
import { createSimulatedDisk } from '../../sim/disk.ts';
import type { Recorder } from './journey.ts';
import { viewers } from './objects.ts';
import { asked } from './requests.ts';

export interface PlayedServer {
  server: ApiServer;
  etcd: EtcdApi;
  /** The revision at which the cluster had what it begins with. */
  begunAt: number;
}

const tickMs = 100;
const electionTicks = 10;

/** @param failed told of what nobody else hears: a fault of etcd, and an exercise that is still to do */
export async function openServer(recorder: Recorder, failed: (why: unknown) => void): Promise<PlayedServer> {
  const etcd = await openEtcd(failed);
  const server = createApiServer({
    ...{ etcd: recorder.watched(etcd), clock: systemClock, now: Date.now, random: systemRandom() },
    authentication: {},
    onlooker: recorder.onlooker,
    extend: () => ({ audit: findTodo(failed) }),
  });
  await makeBeginnings(server);
  const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
  await server.handle(asked('admin', 'POST', bindings, viewers));
  const { revision } = (await etcd.range({ key: Uint8Array.of(0), keysOnly: true })).header;
  return { server, etcd, begunAt: revision };
}

async function openEtcd(failed: (why: unknown) => void): Promise<EtcdApi> {
  const server = await openEtcdServer({
    ...{ id: 1, peers: [1], clusterId: 1n, clock: systemClock, electionTicks, onFailure: failed },
    members: [{ id: 1n, name: 'default', peerUrls: [], clientUrls: [], isLearner: false }],
    disk: createSimulatedDisk().disk,
    random: createRandom(randomInt(2 ** 32)),
    send: () => undefined,
  });
  // Who is alone need not wait for anybody before it leads.
  for (let ticks = 0; ticks < 2 * electionTicks; ticks++) server.tick();
  setInterval(server.tick, tickMs).unref();
  return server;
}

/** The outermost link makes a Status of everything, and so of a Todo. */
function findTodo(failed: (why: unknown) => void): Link {
  return (next) => async (context) => {
    try {
      return await next(context);
    } catch (thrown) {
      if (codeOf(thrown) === 'todo') failed(thrown);
      throw thrown;
    }
  };
}
