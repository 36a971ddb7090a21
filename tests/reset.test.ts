/**
 * Goal: a reset gives the clean stub and loses nothing, whatever is in its way.
 * Method: throw-away workbooks; the real command without a terminal; folders that cannot be written.
 */
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { agrees } from '../checker/workshop/ask.ts';
import { carryOutReset, planReset } from '../checker/workshop/reset.ts';
import { saveAside, savedCopies } from '../checker/workshop/saved.ts';
import { bringBack } from '../checker/workshop/undo.ts';
import { slipway } from './workbook/command.ts';
import { freshWorkbook, store, type Workbook, wal } from './workbook/fake.ts';

function workedOn(): Workbook {
  const book = freshWorkbook();
  book.edit(store, "todo('1.1', 'Find the value.');", 'return entries.get(key);');
  book.edit(store, "todo('1.1', 'Keep the value.');", 'entries.set(key, value);');
  book.edit(
    store,
    "todo('1.2', 'Count the keys.');",
    'if (entries.size === 0) {\n        return 0;\n      }\n\n      return entries.size;',
  );
  book.edit(store, '  return {', '  const entries = new Map<string, string>();\n  return {');
  return book;
}

function reset(book: Workbook, extent: Parameters<typeof planReset>[1]): ReturnType<typeof carryOutReset> {
  return carryOutReset(book.root, planReset(book.root, extent).resets, 'test');
}

test('a lesson is clean again, and what was there is kept', () => {
  const book = workedOn();
  const mine = book.read(store);
  const saved = reset(book, { folder: '1-kv-store' });
  assert.is(book.read(store), freshWorkbook().read(store));
  assert.is(book.read(`${saved!.folder}/${store}`), mine);
  assert.equal(planReset(book.root, {}).resets, []);
});

test('another lesson and files of the learner stay', () => {
  const book = workedOn();
  book.edit(wal, "todo('2.1', 'Frame the line.');", 'return line;');
  book.write('lessons/1-kv-store/helper.ts', 'export const a = 1;\n');
  reset(book, { folder: '1-kv-store' });
  assert.match(book.read(wal), 'return line;');
  assert.ok(book.has('lessons/1-kv-store/helper.ts'));
  reset(book, {});
  assert.not.match(book.read(wal), 'return line;');
});

test('a deleted file comes back, and there is nothing to save', () => {
  const book = freshWorkbook();
  book.remove(wal);
  assert.is(reset(book, { folder: '2-wal' }), undefined);
  assert.is(book.read(wal), freshWorkbook().read(wal));
});

test('an exercise alone: its bodies go, the others and the helpers stay', () => {
  const book = workedOn();
  reset(book, { exercise: '1.2' });
  const text = book.read(store);
  assert.match(text, "    size() {\n      todo('1.2', 'Count the keys.');\n    },");
  assert.match(text, 'return entries.get(key);');
  assert.match(text, 'const entries = new Map');
  reset(book, { exercise: '1.1' });
  assert.match(book.read(store), "todo('1.1', 'Find the value.');");
  assert.match(book.read(store), "todo('1.1', 'Keep the value.');");
});

