/**
 * What a client can ask of a member, on the parts that do it.
 *
 *     changes something   ──► proposer: through the log, applied here, answered
 *     range               ──► replica.read: nothing that anyone was told of is missing here any more; then the store
 *     serializable range  ──► the store as it is, perhaps behind the others
 *     watch               ──► the store's own history: ordered, and complete, but perhaps late
 */
import type {
  DeleteRangeResponse,
  EtcdApi,
  LeaseGrantResponse,
  PutResponse,
  ResponseHeader,
  TxnRequest,
  TxnResponse,
} from '#kit/etcd/api.ts';
import type { Random } from '#kit/random.ts';
import type { Replica } from '#raft/replica.ts';
import type { Auth } from './auth.ts';
import type { Command } from './command.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { Leases } from './leases.ts';
import type { Proposer } from './proposer.ts';
import type { RevisionStore } from './revision-store.ts';
import type { Outcome } from './state-machine.ts';
import type { Waiting } from './waiting.ts';
import { guardWatches } from './watch-guard.ts';
import type { WatchHub } from './watch-hub.ts';
import { createWatchStream } from './watch-stream.ts';

/** A client's stream of watches. */
export interface OpenStream {
  /** To be called when the server is over. */
  failed(why: unknown): void;
  /** To be called now and then: see `ServedWatchStream`. */
  notifyProgress(): void;
}

/** A member's parts. */
export interface ServerParts {
  store: RevisionStore;
  leases: Leases;
  auth: Auth;
  hub: WatchHub;
  waiting: Waiting;
  proposer: Proposer;
  keeper: LeaseKeeper;
  replica: Replica<Outcome>;
  random: Random;
  /** @param revision the store's unless said */
  header(revision?: number): ResponseHeader;
  streams: Set<OpenStream>;
}

/** @param asker says who asks, at each request; throws `invalid-auth-token`. `undefined` for nobody in particular */
export function createClientApi(parts: ServerParts, asker: () => string | undefined): EtcdApi {
  const { store, leases, auth, hub, waiting, proposer, keeper, replica, random, header, streams } = parts;

  /** The member's own header, with the revision that the store has put into the response. */
  function complete<T extends { header: ResponseHeader }>(response: T): T {
    return { ...response, header: header(response.header.revision) };
  }

  /** Has a command done by every member. */
  async function change<T extends { header: ResponseHeader }>(command: Command): Promise<T> {
    return complete((await proposer.propose(command, asker())) as T);
  }

  /** Resolves once this member has applied everything that anyone was told of. */
  function upToDate(): Promise<void> {
    return waiting.wait(() => replica.read());
  }

  return {
    async range(request) {
      //: todo 4.8 Unless a stale answer will do, be up to date first; then ask the store.
      const user = asker();
      if (!request.serializable) await upToDate();
      auth.check(user, { type: 'range', request });
      return complete(store.range(request));
      //: end
    },
    put: (request) => change<PutResponse>({ type: 'put', request }),
    deleteRange: (request) => change<DeleteRangeResponse>({ type: 'delete-range', request }),
    async txn(request) {
      //: todo 4.8 What only reads need not go through the log.
      if (!onlyReads(request)) return change<TxnResponse>({ type: 'txn', request });
      const user = asker();
      await upToDate();
      auth.check(user, { type: 'txn', request });
      return complete(store.txn(request));
      //: end
    },
    compact: ({ revision }) => change({ type: 'compact', revision }),

    watch(send, failed = () => undefined) {
      const stream = createWatchStream(hub, header, send);
      const open: OpenStream = { failed, notifyProgress: stream.notifyProgress };
      streams.add(open);
      const guarded = guardWatches(stream, { auth, asker, header, send });
      const close = () => {
        streams.delete(open);
        guarded.close();
      };
      return { ...guarded, close };
    },

    leaseGrant: ({ ttl, id = 0n }) =>
      change<LeaseGrantResponse>({ type: 'lease-grant', id: id === 0n ? someLeaseId(random) : id, ttl }),
    leaseRevoke: (id) => change({ type: 'lease-revoke', id }),
    async leaseKeepAlive(id) {
      asker();
      const ttl = await keeper.renew(id);
      return { header: header(), id, ttl };
    },
    async leaseTimeToLive({ id, keys = false }) {
      //: todo 4.8 Be up to date; what is replicated is known here, how long the lease still has only the leader knows.
      const user = asker();
      await upToDate();
      auth.check(user, { type: 'lease-time-to-live', id, keys }, leases.keysOf);
      const ttl = leases.has(id) ? await keeper.remaining(id) : 0;
      const grantedTtl = leases.grantedTtl(id);
      if (grantedTtl === undefined) return { header: header(), id, ttl: -1, grantedTtl: 0, keys: [] };
      return { header: header(), id, ttl, grantedTtl, keys: keys ? leases.keysOf(id) : [] };
      //: end
    },
    async leaseLeases() {
      asker();
      await upToDate();
      return { header: header(), leases: leases.list() };
    },
  };
}

/** Whether a transaction changes nothing, whichever branch is taken. */
function onlyReads({ success, failure }: TxnRequest): boolean {
  return [...success, ...failure].every(
    (operation) => operation.type === 'range' || (operation.type === 'txn' && onlyReads(operation.request)),
  );
}

/** A positive int64, as good as never chosen before. */
function someLeaseId(random: Random): bigint {
  return (BigInt(random.integer(1, 2 ** 31 - 1)) << 32n) | BigInt(random.integer(0, 2 ** 32 - 1));
}
