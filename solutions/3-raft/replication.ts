/**
 * Replication (section 5.3): the leader's log is right, and the others are made to agree with it.
 *
 *     leader    1 1 2 3 3 3        AppendEntries: behind entry 4, of term 3, comes [5, 6]
 *     follower  1 1 2 3            has entry 4 of term 3: accepts
 *     follower  1 1 2 2 2          has another entry 4: refuses, and the leader goes back
 *
 * Whoever holds an entry agrees with everybody who holds it, on it and on all before it. Each acceptance keeps that so.
 */
import { invariant } from '#kit/invariant.ts';
import { sendSnapshot } from './compaction.ts';
import type { AppendEntries, AppendEntriesResponse, Entry, HeartbeatResponse } from './message.ts';
import { type Progress, roomFor } from './progress.ts';
import type { Proposed } from './raft.ts';
import type { Server } from './server.ts';

//: solution

import { type Conflict, conflictOf, nextAfterConflict } from './back-up.ts';
import { commitTo } from './commit.ts';
import { hearFromLeader } from './election.ts';
import { becomeProbe, becomeReplicate, noteMatch, noteSent } from './progress.ts';
import type { RaftLog } from './raft-log.ts';
import { send } from './server.ts';
//: end

/**
 * A leader puts an entry at the end of its log and sends it to the others.
 *
 * @returns where it stands
 */
export function appendToLog(server: Server, type: Entry['type'], data: Uint8Array): Proposed {
  //: todo 3.2 Append an entry of this term, and have it replicated to everyone.
  const entry = { index: server.log.lastIndex() + 1, term: server.term, type, data };
  server.log.append(entry);
  replicateToAll(server);
  return { index: entry.index, term: entry.term };
  //: end
}

/** Given: has everyone sent what is new to them, with the next Ready: what comes together goes together. */
export function replicateToAll(server: Server): void {
  server.hasNews = true;
}

/** Given: called when a Ready is made. */
export function sendNews(server: Server): void {
  if (!server.hasNews) return;
  server.hasNews = false;
  for (const to of server.progress.keys()) replicate(server, to);
}

/** Given: sends what may be sent now: at least one message, unless an answer must come first. */
export function replicate(server: Server, to: number): void {
  const progress = server.progress.get(to)!;
  do {
    if (roomFor(progress, server.options.entriesInFlightMax) === 0) return;
    const { next } = progress;
    sendNext(server, to, progress);
    const isNoted = progress.state !== 'replicate' || progress.next > next || next > server.log.lastIndex();
    invariant(
      isNoted,
      `sendAppend has not noted what it sent from ${next} on with noteSent: it would be sent for ever`,
    );
  } while (progress.state === 'replicate' && progress.next <= server.log.lastIndex());
}

/** Given: sends the next entries, which may be none; or the snapshot, where the log no longer has what comes next. */
export function sendNext(server: Server, to: number, progress: Progress): void {
  if (progress.state === 'snapshot') return;
  if (progress.next < server.log.firstIndex()) sendSnapshot(server, to, progress);
  else sendAppend(server, to, progress);
}

/**
 * Sends an AppendEntries from `progress.next` on: as many entries as the limits of a message and of the way allow,
 * which may be none. Called only where the log can still tell the term of the entry before.
 */
export function sendAppend(server: Server, to: number, progress: Progress): void {
  //: todo 3.2 Say which entry goes before, add the entries, and note with `noteSent` how many were sent.
  const { id, term, log, commit, options } = server;
  const prevIndex = progress.next - 1;
  const prevTerm = log.term(prevIndex)!;
  const room = roomFor(progress, options.entriesInFlightMax);
  const entries = log.entriesFrom(progress.next, Math.min(options.entriesPerMessageMax, room));
  noteSent(progress, entries.length);
  send(server, { type: 'AppendEntries', from: id, to, term, prevIndex, prevTerm, entries, commit });
  //: end
}

/** A follower takes over the leader's entries, or refuses. The message is of this term. */
export function handleAppendEntries(server: Server, message: AppendEntries): void {
  //: todo 3.2 Hear from the leader; let the log accept or refuse; commit; answer.
  hearFromLeader(server, message.from);
  const { log, commit } = server;
  const { prevIndex, prevTerm, entries } = message;
  // Up to what is committed every leader's log is the same, also where this one cannot tell any more.
  const index = prevIndex < commit ? commit : log.maybeAppend(prevIndex, prevTerm, entries);
  if (index === undefined) {
    const conflict = conflictOf(log, prevIndex, prevTerm);
    reply(server, message, { success: false, index: prevIndex, conflict });
  } else {
    // Not the whole log: what is behind `index` may be an older leader's.
    commitTo(server, Math.min(message.commit, index));
    reply(server, message, { success: true, index, conflict: { index: 0, term: 0 } });
  }
  //: end
}

/**
 * The leader learns how far a follower agrees, or where it does not, and sends what comes next. Answers may be old,
 * repeated and out of order. The message is of this term; the caller commits what can be.
 */
export function handleAppendEntriesResponse(server: Server, message: AppendEntriesResponse, progress: Progress): void {
  //: todo 3.2 Note the match, or go back and try again; answers that are too old to mean anything change nothing.
  if (message.success) {
    noteMatch(progress, message.index);
    // In the other states `next` stays where it is until the answer that was waited for has come.
    if (progress.match + 1 === progress.next) becomeReplicate(progress);
    if (progress.next <= server.log.lastIndex()) replicate(server, message.from);
  } else if (maybeGoBack(server.log, message, progress)) {
    replicate(server, message.from);
  }
  //: end
}

/**
 * A follower is there. If it lags, something sent before was lost, or is still on its way. The message is of this term.
 */
export function handleHeartbeatResponse(server: Server, message: HeartbeatResponse, progress: Progress): void {
  if (progress.match === server.log.lastIndex()) return;
  //: todo 3.2 Send once more, even if there is nothing new: the answer will show what is missing.
  progress.paused = false;
  sendNext(server, message.from, progress);
  //: end
}
//: solution

function reply(
  server: Server,
  { from: to }: AppendEntries,
  { success, index, conflict }: { success: boolean; index: number; conflict: Conflict },
): void {
  const [conflictIndex, conflictTerm] = [conflict.index, conflict.term];
  const { id, term } = server;
  send(server, { type: 'AppendEntriesResponse', from: id, to, term, success, index, conflictIndex, conflictTerm });
}

/** Whether the refusal says anything new; if it does, `next` is where to try again. */
function maybeGoBack(log: RaftLog, refusal: AppendEntriesResponse, progress: Progress): boolean {
  const { index, conflictIndex, conflictTerm } = refusal;
  if (progress.state === 'replicate') {
    // What matched still does. So either the refusal is old, or something sent before was lost.
    if (index <= progress.match) return false;
    becomeProbe(progress, progress.match + 1);
  } else {
    // Only the answer to the one message that is on its way says anything new.
    if (index !== progress.next - 1) return false;
    becomeProbe(progress, nextAfterConflict(log, { index: conflictIndex, term: conflictTerm }));
  }
  return true;
}
//: end
