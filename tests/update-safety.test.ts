/**
 * Goal: not a line of the learner's is lost, whatever is in the way and whenever the update is stopped.
 * Method: throw-away workbooks with a real upstream; a stop before every single step, then the same update again.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { baseOf, rememberBases } from '../checker/workshop/bases.ts';
import { Refusal } from '../checker/workshop/refusal.ts';
import { savedCopies } from '../checker/workshop/saved.ts';
import { bringBack } from '../checker/workshop/undo.ts';
import { updateFromFolder } from '../checker/workshop/update/from-folder.ts';
import { updateFromGit } from '../checker/workshop/update/from-git.ts';
import { copyOf, freshWorkbook, type Published, publish, publishedWorkbook, store, wal } from './workbook/fake.ts';

import {
  assertClean,
  assertMerged,
  commitAll,
  kinds,
  newDocs,
  newDocsAndReadme,
  newReadme,
  sizeWork,
  solution,
  update,
  work,
} from './workbook/learner.ts';

test('other changes that are in the way are refused before anything is touched', () => {
  for (const path of ['README.md', 'new.md']) {
    const { author, learner } = publishedWorkbook();
    work(learner);
    learner.write(path, 'mine\n');
    const mine = learner.read(store);
    publish(author, () => {
      newDocs(author);
      author.write(path, 'theirs\n');
    });
    assert.throws(
      () => update(learner),
      (thrown: Error) => thrown instanceof Refusal && thrown.message.includes(path),
    );
    assert.equal([learner.read(path), learner.read(store)], ['mine\n', mine]);
    assert.not(learner.has('.slipway/saved'));
  }
});

test('other changes that are not in the way stay', () => {
  const { author, learner } = publishedWorkbook();
  learner.write('README.md', 'mine\n');
  learner.write('notes.md', 'mine\n');
  publish(author, () => newDocs(author));
  update(learner);
  assert.equal([learner.read('README.md'), learner.read('notes.md')], ['mine\n', 'mine\n']);
  assert.is(learner.git('status', '--porcelain'), 'M README.md\n?? notes.md');
});

test("npm's own lock file is never in the way, and is saved", () => {
  const { author, learner } = publishedWorkbook();
  publish(author, () => author.write('package-lock.json', '{}\n'));
  update(learner);
  learner.write('package-lock.json', '{ "mine": 1 }\n');
  publish(author, () => author.write('package-lock.json', '{ "theirs": 1 }\n'));
  const { saved } = update(learner);
  assert.is(learner.read('package-lock.json'), '{ "theirs": 1 }\n');
  assert.is(learner.read(`${saved!.folder}/package-lock.json`), '{ "mine": 1 }\n');
});

test('committed changes elsewhere are merged, or refused where they meet', () => {
  const { author, learner } = publishedWorkbook();
  publish(author, () => author.write('README.md', 'a\nb\nc\nd\ne\n'));
  update(learner);
  learner.write('README.md', 'a\nb\nc\nd\nmine\n');
  commitAll(learner);
  publish(author, () => author.write('README.md', 'theirs\nb\nc\nd\ne\n'));
  update(learner);
  assert.is(learner.read('README.md'), 'theirs\nb\nc\nd\nmine\n');
  assertClean(learner);
  publish(author, () => author.write('README.md', 'theirs\nb\nc\nd\ntheirs\n'));
  const head = learner.git('rev-parse', 'HEAD');
  assert.throws(() => update(learner), /git merge origin\/main/);
  assert.is(learner.git('rev-parse', 'HEAD'), head);
  assertClean(learner);
});

test('after a git pull by hand, update finds the work merged already', () => {
  const { author, learner } = publishedWorkbook();
  rememberBases(learner.root);
  work(learner);
  commitAll(learner);
  publish(author, () => newDocs(author));
  learner.git('pull', '--quiet', '--no-rebase', '--no-edit');
  assert.equal(kinds(update(learner)), []);
  assertMerged(learner);
  publish(author, () => author.edit(solution, ' * A store.', ' * A better store.'));
  update(learner);
  assertMerged(learner);
  assert.match(learner.read(store), ' * A better store.');
});

test('after a git pull by hand that kept the old file, update brings the news in', () => {
  const { author, learner } = publishedWorkbook();
  rememberBases(learner.root);
  work(learner);
  commitAll(learner);
  const mine = learner.read(store);
  publish(author, () => newDocs(author));
  learner.git('pull', '--quiet', '--no-rebase', '--no-edit');
  learner.write(store, mine);
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assertMerged(learner);
});

test('an update can be undone, and then come in again', () => {
  const { author, learner } = publishedWorkbook();
  rememberBases(learner.root);
  work(learner);
  const before = learner.read(store);
  publish(author, () => newDocs(author));
  update(learner);
  bringBack(learner.root, savedCopies(learner.root)[0]);
  assert.is(learner.read(store), before);
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assertMerged(learner);
});

test('stopped before any step nothing is lost and the same update finishes', () => {
  const published = withManyNews();
  for (let step = 1, stopped = true; stopped; step++) {
    const { author, learner } = copyOf(published);
    stopped = stopsAt(step, (beforeStep) => updateFromGit({ root: learner.root, beforeStep }));
    assert.match(learner.read(store), sizeWork);
    assert.match(learner.read(store), getWork);
    assert.ok(savedCopies(learner.root)[0].files.includes(store));
    update(learner);
    assertMerged(learner);
    assert.match(learner.read(store), getWork);
    assert.is(learner.read(wal), author.read(wal));
    assert.equal(['lessons/3-raft/raft.ts', 'checker/paths.ts'].map(learner.has), [true, false]);
    assert.is(learner.git('status', '--porcelain').trim(), `M ${store}`);
    assert.is(learner.git('rev-parse', 'HEAD^2'), author.git('rev-parse', 'HEAD'));
  }
});

const getWork = 'return entries.get(key);';

/** Committed work, work that is not, and news of every kind. */
function withManyNews(): Published {
  const published = publishedWorkbook();
  const { author, learner } = published;
  work(learner);
  commitAll(learner);
  learner.edit(store, "todo('1.1', 'Find the value.');", getWork);
  publish(author, () => {
    newDocsAndReadme(author);
    author.edit('solutions/2-wal/log.ts', 'Writes a line.', 'Writes it.');
    author.write('solutions/3-raft/raft.ts', 'export const raft = 1;\n');
    author.remove('checker/paths.ts');
  });
  return published;
}

