/**
 * From what a worker told to a verdict. Nothing is assumed to be fine: a pass needs every test that the catalog
 * lists, ended, in a process that finished.
 */
import type { LoadProblem } from './bundle.ts';
import type { Outcome } from './exercise.ts';
import type { Exercise } from './lesson.ts';
import { type Frame, framesOf, inWords } from './stack.ts';
import type { ExerciseResult, TestResult, Verdict } from './verdict.ts';
import type { Thrown } from './worker.ts';
import { type Execution, memoryLimitInWords } from './worker-process.ts';

/** The worst verdict among an exercise's tests is the exercise's. */
const worstFirst: Verdict[] = [
  'harness error',
  'crash',
  'timeout',
  'nondeterministic',
  'fail',
  'todo',
  'blocked',
  'pass',
];

/** An exercise whose bundle could not be made. */
export function assessUnloadable(exercise: Exercise, { message, isOurs }: LoadProblem): ExerciseResult {
  return { ...blank(exercise), verdict: isOurs ? 'harness error' : 'crash', message };
}

export function assess(exercise: Exercise, execution: Execution, seed: number): ExerciseResult {
  const tests = execution.outcomes.map((outcome) => testResult(exercise, execution, outcome, seed));
  const broken = interruption(exercise, execution);
  if (broken)
    tests.push({ ...broken, ...(execution.names.length > 0 && replayOf(exercise, execution, broken.name, seed)) });
  const result = { ...blank(exercise), tests, ...(execution.output.trim() && { output: execution.output }) };
  const shortage = shortageOf(exercise, execution);
  if (shortage) return { ...result, verdict: 'harness error', message: shortage };
  const verdict = worstFirst.find((each) => tests.some((test) => test.verdict === each)) ?? 'harness error';
  return { ...result, verdict, points: verdict === 'pass' ? exercise.points : 0 };
}

/** What can be said as soon as one test does not pass; the last word comes when all have run. */
export function assessFirstFailure(
  exercise: Exercise,
  soFar: Execution,
  outcome: Outcome,
  seed: number,
): ExerciseResult {
  const test = testResult(exercise, soFar, outcome, seed);
  return { ...blank(exercise), tests: [test], verdict: test.verdict };
}

function blank(exercise: Exercise): ExerciseResult {
  const { id, title, rules, points, bonus } = exercise;
  return { id, title, rules, points: 0, maxPoints: points, bonus, verdict: 'harness error', tests: [] };
}

/** A test set of another size than the catalog's is ours to mend, unless the run broke off or one test was asked for. */
function shortageOf(exercise: Exercise, { names, outcomes, end }: Execution): string | undefined {
  if (end !== 'finished') return undefined;
  const ran = outcomes.length;
  if (names.length === exercise.tests && (ran === names.length || ran === 1)) return undefined;
  return `${exercise.id} has ${exercise.tests} tests in the catalog, ${names.length} in its file, and ran ${ran}`;
}

function replayOf(
  exercise: Exercise,
  { names }: Execution,
  name: string,
  seed: number,
): Pick<TestResult, 'seed' | 'replay'> {
  const number = names.indexOf(name) + 1;
  return { seed, replay: `npm run check ${exercise.id} -- --seed ${seed}${number > 0 ? ` --test ${number}` : ''}` };
}

function testResult(exercise: Exercise, execution: Execution, outcome: Outcome, seed: number): TestResult {
  const { name, durationMs, kind, stack, seeded: _seeded, ...rest } = outcome;
  const base = { name, durationMs, ...rest };
  if (kind === 'pass') return { ...base, verdict: 'pass', seed };
  const replay = replayOf(exercise, execution, name, seed);
  if (kind === 'thrown') return { ...base, ...replay, ...faultOf({ message: outcome.message!, stack }) };
  return { ...base, ...replay, verdict: kind };
}

/** What is said of the test in whose midst the process ended, or of the load before any test. */
function interruption(exercise: Exercise, execution: Execution): TestResult | undefined {
  const { end, interrupted, thrown, exit, run } = execution;
  const isLoading = execution.names.length === 0;
  const name = interrupted ?? (isLoading ? 'while the code was loading' : 'after the last test');
  const at = { name, durationMs: 0, ...(run && { run }) };
  switch (end) {
    case 'finished':
      return undefined;
    case 'stuck':
      return {
        ...at,
        verdict: 'timeout',
        message: `${isLoading ? 'your code' : 'the test'} waits for a promise that nothing will ever settle: no timer, no call is left that could do it`,
      };
    case 'timeout':
      return {
        ...at,
        verdict: 'timeout',
        message: `still running after ${exercise.timeoutMs / 1000} s: look for a loop that never ends, or for work that grows much faster than its input`,
      };
    case 'out of memory':
      return {
        ...at,
        verdict: 'crash',
        message: `used more memory than the ${memoryLimitInWords()} that a run may have`,
      };
    case 'exited':
      return { ...at, verdict: 'crash', message: exitInWords(exit!) };
    case 'unloadable':
    case 'stray':
      return { ...at, ...strayFault(end, thrown!) };
  }
}

function exitInWords({ code, signal }: { code: number | null; signal: string | null }): string {
  if (signal) return `the process was ended by the signal ${signal}`;
  return `the code ended the process with exit code ${code} (process.exit?) before the test was over`;
}

function strayFault(
  end: 'unloadable' | 'stray',
  thrown: Thrown,
): Pick<TestResult, 'verdict' | 'message' | 'frames' | 'todo'> {
  if (thrown.todo) return { verdict: 'todo', message: thrown.message, todo: thrown.todo };
  const fault = faultOf(thrown);
  if (fault.verdict === 'harness error') return fault;
  if (end === 'unloadable')
    return { ...fault, verdict: 'crash', message: `your code threw while it was loading: ${thrown.message}` };
  return {
    ...fault,
    message: `nobody caught an error (a promise that is not awaited, a timer's callback): ${thrown.message}`,
  };
}

/**
 * Whose fault an error is that a test did not expect. Where a test of ours stumbles over the shape of what it was given,
 * the learner's answer has the wrong shape; a failure that went through the learner's code was theirs to answer; any
 * other error of ours is a harness error.
 */
function faultOf({ message, stack }: Thrown): Pick<TestResult, 'verdict' | 'message' | 'frames'> {
  const frames = framesOf(stack);
  const theirs = frames.filter(isOfALesson).map(inWords).slice(0, 4);
  if (/Maximum call stack size exceeded/.test(message) && theirs.length > 0) {
    const words = 'your code called itself too deep: a recursion without an end, or a tree that has become a list';
    return { verdict: 'fail', message: words, frames: theirs };
  }
  const innermost = frames.find(({ file }) => !file.startsWith('lessons/kit/'));
  if (!innermost || isOfALesson(innermost))
    return { verdict: 'fail', message: `your code threw ${message}`, frames: theirs };
  // A disk or another thing of ours that is handed in has answered with a failure, as its contract says it may.
  if (/^Failure\b/.test(message)) {
    return { verdict: 'fail', message: `your code did not expect this ${message}`, frames: theirs };
  }
  if (message.startsWith('TypeError')) {
    return { verdict: 'fail', message: `the test could not use what your code gave back: ${message}`, frames: theirs };
  }
  return { verdict: 'harness error', message: `${message} at ${inWords(innermost)}`, frames: theirs };
}

function isOfALesson({ file }: Frame): boolean {
  return (file.startsWith('lessons/') && !file.startsWith('lessons/kit/')) || file.startsWith('solutions/');
}
