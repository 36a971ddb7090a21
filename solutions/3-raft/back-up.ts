/**
 * Going back over logs that conflict, faster than one entry at a time (end of section 5.3).
 *
 *     index      1 2 3 4 5 6 7 8 9
 *     leader     1 1 1 3 3 3 3 3 4
 *     follower   1 1 1 2 2 2 2 2        refuses "behind 8, of term 3": it has a 2 there
 *
 * Up to entry 8 the leader has no term above 3. So the follower names its last entry up to there with a term of at most
 * 3: here entry 8, of term 2. The leader in turn passes over all that is newer than term 2, and goes on behind entry 3.
 * One refusal for a term, not one for an entry.
 */
import type { RaftLog } from './raft-log.ts';

/**
 * The follower's last entry that the logs may agree on. Goes into an AppendEntriesResponse as conflictIndex and
 * conflictTerm.
 */
export interface Conflict {
  index: number;
  /** 0 where the log cannot tell: for index 0, and in front of the log's edge. */
  term: number;
}

/**
 * What a follower answers that has no entry of `prevTerm` at `prevIndex`.
 *
 * @param prevIndex the follower's commit index or more
 */
export function conflictOf(log: RaftLog, prevIndex: number, prevTerm: number): Conflict {
  //: todo 3.5 Find the last entry at or before prevIndex whose term is not above prevTerm.
  return lastWithTermAtMost(log, Math.min(prevIndex, log.lastIndex()), prevTerm);
  //: end
}

/**
 * Where the leader goes on after a refusal: the next entry to send. It may have left the log, and then a snapshot must
 * go.
 */
export function nextAfterConflict(log: RaftLog, conflict: Conflict): number {
  //: todo 3.5 Find the last entry at or before the conflict that can be the follower's too, and go on behind it.
  return lastWithTermAtMost(log, Math.min(conflict.index, log.lastIndex()), conflict.term).index + 1;
  //: end
}
//: solution

/**
 * Terms never go down along a log, so whatever is behind the result has a newer term. Stops in front of the log's edge.
 */
function lastWithTermAtMost(log: RaftLog, from: number, term: number): Conflict {
  let index = from;
  while ((log.term(index) ?? 0) > term) index--;
  return { index, term: log.term(index) ?? 0 };
}
//: end
