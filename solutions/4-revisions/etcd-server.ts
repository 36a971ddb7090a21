/**
 * Given: one member of an etcd, which is everything of this lesson put together on a replica of lesson 3.
 *
 *     client ──► put, txn, … ──► proposer ──► replica ──► log ──► state machine ──► store, leases ──► watch hub
 *                range       ──► replica.read, then the store                                            │
 *                watch       ──────────────────────────────────────────────────────────► watch stream ◄──┘
 *
 * Known limits: etcd proposes at most 5,000 commands ahead of what is applied, this one any number.
 */
import type { Clock } from '#kit/clock.ts';
import type { Disk } from '#kit/disk.ts';
import type { EtcdApi, EtcdMaintenance, Member, ResponseHeader } from '#kit/etcd/api.ts';
import type { EtcdAuth } from '#kit/etcd/auth-api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import type { Random } from '#kit/random.ts';
import { openReplica } from '#raft/replica.ts';
import { createAuth } from './auth.ts';
import { createAuthApi } from './auth-api.ts';
import { createClientApi, type ServerParts } from './client-api.ts';
import { encodeProposal } from './command.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createLeases } from './leases.ts';
import { createMaintenance } from './maintenance.ts';
import type { PeerMessage } from './peer-message.ts';
import { createProposer, type Proposer } from './proposer.ts';
import { createRevisionStore } from './revision-store.ts';
import { createStateMachine } from './state-machine.ts';
import { openTickets } from './tickets.ts';
import { createWaiting } from './waiting.ts';
import { createWatchHub } from './watch-hub.ts';

export type { PeerMessage } from './peer-message.ts';

export interface EtcdServerOptions {
  /** This member's raft number: 1 for the first of `members`. */
  id: number;
  /** The raft numbers of all members, this one included. */
  peers: number[];
  /** The member with raft number n stands at n - 1. */
  members: Member[];
  clusterId: bigint;
  /** Its own. Whatever an earlier life has left on it is found again. */
  disk: Disk;
  clock: Clock;
  /** Goes on in the next life of the same member: does not begin again. */
  random: Random;
  /** Hands a message to the network; see {@link PeerMessage}. Returns at once. */
  send(to: number, message: PeerMessage): void;
  /** See `RaftConfig`; 10 and 1 unless said. */
  electionTicks?: number;
  heartbeatTicks?: number;
  /** 7,000 unless said. */
  requestTimeoutMs?: number;
  /** Told once if the disk fails, and why: the server is over then, and its disk is as a power cut would leave it. */
  onFailure?(why: unknown): void;
  /** A snapshot of everything is written when so many commands were done since the last; 100,000 unless said. */
  snapshotEntries?: number;
  /** See `RaftConfig`; 5,000 unless said. */
  entriesKept?: number;
}

export interface EtcdServer extends EtcdApi, EtcdMaintenance, EtcdAuth {
  /** Time passes: one tick, which all members agree on. Leases are looked at this often too. */
  tick(): void;
  /** A message from another member. */
  receive(message: PeerMessage): void;
  isLeader(): boolean;
  /** The same server as seen by a client that sends this token with each request (exercise 4.10). */
  withToken(token: string): EtcdApi & EtcdMaintenance & EtcdAuth;
  /** Stops, and resolves once the disk is at rest. Whoever waits is told `stopped`. */
  close(): Promise<void>;
}

/**
 * Opens the member that the disk holds, or a new one.
 *
 * @throws {Failure} `damaged` and whatever the disk rejects with (lesson 2)
 */
export async function openEtcdServer(options: EtcdServerOptions): Promise<EtcdServer> {
  const { id, peers, members, clusterId, clock, random, disk, send, requestTimeoutMs = 7000, onFailure } = options;
  const { electionTicks = 10, heartbeatTicks = 1, snapshotEntries = 100_000, entriesKept = 5000 } = options;
  const leases = createLeases(clock);
  const store = createRevisionStore({ leases });
  const auth = createAuth(clock);
  const hub = createWatchHub(store);
  const waiting = createWaiting(clock, requestTimeoutMs);
  const streams: ServerParts['streams'] = new Set();
  let proposer: Proposer | undefined;
  let notifiedAt = clock.now();
  const machine = createStateMachine({
    store,
    leases,
    auth,
    // What is applied while it is opened nobody waits for.
    applied: (proposal, outcome) => proposer?.applied(proposal, outcome),
  });
  const tickets = await openTickets(disk, machine, (why) => {
    replica.close().catch(() => undefined);
    fail(why);
  });
  const replica = await openReplica({
    ...{ id, peers, random, electionTicks, heartbeatTicks, snapshotEntries, entriesKept },
    ...{ noop: true, preVote: true, checkQuorum: true },
    ...{ disk: tickets.disk, machine: tickets.machine },
    send: (message) => tickets.sending(message, (whole) => send(whole.to, { type: 'raft', message: whole })),
    onFailure: fail,
  });
  proposer = createProposer({ id, random, waiting, replica, send });
  const keeper = createLeaseKeeper({ id, leases, waiting, random, replica, encodeRevoke, send });
  const parts = { store, leases, auth, hub, waiting, proposer, keeper, replica, random, header, streams };
  const operations = createMaintenance(parts, id, members);

  function header(revision = store.revision()): ResponseHeader {
    return { clusterId, memberId: members[id - 1].id, revision, raftTerm: replica.status().term };
  }

  function apiFor(asker: () => string | undefined): EtcdApi & EtcdMaintenance & EtcdAuth {
    return { ...createClientApi(parts, asker), ...operations.apiFor(asker), ...createAuthApi(parts, asker) };
  }

  function fail(why: unknown): void {
    end();
    onFailure?.(why);
  }

  function end(): void {
    tickets.end();
    const stopped = etcdFailure('stopped');
    waiting.refuseAll(stopped);
    for (const { failed } of streams) failed(stopped);
    streams.clear();
  }

  /** Watches that ask for it are told now and then how far they are, where nothing else tells them. */
  function notifyProgress(): void {
    if (clock.now() < notifiedAt + progressEveryMs) return;
    notifiedAt = clock.now();
    for (const stream of streams) stream.notifyProgress();
  }

  function receive(message: PeerMessage): void {
    switch (message.type) {
      case 'raft':
        replica.receive(tickets.received(message.message, () => replica.status().commit));
        break;
      case 'propose':
        parts.proposer.takeOver(message);
        break;
      case 'not-proposed':
        parts.proposer.notProposed(message.number);
        break;
      case 'lease-question':
        keeper.asked(message);
        break;
      case 'lease-answer':
        keeper.answered(message);
        break;
    }
    parts.proposer.flush();
  }

  return {
    ...apiFor(() => undefined),
    tick() {
      replica.tick();
      waiting.tick();
      keeper.tick();
      operations.tick();
      notifyProgress();
      parts.proposer.flush();
    },
    receive,
    isLeader: () => replica.status().role === 'leader',
    withToken: (token) => apiFor(() => auth.userOf(token)),
    async close() {
      end();
      await replica.close();
      await tickets.rest();
    },
  };
}

/** Ten minutes, as etcd's. */
const progressEveryMs = 600_000;

/** Nobody waits for it, and it may do everything: it is the cluster's own. */
function encodeRevoke(id: bigint): Uint8Array {
  return encodeProposal({ member: 0, number: 0, command: { type: 'lease-revoke', id } });
}
