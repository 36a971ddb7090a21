/**
 * Conflicts of earlier updates. Each waits in `.slipway/merge` as the merge with marks; once the learner has settled
 * all of its marks there, the next update puts it in place of the learner's file.
 */
import { join } from 'node:path';
import { baseOf } from '../bases.ts';
import { filesUnder, remove, replaceFile, textIfThere } from '../files.ts';
import { hasMarks } from '../merge.ts';
import { saveAside, savedCopies } from '../saved.ts';
import { sameText } from '../text.ts';
import { mergeFile } from './apply.ts';

/**
 * - `waits`: there are marks left.
 * - `changed`: no marks are left, but the learner's file has been written to since the merge.
 * - `ready`: can be put in place.
 * - `done`: the learner's file is already the same.
 */
export interface Pending {
  path: string;
  state: 'waits' | 'changed' | 'ready' | 'done';
}

export function pendingMerges(root: string): Pending[] {
  return filesUnder(join(root, mergeFile('')), '').map((path) => ({ path, state: stateOf(root, path) }));
}

function stateOf(root: string, path: string): Pending['state'] {
  const settled = textIfThere(root, mergeFile(path)) ?? '';
  const mine = textIfThere(root, path);
  if (mine !== undefined && sameText(mine, settled)) return 'done';
  if (hasMarks(settled)) return 'waits';
  return mine === undefined || isWhatWasMerged(root, path, mine) ? 'ready' : 'changed';
}

/** The merge was made of the file as it was saved then, or of the stub itself. */
function isWhatWasMerged(root: string, path: string, mine: string): boolean {
  const copy = savedCopies(root).find(({ files }) => files.includes(path));
  const sources = [copy && textIfThere(root, `${copy.folder}/${path}`), baseOf(root, path)];
  return sources.some((source) => source !== undefined && sameText(source, mine));
}

/**
 * Puts the settled merges in place, saving what they replace.
 *
 * @throws {Refusal} where that cannot be saved
 */
export function settle(root: string, pending: Pending[]): void {
  const ready = pending.filter(({ state }) => state === 'ready').map(({ path }) => path);
  saveAside(root, ready, 'update (a settled merge)');
  for (const path of ready) replaceFile(root, path, textIfThere(root, mergeFile(path))!);
  for (const { path, state } of pending) if (state === 'ready' || state === 'done') remove(root, mergeFile(path));
}
