/**
 * What happened in a run, as far as clients and watches have seen it: what the rules of an etcd are judged by.
 */
import type { Event, WatchCreateRequest } from '#kit/etcd/api.ts';
import type { EtcdAsk } from '../sim/etcd/plan.ts';

/** Something that a client asked for. */
export interface EtcdOperation {
  client: string;
  ask: EtcdAsk;
  /** As it reads aloud. */
  words: string;
  /** Counts everything that is seen in the run: of two moments the smaller came first. */
  invokedAt: number;
  /** In milliseconds of virtual time. */
  invokedMs: number;
  /** The member that answered, and in which of its lives: `n1, life 2`. */
  life: string;
  /** Absent where there was no answer, or none that tells whether it was done. */
  answer?: Answer;
}

export interface Answer {
  at: number;
  ms: number;
  /** Absent where it was refused. */
  response?: { header: { revision: number } };
  /** The code of the refusal: nothing was done. */
  refused?: string;
}

/** What one watch was given, in order; a watch goes on over several streams. */
export interface WatchLog {
  name: string;
  request: WatchCreateRequest;
  /** The first revision that it asked for. */
  from: number;
  entries: { revision: number; events: Event[] }[];
  /** Revisions that were compacted before it could get them, both ends included. */
  gaps: [from: number, to: number][];
}

/** One revision, as all members tell it. */
export interface Revision {
  revision: number;
  events: Event[];
  /** When the first watch was told of it. */
  seenAt: number;
  seenMs: number;
  /** Who told it first. */
  by: string;
}

export interface Story {
  operations: EtcdOperation[];
  /** Revision 2 at position 0. */
  revisions: Revision[];
  watches: WatchLog[];
}
