import type { Belief } from '../recording.ts';
import type { Cluster } from './cluster.ts';
import { entryInWords, nameOf } from './message.ts';

/** What a bare server believes: its status, and its log as far as it is on its disk or on the way there. */
export function beliefOf(cluster: Cluster, id: number): Belief {
  const disk = cluster.disk(id);
  const held = cluster.held(id)?.entries ?? [];
  const kept = held.length > 0 ? disk.entries.filter(({ index }) => index < held[0].index) : disk.entries;
  const log = [...kept, ...held].map((entry) => ({ index: entry.index, term: entry.term, words: entryInWords(entry) }));
  const snapshot = disk.snapshot?.index ?? 0;
  if (!cluster.isUp(id)) {
    const { term, vote } = disk.hardState;
    return {
      isUp: false,
      role: 'down',
      term,
      vote: nameOrNull(vote),
      leader: null,
      commit: 0,
      applied: 0,
      snapshot,
      log,
    };
  }
  const { role, term, vote, leader, commit, applied } = cluster.status(id);
  return { isUp: true, role, term, vote: nameOrNull(vote), leader: nameOrNull(leader), commit, applied, snapshot, log };
}

function nameOrNull(id: number): string | null {
  return id === 0 ? null : nameOf(id);
}
