/**
 * Given: what a leader knows of one other server, and so what it may send there.
 *
 *     probe      where do the logs agree? one AppendEntries, then wait for the answer, or for the next heartbeat's
 *     replicate  they agree up to `match`: send what comes, without waiting, as far as `entriesInFlightMax` allows
 *     snapshot   it needs entries that are gone from the log: a snapshot is on its way, and nothing else
 *
 *                   accepted                      entries are gone
 *        ┌───────┐ ──────────► ┌───────────┐      ┌──────────┐
 *        │ probe │             │ replicate │      │ snapshot │ ◄── from probe
 *        └───────┘ ◄────────── └───────────┘      └──────────┘ ──► to probe, once it has caught up
 *                   refused
 *
 * Source: etcd's `tracker/progress.go`, with fewer fields.
 */

export interface Progress {
  /** The logs agree up to here, and the other's disk has it. `match < next`. Figure 2: matchIndex. */
  match: number;
  /** The next entry to send. Figure 2: nextIndex. */
  next: number;
  state: 'probe' | 'replicate' | 'snapshot';
  /** In state probe: a message is on its way, and nothing more is sent until there is an answer. */
  paused: boolean;
  /** Whether it has been heard of since the leader last counted. */
  active: boolean;
  /** The last round of heartbeats that it has answered. */
  round: number;
}

/** Of a server of which nothing is known. */
export function newProgress(lastIndex: number): Progress {
  return { match: 0, next: lastIndex + 1, state: 'probe', paused: false, active: false, round: 0 };
}

/** Goes on from `next`, one message at a time. */
export function becomeProbe(progress: Progress, next: number): void {
  progress.state = 'probe';
  progress.paused = false;
  progress.next = Math.max(next, progress.match + 1);
}

/** Goes on behind `match`, without waiting. */
export function becomeReplicate(progress: Progress): void {
  progress.state = 'replicate';
  progress.next = progress.match + 1;
}

export function becomeSnapshot(progress: Progress, snapshotIndex: number): void {
  progress.state = 'snapshot';
  progress.paused = false;
  progress.next = snapshotIndex + 1;
}

/** Entries were sent, up to `next - 1` where none were. */
export function noteSent(progress: Progress, entries: number): void {
  if (progress.state === 'probe') progress.paused = true;
  else progress.next += entries;
}

/** The logs agree up to `index`. Old answers change nothing. */
export function noteMatch(progress: Progress, index: number): void {
  progress.match = Math.max(progress.match, index);
  progress.next = Math.max(progress.next, progress.match + 1);
}

/** How many entries may be sent now, of those not sent yet. */
export function roomFor(progress: Progress, entriesInFlightMax: number): number {
  if (progress.state === 'probe') return progress.paused ? 0 : entriesInFlightMax;
  if (progress.state === 'snapshot') return 0;
  return Math.max(0, entriesInFlightMax - (progress.next - 1 - progress.match));
}
