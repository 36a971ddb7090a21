/**
 * What an update says: what came in, what needs a look, and what to do next.
 */
import kleur from 'kleur';
import type { SavedCopy } from '../saved.ts';
import { mergeFile } from './apply.ts';
import type { Change, ChangeKind } from './plan.ts';
import type { Pending } from './settle.ts';

export interface Outcome {
  /** What it was updated to, such as `origin/main at 1a2b3c4`. */
  to: string;
  changes: Change[];
  /** How many other files of the workbook came in or went. */
  otherFiles: number;
  saved?: SavedCopy;
  /** Conflicts of earlier updates, as they were found. */
  pending: Pending[];
  installNeeded: boolean;
  /** Nothing was written. */
  dryRun: boolean;
}

const says: Record<ChangeKind, (change: Change) => string> = {
  new: () => 'new',
  restored: () => 'was gone; its stub is back',
  taken: () => 'the new stub; you had not begun',
  merged: () => "your work, with the new stub's changes",
  moved: ({ from }) => `your work, moved here from ${from}`,
  conflict: ({ path }) =>
    `stays as you wrote it, since you and the new stub changed the same lines: see ${mergeFile(path)}`,
  dropped: () => 'no longer in the workbook; removed, since you had not begun',
  left: () => 'no longer in the workbook; it stays, since it is your work',
};

const saysPending: Record<Pending['state'], (path: string) => string> = {
  waits: (path) => `an earlier merge waits for you in ${mergeFile(path)}`,
  changed: (path) =>
    `you settled ${mergeFile(path)} but changed this file since: bring over what you want of it and delete it`,
  ready: () => 'the merge that you settled is in place',
  done: () => 'is settled',
};

/** Whether something waits for the learner. */
export function needsALook({ changes, pending }: Outcome): boolean {
  return (
    changes.some(({ kind }) => kind === 'conflict') ||
    pending.some(({ state }) => state === 'waits' || state === 'changed')
  );
}

export function reportOf(outcome: Outcome): string {
  const { changes, pending, otherFiles, saved, installNeeded, dryRun } = outcome;
  const nothing = changes.length === 0 && otherFiles === 0;
  const head = nothing
    ? `Nothing new: this is ${outcome.to} already.`
    : `${dryRun ? 'Would update' : 'Updated'} to ${outcome.to}.`;
  const lines = [
    kleur.bold(head),
    ...pending.map(({ path, state }) => line(state === 'waits' || state === 'changed', path, saysPending[state](path))),
    ...changes.map((change) => line(change.kind === 'conflict', change.path, says[change.kind](change))),
  ];
  if (otherFiles > 0) lines.push(`  and ${otherFiles} other ${otherFiles === 1 ? 'file' : 'files'} of the workbook`);
  if (needsALook(outcome)) lines.push('', ...howToSettle);
  if (saved) lines.push('', `Your files as they were before: ${saved.folder}`);
  if (installNeeded) lines.push('', 'This version asks for other libraries than are installed. Type: npm install');
  return `${lines.join('\n')}\n`;
}

const howToSettle = [
  'In the file under .slipway/merge choose at every <<<<<<< mark what is to stay, and delete the marks.',
  'Then type npm run update again: it puts the settled file in place of yours. Until then nothing of yours is changed.',
];

function line(needsALook: boolean, path: string, words: string): string {
  const mark = needsALook ? kleur.yellow('!') : kleur.green('✔');
  return `${mark} ${path}  ${kleur.dim(words)}`;
}
