/**
 * The API server: two chains, put together here and nowhere else.
 *
 *     request ─► request-info ─► authenticate ─► audit★ ─► authorize ─► the verb's handler ─► response
 *                    5.1             5.2          5.14        5.3              │
 *                                                                             a write
 *                                                                              │
 *     ╭────────────────────────────────────────────────────────────────────────╯
 *     ╰─► structure ─► mutate ─► defaults ─► prepare ─► validate ─► definitions ─► admit ─► ONE etcd transaction
 *            5.4         5.5        5.4         5.6         5.4          5.11        5.5            5.6
 *
 * Links of the first chain pass a request on or refuse it; nothing behind a link is reached without it. Steps of the second
 * chain take a write and return it. If somebody else was faster, all steps are taken again, on what is there now.
 *
 * Only what is here talks to etcd. Several API servers may stand beside each other on one etcd; they know nothing of each
 * other.
 */
import type { Clock } from '#kit/clock.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { ApiRequest, ApiResponse, Handler, Link, WriteStep } from '#kit/kubernetes/http.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { Random } from '#kit/random.ts';
import { type AdmissionPlugin, createAdmission } from './admit.ts';
import { type AllocationOptions, createAllocation } from './allocation.ts';
import { answered, nowhere } from './answer.ts';
import { type AuthenticationSettings, type Authenticator, authenticate, createAuthenticator } from './authenticate.ts';
import { type Authorizer, authorize, createAuthorizer } from './authorize.ts';
import { createCaches, createClusterObjects } from './caches.ts';
import { applyDefaults } from './defaults.ts';
import { acceptDefinition, createServedTypes } from './definitions-served.ts';
import { impersonate } from './impersonate.ts';
import { createLeasePool } from './lease-pool.ts';
import { around, inARow, type Onlooker } from './onlooker.ts';
import { createRegistry, type Registry } from './registry.ts';
import { requestInfo } from './request-info.ts';
import { createRouter } from './router.ts';
import { createStorage, type Storage } from './storage.ts';
import { checkStructure } from './structure.ts';
import { validate } from './validate.ts';
import { inOrder, prepare } from './write-chain.ts';

export interface ApiServerOptions {
  etcd: EtcdApi;
  clock: Clock;
  /** Milliseconds since 1970, by the calendar. */
  now(): number;
  random: Random;
  authentication: AuthenticationSettings;
  /** Of Services; see `AllocationOptions`. */
  addresses?: AllocationOptions['addresses'];
  ports?: AllocationOptions['ports'];
  /** How many changes of a resource are kept for watches; 5,000 unless said. */
  windowMax?: number;
  /** What is put into the chains besides. Called once, when the server is made. */
  extend?(parts: ServerParts): Extensions;
  onlooker?: Onlooker;
}

/** What extensions may use. */
export interface ServerParts {
  objects: ClusterObjects;
  authenticator: Authenticator;
  authorizer: Authorizer;
  registry: Registry;
  storage: Storage;
  now(): number;
}

export interface Extensions {
  audit?: Link;
  webhooks?: AdmissionPlugin;
  /** Answers kinds that are asked and never stored, such as SelfSubjectAccessReview. */
  review?: Handler;
  /** Subresources that are no doors to the object, by resource and name: `pods/log`, `serviceaccounts/token`. */
  subresources?: Record<string, Handler>;
  /** Answers other paths: `/metrics`. */
  paths?: Record<string, Handler>;
}

export interface ApiServer extends ServerParts {
  /** Never rejects: whatever goes wrong is a Status. */
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** What is served now, definitions included. */
  types(): Promise<ResourceType[]>;
  close(): void;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { etcd, clock, now, random, windowMax, addresses, ports, onlooker } = options;
  const caches = createCaches(etcd, clock, windowMax);
  const storage = createStorage(etcd, createLeasePool(etcd, clock), caches.known);
  const objects = createClusterObjects(caches, storage);
  const types = createServedTypes(objects);
  const authenticator = createAuthenticator(options.authentication, objects, now);
  const authorizer = createAuthorizer(objects);
  const steps: WriteStep[] = [];
  const registry = createRegistry({
    ...{ storage, now },
    chain: inOrder(steps),
    allocate: createAllocation({ storage, random, addresses, ports }),
    undone: (write) => admission.release(write),
    gone: (write) => admission.release({ ...write, operation: 'create', object: write.old }),
  });
  const parts: ServerParts = { objects, authenticator, authorizer, registry, storage, now };
  const { audit, webhooks, ...answers } = options.extend?.(parts) ?? {};
  const admission = createAdmission(objects, authorizer, random, webhooks);

  // The write chain, in Kubernetes' order. Behind its last step comes the transaction, in `Storage.commit`.
  const writeChain = {
    structure: checkStructure,
    mutate: admission.mutate,
    defaults: applyDefaults,
    prepare: prepare({ now, random }),
    validate,
    definitions: acceptDefinition(objects, now),
    admit: admission.validate,
  };
  steps.push(...inARow(writeChain, onlooker));

  // The chain of a request, from the outside in.
  const requestChain = {
    answer: answered,
    'request-info': requestInfo,
    authenticate: authenticate(authenticator),
    audit,
    impersonate: impersonate(authorizer),
    authorize: authorize(authorizer),
  };
  const route = createRouter({ ...parts, ...{ caches, clock, types }, ...answers });
  const handle = around(requestChain, route, onlooker);

  return {
    ...parts,
    handle: (request) => handle({ request, ...nowhere, warnings: [] }),
    types: types.all,
    close: caches.close,
  };
}
