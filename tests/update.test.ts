/**
 * Goal: a newer workbook comes in through git, and the learner's work is in it, whatever state it was in.
 * Method: throw-away workbooks with a real upstream; after every update a second one, which must find nothing to do.
 */

import { lstatSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { baseOf, rememberBases } from '../checker/workshop/bases.ts';
import { updateFromGit } from '../checker/workshop/update/from-git.ts';
import { publish, publishedWorkbook, store, wal, workbookIn } from './workbook/fake.ts';
import {
  assertClean,
  assertMerged,
  assertUpToDate,
  commitAll,
  kinds,
  newDocs,
  newDocsAndReadme,
  sizeTodo,
  sizeWork,
  solution,
  update,
  work,
} from './workbook/learner.ts';

test('nothing new: says so, and touches nothing', () => {
  const { learner } = publishedWorkbook();
  work(learner);
  assertUpToDate(learner);
  assert.not(learner.has('.slipway'));
});

test('without work of the learner the new version comes in whole', () => {
  const { author, learner } = publishedWorkbook();
  publish(author, () => newDocsAndReadme(author));
  assert.equal(kinds(update(learner)), [`taken ${store}`]);
  assert.is(learner.read(store), author.read(store));
  assert.is(learner.read('README.md'), '# Slipway, newer\n');
  assert.is(learner.git('rev-parse', 'HEAD'), author.git('rev-parse', 'HEAD'));
  assertClean(learner);
  assertUpToDate(learner);
});

test('uncommitted work is merged and stays uncommitted', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  const before = learner.read(store);
  publish(author, () => newDocsAndReadme(author));
  const outcome = update(learner);
  assert.equal([kinds(outcome), outcome.otherFiles], [[`merged ${store}`], 3]);
  assertMerged(learner);
  assert.is(learner.git('status', '--porcelain').trim(), `M ${store}`);
  assert.is(learner.git('rev-parse', 'HEAD'), author.git('rev-parse', 'HEAD'));
  assert.is(learner.read(`${outcome.saved!.folder}/${store}`), before);
  assertUpToDate(learner);
  assertMerged(learner);
});

test('committed work is merged by a merge commit', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  learner.write('notes.md', 'mine\n');
  commitAll(learner);
  publish(author, () => newDocsAndReadme(author));
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assertMerged(learner);
  assertClean(learner);
  assert.is(learner.read('notes.md'), 'mine\n');
  assert.is(learner.read('README.md'), '# Slipway, newer\n');
  assert.is(learner.git('rev-parse', 'HEAD^2'), author.git('rev-parse', 'HEAD'));
  assertUpToDate(learner);
});

test('work that is partly committed, partly staged, partly neither', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  commitAll(learner);
  learner.edit(store, "todo('1.1', 'Find the value.');", 'return entries.get(key);');
  learner.git('add', store);
  learner.edit(store, "todo('1.1', 'Keep the value.');", 'entries.set(key, value);');
  learner.write('staged.md', 'staged\n');
  learner.git('add', 'staged.md');
  publish(author, () => newDocs(author));
  update(learner);
  assertMerged(learner);
  assert.match(learner.read(store), 'return entries.get(key);');
  assert.match(learner.read(store), 'entries.set(key, value);');
  assert.match(learner.git('show', `HEAD:${store}`), sizeWork);
  assert.match(learner.git('show', `HEAD:${store}`), 'A new, empty store.');
  assert.not.match(learner.git('show', `HEAD:${store}`), 'entries.set');
  assert.match(learner.git('status', '--porcelain'), 'A  staged.md');
  assertUpToDate(learner);
});

test('a todo that only got other words does not meet the work in its place', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  publish(author, () => {
    author.edit(solution, 'Count the keys.', 'Say how many keys there are.');
    author.edit(solution, 'Find the value.', 'Find it.');
  });
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assert.match(learner.read(store), sizeWork);
  assert.match(learner.read(store), "todo('1.1', 'Find it.');");
});

test('who wrote the last body keeps the import out, and gets it back with a new exercise', () => {
  const { author, learner } = publishedWorkbook();
  learner.edit(wal, "todo('2.1', 'Frame the line.');", 'return line;');
  learner.edit(wal, "import { todo } from '#kit/todo.ts';\n\n", '');
  publish(author, () => author.edit('solutions/2-wal/log.ts', '/** Writes a line. */', '/** Writes it. */'));
  update(learner);
  assert.is(
    learner.read(wal),
    '/** Writes it. */\nexport function append(line: string): string {\n  return line;\n}\n',
  );
  publish(author, () =>
    author.write(
      'solutions/2-wal/log.ts',
      `${author.read('solutions/2-wal/log.ts')}\nexport function close(): number {\n  //: todo 2.2 Close.\n  return 1;\n  //: end\n}\n`,
    ),
  );
  update(learner);
  assert.match(learner.read(wal), "import { todo } from '#kit/todo.ts';");
  assert.match(learner.read(wal), "todo('2.2', 'Close.');");
  assert.match(learner.read(wal), 'return line;');
});

