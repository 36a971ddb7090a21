/**
 * Whether the learner's code is far enough for an API server, tried in silence and in the order of the exercises: so the
 * first one that is still to do is named before there is a folder, and before any client could ask.
 */
import { setTimeout } from 'node:timers/promises';
import { createAdmission } from '#api-server/admit.ts';
import { freeNumber, poolsOf } from '#api-server/allocation.ts';
import { createAuthenticator } from '#api-server/authenticate.ts';
import { createAuthorizer } from '#api-server/authorize.ts';
import { applyDefaults } from '#api-server/defaults.ts';
import { momentOf } from '#api-server/moment.ts';
import { patched } from '#api-server/patch.ts';
import { requestInfoOf } from '#api-server/request-info.ts';
import { createStorage } from '#api-server/storage.ts';
import { checkStructure } from '#api-server/structure.ts';
import { validate } from '#api-server/validate.ts';
import { watchEventOf } from '#api-server/watch.ts';
import { openWatchCache } from '#api-server/watch-cache.ts';
import { prepareForCreate } from '#api-server/write.ts';
import { codeOf } from '#kit/failure.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { systemClock } from '#kit/system-clock.ts';
import { createCluster } from '../5-api-server/cluster.ts';
import { pod, viewers } from '../5-api-server/play/objects.ts';
import { asked } from '../5-api-server/play/requests.ts';
import { writeOf } from '../5-api-server/writes.ts';
import { createEtcdDouble } from '../sim/etcd-double.ts';

/** What has not come to an end by then shows its faults when it is in earnest. */
const patienceMs = 1000;

/** @throws {Todo} the exercise that comes first; whatever else is wrong is left for later */
export async function rehearse(): Promise<void> {
  const { log, info, debug, warn, error } = console;
  const silence = () => {};
  Object.assign(console, { log: silence, info: silence, debug: silence, warn: silence, error: silence });
  try {
    for (const step of steps()) await Promise.race([step().catch(throwTodo), setTimeout(patienceMs)]);
  } finally {
    Object.assign(console, { log, info, debug, warn, error });
  }
}

function throwTodo(thrown: unknown): void {
  if (codeOf(thrown) === 'todo') throw thrown;
}

const random = createRandom(1);
const object = pod('web') as KubernetesObject;
const write = () =>
  writeOf('create', structuredClone({ ...object, metadata: { ...object.metadata, namespace: 'default' } }));
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
const key = { resource: 'pods', namespace: 'default', name: 'web' };

/** One or more an exercise, on objects and an etcd in memory. */
function steps(): (() => Promise<unknown>)[] {
  const objects = createCluster([namespace, viewers as KubernetesObject]);
  const authenticator = createAuthenticator({}, objects, Date.now);
  const authorizer = createAuthorizer(objects);
  // Only when it is asked: already to make a plugin takes exercise 5.5.
  const admission = () => createAdmission(objects, authorizer, random);
  const vera = { name: 'vera', groups: [] };
  const etcd = createEtcdDouble().facade();
  const storage = createStorage(etcd, { leaseFor: async (ttl) => (await etcd.leaseGrant({ ttl })).id });
  const { addresses } = poolsOf({ storage, random });
  return [
    async () => requestInfoOf('GET', '/api/v1/pods'),
    () => authenticator.authenticate(asked('vera', 'GET', '/')),
    () => authenticator.authenticate(asked('stranger', 'GET', '/')),
    () => authorizer.authorize(vera, requestInfoOf('GET', '/api/v1/namespaces/default/pods')),
    () => checkStructure(write()),
    () => applyDefaults(write()),
    () => validate(write()),
    async () => admission().mutate(write()),
    async () => admission().validate(write()),
    async () => prepareForCreate(write(), { now: Date.now, random }),
    () => storage.commit({ key, expected: 0, object }),
    async () => patched(object, 'application/merge-patch+json', {}, undefined),
    async () => watchEventOf({ revision: 1, object }, () => true),
    () => openWatchCache({ etcd, clock: systemClock, resource: 'pods' }).then((cache) => cache.close()),
    async () => momentOf({ resourceVersion: '', resourceVersionMatch: '', limit: 0, continueToken: '' }),
    async () => freeNumber(addresses, new Set(), random),
  ];
}
