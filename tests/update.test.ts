/**
 * Goal: a newer workbook comes in and not a line of the learner's is lost, however and whenever.
 * Method: throw-away workbooks with a real git upstream; a stop before every single step, then the same update again.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { baseOf, rememberBases } from '../checker/workshop/bases.ts';
import { Refusal } from '../checker/workshop/refusal.ts';
import { savedCopies } from '../checker/workshop/saved.ts';
import { bringBack } from '../checker/workshop/undo.ts';
import { updateFromFolder } from '../checker/workshop/update/from-folder.ts';
import { updateFromGit } from '../checker/workshop/update/from-git.ts';
import type { Outcome } from '../checker/workshop/update/report.ts';
import { slipway } from './workbook/command.ts';
import {
  freshWorkbook,
  publish,
  publishedWorkbook,
  store,
  unpacked,
  type Workbook,
  wal,
  workbookIn,
} from './workbook/fake.ts';

const solution = 'solutions/1-kv-store/store.ts';
const sizeTodo = "todo('1.2', 'Count the keys.');";
const sizeWork = 'return entries.size; // mine';

function work(book: Workbook): void {
  book.edit(store, sizeTodo, sizeWork);
}

/** A change of the stub that meets none of the learner's lines: another doc comment, another member. */
function newDocs(book: Workbook): void {
  book.edit(solution, '/** An empty store. */', '/** A new, empty store. */');
}

function newReadme(book: Workbook): void {
  book.write('README.md', '# Slipway, newer\n');
}

function kinds({ changes }: Outcome): string[] {
  return changes.map(({ kind, path }) => `${kind} ${path}`);
}

function update(learner: Workbook): Outcome {
  return updateFromGit({ root: learner.root });
}

function assertUpToDate(learner: Workbook): void {
  const outcome = update(learner);
  assert.equal([kinds(outcome), outcome.otherFiles, outcome.saved], [[], 0, undefined]);
}

function assertMerged(learner: Workbook): void {
  assert.match(learner.read(store), '/** A new, empty store. */');
  assert.match(learner.read(store), sizeWork);
  assert.not.match(learner.read(store), '<<<<');
}

function assertClean(learner: Workbook): void {
  assert.is(learner.git('status', '--porcelain'), '');
}

function commitAll(book: Workbook): void {
  book.git('add', '--all');
  book.git('commit', '--quiet', '--message', 'mine');
}

test('nothing new: says so, and touches nothing', () => {
  const { learner } = publishedWorkbook();
  work(learner);
  assertUpToDate(learner);
  assert.not.has(learner.git('status', '--porcelain'), '.slipway');
});

