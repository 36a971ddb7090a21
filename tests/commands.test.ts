/**
 * Goal: every command, met with bad input or a damaged workbook, says one clear line, exits as documented and loses
 * nothing.
 * Method: the real launcher on a copy of the workbook with fresh stubs, in a temporary folder.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyOfWorkbook, type WorkbookCopy } from '../checker/bench/workbook.ts';
import { sourcesIn } from '../checker/judge/layers.ts';
import type { RunResult } from '../checker/judge/verdict.ts';

interface Ending {
  code: number | null;
  out: string;
  err: string;
}

const test = suite('commands');
let book: WorkbookCopy;

function slipway(...args: string[]): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [book.launcher, ...args], {
      cwd: book.folder,
      env: { ...book.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ending: Ending = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk) => (ending.out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (ending.err += chunk));
    child.once('close', (code) => resolve({ ...ending, code }));
  });
}

const pathOf = (file: string) => join(book.folder, file);
const firstFile = 'lessons/1-kv-store/ordered-map.ts';
const progressFile = '.slipway/progress.json';

/** What a learner could lose: their files and their record. */
function belongings(): string {
  const record = existsSync(pathOf(progressFile)) ? readFileSync(pathOf(progressFile), 'utf8') : '';
  return (
    sourcesIn('lessons')
      .map((file) => readFileSync(pathOf(file), 'utf8'))
      .join('\0') + record
  );
}

test.before(() => {
  book = copyOfWorkbook('stubs');
});

test.after(() => book.remove());

for (const command of [
  'start',
  'lesson',
  'check',
  'watch',
  'hint',
  'solution',
  'reset',
  'progress',
  'play',
  'update',
  'verify',
  'stubs',
  'bench',
  'soak',
]) {
  test(`${command} --help tells its usage and does nothing`, async () => {
    const before = belongings();
    const { code, out } = await slipway(command, '--help');
    assert.is(code, 0);
    assert.match(out, `npm run ${command}`.replace('npm run start', 'npm start'));
    assert.is(belongings(), before);
  });
}

for (const command of ['check', 'lesson', 'hint', 'solution', 'reset', 'play', 'watch']) {
  for (const words of ['0', '99', 'three', '1.99', '1.2.3', '-1']) {
    test(`${command} ${words}: one line, exit code 2, nothing touched`, async () => {
      const before = belongings();
      const { code, out, err } = await slipway(command, words);
      assert.is(code, 2);
      assert.is(out, '');
      assert.is(err.trim().split('\n').length, 1, err);
      assert.is(belongings(), before);
    });
  }
}

test('an unknown command and an unknown flag are named', async () => {
  const unknown = await slipway('chekc');
  assert.is(unknown.code, 2);
  assert.match(unknown.err, 'chekc');
  const flag = await slipway('check', '--sed', '3');
  assert.is(flag.code, 2);
  assert.match(flag.err, '--sed');
});

for (const seed of ['-1', '1.5', 'x', '4294967296', '']) {
  test(`check --seed=${seed} is refused`, async () => {
    assert.is((await slipway('check', '1.1', `--seed=${seed}`)).code, 2);
  });
}

test('fresh stubs: no points, every verdict todo, exit code 1', async () => {
  const { code, out } = await slipway('check', '--all', '--json');
  assert.is(code, 1);
  const run = JSON.parse(out) as RunResult;
  assert.is(run.schema, 'slipway/verdict/v1');
  assert.is(run.points + run.bonus, 0);
  for (const { id, verdict } of run.lessons.flatMap(({ exercises }) => exercises)) assert.is(verdict, 'todo', id);
});

test('a solved lesson below is used, and one that is not is replaced, and said so', async () => {
  const run = JSON.parse((await slipway('check', '2.1', '--json')).out) as RunResult;
  assert.equal(run.lessons[0].layers, { 'kv-store': 'reference', wal: 'yours' });
});

test('the menu without a terminal prints where you are and exits', async () => {
  const { code, out } = await slipway('start');
  assert.is(code, 0);
  assert.match(out, '1.1');
});

test('a deleted file is named with the way to get it back', async () => {
  renameSync(pathOf(firstFile), pathOf(`${firstFile}.away`));
  const { code, out } = await slipway('check', '1.1');
  renameSync(pathOf(`${firstFile}.away`), pathOf(firstFile));
  assert.is(code, 1);
  assert.match(out.replace(/\s+/g, ' '), 'npm run reset');
  assert.match(out, 'ordered-map.ts');
});

test('a syntax error is shown with its line and column', async () => {
  const text = readFileSync(pathOf(firstFile), 'utf8');
  writeFileSync(pathOf(firstFile), `${text}\nlet x = ;\n`);
  const { code, out } = await slipway('check', '1.1');
  writeFileSync(pathOf(firstFile), text);
  assert.is(code, 1);
  assert.match(out, new RegExp(`${firstFile}:\\d+:\\d+`));
  assert.not.match(out, 'node_modules');
});

test('a corrupt record is set aside, said in a line, and rebuilt by checking', async () => {
  writeFileSync(pathOf(progressFile), '{"schema": "slipway/prog');
  const { code, err } = await slipway('check', '1.1');
  assert.is(code, 1);
  assert.match(err, 'progress.json');
  assert.is(JSON.parse(readFileSync(pathOf(progressFile), 'utf8')).exercises['1.1'].verdict, 'todo');
});

test('two checks at once both answer, and both are recorded', async () => {
  rmSync(pathOf(progressFile), { force: true });
  const endings = await Promise.all([slipway('check', '1.1'), slipway('check', '1.4')]);
  assert.equal(
    endings.map(({ code }) => code),
    [1, 1],
  );
  const { exercises } = JSON.parse(readFileSync(pathOf(progressFile), 'utf8'));
  assert.equal(Object.keys(exercises).sort(), ['1.1', '1.4']);
});

test('a state folder that cannot be written stops no check', async () => {
  renameSync(pathOf('.slipway'), pathOf('.slipway-away'));
  writeFileSync(pathOf('.slipway'), 'in the way');
  const { code, out, err } = await slipway('check', '1.1');
  rmSync(pathOf('.slipway'));
  renameSync(pathOf('.slipway-away'), pathOf('.slipway'));
  assert.is(code, 1, err);
  assert.match(out, 'todo');
});

test('a solution is not shown by accident while the exercise is unsolved', async () => {
  const { code, out } = await slipway('solution', '1.1');
  assert.is(code, 2);
  assert.is(out, '');
});

test('a reset without a terminal wants to be told yes, and saves aside first', async () => {
  const text = readFileSync(pathOf(firstFile), 'utf8');
  writeFileSync(pathOf(firstFile), `${text}\n// mine\n`);
  assert.is((await slipway('reset', '1')).code, 2);
  assert.match(readFileSync(pathOf(firstFile), 'utf8'), '// mine');
  const { code, out } = await slipway('reset', '1', '--yes');
  assert.is(code, 0);
  assert.is(readFileSync(pathOf(firstFile), 'utf8'), text);
  const [saved] = /\.slipway\/saved\/[\w.:-]+/.exec(out) ?? [];
  assert.match(readFileSync(join(pathOf(saved!), firstFile), 'utf8'), '// mine');
});

test('an interrupt ends a watch cleanly', async () => {
  const child = spawn(process.execPath, [book.launcher, 'watch', '1'], {
    cwd: book.folder,
    env: book.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.is(code, 0);
});

test.run();
