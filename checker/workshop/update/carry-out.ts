/**
 * Brings a newer workbook in without losing a line of the learner's. In this order, so that it can be stopped anywhere:
 *
 *     0  look       every refusal comes before anything is touched
 *     1  settle     conflicts of earlier updates that the learner has settled
 *     2  plan       every merge, in memory
 *     3  save       copies of all that will be overwritten
 *     4  learner    the learner's files, one by one, each followed by its base
 *     5  rest       everything else; with git the branch moves last
 */
import { withBases } from '../bases.ts';
import { learnerTexts, type Texts, textIfThere } from '../files.ts';
import { saveAside } from '../saved.ts';
import { applyChanges, mergeFile, touchedBy } from './apply.ts';
import { installNeeded } from './install.ts';
import { type Change, planOf, type Versions } from './plan.ts';
import type { Outcome } from './report.ts';
import { type Pending, pendingMerges, settle } from './settle.ts';

export interface Request {
  root: string;
  /** Only say what would be done. */
  dryRun?: boolean;
  /** Called before every step that writes; the project's tests stop the program here. */
  beforeStep?: () => void;
}

/** What a newer workbook brings, wherever it comes from. */
export interface News extends Omit<Versions, 'mine'> {
  /** Its name, such as `origin/main at 1a2b3c4`. */
  to: string;
  /** The stub that a file's base becomes; `undefined` where the newer version's text is not known to be a stub. */
  baseAfter(path: string): string | undefined;
  /** What is written or removed outside the learner's files. */
  rest: string[];
  applyRest(): void;
}

/**
 * @throws {Refusal} where files cannot be saved aside, or change under our hands
 */
export function carryOut({ root, dryRun = false, beforeStep }: Request, news: News): Outcome {
  const pending = pendingMerges(root);
  if (!dryRun) settle(root, pending);
  const mine = learnerTextsSettled(root, pending);
  const changes = changesApart(pending, planOf({ ...news, mine }));
  const outcome = { to: news.to, pending, changes, otherFiles: news.rest.length, dryRun };
  if (dryRun) return { ...outcome, installNeeded: false };
  const saved = saveAside(root, [...withBases(touchedBy(changes)), ...news.rest], 'update');
  applyChanges(root, { changes, mine, baseAfter: news.baseAfter, beforeStep });
  news.applyRest();
  return { ...outcome, saved, installNeeded: installNeeded(root) };
}

/** What the learner has once the settled merges are in place. */
function learnerTextsSettled(root: string, pending: Pending[]): Texts {
  const mine = learnerTexts(root);
  for (const { path, state } of pending)
    if (state === 'ready') mine.set(path, textIfThere(root, mergeFile(path)) ?? mine.get(path)!);
  return mine;
}

/** Without the files in which an earlier conflict still waits: one merge a file at a time. */
export function changesApart(pending: Pending[], changes: Change[]): Change[] {
  const waiting = new Set(
    pending.filter(({ state }) => state === 'waits' || state === 'changed').map(({ path }) => path),
  );
  return changes.filter(({ path, from }) => !waiting.has(path) && !(from !== undefined && waiting.has(from)));
}
