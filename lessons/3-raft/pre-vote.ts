/**
 * Elections that cannot be won are not held (thesis, sections 4.2.3 and 9.6).
 *
 *     without    S3, cut off: term 5, 6, 7, … 40   back again: "term 40!"   the leader of term 5 steps down
 *     with       S3, cut off: "would you?" …       back again: "would you?" "no, we have a leader"   nothing happens
 *
 * A PreVote speaks of the term *after* the sender's, the one that it would campaign in. Nobody moves to that term for
 * it, and no vote is given: the same server may say yes to several.
 */
import { todo } from '#kit/todo.ts';
import type { PreVote, PreVoteResponse } from './message.ts';
import type { Server } from './server.ts';

/** Asks all others whether it would win, and campaigns at once where its own answer is enough. */
export function preCampaign(server: Server): void {
  todo('3.8', 'Become a pre-candidate, send PreVote for the next term to the others, and count.');
}

/**
 * Whether this server is content with its leader: it leads, or has heard of its leader within the shortest election
 * timeout. Then it does not help to replace it: such PreVotes, and with `checkQuorum` such RequestVotes, are not even
 * answered, unless the leader has asked for the election.
 */
export function isContent(server: Server): boolean {
  todo('3.8', 'Say whether there is a leader that has been heard of lately.');
}

/** Says whether it would vote for the sender. The message may be of any term, and this server is not content. */
export function handlePreVote(server: Server, message: PreVote): void {
  todo('3.8', 'Say yes to a term newer than yours and a log that is up to date; answer, and change nothing.');
}

/** Counts a yes, and campaigns with a majority. The message may be of any term. */
export function handlePreVoteResponse(server: Server, message: PreVoteResponse): void {
  todo('3.8', 'Follow the newer term of a no; count a yes to the question you are asking now.');
}
