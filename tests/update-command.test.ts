/**
 * Goal: the command updates from git and from a folder, and meets bad input with one clear line.
 * Method: throw-away workbooks; the real command in a process of its own, without a terminal.
 */

import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { savedCopies } from '../checker/workshop/saved.ts';
import { updateFromFolder } from '../checker/workshop/update/from-folder.ts';
import { slipway } from './workbook/command.ts';
import { freshWorkbook, publish, publishedWorkbook, store, unpacked, type Workbook } from './workbook/fake.ts';
import {
  assertMerged,
  inConflict,
  kinds,
  newDocs,
  newDocsAndReadme,
  newReadme,
  sizeTodo,
  sizeWork,
  update,
  work,
} from './workbook/learner.ts';

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
  publish(author, () => newDocsAndReadme(author));
  updateFromFolder({ root: learner.root, folder: unpacked(author).root });
  assertMerged(learner);
  const merged = learner.read(store);
  assert.equal(kinds(update(learner)), []);
  assert.is(learner.read(store), merged);
  assert.is(learner.git('status', '--porcelain').trim(), `M ${store}`);
});

const refusals: [
  name: string,
  prepare: (learner: Workbook, upstream: string) => unknown,
  code: number,
  message: RegExp,
][] = [
  ['no git checkout', (learner) => learner.remove('.git'), 1, /not a git checkout.*--from FOLDER/],
  ['no upstream', (learner) => learner.git('branch', '--unset-upstream'), 1, /follows none/],
  ['on no branch', (learner) => learner.git('checkout', '--quiet', '--detach'), 1, /on no branch/],
  ['upstream gone', (_, upstream) => rmSync(upstream, { recursive: true }), 1, /origin cannot be reached/],
  ['a merge under way', (learner) => learner.write('.git/MERGE_HEAD', '0\n'), 1, /in the middle/],
  ['an unknown remote', () => ['--upstream', 'nobody/main'], 2, /the remotes are: origin/],
  ['an unknown branch', () => ['--upstream', 'origin/nothing'], 2, /no branch origin\/nothing/],
  ['two sources', () => ['--upstream', 'origin/main', '--from', '..'], 2, /choose one/],
  ['no such folder', () => ['--from', '/nowhere/at/all'], 2, /no folder \/nowhere\/at\/all/],
  ['itself', (learner) => ['--from', learner.root], 2, /this workbook itself/],
  ['no workbook', (learner) => ['--from', join(learner.root, 'lessons')], 2, /not an unpacked workbook/],
  ['an unknown option', () => ['--form', '..'], 2, /--form/],
  ['words', () => ['now'], 2, /now/],
];

for (const [name, prepare, expected, message] of refusals) {
  test(`bad input: ${name}`, async () => {
    const { learner, upstream } = publishedWorkbook();
    work(learner);
    const prepared = prepare(learner, upstream);
    const args = Array.isArray(prepared) ? prepared : [];
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

test.run();
