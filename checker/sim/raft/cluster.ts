/**
 * Bare Raft servers, each with a disk of its own, and nothing between them: who carries the messages, and when what
 * happens, is for a driver to say (`chaos.ts` draws it from a seed, `script.ts` is told).
 *
 *     input ─► raft ─► ready ─┬─► persist ─► send ─► apply ─► advance ─► next ready …
 *                             └ a crash may come before any of the four; the disk keeps what was persisted
 *
 * Everything is copied on its way in or out of a server, and a restart makes it anew from what its disk holds. Raft's
 * invariants are checked at each step.
 */
import { utf8 } from '#kit/bytes.ts';
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import type { ConfigChange, Proposed, Raft, RaftConfig, RaftStatus, ReadState, Ready } from '#raft/raft.ts';
import { blankDisk, compactTo, type DurableState, persist } from '../../oracles/raft/durable.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { createRaftInvariants, type InvariantOptions, type RaftInvariants } from '../../oracles/raft-invariants.ts';
import { createMachine, type Machine } from './machine.ts';
import { copyEntry, copyMessage, copySnapshot, nameOf } from './message.ts';
import { createReads, type Reads } from './reads.ts';

export type CreateRaft = (config: RaftConfig) => Raft;

/** A step of the Ready loop before which a crash may come. */
export type CrashPoint = 'persist' | 'send' | 'apply' | 'advance';

export interface ClusterOptions extends InvariantOptions {
  createRaft: CreateRaft;
  /** Ids of the servers, from 1 on. */
  ids: number[];
  /** The first configuration; all of `ids` unless said. The others are started as strangers. */
  peers?: number[];
  /** As {@link RaftConfig}, for every server. */
  config?: Partial<RaftConfig>;
  /** Chance for a server's life; a restart asks again. */
  random(id: number): Random;
  /** Takes a message from the sender; it is the driver's own copy. */
  send(message: Message): void;
  /** Calls back when a server's disk has persisted something; at once unless said. */
  delayPersist?(id: number, done: () => void): void;
  /** Told of a crash that came before a step of the Ready loop. */
  onDeath?(id: number, before: CrashPoint): void;
  /** Told of a read that a server serves. */
  onRead?(id: number, read: ReadState): void;
  /** What the disks hold at first. */
  disks?: ReadonlyMap<number, DurableState>;
}

export interface Cluster {
  readonly ids: readonly number[];
  readonly invariants: RaftInvariants;
  isUp(id: number): boolean;
  disk(id: number): Readonly<DurableState>;
  /** What a server has been told to persist and has not yet, with a slow disk. */
  held(id: number): Ready | undefined;
  /** Only of a server that is up. */
  status(id: number): RaftStatus;
  /** Hands a server something, and does what it then wants done. Nothing happens to a server that is down. */
  tick(id: number): void;
  /** The message becomes the server's own. */
  deliver(message: Message): void;
  campaign(id: number): void;
  propose(id: number, value: string): Proposed | undefined;
  read(id: number): boolean;
  compact(id: number): void;
  transfer(id: number, to: number): boolean;
  changeConfig(id: number, change: ConfigChange): Proposed | undefined;
  /** Ends a server's life: at once, or before the next step of that kind that it takes. */
  crash(id: number, before?: CrashPoint): void;
  /** Starts a server on what its disk holds, if it is down; a crash that has not come yet is called off. */
  restart(id: number): void;
}

interface Server {
  id: number;
  raft?: Raft;
  disk: DurableState;
  held?: Ready;
  crashBefore?: CrashPoint;
  applied: number;
}

/** A server that always has something more to do will never be done. */
const readiesInARowMax = 1000;

