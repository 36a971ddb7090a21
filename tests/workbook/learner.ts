/**
 * What a learner does in the tests of update, what an author changes meanwhile, and what must hold afterwards.
 */
import * as assert from 'uvu/assert';
import { updateFromGit } from '../../checker/workshop/update/from-git.ts';
import type { Outcome } from '../../checker/workshop/update/report.ts';
import { type Published, publish, publishedWorkbook, store, type Workbook } from './fake.ts';

export const solution = 'solutions/1-kv-store/store.ts';
export const sizeTodo = "todo('1.2', 'Count the keys.');";
export const sizeWork = 'return entries.size; // mine';

/** The learner writes a body. */
export function work(book: Workbook): void {
  book.edit(store, sizeTodo, sizeWork);
}

export function commitAll(book: Workbook): void {
  book.git('add', '--all');
  book.git('commit', '--quiet', '--message', 'mine');
}

/** The author changes the stub where it meets none of the learner's lines. */
export function newDocs(author: Workbook): void {
  author.edit(solution, '/** An empty store. */', '/** A new, empty store. */');
}

export function newReadme(author: Workbook): void {
  author.write('README.md', '# Slipway, newer\n');
}

export function newDocsAndReadme(author: Workbook): void {
  newDocs(author);
  newReadme(author);
}

export interface Conflict extends Published {
  /** The learner's file as it was. */
  mine: string;
  /** Where the merge waits. */
  merge: string;
}

/** The learner has changed the line that the newer stub changes. */
export function inConflict(): Conflict {
  const published = publishedWorkbook();
  const { author, learner } = published;
  learner.edit(store, '    size() {', '    size(): number {');
  work(learner);
  publish(author, () => {
    author.edit(solution, '    size() {', '    size(from?: string) {');
    newReadme(author);
  });
  return { ...published, mine: learner.read(store), merge: `.slipway/merge/${store}` };
}

export function update(learner: Workbook): Outcome {
  return updateFromGit({ root: learner.root });
}

/** Each change as `kind path`. */
export function kinds({ changes }: Outcome): string[] {
  return changes.map(({ kind, path }) => `${kind} ${path}`);
}

export function assertUpToDate(learner: Workbook): void {
  const outcome = update(learner);
  assert.equal([kinds(outcome), outcome.otherFiles, outcome.saved], [[], 0, undefined]);
}

/** The author's new docs and the learner's work are both there. */
export function assertMerged(learner: Workbook): void {
  assert.match(learner.read(store), '/** A new, empty store. */');
  assert.match(learner.read(store), sizeWork);
  assert.not.match(learner.read(store), '<<<<');
}

/** git has nothing to commit. */
export function assertClean(learner: Workbook): void {
  assert.is(learner.git('status', '--porcelain'), '');
}
