/**
 * Goal: a stub is the solution without its bodies, clean as it stands, and a wrong marker is named by file and line.
 * Method: small solutions; the formatter itself on the stubs; the author's command on throw-away workbooks.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOutGeneration, markerMistakes, planGeneration } from '../checker/workshop/generate.ts';
import { manifestFile } from '../checker/workshop/manifest.ts';
import { displayOf, exercisesIn, stubOf } from '../checker/workshop/stub.ts';
import { withTodoImport } from '../checker/workshop/todo-import.ts';
import { freshWorkbook, store, storeSolution } from './workbook/fake.ts';

const lines = (...texts: string[]) => `${texts.join('\n')}\n`;

function body(...texts: string[]): string {
  return lines('export function f(): number {', ...texts.map((text) => `  ${text}`), '}');
}

/** What the formatter makes of the text, and whether it has complaints. */
function formatted(text: string): string {
  const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'check', '--write', '--error-on-warnings', '--stdin-file-path=lessons/1-kv-store/x.ts'];
  return execFileSync(process.execPath, args, { input: text, encoding: 'utf8' });
}

test('a todo takes the place of its lines, and solution lines go', () => {
  const stub = stubOf(storeSolution);
  assert.is(
    stub,
    `/**
 * A store.
 */
import { utf8 } from '#kit/bytes.ts';
import { todo } from '#kit/todo.ts';

export interface Store {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  size(): number;
}

/** An empty store. */
export function createStore(): Store {
  return {
    get(key) {
      todo('1.1', 'Find the value.');
    },

    put(key, value) {
      todo('1.1', 'Keep the value.');
    },

    size() {
      todo('1.2', 'Count the keys.');
    },
  };
}
`,
  );
});

test('the display is the solution without markers and without gaps', () => {
  const display = displayOf(storeSolution);
  assert.not.match(display, /\/\/:/);
  assert.not.match(display, /\n\n\n/);
  assert.match(display, 'return entries.size + secret(utf8);');
});

test('the exercises are listed with their lines', () => {
  assert.equal(exercisesIn(body('//: todo 1.2 Do it.', 'return 1;', '//: end')), [
    { exercise: '1.2', task: 'Do it.', line: 2 },
  ]);
});

test('a file without todos gets no import; a solution file gives an empty module', () => {
  assert.is(stubOf(body('return 1;')), body('return 1;'));
  assert.is(stubOf('//: solution file\nexport const a = 1;\n'), 'export {};\n');
});

test('a stub is what the formatter makes of it', () => {
  const long = 'Find the key that comes after every key that begins with the prefix, and say that there is none if so.';
  const stubs = [
    body('//: todo 1.1 Short.', 'return 1;', '//: end'),
    body(`//: todo 1.1 ${long}`, 'return 1;', '//: end'),
    body("//: todo 1.1 Find the key's value.", 'return 1;', '//: end'),
    body('//: todo 1.1 Say "no" – or not.', 'return 1;', '//: end'),
    lines('/** A header. */', '', body('//: todo 1.1 Go.', 'return 1;', '//: end').trimEnd()),
    lines('/** Not a header. */', body('//: todo 1.1 Go.', 'return 1;', '//: end').trimEnd()),
  ].map((solution) => stubOf(solution));
  for (const stub of stubs) assert.is(formatted(stub), stub);
});

test('a call of exactly the line width stays on its line, one more is broken', () => {
  const call = (length: number) =>
    stubOf(body(`//: todo 1.1 ${'x'.repeat(length - "  todo('1.1', '');".length)}`, 'return 1;', '//: end'));
  for (const length of [119, 120, 121]) assert.is(formatted(call(length)), call(length));
});

test('the import goes where the formatter sorts it', () => {
  const imports = [
    `import { a } from '#kit/a.ts';`,
    `import { z } from '#kit/zed.ts';`,
    `import fs from 'node:fs';`,
    `import kleur from 'kleur';`,
    `import { b } from './b.ts';`,
    `import { c } from '#wal/c.ts';`,
    `import type { long, names, that, need, more, than, one, line } from '../one/that/is/far/away/and/long/as/well.ts';`,
  ];
  const everyNth = (n: number) => imports.filter((_, i) => i % n === 0);
  for (const chosen of [imports, everyNth(2), everyNth(3), ...imports.slice(2, 5).map((each) => [each])]) {
    const file = formatted(lines('/** Header. */', ...chosen, '', 'export const used = 1;'));
    assert.is(formatted(withTodoImport(file)), withTodoImport(file), chosen.join('\n'));
  }
});

test('line ends are kept', () => {
  const windows = storeSolution.replaceAll('\n', '\r\n');
  assert.is(stubOf(windows), stubOf(storeSolution).replaceAll('\n', '\r\n'));
  assert.is(displayOf(windows), displayOf(storeSolution).replaceAll('\n', '\r\n'));
});

