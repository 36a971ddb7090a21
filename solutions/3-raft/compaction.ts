/**
 * Snapshots in place of a log that would grow for ever (section 7).
 *
 *     before   1 2 3 4 5 6 7 8         applied up to 6
 *     compact(6, state)
 *     after    [ snapshot of 6 ] 7 8
 *
 * A follower that needs entry 5 can no longer have it. It is sent the snapshot instead, in one message, and goes on
 * from 7.
 *
 * Known limits: the snapshot is one message and held in memory; the paper sends it in chunks.
 */
import type { InstallSnapshot, InstallSnapshotResponse, Snapshot } from './message.ts';
import type { Progress } from './progress.ts';
import type { Server } from './server.ts';

//: solution

import { commitTo } from './commit.ts';
import { hearFromLeader } from './election.ts';
import { peersAt } from './membership.ts';
import { becomeProbe, becomeSnapshot, noteMatch } from './progress.ts';
import { replicate } from './replication.ts';
import { send } from './server.ts';
//: end

/**
 * Keeps a snapshot of the state machine right after `index`, and drops the log up to there, save the last
 * `entriesKept`.
 *
 * @param index at most `applied`
 * @returns the snapshot, or `undefined` where there is one of this entry or a later one already
 */
export function compact(server: Server, index: number, data: Uint8Array): Snapshot | undefined {
  //: todo 3.6 Make the snapshot, with the term of its last entry and what peersAt says, keep it, and compact the log.
  const { log, options } = server;
  if (index <= (server.snapshot?.index ?? 0)) return undefined;
  server.snapshot = { index, term: log.term(index)!, peers: peersAt(server, index), data };
  log.compactTo(Math.max(log.firstIndex() - 1, index - options.entriesKept));
  return server.snapshot;
  //: end
}

/** Sends the latest snapshot to a follower that needs entries which are gone, and notes it with `becomeSnapshot`. */
export function sendSnapshot(server: Server, to: number, progress: Progress): void {
  //: todo 3.6 Send the snapshot.
  const snapshot = server.snapshot!;
  becomeSnapshot(progress, snapshot.index);
  send(server, { type: 'InstallSnapshot', from: server.id, to, term: server.term, snapshot });
  //: end
}

/**
 * A follower takes over a snapshot, unless its log already has what is in it: then it keeps its log, and what is
 * behind. The answer says up to where the logs agree now. The message is of this term.
 */
export function handleInstallSnapshot(server: Server, message: InstallSnapshot): void {
  //: todo 3.6 Tell apart: committed already; in the log already; new. Only the last replaces log and state machine.
  const { snapshot, from: to } = message;
  hearFromLeader(server, to);
  if (server.log.term(snapshot.index) === snapshot.term) commitTo(server, snapshot.index);
  else if (snapshot.index > server.commit) restore(server, snapshot);
  // What is committed here is part of every leader's log.
  const index = Math.max(server.commit, snapshot.index);
  send(server, { type: 'InstallSnapshotResponse', from: server.id, to, term: server.term, index });
  //: end
}

/** The message is of this term; the caller commits what can be. */
export function handleInstallSnapshotResponse(
  server: Server,
  message: InstallSnapshotResponse,
  progress: Progress,
): void {
  //: todo 3.6 Note the match; where the follower has caught up, find out from there on and go on sending.
  noteMatch(progress, message.index);
  if (progress.state !== 'snapshot' || progress.match + 1 < progress.next) return;
  becomeProbe(progress, progress.match + 1);
  replicate(server, message.from);
  //: end
}

/** Given: a snapshot may be lost. Once an election timeout, a leader asks those it sent one where they stand. */
export function forgetSnapshots(server: Server): void {
  for (const progress of server.progress.values()) {
    if (progress.state === 'snapshot') progress.state = 'probe';
  }
}
//: solution

/** The snapshot replaces the log. The host is told with the next Ready, and the state machine is restored then. */
function restore(server: Server, snapshot: Snapshot): void {
  server.log.restore(snapshot.index, snapshot.term);
  server.commit = snapshot.index;
  server.snapshot = snapshot;
  server.received = snapshot;
}
//: end