test('stopped before any step of an update from a folder', () => {
  const newer = freshWorkbook();
  newDocs(newer);
  newReadme(newer);
  newer.generate();
  for (let step = 1, stopped = true; stopped; step++) {
    const learner = freshWorkbook();
    work(learner);
    stopped = stopsAt(step, (beforeStep) => updateFromFolder({ root: learner.root, folder: newer.root, beforeStep }));
    assert.match(learner.read(store), sizeWork);
    updateFromFolder({ root: learner.root, folder: newer.root });
    assertMerged(learner);
    assert.is(learner.read('README.md'), '# Slipway, newer\n');
  }
});

/** Whether the update has so many steps. */
function stopsAt(step: number, run: (beforeStep: () => void) => void): boolean {
  let steps = 0;
  try {
    run(() => {
      if (++steps === step) throw new Error('stopped by the test');
    });
    return false;
  } catch (thrown) {
    if ((thrown as Error).message !== 'stopped by the test') throw thrown;
    return true;
  }
}

test('a dry run says what would come and writes nothing', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  publish(author, () => newDocsAndReadme(author));
  const before = [learner.read(store), learner.git('status', '--porcelain'), learner.git('rev-parse', 'HEAD')];
  const outcome = updateFromGit({ root: learner.root, dryRun: true });
  assert.equal([kinds(outcome), outcome.otherFiles], [[`merged ${store}`], 3]);
  assert.equal([learner.read(store), learner.git('status', '--porcelain'), learner.git('rev-parse', 'HEAD')], before);
  assert.not(learner.has('.slipway'));
});

test('bases are remembered once, and move on only with the stub itself', () => {
  const book = freshWorkbook();
  rememberBases(book.root);
  const first = book.read(store);
  assert.is(baseOf(book.root, store), first);
  work(book);
  newDocs(book);
  rememberBases(book.root);
  assert.is(baseOf(book.root, store), first);
});

test('bases that cannot be kept do not disturb', () => {
  const book = freshWorkbook();
  book.write('.slipway', '');
  rememberBases(book.root);
  const broken = freshWorkbook();
  broken.edit(solution, '//: end', '//: and');
  rememberBases(broken.root);
});

test.run();
