/**
 * Leadership transfer (thesis, section 3.10): so that a leader can be stopped without an election timeout's pause.
 *
 *     S1 ── takes no more commands; sends S2 what it lacks ──► S2 agrees with all of S1's log
 *     S1 ── TimeoutNow ──► S2 campaigns at once, and the others vote though they know a leader
 *     S1 ◄── RequestVote of a newer term: follower
 *
 * If that has not happened within an election timeout, S1 goes on as before.
 */
import { todo } from '#kit/todo.ts';
import type { TimeoutNow } from './message.ts';
import type { Server } from './server.ts';

/**
 * @returns false where this server does not lead or `to` is no other server of the cluster: nothing has happened then
 */
export function transferLeadership(server: Server, to: number): boolean {
  todo('3.9', 'Note whom to hand over to, for one election timeout from now, and begin.');
}

/**
 * Called on a leader that is handing over, when the other has answered.
 *
 * @returns whether the other has all of the log, and was told to hold an election
 */
export function maybeHandOver(server: Server): boolean {
  todo('3.9', 'Send TimeoutNow once the logs agree to the end.');
}

/** The leader asks for an election. The message is of this term. */
export function handleTimeoutNow(server: Server, message: TimeoutNow): void {
  todo('3.9', 'Hold an election at once, without asking first, if the message comes from the leader you follow.');
}
