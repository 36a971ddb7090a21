/**
 * Linearizable reads that write nothing (section 8; thesis, section 6.4).
 *
 *     a read comes ──► note the commit index: 7 ──► Heartbeat, round 12, to all
 *                                                   a majority answers round 12
 *     served once 7 is applied ◄── still the leader, then: nobody else had committed anything when the read came
 *
 * A leader that has been replaced without knowing it gets no majority to answer, and so serves no read. A new leader
 * does not know at first how far the log is committed. It knows once an entry of its own term is, and reads wait until
 * then.
 */
import { todo } from '#kit/todo.ts';
import type { ReadIndex, ReadIndexResponse } from './message.ts';
import type { Server } from './server.ts';

/**
 * The host asks for a read: a leader takes it up, a follower asks its leader.
 *
 * @returns false where no leader is known
 */
export function readIndex(server: Server, context: number): boolean {
  todo('3.7', 'Take the read up, or send ReadIndex to the leader.');
}

/** A follower asks for a read. The message is of this term. */
export function handleReadIndex(server: Server, message: ReadIndex): void {
  todo('3.7', 'A leader takes the read up. Anyone else does nothing: the asker will ask again.');
}

/** The leader's answer to a follower. The message is of this term. */
export function handleReadIndexResponse(server: Server, message: ReadIndexResponse): void {
  todo('3.7', "Put the read into the server's `reads`, for the next Ready.");
}

/** Called on a leader when another server has answered a heartbeat; its progress has the round. */
export function confirmReads(server: Server): void {
  todo('3.7', 'Answer the pending reads whose round a majority, you included, has answered.');
}

/** Called on a leader when it has committed something of its own term, if reads have come before that. */
export function releaseEarlyReads(server: Server): void {
  todo('3.7', 'Take up the reads that came too early.');
}