const mistakes: [name: string, solution: string, message: RegExp][] = [
  ['unclosed', body('//: todo 1.1 Go.', 'return 1;'), /^s\.ts:2: .*no "\/\/: end"/],
  ['nested', body('//: todo 1.1 Go.', '//: solution', 'return 1;', '//: end'), /^s\.ts:3: .*line 2/],
  ['end without beginning', body('return 1;', '//: end'), /^s\.ts:3: "\/\/: end" without/],
  ['no exercise', body('//: todo Go.', 'return 1;', '//: end'), /^s\.ts:2: a todo names its exercise/],
  ['a lesson and no exercise', body('//: todo 1 Go.', 'return 1;', '//: end'), /^s\.ts:2: a todo names its exercise/],
  ['no text', body('//: todo 1.1', 'return 1;', '//: end'), /^s\.ts:2: .*1\.1 does not say/],
  ['both quotes', body(`//: todo 1.1 It's "so".`, 'return 1;', '//: end'), /^s\.ts:2: .*use one kind/],
  ['backslash', body('//: todo 1.1 a\\b', 'return 1;', '//: end'), /^s\.ts:2: .*without/],
  ['unknown', body('//: todoo 1.1 Go.', 'return 1;', '//: end'), /^s\.ts:2: unknown marker/],
  ['words after end', body('//: todo 1.1 Go.', 'return 1;', '//: end of it'), /^s\.ts:4: "\/\/: end" stands alone/],
  ['behind code', body('return 1; //: end'), /^s\.ts:2: a marker stands on a line of its own/],
  ['nothing between', body('//: todo 1.1 Go.', '//: end'), /^s\.ts:2: there is nothing/],
  ['solution file too late', body('//: solution file'), /^s\.ts:2: .*first line/],
];

for (const [name, solution, message] of mistakes) {
  test(`a marker mistake is named by its place: ${name}`, () => {
    for (const ends of ['\n', '\r\n']) {
      assert.throws(
        () => stubOf(solution.replaceAll('\n', ends), 's.ts'),
        (thrown: Error) => message.test(thrown.message),
      );
    }
  });
}

test('the mistakes of all files are listed at once, and a stranger among the exercises', () => {
  const book = freshWorkbook();
  book.edit('solutions/1-kv-store/store.ts', '//: todo 1.2 ', '//: todo 2.2 ');
  book.edit('solutions/2-wal/log.ts', '//: todo 2.1', '//: todo');
  assert.equal(markerMistakes(book.root), [
    'solutions/1-kv-store/store.ts:35: exercise 2.2 is not of lesson 1',
    'solutions/2-wal/log.ts:3: a todo names its exercise, as in "//: todo 1.2 Find the first key."',
  ]);
});

test('generating is a fixed point, and writes nothing else', () => {
  const book = freshWorkbook();
  const plan = planGeneration(book.root);
  assert.equal([plan.differing, plan.orphans, plan.work, plan.strays, plan.recordFits], [[], [], [], [], true]);
  assert.equal(plan.stubs.size, 2);
  assert.not(book.has('lessons/1-kv-store/secret.ts'));
  assert.is(book.read('lessons/kit/bytes.ts'), 'export const utf8 = (text: string) => text;\n');
});

test('an older stub is overwritten any number of times, work is not', () => {
  const book = freshWorkbook();
  for (const words of ['Once.', 'Twice.']) {
    book.edit('solutions/2-wal/log.ts', book.read('solutions/2-wal/log.ts').match(/2\.1 (.*)/)![1], words);
    const plan = planGeneration(book.root);
    assert.equal([plan.differing, plan.work], [['lessons/2-wal/log.ts'], []]);
    assert.is(carryOutGeneration(book.root, plan), undefined);
  }
  book.edit(store, "todo('1.2', 'Count the keys.');", 'return 7;');
  assert.equal(planGeneration(book.root).work, [store]);
  const saved = carryOutGeneration(book.root, planGeneration(book.root));
  assert.match(book.read(`${saved!.folder}/${store}`), 'return 7;');
});

test('a stub whose solution has gone goes too; a file of nobody stays', () => {
  const book = freshWorkbook();
  book.remove('solutions/2-wal/log.ts');
  book.write('lessons/1-kv-store/notes.ts', 'export {};\n');
  const plan = planGeneration(book.root);
  assert.equal([plan.orphans, plan.strays], [['lessons/2-wal/log.ts'], ['lessons/1-kv-store/notes.ts']]);
  carryOutGeneration(book.root, plan);
  assert.not(book.has('lessons/2-wal'));
  assert.ok(book.has('lessons/1-kv-store/notes.ts'));
});

test('a damaged record takes every file for work', () => {
  const book = freshWorkbook();
  book.write(manifestFile, '<<<<<<< HEAD\n');
  assert.equal(planGeneration(book.root).work, []);
  book.edit('solutions/2-wal/log.ts', 'Frame the line.', 'Frame.');
  assert.equal(planGeneration(book.root).work, ['lessons/2-wal/log.ts']);
});

test('stubs checked out with Windows line ends are what the generator writes', () => {
  const book = freshWorkbook();
  book.write(store, book.read(store).replaceAll('\n', '\r\n'));
  assert.equal(planGeneration(book.root).differing, []);
});

test.run();
