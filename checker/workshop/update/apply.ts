/**
 * Carries out the changes to the learner's files. Every file that is overwritten or removed has been saved aside, and
 * each step leaves a state from which the same update can be started again.
 */
import { forgetBase, setBase } from '../bases.ts';
import { remove, replaceFile, type Texts, textIfThere } from '../files.ts';
import { Refusal } from '../refusal.ts';
import type { Change } from './plan.ts';

const merges = '.slipway/merge';

/** Where a conflict waits to be settled. */
export function mergeFile(path: string): string {
  return `${merges}/${path}`;
}

/** The learner's files that the changes touch or could not merge: those to save aside. */
export function touchedBy(changes: Change[]): string[] {
  return changes.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from]));
}

export interface Application {
  changes: Change[];
  /** The learner's files as they were when the changes were planned. */
  mine: Texts;
  /** The stub that a file's base becomes; `undefined` where the newer version's text is not known to be a stub. */
  baseAfter(path: string): string | undefined;
  /** Called before every step; the project's tests stop the program here. */
  beforeStep?(): void;
}

/**
 * @throws {Refusal} where a file has been changed since the plan, by an editor say
 */
export function applyChanges(root: string, { changes, mine, baseAfter, beforeStep }: Application): void {
  for (const change of changes) {
    beforeStep?.();
    refuseIfChanged(root, change, mine);
    write(root, change);
    beforeStep?.();
    moveBase(root, change, baseAfter(change.path));
    beforeStep?.();
    if (change.from !== undefined) remove(root, change.from);
  }
}

function refuseIfChanged(root: string, { kind, path, from }: Change, mine: Texts): void {
  if (kind === 'conflict') return;
  for (const each of from === undefined ? [path] : [path, from]) {
    if (textIfThere(root, each) === mine.get(each)) continue;
    throw new Refusal(
      `${each} was changed while the update ran. What you have written is untouched: type npm run update again.`,
    );
  }
}

function write(root: string, { kind, path, text }: Change): void {
  if (text !== undefined) replaceFile(root, kind === 'conflict' ? mergeFile(path) : path, text);
  if (kind === 'dropped') remove(root, path);
}

/** The base moves only after its file: stopped in between, the same changes are found again and found to be there. */
function moveBase(root: string, { kind, path, from }: Change, base: string | undefined): void {
  if (kind === 'dropped' || kind === 'left') forgetBase(root, path);
  else if (base !== undefined) setBase(root, path, base);
  if (from !== undefined) forgetBase(root, from);
}