export function createCluster(options: ClusterOptions): Cluster {
  const { createRaft, ids, peers = ids, config, send, delayPersist } = options;
  const invariants = createRaftInvariants(options);
  const machine: Machine = createMachine(invariants);
  const reads: Reads = createReads();
  const servers = new Map<number, Server>();

  function boot(server: Server): void {
    const { id, disk } = server;
    const { hardState, snapshot, entries } = disk;
    const isNew = hardState.term === 0 && !snapshot && entries.length === 0;
    const raft = createRaft({
      ...defaults,
      ...config,
      id,
      peers: peers.includes(id) ? [...peers] : [],
      random: options.random(id),
      ...(!isNew && { hardState: { ...hardState }, entries: entries.map(copyEntry) }),
      ...(snapshot && { snapshot: copySnapshot(snapshot) }),
    });
    server.raft = raft;
    server.applied = snapshot?.index ?? 0;
    invariants.started(raft.status(), disk, server.applied);
    work(server);
  }

  /** Does what the server wants done, until it wants nothing more, dies or waits for its disk. */
  function work(server: Server): void {
    for (let i = 0; server.raft && !server.held; i++) {
      if (i > readiesInARowMax) {
        breakRule('keeps its shape', `${nameOf(server.id)} has a Ready again after each advance, without end`, [
          server.id,
        ]);
      }
      const { raft } = server;
      const ready = raft.ready();
      if (!ready) return;
      const status = raft.status();
      invariants.took(status, ready, server.disk);
      if (delayPersist && isToPersist(ready)) {
        holdUntilPersisted(server, raft, ready, status);
        continue;
      }
      carryOut(server, raft, ready, status);
    }
  }

  function holdUntilPersisted(server: Server, raft: Raft, ready: Ready, status: RaftStatus): void {
    let isAtOnce = true;
    server.held = ready;
    delayPersist!(server.id, () => {
      if (server.raft !== raft) return;
      server.held = undefined;
      carryOut(server, raft, ready, status);
      if (!isAtOnce) work(server);
    });
    isAtOnce = false;
  }

  /** @param status of when the Ready was given out */
  function carryOut(server: Server, raft: Raft, ready: Ready, status: RaftStatus): void {
    const { id, disk } = server;
    const isToWrite = isToPersist(ready);
    if (diesBefore(server, 'persist', isToWrite)) return;
    if (isToWrite) persist(disk, copyToPersist(ready));
    invariants.persisted(status, disk);
    if (diesBefore(server, 'send', ready.messages.length > 0)) return;
    for (const message of ready.messages) {
      invariants.sending(id, message, disk);
      send(copyMessage(message));
    }
    if (diesBefore(server, 'apply', ready.committed.length > 0 || ready.snapshot !== undefined)) return;
    invariants.applying(id, ready, disk);
    server.applied = machine.apply(id, server.applied, ready);
    reads.applied(server.applied);
    for (const read of ready.reads) {
      options.onRead?.(id, read);
      reads.answered(id, read);
    }
    if (diesBefore(server, 'advance', true)) return;
    raft.advance();
  }

  function diesBefore(server: Server, point: CrashPoint, hasIt: boolean): boolean {
    if (server.crashBefore !== point || !hasIt) return false;
    die(server);
    options.onDeath?.(server.id, point);
    return true;
  }

  function die(server: Server): void {
    server.raft = undefined;
    server.held = undefined;
    server.crashBefore = undefined;
  }

  /** One input, and the work that it makes. */
  function input<T>(id: number, give: (raft: Raft) => T): T | undefined {
    const server = servers.get(id)!;
    if (!server.raft) return undefined;
    const given = give(server.raft);
    work(server);
    return given;
  }

  function statusOf(id: number): RaftStatus {
    return servers.get(id)!.raft!.status();
  }

  for (const id of ids) servers.set(id, { id, disk: options.disks?.get(id) ?? blankDisk(), applied: 0 });
  for (const server of servers.values()) boot(server);

  return {
    ids,
    invariants,
    isUp: (id) => servers.get(id)!.raft !== undefined,
    disk: (id) => servers.get(id)!.disk,
    held: (id) => servers.get(id)!.held,
    status: statusOf,
    tick: (id) => input(id, (raft) => raft.tick()),
    deliver: (message) => input(message.to, (raft) => raft.step(message)),
    campaign: (id) => input(id, (raft) => raft.campaign()),
    propose: (id, value) => input(id, (raft) => raft.propose(utf8(value))),
    read: (id) => input(id, (raft) => raft.readIndex(reads.ask())) ?? false,
    compact(id) {
      const server = servers.get(id)!;
      const { applied, disk } = server;
      if (!server.raft || applied <= (disk.snapshot?.index ?? 0)) return;
      const snapshot = input(id, (raft) => raft.compact(applied, machine.snapshot(applied)));
      if (snapshot && server.raft) compactTo(disk, copySnapshot(snapshot));
    },
    transfer: (id, to) => input(id, (raft) => raft.transferLeadership(to)) ?? false,
    changeConfig: (id, change) => input(id, (raft) => raft.proposeConfigChange({ ...change })),
    crash(id, before) {
      const server = servers.get(id)!;
      if (!server.raft) return;
      if (before) server.crashBefore = before;
      else die(server);
    },
    restart(id) {
      const server = servers.get(id)!;
      server.crashBefore = undefined;
      if (!server.raft) boot(server);
    },
  };
}

const defaults = { electionTicks: 10, heartbeatTicks: 2 };

function isToPersist({ hardState, snapshot, entries }: Ready): boolean {
  return entries.length > 0 || snapshot !== undefined || hardState !== undefined;
}

function copyToPersist({ hardState, snapshot, entries }: Ready): Pick<Ready, 'hardState' | 'snapshot' | 'entries'> {
  return {
    entries: entries.map(copyEntry),
    ...(hardState && { hardState: { ...hardState } }),
    ...(snapshot && { snapshot: copySnapshot(snapshot) }),
  };
}
