// Goal: what a learner reads between two checks: the lesson, hints, the reference, the progress. Method: the real
// launcher on a copy of the workbook whose texts and hints are this test's own; screens also drawn at many widths.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyOfWorkbook, type WorkbookCopy } from '../checker/bench/workbook.ts';
import { lessons } from '../checker/catalog.ts';
import { progressLines } from '../checker/cli/progress.ts';
import { referenceFor } from '../checker/cli/reference.ts';
import { stageOf } from '../checker/cli/screens/syllabus.ts';
import { startLines } from '../checker/cli/start.ts';
import { setColour } from '../checker/cli/terminal/colour.ts';
import { displayWidth } from '../checker/cli/terminal/width.ts';
import type { Progress } from '../checker/progress/progress-file.ts';

const text = `# KV store

## Predict

<details><summary>Answer</summary>

It is forty-two.

</details>

## The exercises

### 1.1 · Put, get, delete

Keep what you are given.

### 1.2 · Ranges

From here to there.

## See it live
`;
const hints = `export const hints = { '1.1': ['nudged', 'directed', 'nearly told'], '1.2': ['n2', 'd2', 't2'] };\n`;

const test = suite('reading');
setColour(false);
let book: WorkbookCopy;

function slipway(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [book.launcher, ...args], {
    cwd: book.folder,
    env: { ...book.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ending = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => (ending.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (ending.err += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ending, code })));
}

const progressPath = () => join(book.folder, '.slipway', 'progress.json');
const recorded = () => JSON.parse(readFileSync(progressPath(), 'utf8')) as Progress;

function record(exercises: Progress['exercises']): void {
  writeFileSync(progressPath(), JSON.stringify({ schema: 'slipway/progress/v1', current: 1, exercises, layers: {} }));
}

test.before(() => {
  book = copyOfWorkbook('stubs');
  writeFileSync(join(book.folder, 'lessons/1-kv-store/README.md'), text);
  writeFileSync(join(book.folder, 'lessons/2-wal/README.md'), '# Write-ahead log\n');
  writeFileSync(join(book.folder, 'checker/1-kv-store/hints.ts'), hints);
});

test.before.each(() => rmSync(progressPath(), { force: true }));
test.after(() => book.remove());

test('a lesson is shown with its files and the next step, and becomes the current one', async () => {
  const { code, out } = await slipway('lesson', '2');
  assert.is(code, 0);
  assert.match(out, 'Write-ahead log');
  assert.is(recorded().current, 2);
  const first = await slipway('lesson', '1');
  assert.match(first.out, /lessons\/1-kv-store\/store\.ts +1\.6/);
  assert.match(first.out, /next +1\.1 Put, get, delete/);
  assert.match(first.out, /open +lessons\/1-kv-store\/ordered-map\.ts:\d+/);
});

test('answers are folded until asked for', async () => {
  const folded = await slipway('lesson', '1');
  assert.match(folded.out, '▸ Answer: `npm run lesson 1 -- --answers`');
  assert.not.match(folded.out, 'forty-two');
  assert.match((await slipway('lesson', '1', '--answers')).out, 'It is forty-two.');
});

test('one exercise’s part of the text alone', async () => {
  const { out } = await slipway('lesson', '1.1');
  assert.match(out, 'Keep what you are given.');
  assert.not.match(out, 'From here to there.');
  assert.is((await slipway('lesson', '1.3')).code, 2);
});

test('hints come one by one, are remembered, and can be had again', async () => {
  assert.match((await slipway('hint')).out, 'nudged');
  const second = await slipway('hint', '1.1');
  assert.match(second.out, 'directed');
  assert.not.match(second.out, 'nudged');
  assert.is(recorded().exercises['1.1'].hints, 2);
  const again = await slipway('hint', '1.1', '--again');
  assert.ok(again.out.includes('nudged') && again.out.includes('directed') && !again.out.includes('nearly told'));
  assert.match((await slipway('hint', '1.1')).out, 'nearly told');
  assert.match((await slipway('hint', '1.1')).out, 'You have seen all three hints');
  assert.match((await slipway('hint', '1.2', '--all')).out, /n2[\s\S]*d2[\s\S]*t2/);
  assert.is(recorded().exercises['1.2'].hints, 3);
});

