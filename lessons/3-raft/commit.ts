/**
 * What is committed: done for good, on every server, whatever fails (sections 5.3 and 5.4.2).
 *
 *     S1  leader   1 1 2 3 3      match 5 (its own disk)
 *     S2           1 1 2 3        match 4
 *     S3           1 1 2          match 3        a majority has 1 to 4
 *     S4           1 1 2 3        match 4        committed: 4, if S1 leads term 3
 *     S5           1 1            match 2        nothing new, if it leads term 4
 *
 * That a majority has an entry of an *older* term is not enough (Figure 8): a server without it may still be elected
 * and overwrite it. An entry of the leader's own term on a majority rules that out, for itself and all before it.
 */
import { invariant } from '#kit/invariant.ts';
import { todo } from '#kit/todo.ts';
import type { Server } from './server.ts';

/**
 * Commits what a leader may now take for committed. It counts its own entries once they are durable, like anyone's.
 *
 * @returns whether anything new is committed
 */
export function maybeCommit(server: Server): boolean {
  todo(
    '3.2',
    'Find the highest index that a majority has, and move the commit index there. Exercise 3.3 says when not.',
  );
}

/** Called on a new leader where the option `noop` is on: only with it can what older leaders left be committed. */
export function beginTerm(server: Server): void {
  todo('3.3', 'Append an entry of type noop, without data, and have it replicated.');
}

/** Given: a follower learns from its leader how far it may commit. Old news changes nothing. */
export function commitTo(server: Server, index: number): void {
  invariant(index <= server.log.lastIndex(), `commit index ${index} is beyond the log's last entry`);
  server.commit = Math.max(server.commit, index);
}
