/**
 * Given: what the members of a cluster say to each other.
 *
 * Messages of Raft may be lost, repeated, delayed and overtake each other. All others come at most once and may be lost; those from
 * one member to another come in the order in which they were sent.
 */
import type { Message } from '#raft/message.ts';

export type PeerMessage =
  | { type: 'raft'; message: Message }
  /** To the leader: a client of member `from` asks for this, a proposal of `command.ts`; `number` is the one in it. */
  | { type: 'propose'; from: number; number: number; command: Uint8Array }
  /** The answer, where that command is not done and never will be. */
  | { type: 'not-proposed'; number: number }
  /** To the leader: how long has this lease? `renew` asks to give it its full time first. */
  | { type: 'lease-question'; from: number; number: number; lease: bigint; renew: boolean }
  /** Seconds from now; 0 where there is no such lease. Where the leader cannot tell, there is no answer. */
  | { type: 'lease-answer'; number: number; ttl: number };