test('an exercise alone, when the import of todo has gone', () => {
  const book = workedOn();
  book.edit(store, "import { todo } from '#kit/todo.ts';\n", '');
  reset(book, { exercise: '1.2' });
  assert.match(book.read(store), "import { todo } from '#kit/todo.ts';");
  assert.is(book.read(store).match(/#kit\/todo/g)!.length, 1);
});

test('an untouched exercise is clean already', () => {
  const book = workedOn();
  reset(book, { exercise: '1.2' });
  assert.equal(planReset(book.root, { exercise: '1.2' }).resets, []);
});

test('where an exercise cannot be told from the rest nothing is guessed', () => {
  for (const spoil of [
    (book: Workbook) => book.edit(store, '    size() {\n', '    size: () => {\n'),
    (book: Workbook) => book.edit(store, '      return entries.size;', '  return entries.size;'),
    (book: Workbook) => book.write(store, 'export const createStore = 1;\n'),
  ]) {
    const book = workedOn();
    spoil(book);
    assert.equal(planReset(book.root, { exercise: '1.2' }), { resets: [], entangled: [store] });
    assert.is(planReset(book.root, { exercise: '1.2', wholeFile: true }).resets.length, 1);
  }
});

test('Windows line ends stay, and a missing last newline is no difference', () => {
  const book = freshWorkbook();
  const clean = book.read(store);
  book.write(store, clean.trimEnd());
  assert.equal(planReset(book.root, {}).resets, []);
  const windows = workedOn().read(store).replaceAll('\n', '\r\n');
  book.write(store, windows);
  reset(book, { exercise: '1.2' });
  assert.match(book.read(store), "{\r\n      todo('1.2', 'Count the keys.');\r\n");
  assert.not.match(book.read(store), /[^\r]\n/);
  reset(book, {});
  assert.is(book.read(store), clean.replaceAll('\n', '\r\n'));
});

test('a copy is brought back, and that is taken back as well', () => {
  const book = workedOn();
  const mine = book.read(store);
  reset(book, {});
  const clean = book.read(store);
  for (const expected of [mine, clean, mine]) {
    bringBack(book.root, savedCopies(book.root)[0]);
    assert.is(book.read(store), expected);
  }
  assert.is(savedCopies(book.root).length, 4);
});

test('two copies within a millisecond are two', () => {
  const book = workedOn();
  const stamps = Array.from({ length: 40 }, () => saveAside(book.root, [store], 'test')!.stamp);
  assert.is(new Set(stamps).size, 40);
  assert.equal(
    savedCopies(book.root).map(({ stamp }) => stamp),
    [...stamps].reverse(),
  );
  for (const stamp of stamps) assert.match(stamp, /^[\w.-]+$/);
});

test('a copy that was never finished is not offered', () => {
  const book = workedOn();
  saveAside(book.root, [store], 'test');
  book.write('.slipway/saved/2999-01-01T00-00-00.000Z/lessons/1-kv-store/store.ts', 'half');
  assert.is(savedCopies(book.root).length, 1);
});

const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

const troubles: [name: string, write: (file: string, content: Uint8Array) => void, message: RegExp][] = [
  ['a full disk', failing('ENOSPC'), /the disk is full/],
  ['a read-only disk', failing('EROFS'), /the disk is read-only/],
  ['a disk that writes rubbish', (file) => writeFileSync(file, 'rubbish'), /reads back differently/],
];

for (const [name, write, message] of troubles) {
  test(`without a copy nothing is overwritten: ${name}`, () => {
    const book = workedOn();
    assert.throws(() => saveAside(book.root, [store], 'test', write), message);
    assert.equal(savedCopies(book.root), []);
  });
}

test('without a copy nothing is overwritten: a file in place of the folder', async () => {
  for (const file of ['.slipway', '.slipway/saved']) {
    const book = workedOn();
    const mine = book.read(store);
    book.write(file, '');
    const { code, out, err } = await slipway(book.root, ['reset', '1', '--yes']);
    assert.equal([code, out, err.trim().split('\n').length], [1, '', 1]);
    assert.match(err, /Nothing was changed.*\.slipway\/saved/);
    assert.is(book.read(store), mine);
  }
});

test('a file that an editor saves meanwhile is left as it is', () => {
  const book = workedOn();
  const { resets } = planReset(book.root, {});
  book.edit(store, 'entries.get', 'entries.fetch');
  const mine = book.read(store);
  assert.throws(() => carryOutReset(book.root, resets, 'test'), /changed meanwhile/);
  assert.is(book.read(store), mine);
});

test('a file keeps its mode', () => {
  const book = workedOn();
  chmodSync(join(book.root, store), 0o640);
  reset(book, {});
  assert.is(statSync(join(book.root, store)).mode & 0o777, 0o640);
});

const refusals: [args: string[], message: RegExp][] = [
  [[], /say what to reset/],
  [['0'], /no lesson 0/],
  [['99'], /no lesson 99/],
  [['three'], /neither a lesson nor an exercise/],
  [['1.99'], /no exercise 1\.99/],
  [['1', '2'], /one thing at a time/],
  [['1', '--all'], /leave out 1/],
  [['1', '--file'], /goes with an exercise/],
  [['1', '--frce'], /--frce/],
  [['1'], /no terminal to ask in: add -- --yes/],
  [['--undo'], /nothing to bring back/],
  [['--undo', 'yesterday'], /no copy yesterday/],
];

for (const [args, message] of refusals) {
  test(`bad input: reset ${args.join(' ')}`, async () => {
    const book = workedOn();
    const mine = book.read(store);
    const { code, out, err } = await slipway(book.root, ['reset', ...args]);
    assert.equal([code, out, err.trim().split('\n').length], [2, '', 1], err);
    assert.match(err, message);
    assert.is(book.read(store), mine);
    assert.not(book.has('.slipway'));
  });
}

test('an option that npm kept for itself is named', async () => {
  const { code, err } = await slipway(workedOn().root, ['reset'], { npm_config_undo: 'true' });
  assert.is(code, 2);
  assert.match(err, /npm run reset -- --undo/);
});

test('the command from end to end', async () => {
  const book = workedOn();
  const mine = book.read(store);
  const done = await slipway(book.root, ['reset', '1', '--yes']);
  assert.is(done.code, 0, done.err);
  assert.match(done.out, `${store} is clean again`);
  assert.match(done.out, savedCopies(book.root)[0].folder);
  assert.match((await slipway(book.root, ['reset', '1'])).out, /^Lesson 1 is already clean\.\n$/);
  assert.match(
    (await slipway(book.root, ['reset', '--list'])).out,
    /before: reset 1\n {4}lessons\/1-kv-store\/store\.ts/,
  );
  assert.is((await slipway(book.root, ['reset', '--undo', '--yes'])).code, 0);
  assert.is(book.read(store), mine);
});

test('without a terminal nobody is asked', async () => {
  try {
    await agrees('Really?', 'add -- --yes');
    assert.unreachable();
  } catch (thrown) {
    assert.match((thrown as Error).message, 'Really? There is no terminal to ask in: add -- --yes');
  }
});

test.run();
