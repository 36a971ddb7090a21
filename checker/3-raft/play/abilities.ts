/**
 * What the learner's code can do so far, found out by trying it in silence, so that the show can begin as soon as there
 * are elections.
 */
import { codeOf } from '#kit/failure.ts';
import type { RaftConfig } from '#raft/raft.ts';
import type { CreateRaft } from '../../sim/raft/cluster.ts';
import { createShow } from './show.ts';

/** Enough for an election, and for its losers' logs. */
const trialTicks = 200;

export interface Abilities {
  /** A leader begins its term with an empty entry, which takes replication too. */
  noop: boolean;
  preVote: boolean;
}

/** @throws {Todo} where not even an election is possible */
export function abilitiesOf(createRaft: CreateRaft): Abilities {
  const noop = works(createRaft, { noop: true });
  if (!noop) tryOut(createRaft, {});
  return { noop, preVote: works(createRaft, { noop, preVote: true }) };
}

/** Whatever else goes wrong is for the show to tell. */
function works(createRaft: CreateRaft, config: Partial<RaftConfig>): boolean {
  try {
    tryOut(createRaft, config);
    return true;
  } catch (thrown) {
    return codeOf(thrown) !== 'todo';
  }
}

function tryOut(createRaft: CreateRaft, config: Partial<RaftConfig>): void {
  const { log, info, debug, warn, error } = console;
  const silence = () => {};
  Object.assign(console, { log: silence, info: silence, debug: silence, warn: silence, error: silence });
  try {
    const show = createShow({ createRaft, seed: 1, config });
    for (let i = 0; i < trialTicks; i++) show.tick();
  } finally {
    Object.assign(console, { log, info, debug, warn, error });
  }
}
