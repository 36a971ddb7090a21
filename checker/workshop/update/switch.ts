/**
 * Moves a checkout to another commit, all but the learner's files. The branch moves last: stopped anywhere before, the
 * same update can be started again.
 */
import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { remove, replaceFile, textIfThere } from '../files.ts';
import { Refusal } from '../refusal.ts';
import type { Git } from './git.ts';
import { setEntries } from './tree.ts';

/** A file that differs between two commits. */
export interface Difference {
  path: string;
  /** Its blob before and after; all zeroes where there is none. */
  before: string;
  after: string;
  mode: string;
}

/** npm writes it anew on its own account, so that a changed one is no work of the learner's. It is saved all the same. */
const npmsOwn = 'package-lock.json';

const note = '.slipway/update-under-way.json';

const nothing = /^0+$/;

export function differences(git: Git, from: string, to: string): Difference[] {
  const fields = git.list(['diff-tree', '-r', '-z', '--no-renames', '--raw', '--no-abbrev', from, to]);
  const found: Difference[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, mode, before, after] = fields[i].split(' ');
    found.push({ path: fields[i + 1], before, after, mode });
  }
  return found;
}

/**
 * @throws {Refusal} where the learner has uncommitted changes in a file that is about to be written. A file that is as
 *   it will be already is no hindrance: an update that was stopped has left it so.
 */
export function refuseIfInTheWay(git: Git, root: string, changes: Difference[]): void {
  const noHindrance = new Set([npmsOwn, ...halfWritten(root)]);
  const there = changes.filter(
    ({ path }) => !noHindrance.has(path) && lstatSync(join(root, path), { throwIfNoEntry: false }),
  );
  const folders = there.filter(({ path }) => lstatSync(join(root, path)).isDirectory());
  const files = there.filter((change) => !folders.includes(change));
  const paths = files.map(({ path }) => path);
  const blobs =
    paths.length === 0 ? [] : git.run(['hash-object', '--stdin-paths'], `${paths.join('\n')}\n`).split('\n');
  const changed = files.filter(({ before, after }, i) => blobs[i] !== before && blobs[i] !== after);
  const inTheWay = [...changed, ...folders].map(({ path }) => path);
  if (inTheWay.length === 0) return;
  throw new Refusal(
    `Nothing was changed. The new version would overwrite changes of yours that are not committed, in ${inTheWay.join(', ')}: commit them, or put the old version back with git checkout, then update again.`,
  );
}

/**
 * Writes the files that are not the learner's. A note of them is kept while the switch goes on: should it be stopped,
 * a file of them that was half written is no work that stands in the way.
 */
export function writeRest(git: Git, root: string, to: string, rest: Difference[], beforeStep?: () => void): void {
  beforeStep?.();
  replaceFile(root, note, JSON.stringify(rest.map(({ path }) => path)));
  const written = rest.filter(({ after }) => !nothing.test(after)).map(({ path }) => `${path}\0`);
  git.aside((aside) => {
    aside.run(['read-tree', to]);
    beforeStep?.();
    aside.run(['checkout-index', '--force', '-z', '--stdin'], written.join(''));
  });
  for (const { path, after } of rest) if (nothing.test(after)) remove(root, path);
}

/** Moves the index and the branch. What was staged of other files stays staged. */
export function moveBranch(
  git: Git,
  { root, from, to }: { root: string; from: string; to: string },
  changes: Difference[],
  beforeStep?: () => void,
): void {
  const entries = changes.map(({ path, mode, after }) => ({ path, mode, blob: after }));
  beforeStep?.();
  if (entries.length > 0) setEntries(git, entries);
  beforeStep?.();
  git.run(['update-ref', '-m', 'slipway: update', 'HEAD', to, from]);
  beforeStep?.();
  rmSync(join(root, note), { force: true });
  git.ask(['update-index', '-q', '--refresh']);
}

/** The files that a switch which was stopped was about to write. */
function halfWritten(root: string): string[] {
  try {
    return JSON.parse(textIfThere(root, note) ?? '[]') as string[];
  } catch {
    return [];
  }
}
