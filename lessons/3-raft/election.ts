/**
 * Elections (section 5.2, and 5.4.1 for who may win).
 *
 *     S1  ── time is up: term 2, votes for itself ──RequestVote──► S2, S3
 *     S2  ── has not voted in term 2, and S1's log is up to date ──granted──► S1
 *     S1  ── two of three: leads term 2 ──Heartbeat──► S2, S3, again and again
 *
 * A majority and one vote for each in a term: so two majorities of one term share a server, and no two win it.
 */
import { todo } from '#kit/todo.ts';
import type { Heartbeat, Message, RequestVote, RequestVoteResponse } from './message.ts';
import { type Server, send } from './server.ts';

/**
 * One tick on a server that does not lead.
 *
 * @returns whether the time for an election has come; the caller then holds it, which starts the timer anew
 */
export function isElectionDue(server: Server): boolean {
  todo('3.1', 'Count the tick, and say whether the timeout has passed.');
}

/**
 * Holds an election: becomes a candidate and asks all others for their votes. A cluster of one is won at once.
 *
 * @param transfer whether the leader asked for it; goes into every RequestVote
 */
export function campaign(server: Server, transfer = false): void {
  todo('3.1', 'Become a candidate, send RequestVote to the others, and see whether your own vote is enough.');
}

/**
 * The rule for terms (section 5.1), applied to each message before anything else: a newer term makes a follower of this
 * server, whoever it was; an older one is answered by {@link refuse}, and that is the end of it.
 *
 * @returns whether the message is of the server's term, as it is now, and to be handled
 */
export function checkTerm(server: Server, message: Message): boolean {
  todo('3.1', 'Follow a newer term, refuse an older one.');
}

/**
 * Grants the vote to at most one candidate a term, and only to one whose log is up to date. The message is of this
 * term.
 */
export function handleRequestVote(server: Server, message: RequestVote): void {
  todo('3.1', 'Decide, remember the vote, wait anew for an election if you have granted it, and answer.');
}

/** Counts the vote, if it is still wanted. The message is of this term. */
export function handleRequestVoteResponse(server: Server, message: RequestVoteResponse): void {
  todo('3.1', 'Note the answer; with a majority become the leader, whom everyone is told of at once.');
}

/**
 * Tells the others that this server leads, and how far they may commit: not beyond what is known to agree. The ticks to
 * the next heartbeats, `heartbeatElapsed`, are counted anew from here.
 */
export function broadcastHeartbeat(server: Server): void {
  todo('3.1', 'Set heartbeatElapsed back; send each other server a Heartbeat, from its progress and the round.');
}

/**
 * Somebody leads this term: follows it, and waits anew for an election. Called for each message that only a leader
 * sends.
 */
export function hearFromLeader(server: Server, leader: number): void {
  todo('3.1', 'Become its follower where you are not, and wait anew for an election.');
}

/** The message is of this term. */
export function handleHeartbeat(server: Server, message: Heartbeat): void {
  todo('3.1', 'Hear from the leader, commit as far as it says with `commitTo`, and answer with its round.');
}

/**
 * Given: tells whoever sent a request of an older term that there is a newer one, which ends its election or its lead.
 * A refusal says nothing else: the receiver may have restarted and lead the newer term by then, so it must not look as
 * if one of its rounds had been answered or entries accepted.
 */
export function refuse(server: Server, message: Message): void {
  const envelope = { from: server.id, to: message.from, term: server.term };
  const nothing = { index: 0, conflictIndex: 0, conflictTerm: 0 };
  if (message.type === 'RequestVote') send(server, { type: 'RequestVoteResponse', ...envelope, granted: false });
  if (message.type === 'PreVote') send(server, { type: 'PreVoteResponse', ...envelope, granted: false });
  if (message.type === 'Heartbeat') send(server, { type: 'HeartbeatResponse', ...envelope, round: 0 });
  if (message.type === 'InstallSnapshot') send(server, { type: 'InstallSnapshotResponse', ...envelope, index: 0 });
  if (message.type === 'AppendEntries')
    send(server, { type: 'AppendEntriesResponse', ...envelope, success: false, ...nothing });
}
