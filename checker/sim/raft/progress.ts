/**
 * Liveness, after the faults: within a bound there is one leader that all follow, and what it is given is applied by
 * all. A value is proposed again and again until one has been applied everywhere.
 */
import { breakRule } from '../../oracles/raft/rules.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Cluster } from './cluster.ts';
import { leadersOf } from './errands.ts';
import { nameOf } from './message.ts';
import { tickMs } from './plan.ts';

export interface Progress {
  /** `leader`: one leader that all follow. `applied`: also, what it is given is applied everywhere. */
  until: 'leader' | 'applied';
  /** How many ticks it may take. */
  withinTicks: number;
}

export interface ProgressCheck {
  /** To be called once, when it has become calm. */
  watch(): void;
  isDone(): boolean;
}

export function createProgressCheck(
  cluster: Cluster,
  clock: VirtualClock,
  calmAt: number,
  { until, withinTicks }: Progress,
): ProgressCheck {
  let isDone = false;
  let proposed: { by: number; term: number; index: number } | undefined;

  function look(): void {
    const leader = followedByAll(cluster);
    if (leader !== undefined && until === 'leader') isDone = true;
    else if (leader !== undefined) isDone = hasAppliedEverywhere(leader);
    if (isDone) return;
    if (clock.now() > calmAt + withinTicks * tickMs) stuck();
    clock.at(clock.now() + tickMs, look);
  }

  function hasAppliedEverywhere(leader: number): boolean {
    const { term, peers } = cluster.status(leader);
    if (proposed?.by !== leader || proposed.term !== term) {
      const place = cluster.propose(leader, 'after the faults');
      if (place) proposed = { by: leader, ...place };
      return false;
    }
    const { index } = proposed;
    return peers.every((id) => cluster.isUp(id) && cluster.status(id).applied >= index);
  }

  function stuck(): never {
    const after = `${withinTicks} ticks after the faults were over`;
    const leaders = leadersOf(cluster);
    const standing = cluster.ids.map((id) => standingInWords(cluster, id)).join('; ');
    if (leaders.length === 0) breakRule('progress', `nobody leads, ${after}: ${standing}`, [...cluster.ids]);
    const what =
      proposed && followedByAll(cluster)
        ? `entry ${proposed.index} is not applied everywhere`
        : 'not all follow one leader';
    return breakRule('progress', `${what}, ${after}: ${standing}`, [...cluster.ids], proposed ? [proposed.index] : []);
  }

  return { watch: look, isDone: () => isDone };
}

/** The leader that all servers of its configuration follow, in its term. */
function followedByAll(cluster: Cluster): number | undefined {
  return leadersOf(cluster).find((leader) => {
    const { term, peers } = cluster.status(leader);
    return peers.every((id) => {
      if (!cluster.isUp(id)) return false;
      const status = cluster.status(id);
      return status.term === term && status.leader === leader;
    });
  });
}

function standingInWords(cluster: Cluster, id: number): string {
  if (!cluster.isUp(id)) return `${nameOf(id)} is down`;
  const { role, term, applied, lastIndex } = cluster.status(id);
  return `${nameOf(id)} is ${role} of term ${term} with ${applied} of ${lastIndex} applied`;
}
