/**
 * A leader that nobody answers is none (thesis, section 6.2).
 *
 *     S1 leads ══╪══ cut off from S2 and S3     its clients wait, and so do those who are told that it leads
 *                │
 *     an election timeout later: heard of 1 of 3 servers, itself ──► follower, leader unknown
 */
import { todo } from '#kit/todo.ts';
import type { Server } from './server.ts';

/** Called on a leader once in `electionTicks`: counts who was heard of since the last time, and begins anew. */
export function checkQuorum(server: Server): void {
  todo('3.8', 'Step down unless a majority, you included, is active; mark everyone as not active again.');
}
