/**
 * How a server changes its role (Figure 4 of the paper, with the pre-candidates of the thesis in front).
 *
 *                  time is up              would win             wins
 *     ┌──────────┐ ─────────► ┌─────────────┐ ────► ┌───────────┐ ────► ┌────────┐
 *     │ follower │            │pre-candidate│       │ candidate │       │ leader │
 *     └──────────┘ ◄───────── └─────────────┘ ◄──── └───────────┘ ◄──── └────────┘
 *           ▲        a leader, or a newer term: back to follower from anywhere │
 *           └──────────────────────────────────────────────────────────────────┘
 *
 * Without `preVote` a follower becomes a candidate at once.
 */
import { todo } from '#kit/todo.ts';
import { beginTerm } from './commit.ts';
import { newProgress } from './progress.ts';
import type { Role } from './raft.ts';
import { others, restartElectionTimer, type Server } from './server.ts';

/**
 * Follows `leader` in `term`. A vote given in this term stays given.
 *
 * @param term the server's own or a newer one
 * @param leader 0 where it is not known
 */
export function becomeFollower(server: Server, term: number, leader: number): void {
  todo('3.1', 'Take over the term, and forget the vote only if the term is new; then change the role.');
}

/** Begins an election: a new term, and the first vote is its own. */
export function becomeCandidate(server: Server): void {
  todo('3.1', 'Begin a new term, change the role and vote for yourself.');
}

/** Asks whether it would win. Neither term nor vote changes. */
export function becomePreCandidate(server: Server): void {
  todo('3.8', 'Change the role and count your own answer, nothing more.');
}

/**
 * Given: the leader of this term. Nothing is known of the others' logs yet (Figure 2: "Reinitialized after election").
 */
export function becomeLeader(server: Server): void {
  changeRole(server, 'leader', server.id);
  server.heartbeatElapsed = 0;
  for (const id of others(server)) server.progress.set(id, newProgress(server.log.lastIndex()));
  if (server.options.noop) beginTerm(server);
}

/**
 * Given: what every change of role has in common. A follower that stays one goes on waiting: if its timer began again
 * at each newer term, a server that can never win could keep one from standing that can.
 */
export function changeRole(server: Server, role: Role, leader: number): void {
  if (role !== 'follower' || server.role !== 'follower') restartElectionTimer(server);
  server.role = role;
  server.leader = leader;
  server.votes.clear();
  server.progress.clear();
  server.pendingReads = [];
  server.earlyReads = [];
  server.transferee = 0;
  server.hasNews = false;
}
