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
import type { ReadIndex, ReadIndexResponse } from './message.ts';
import type { Server } from './server.ts';

//: solution

import { broadcastHeartbeat } from './election.ts';
import { isMajority, send } from './server.ts';
//: end

/**
 * The host asks for a read: a leader takes it up, a follower asks its leader.
 *
 * @returns false where no leader is known
 */
export function readIndex(server: Server, context: number): boolean {
  //: todo 3.7 Take the read up, or send ReadIndex to the leader.
  const { id, term, leader, role } = server;
  if (role === 'leader') takeUp(server, id, context);
  else if (leader !== 0) send(server, { type: 'ReadIndex', from: id, to: leader, term, context });
  return leader !== 0;
  //: end
}

/** A follower asks for a read. The message is of this term. */
export function handleReadIndex(server: Server, message: ReadIndex): void {
  //: todo 3.7 A leader takes the read up. Anyone else does nothing: the asker will ask again.
  if (server.role === 'leader') takeUp(server, message.from, message.context);
  //: end
}

/** The leader's answer to a follower. The message is of this term. */
export function handleReadIndexResponse(server: Server, message: ReadIndexResponse): void {
  //: todo 3.7 Put the read into the server's `reads`, for the next Ready.
  server.reads.push({ context: message.context, index: message.index });
  //: end
}

/** Called on a leader when another server has answered a heartbeat; its progress has the round. */
export function confirmReads(server: Server): void {
  //: todo 3.7 Answer the pending reads whose round a majority, you included, has answered.
  const { pendingReads, progress } = server;
  while (pendingReads.length > 0) {
    const { round, from, context, index } = pendingReads[0];
    if (!isMajority(server, (id) => id === server.id || (progress.get(id)?.round ?? 0) >= round)) return;
    pendingReads.shift();
    answer(server, from, context, index);
  }
  //: end
}

/** Called on a leader when it has committed something of its own term, if reads have come before that. */
export function releaseEarlyReads(server: Server): void {
  //: todo 3.7 Take up the reads that came too early.
  for (const { from, context } of server.earlyReads.splice(0)) takeUp(server, from, context);
  //: end
}
//: solution

function takeUp(server: Server, from: number, context: number): void {
  const { log, commit, term } = server;
  if (log.term(commit) !== term) {
    server.earlyReads.push({ from, context });
    return;
  }
  server.round++;
  server.pendingReads.push({ from, context, index: commit, round: server.round });
  broadcastHeartbeat(server);
  // A cluster of one has nobody to wait for.
  confirmReads(server);
}

function answer(server: Server, to: number, context: number, index: number): void {
  const { id, term } = server;
  if (to === id) server.reads.push({ context, index });
  else send(server, { type: 'ReadIndexResponse', from: id, to, term, context, index });
}
//: end