test('without work of the learner the new version comes in whole', () => {
  const { author, learner } = publishedWorkbook();
  publish(author, () => (newDocs(author), newReadme(author)));
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
  publish(author, () => (newDocs(author), newReadme(author)));
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
  publish(author, () => (newDocs(author), newReadme(author)));
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

function meet(author: Workbook): void {
  author.edit(solution, '    size() {', '    size(from?: string) {');
}

/** The learner has changed the line that the new stub changes. */
function inConflict(): { author: Workbook; learner: Workbook; mine: string; merge: string } {
  const { author, learner } = publishedWorkbook();
  learner.edit(store, '    size() {', '    size(): number {');
  work(learner);
  publish(author, () => (meet(author), newReadme(author)));
  return { author, learner, mine: learner.read(store), merge: `.slipway/merge/${store}` };
}

test('a conflict leaves the file as it is, and the rest comes in', () => {
  const { learner, mine, merge } = inConflict();
  assert.equal(kinds(update(learner)), [`conflict ${store}`]);
  assert.is(learner.read(store), mine);
  assert.match(
    learner.read(merge),
    /<<<<<<< yours\n {4}size\(\): number \{\n[^]*=======\n {4}size\(from\?: string\) \{\n/,
  );
  assert.is(learner.read('README.md'), '# Slipway, newer\n');
  const again = update(learner);
  assert.equal([kinds(again), again.pending], [[], [{ path: store, state: 'waits' }]]);
  assert.is(learner.read(store), mine);
});

test('a settled conflict is put in place by the next update, and then news come in again', () => {
  const { author, learner, mine, merge } = inConflict();
  update(learner);
  const settled = mine.replace('    size(): number {', '    size(from?: string): number {');
  learner.write(merge, settled);
  publish(author, () => newDocs(author));
  const outcome = update(learner);
  assert.equal(outcome.pending, [{ path: store, state: 'ready' }]);
  assert.match(learner.read(store), 'size(from?: string): number {');
  assertMerged(learner);
  assert.not(learner.has(merge));
  assertUpToDate(learner);
});

test('a file that was written to since its merge is not replaced by it', () => {
  const { learner, mine, merge } = inConflict();
  update(learner);
  learner.write(merge, mine.replace('    size(): number {', '    size(from?: string): number {'));
  learner.edit(store, 'mine', 'mine, and later');
  const later = learner.read(store);
  assert.equal(update(learner).pending, [{ path: store, state: 'changed' }]);
  assert.is(learner.read(store), later);
  learner.remove(merge);
  assertUpToDate(learner);
});

test('while a conflict waits, further news of that file wait as well', () => {
  const { author, learner, mine, merge } = inConflict();
  update(learner);
  publish(author, () => newDocs(author));
  assert.equal(kinds(update(learner)), []);
  assert.is(learner.read(store), mine);
  learner.write(merge, mine.replace('    size(): number {', '    size(from?: string): number {'));
  update(learner);
  assertMerged(learner);
});

test('a committed conflict stays as it is in the commit too', () => {
  const { learner, mine } = inConflict();
  commitAll(learner);
  update(learner);
  assert.is(learner.read(store), mine);
  assert.is(learner.git('show', `HEAD:${store}`), mine.trim());
  assertClean(learner);
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

test('from an unpacked folder, without git', () => {
  const learner = freshWorkbook();
  work(learner);
  const before = learner.read(store);
  learner.write('notes.md', 'mine\n');
  const newer = freshWorkbook();
  newDocs(newer);
  newReadme(newer);
  newer.write('solutions/3-raft/raft.ts', 'export const raft = 1;\n');
  newer.remove('checker/paths.ts');
  newer.write('checker/places.ts', 'export {};\n');
  newer.generate();
  const folder = unpacked(newer).root;
  const outcome = updateFromFolder({ root: learner.root, folder });
  assert.equal(kinds(outcome), [`merged ${store}`, 'new lessons/3-raft/raft.ts']);
  assertMerged(learner);
  assert.equal(['checker/paths.ts', 'checker/places.ts', 'notes.md'].map(learner.has), [false, true, true]);
  assert.is(learner.read('README.md'), '# Slipway, newer\n');
  assert.is(learner.read(`${outcome.saved!.folder}/${store}`), before);
  assert.is(learner.read(`${outcome.saved!.folder}/README.md`), '# Slipway\n');
  const again = updateFromFolder({ root: learner.root, folder });
  assert.equal([kinds(again), again.otherFiles, again.saved], [[], 0, undefined]);
});

test("somebody's solutions in the folder are not taken for stubs", () => {
  const learner = freshWorkbook();
  const newer = freshWorkbook();
  newDocs(newer);
  newer.generate();
  work(newer);
  updateFromFolder({ root: learner.root, folder: newer.root });
  assert.match(learner.read(store), sizeTodo);
  assert.match(learner.read(store), 'A new, empty store.');
});

test('a folder, then git: the news that are in already do not come twice', () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  publish(author, () => (newDocs(author), newReadme(author)));
  updateFromFolder({ root: learner.root, folder: unpacked(author).root });
  assertMerged(learner);
  const merged = learner.read(store);
  assert.equal(kinds(update(learner)), []);
  assert.is(learner.read(store), merged);
  assert.is(learner.git('status', '--porcelain').trim(), `M ${store}`);
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

test('stopped before any step, nothing is lost and the same update finishes', () => {
  const everything = (author: Workbook) => {
    newDocs(author);
    newReadme(author);
    author.edit('solutions/2-wal/log.ts', 'Writes a line.', 'Writes it.');
    author.write('solutions/3-raft/raft.ts', 'export const raft = 1;\n');
    author.remove('checker/paths.ts');
  };
  for (const committed of [false, true]) {
    for (let step = 1, stopped = true; stopped; step++) {
      const { author, learner } = publishedWorkbook();
      work(learner);
      if (committed) commitAll(learner);
      publish(author, () => everything(author));
      stopped = stopsAt(step, (beforeStep) => updateFromGit({ root: learner.root, beforeStep }));
      assert.match(learner.read(store), sizeWork);
      assert.ok(savedCopies(learner.root)[0].files.includes(store));
      update(learner);
      assertMerged(learner);
      assert.is(learner.read(wal), author.read(wal));
      assert.equal(['lessons/3-raft/raft.ts', 'checker/paths.ts'].map(learner.has), [true, false]);
      assert.is(learner.git('status', '--porcelain').trim(), committed ? '' : `M ${store}`);
      assertUpToDate(learner);
    }
  }
});

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
  publish(author, () => (newDocs(author), newReadme(author)));
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
  book.write('.slipway/base', '');
});

test('bases that cannot be kept do not disturb', () => {
  const book = freshWorkbook();
  book.write('.slipway', '');
  rememberBases(book.root);
  const broken = freshWorkbook();
  broken.edit(solution, '//: end', '//: and');
  rememberBases(broken.root);
});

const refusals: [
  name: string,
  prepare: (learner: Workbook, upstream: string) => string[],
  code: number,
  message: RegExp,
][] = [
  ['no git checkout', (learner) => (learner.remove('.git'), []), 1, /not a git checkout.*--from FOLDER/],
  ['no upstream', (learner) => (learner.git('branch', '--unset-upstream'), []), 1, /follows none/],
  ['on no branch', (learner) => (learner.git('checkout', '--quiet', '--detach'), []), 1, /on no branch/],
  ['upstream gone', (_, upstream) => (rmSync(upstream, { recursive: true }), []), 1, /origin cannot be reached/],
  [
    'a merge under way',
    (learner) => (learner.write('.git/MERGE_HEAD', `${learner.git('rev-parse', 'HEAD')}\n`), []),
    1,
    /in the middle/,
  ],
  ['an unknown remote', () => ['--upstream', 'nobody/main'], 2, /the remotes are: origin/],
  ['an unknown branch', () => ['--upstream', 'origin/nothing'], 2, /no branch origin\/nothing/],
  ['two sources', () => ['--upstream', 'origin/main', '--from', '..'], 2, /choose one/],
  ['no such folder', () => ['--from', '/nowhere/at/all'], 2, /no folder \/nowhere\/at\/all/],
  ['itself', (learner) => ['--from', learner.root], 2, /this workbook itself/],
  ['no workbook', (learner) => ['--from', dirname(learner.root)], 2, /not an unpacked workbook/],
  ['an unknown option', () => ['--form', '..'], 2, /--form/],
  ['words', () => ['now'], 2, /now/],
];

for (const [name, prepare, expected, message] of refusals) {
  test(`bad input: ${name}`, async () => {
    const { learner, upstream } = publishedWorkbook();
    work(learner);
    const args = prepare(learner, upstream);
    const { code, out, err } = await slipway(learner.root, ['update', ...args]);
    assert.equal([code, out, err.trim().split('\n').length], [expected, '', 1], err + out);
    assert.match(err, message);
    assert.match(learner.read(store), sizeWork);
  });
}

test('an older folder is refused, and the folder inside is pointed at', async () => {
  const learner = freshWorkbook();
  learner.write('package.json', '{ "version": "0.10.0" }\n');
  const older = unpacked(freshWorkbook());
  assert.match((await slipway(learner.root, ['update', '--from', older.root])).err, /older \(0\.1\.0\).*\(0\.10\.0\)/);
  assert.match((await slipway(learner.root, ['update', '--from', dirname(older.root)])).err, /slipway-main/);
});

test('an option that npm kept for itself is named', async () => {
  const { learner } = publishedWorkbook();
  const { code, err } = await slipway(learner.root, ['update'], { npm_config_dry_run: 'true' });
  assert.is(code, 2);
  assert.match(err, /npm run update -- --dry-run/);
});

test('the command from end to end', async () => {
  const { author, learner } = publishedWorkbook();
  work(learner);
  publish(author, () => {
    newDocs(author);
    author.write('package.json', '{ "name": "slipway", "version": "0.2.0", "dependencies": { "new": "1" } }\n');
  });
  const { code, out, err } = await slipway(learner.root, ['update']);
  assert.equal([code, err], [0, '']);
  assert.match(out, /^Updated to origin\/main at [0-9a-f]{7}\.\n/);
  assert.match(out, `${store}  your work, with the new stub's changes`);
  assert.match(out, /and 3 other files of the workbook\n/);
  assert.match(out, `Your files as they were before: ${savedCopies(learner.root)[0].folder}`);
  assert.match(out, 'Type: npm install');
});

test('a conflict ends with exit code 1 and says what to do', async () => {
  const { learner, merge } = inConflict();
  const { code, out } = await slipway(learner.root, ['update']);
  assert.is(code, 1);
  assert.match(out, merge);
  assert.match(out, 'type npm run update again');
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
