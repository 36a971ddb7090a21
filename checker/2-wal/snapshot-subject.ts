/** Snapshots saved one after another, and what they owe after a power cut: the last one that was saved, or a later one. */
import { equalBytes, text, utf8 } from '#kit/bytes.ts';
import { loadSnapshot, type Snapshot, saveSnapshot } from '#wal/snapshot.ts';
import { Rendered } from '../judge/exercise.ts';
import type { Evidence } from '../judge/violation.ts';
import type { Life } from '../sim/life.ts';
import type { Subject } from '../sim/power-cut.ts';

/** The snapshots that were begun, in order, and how many of them were saved. */
interface SnapshotTold {
  begun: readonly Snapshot[];
  saved: number;
}

export function snapshotSubject(states: readonly string[]): Subject<SnapshotTold, Snapshot | undefined> {
  return {
    initial: { begun: [], saved: 0 },
    async run(life, tell) {
      let told: SnapshotTold = { begun: [], saved: 0 };
      for (const [i, state] of states.entries())
        told = await save(life, told, { index: i + 1, state: utf8(state) }, tell);
    },
    async reopen(life, tell) {
      const found = await load(life);
      const told = { begun: found ? [found] : [], saved: found ? 1 : 0 };
      tell(told);
      await save(life, told, { index: (found?.index ?? 0) + 1, state: utf8('more') }, tell);
      return found;
    },
    judge: judgeSnapshot,
  };
}

async function save(
  { sim, trace }: Life,
  told: SnapshotTold,
  snapshot: Snapshot,
  tell: (told: SnapshotTold) => void,
): Promise<SnapshotTold> {
  trace.add(`saveSnapshot(${inWords(snapshot)})`);
  const begun = [...told.begun, snapshot];
  tell({ begun, saved: told.saved });
  await saveSnapshot(sim.disk, snapshot);
  trace.add('saveSnapshot → saved');
  const after = { begun, saved: begun.length };
  tell(after);
  return after;
}

async function load({ sim, trace }: Life): Promise<Snapshot | undefined> {
  const found = await loadSnapshot(sim.disk);
  trace.add(`loadSnapshot → ${found ? inWords(found) : 'none'}`);
  return found;
}

function judgeSnapshot(found: Snapshot | undefined, { begun, saved }: SnapshotTold): Evidence | undefined {
  const allowed = [...(saved === 0 ? [undefined] : [begun[saved - 1]]), ...begun.slice(saved)];
  if (allowed.some((each) => isSame(found, each))) return undefined;
  return {
    message: 'after a power cut the snapshot must be the last one that was saved, whole, or one begun after it',
    expected: new Rendered(allowed.map((each) => (each ? inWords(each) : 'none')).join('\nor ')),
    actual: new Rendered(found ? inWords(found) : 'none'),
  };
}

function isSame(a: Snapshot | undefined, b: Snapshot | undefined): boolean {
  if (!a || !b) return a === b;
  return a.index === b.index && equalBytes(a.state, b.state);
}

function inWords({ index, state }: Snapshot): string {
  return `state "${text(state)}" at index ${index}`;
}
