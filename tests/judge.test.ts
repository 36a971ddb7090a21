/**
 * Goal: whatever a learner's code does, the verdict is the right one and its words lead to the fault.
 * Method: lesson 1's solution, with one misdeed written into it, judged as a learner's file.
 */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lessons } from '../checker/catalog.ts';
import type { Lesson } from '../checker/judge/lesson.ts';
import { closeWorkers, runExercises } from '../checker/judge/run.ts';
import type { ExerciseResult } from '../checker/judge/verdict.ts';
import { displayOf } from '../checker/workshop/stub.ts';

const test = suite('judge');
const file = 'lessons/1-kv-store/ordered-map.ts';
const solution = displayOf(readFileSync(file.replace('lessons', 'solutions'), 'utf8'));
const signature = /export function createOrderedMap[^{]*\{\n/;

/** Lesson 1 with a short time limit, so that an endless loop does not hold up the tests. */
const lesson: Lesson = {
  ...lessons[0],
  exercises: lessons[0].exercises.map((exercise) => ({ ...exercise, timeoutMs: 3000 })),
};

async function judged(text: string, judgedLesson = lesson): Promise<ExerciseResult> {
  const replaced = new Map([[file, text]]);
  const [result] = await runExercises({
    lesson: judgedLesson,
    exercises: ['1.1'],
    reference: new Set(),
    seed: 1,
    replaced,
  });
  return result;
}

/** The solution that does something more whenever a map is made. */
function withDeed(deed: string): string {
  assert.match(solution, signature);
  return solution.replace(signature, (found) => `${found}  ${deed}\n`);
}

function wordsOf(result: ExerciseResult): string {
  return [result.message, ...result.tests.map(({ message }) => message)].filter(Boolean).join('\n');
}

test('the solution passes, and what it prints is kept apart', async () => {
  const result = await judged(withDeed(`console.log('{"verdict":"fail"}');`));
  assert.is(result.verdict, 'pass');
  assert.match(result.output!, '{"verdict":"fail"}');
});

test('a syntax error is shown with its line', async () => {
  const result = await judged(`${solution}\nexport function broken( {`);
  assert.is(result.verdict, 'crash');
  assert.match(wordsOf(result), new RegExp(`${file}:\\d+:\\d+`));
});

test('an export with another name is asked for by its own', async () => {
  const result = await judged(solution.replaceAll('createOrderedMap', 'makeMap'));
  assert.is(result.verdict, 'crash');
  assert.match(wordsOf(result), `${file} no longer exports createOrderedMap`);
});

test('a name that the learner imports and that is not there is theirs', async () => {
  const result = await judged(`import { byte } from '#kit/bytes.ts';\n${solution}\nexport const one = byte;`);
  assert.is(result.verdict, 'crash');
  assert.match(wordsOf(result), `${file}:1: it imports byte, which lessons/kit/bytes.ts does not export.`);
});

test('code that throws while it loads is named', async () => {
  const result = await judged(`throw new Error('too early');\n${solution}`);
  assert.is(result.verdict, 'crash');
  assert.match(wordsOf(result), 'while it was loading: Error: too early');
});

for (const call of [
  'process.exit(0)',
  'process.reallyExit(0)',
  'process.abort()',
  'process.kill(process.pid, "SIGKILL")',
]) {
  test(`${call} earns nothing`, async () => {
    assert.is((await judged(withDeed(`${call};`))).verdict, 'crash');
    assert.is((await judged(`${call};\n${solution}`)).verdict, 'crash');
  });
}

test('an error in the learner’s code is told with its place', async () => {
  const result = await judged(withDeed('(undefined as unknown as { x: { y: number } }).x.y;'));
  assert.is(result.verdict, 'fail');
  assert.match(result.tests[0].message!, 'your code threw TypeError');
  assert.match(result.tests[0].frames![0], new RegExp(`^${file}:\\d+:\\d+$`));
});

test('a thrown string is told as it is', async () => {
  const result = await judged(withDeed(`throw 'oops';`));
  assert.is(result.verdict, 'fail');
  assert.match(wordsOf(result), 'your code threw "oops", which is not an Error');
});

test('an endless loop is ended and named', async () => {
  const result = await judged(withDeed('for (;;) {}'));
  assert.is(result.verdict, 'timeout');
  assert.match(wordsOf(result), 'still running after 3 s');
});

test('a promise that nobody handles is a failure of the test in which it was made', async () => {
  const result = await judged(withDeed(`Promise.reject(new Error('lost'));`));
  assert.is(result.verdict, 'fail');
  assert.match(wordsOf(result), 'nobody caught an error');
  assert.match(wordsOf(result), 'Error: lost');
});

test('a first call that waits for ever does not stop the run from ending', async () => {
  const result = await judged(`await new Promise(() => {});\n${solution}`);
  assert.is(result.verdict, 'timeout');
});

test('a heap without end is ended', async () => {
  const result = await judged(withDeed('const hoard: unknown[] = []; for (;;) hoard.push(new Array(1000).fill(0));'));
  assert.ok(['crash', 'timeout'].includes(result.verdict), result.verdict);
});

test('patching the runner, the arrays or the promises earns nothing', async () => {
  const deeds = [
    'globalThis.UVU_QUEUE = [[]];',
    'process.send = undefined;',
    'Object.keys = () => []; Object.entries = () => [];',
    'Error.captureStackTrace = () => {};',
  ];
  for (const deed of deeds) {
    const result = await judged(withDeed(`(() => { ${deed} })();\n  return {} as never;`));
    assert.is.not(result.verdict, 'pass', deed);
  }
});

test('code that gives another answer to the same calls is nondeterministic', async () => {
  const text = solution.replace(
    signature,
    (found) => `let made = 0;\n${found}  if (++made === 30) throw new Error('moody');\n`,
  );
  assert.is((await judged(text)).verdict, 'nondeterministic');
});

test('a test set of another size than the catalog’s is the harness’s fault', async () => {
  const exercises = lesson.exercises.map((exercise) => ({ ...exercise, tests: exercise.tests + 1 }));
  assert.is((await judged(solution, { ...lesson, exercises })).verdict, 'harness error');
});

test.after(() => closeWorkers());
test.run();
