/**
 * Goal: every save that watching sees is answered with a verdict on the exercise that was asked for, however soon it
 * comes after the last one.
 * Method: a real `watch --json` in a workbook of its own, and saves at the worst moments.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyOfWorkbook, type WorkbookCopy } from '../checker/bench/workbook.ts';
import type { ExerciseResult } from '../checker/judge/verdict.ts';

type Line = ExerciseResult & { isPartial?: boolean };

const test = suite('watch');
let book: WorkbookCopy;
let file: string;
let right: string;
let watch: ChildProcess;
let errors: string;
let lines: AsyncIterator<string>;

async function begin(exercise: string): Promise<void> {
  writeFileSync(file, right);
  watch = spawn(process.execPath, [book.launcher, 'watch', exercise, '--json'], {
    cwd: book.folder,
    env: book.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  errors = '';
  watch.stderr!.setEncoding('utf8').on('data', (chunk) => (errors += chunk));
  lines = createInterface(watch.stdout!)[Symbol.asyncIterator]();
}

async function end(): Promise<void> {
  const exited = once(watch, 'exit');
  watch.kill('SIGTERM');
  assert.equal(await exited, [0, null]);
  assert.is(errors, '');
}

async function nextLine(): Promise<Line> {
  const late = setTimeout(() => watch.kill('SIGKILL'), 15_000);
  const { value, done } = await lines.next();
  clearTimeout(late);
  assert.not.ok(done, 'watch gave no verdict within 15 s');
  return JSON.parse(value);
}

/** The verdict that is no first word any more. */
async function nextVerdict(): Promise<Line> {
  let line = await nextLine();
  while (line.isPartial) line = await nextLine();
  return line;
}

/** The map with a deed in front of every range. */
const withDeed = (deed: string) => right.replace(/ {2,4}range\(.*\{\n/, (found) => `${found}${deed}\n`);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.before(() => {
  book = copyOfWorkbook('solutions');
  file = join(book.folder, 'lessons', '1-kv-store', 'ordered-map.ts');
  right = readFileSync(file, 'utf8');
});

test.after(() => book.remove());

test('the exercise asked for stays in focus, though it passes and others wait', async () => {
  await begin('1.2');
  for (const expected of ['pass', 'fail', 'pass', 'fail', 'pass']) {
    const { id, verdict } = await nextVerdict();
    assert.equal([id, verdict], ['1.2', expected]);
    await pause(200);
    writeFileSync(file, expected === 'fail' ? right : withDeed('return [];'));
  }
  await end();
});

test('a save ends the run of what is no longer there', async () => {
  await begin('1.2');
  assert.is((await nextVerdict()).verdict, 'pass');
  await pause(200);
  writeFileSync(file, withDeed('for (;;) {}'));
  // Well into the loop, and long before its time is up.
  await pause(700);
  writeFileSync(file, right);
  const { id, verdict } = await nextVerdict();
  assert.equal([id, verdict], ['1.2', 'pass']);
  await end();
});

test('of many saves in a row the last one is judged', async () => {
  await begin('1.2');
  assert.is((await nextVerdict()).verdict, 'pass');
  for (let i = 0; i < 20; i++) {
    writeFileSync(file, withDeed('return [];'));
    await pause(i * 7);
    writeFileSync(file, right);
    await pause(i * 5);
  }
  writeFileSync(file, `${right}\n// the last\nthrow new Error('the last');\n`);
  for (;;) if (/the last/.test(JSON.stringify(await nextVerdict()))) break;
  await end();
});

test('quitting in the midst of a run leaves no error behind', async () => {
  await begin('1.3');
  await nextVerdict();
  writeFileSync(file, withDeed('for (;;) {}'));
  await pause(400);
  await end();
});

test.run();