test('a file that is a link to a file elsewhere is merged there', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  const elsewhere = join(dirname(learner.root), 'elsewhere.ts');
  renameSync(join(learner.root, store), elsewhere);
  symlinkSync(elsewhere, join(learner.root, store));
  publish(author, () => newDocs(author));
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assertMerged(learner);
  assert.ok(lstatSync(join(learner.root, store)).isSymbolicLink());
});

test('a deleted file comes back as its stub', () => {
  for (const committed of [false, true]) {
    const { author, learner } = publishedWorkbook();
    learner.remove(store);
    if (committed) commitAll(learner);
    publish(author, () => newDocs(author));
    assert.equal(kinds(update(learner)), [`restored ${store}`]);
    assert.is(learner.read(store), author.read(store));
    assertClean(learner);
  }
});

test('a file that the learner has renamed stays, and the stub comes back', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  learner.git('mv', store, 'lessons/1-kv-store/mine.ts');
  publish(author, () => newDocs(author));
  update(learner);
  assert.match(learner.read('lessons/1-kv-store/mine.ts'), sizeWork);
  assert.is(learner.read(store), author.read(store));
});

test('a stub that has moved takes the work along', () => {
  for (const committed of [false, true]) {
    const { author, learner } = publishedWorkbook();
    work(learner);
    if (committed) commitAll(learner);
    publish(author, () => {
      newDocs(author);
      author.git('mv', solution, 'solutions/1-kv-store/memory.ts');
    });
    assert.equal(kinds(update(learner)), ['moved lessons/1-kv-store/memory.ts']);
    assert.not(learner.has(store));
    assert.match(learner.read('lessons/1-kv-store/memory.ts'), sizeWork);
    assert.match(learner.read('lessons/1-kv-store/memory.ts'), 'A new, empty store.');
    if (committed) assertClean(learner);
    assertUpToDate(learner);
  }
});

test('a stub that has gone: work stays, a clean one goes', () => {
  for (const worked of [false, true]) {
    const { author, learner } = publishedWorkbook();
    if (worked) learner.edit(wal, "todo('2.1', 'Frame the line.');", 'return line;');
    publish(author, () => author.remove('solutions/2-wal'));
    assert.equal(kinds(update(learner)), [worked ? `left ${wal}` : `dropped ${wal}`]);
    assert.is(learner.has(wal), worked);
    assertUpToDate(learner);
  }
});

test('a new lesson comes in; a file of the learner in its place is a conflict', () => {
  const { author, learner } = publishedWorkbook();
  learner.write('lessons/3-raft/b.ts', 'export const mine = 1;\n');
  publish(author, () => {
    for (const name of ['a', 'b']) author.write(`solutions/3-raft/${name}.ts`, `export const ${name} = 1;\n`);
  });
  assert.equal(kinds(update(learner)), ['new lessons/3-raft/a.ts', 'conflict lessons/3-raft/b.ts']);
  assert.is(learner.read('lessons/3-raft/b.ts'), 'export const mine = 1;\n');
});

test('Windows line ends: merged by content, kept in the file', () => {
  for (const configured of [true, false]) {
    const { author, learner } = publishedWorkbook();
    if (configured) learner.git('config', 'core.autocrlf', 'true');
    for (const path of [store, 'README.md']) learner.write(path, learner.read(path).replaceAll('\n', '\r\n'));
    work(learner);
    publish(author, () => newDocs(author));
    assert.equal(kinds(update(learner)), [`merged ${store}`]);
    assertMerged(learner);
    assert.not.match(learner.read(store), /[^\r]\n/);
  }
});

test('a file without its last newline is merged as if it had one', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  learner.write(store, learner.read(store).trimEnd());
  publish(author, () => author.write(solution, `${author.read(solution)}\nexport const added = 1;\n`));
  assert.equal(kinds(update(learner)), [`merged ${store}`]);
  assert.match(learner.read(store), /\n\}\n\nexport const added = 1;\n$/);
});

test('a fork: another remote than the one that the branch follows', () => {
  const { author, learner, upstream } = publishedWorkbook();
  learner.git('remote', 'add', 'upstream', upstream);
  learner.git('branch', '--unset-upstream');
  work(learner);
  publish(author, () => newDocs(author));
  updateFromGit({ root: learner.root, upstream: 'upstream/main' });
  assertMerged(learner);
});

test('two computers: work that comes from the upstream is no stub', () => {
  const { author, learner, upstream } = publishedWorkbook();
  const other = join(dirname(learner.root), 'other');
  learner.git('clone', '--quiet', upstream, other);
  work(learner);
  commitAll(learner);
  learner.git('push', '--quiet');
  const elsewhere = workbookIn(other);
  rememberBases(other);
  elsewhere.edit(store, "todo('1.1', 'Find the value.');", 'return entries.get(key);');
  updateFromGit({ root: other });
  assert.match(elsewhere.read(store), sizeWork);
  assert.match(elsewhere.read(store), 'return entries.get(key);');
  assert.match(baseOf(other, store)!, sizeTodo);
  assert.ok(author.has(store));
});

test.run();
