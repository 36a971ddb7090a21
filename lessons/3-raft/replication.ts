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
import { todo } from '#kit/todo.ts';
import { sendSnapshot } from './compaction.ts';
import type { AppendEntries, AppendEntriesResponse, Entry, HeartbeatResponse } from './message.ts';
import { type Progress, roomFor } from './progress.ts';
import type { Proposed } from './raft.ts';
import type { Server } from './server.ts';

/**
 * A leader puts an entry at the end of its log and sends it to the others.
 *
 * @returns where it stands
 */
export function appendToLog(server: Server, type: Entry['type'], data: Uint8Array): Proposed {
  todo('3.2', 'Append an entry of this term, and have it replicated to everyone.');
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
  todo('3.2', 'Say which entry goes before, add the entries, and note with `noteSent` how many were sent.');
}

/** A follower takes over the leader's entries, or refuses. The message is of this term. */
export function handleAppendEntries(server: Server, message: AppendEntries): void {
  todo('3.2', 'Hear from the leader; let the log accept or refuse; commit; answer.');
}

/**
 * The leader learns how far a follower agrees, or where it does not, and sends what comes next. Answers may be old,
 * repeated and out of order. The message is of this term; the caller commits what can be.
 */
export function handleAppendEntriesResponse(server: Server, message: AppendEntriesResponse, progress: Progress): void {
  todo('3.2', 'Note the match, or go back and try again; answers that are too old to mean anything change nothing.');
}

/**
 * A follower is there. If it lags, something sent before was lost, or is still on its way. The message is of this term.
 */
export function handleHeartbeatResponse(server: Server, message: HeartbeatResponse, progress: Progress): void {
  if (progress.match === server.log.lastIndex()) return;
  todo('3.2', 'Send once more, even if there is nothing new: the answer will show what is missing.');
}