test('a hint without a number is for the first exercise that does not pass', async () => {
  record({ '1.1': { verdict: 'pass', solved: '2025-01-01T00:00:00.000Z' } });
  assert.match((await slipway('hint')).out, '1.2 Ranges');
});

test('the reference is shown once the exercise is solved, or when asked for twice', async () => {
  record({ '1.4': { verdict: 'fail', solved: '2025-01-01T00:00:00.000Z' } });
  const { code, out } = await slipway('solution', '1.4');
  assert.is(code, 0);
  assert.match(out, '+ reference  solutions/1-kv-store/registry-key.ts');
  assert.match(out, /^- .*todo\('1\.4'/m);
  assert.not.match(out, '//:');
  assert.ok(recorded().exercises['1.4'].solutionSeen);
  const whole = await slipway('solution', '1.2', '--yes', '--full');
  assert.match(whole.out, 'export function prefixEnd');
  assert.match(whole.out.replace(/\s+/g, ' '), 'Left open here until you have solved them: 1.1, 1.7.');
  assert.not.match(whole.out, '//:');
});

test('progress as data: every exercise, never checked is null, the odometer at stage 0', async () => {
  record({ '1.1': { verdict: 'pass', points: 10, at: '2025-01-01T00:00:00.000Z' } });
  const { code, out } = await slipway('progress', '--json');
  assert.is(code, 0);
  const report = JSON.parse(out);
  assert.is(report.schema, 'slipway/progress-report/v1');
  assert.is(report.points, 10);
  const [{ exercises }] = report.lessons;
  assert.equal([exercises[0].verdict, exercises[1].verdict], ['pass', null]);
  assert.is(report.odometer.stage, 0);
  assert.is(report.lessons.length + report.missing.length, 9);
});

test('the menu without a terminal welcomes a new learner and names the next step and the commands', async () => {
  const { code, out } = await slipway('start');
  assert.is(code, 0);
  assert.match(out, 'Welcome to Slipway.');
  assert.match(out, 'npm run check 1.1');
  record({ '1.1': { verdict: 'pass' } });
  const later = await slipway('start');
  assert.not.match(later.out, 'Welcome');
  assert.match(later.out, /next +1\.2 Ranges/);
});

test('no screen is wider than its terminal', () => {
  const exercises = Object.fromEntries(
    lessons
      .flatMap((lesson) => lesson.exercises)
      .map(({ id }, i) => [id, { verdict: i % 2 ? 'nondeterministic' : 'pass' } as const]),
  );
  for (const known of [{}, exercises]) {
    const progress: Progress = { schema: 'slipway/progress/v1', current: 1, exercises: known, layers: {} };
    for (const width of [40, 56, 60, 80, 120]) {
      for (const line of [...startLines(progress, width), ...progressLines(progress, width)]) {
        assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
      }
    }
  }
});

test('bodies of unsolved exercises stay hidden, those of solved ones and helpers do not', () => {
  const solution = `//: solution
import { a } from './a.ts';
//: end
export function one() {
  //: todo 1.1 Do one.
  return a(1);
  //: end
}
export function two() {
  //: todo 1.2 Do two.
  return a(2);
  //: end
}
`;
  const { text: shown, leftOut } = referenceFor(solution, (id) => id === '1.1');
  assert.equal(leftOut, ['1.2']);
  assert.match(shown, 'return a(1);');
  assert.match(shown, "import { a } from './a.ts';");
  assert.match(shown, "todo('1.2', 'Do two.');");
  assert.not.match(shown, 'return a(2);');
  assert.not.match(shown, '//:');
  assert.equal(referenceFor(solution, () => true).leftOut, []);
});

test('the odometer moves with the lessons that carry it', () => {
  assert.is(
    stageOf(() => false),
    0,
  );
  assert.is(
    stageOf((lesson) => lesson <= 4),
    0,
  );
  assert.is(
    stageOf((lesson) => lesson <= 5),
    1,
  );
  assert.is(
    stageOf((lesson) => lesson <= 6),
    3,
  );
  assert.is(
    stageOf((lesson) => lesson <= 7),
    4,
  );
  assert.is(
    stageOf(() => true),
    6,
  );
});

test.run();
