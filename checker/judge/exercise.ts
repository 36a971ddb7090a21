/**
 * What an author of hidden tests writes with. A file of tests is one exercise:
 *
 *     export default exercise('1.2', (test) => {
 *       test('K2', 'a range begins at its start key and ends before its end key', async (t) => {
 *         await t.forAll(fc.array(operation), (operations) => {
 *           const store = createStore();
 *           for (const { key, value } of operations) {
 *             t.step(`put(${show(key)}, ${show(value)})`);
 *             store.put(key, value);
 *           }
 *           t.equal(store.range({ start }), expected, 'range gave other entries');
 *         });
 *       });
 *     });
 *
 * The report of a failure is then complete without further work: the rule in words, the smallest run (the steps of
 * the shrunk case), expected against actual, the seed and the command that replays it.
 *
 * Rules for authors: no learner code outside a test's body, nothing random that is not drawn from `t.random` or
 * `t.forAll`, errors told apart by `code` and never by `instanceof`, and only plain data, functions and promises
 * exchanged with the lesson's code (see `membrane.ts`).
 */
import fc from 'fast-check';
import { suite } from 'uvu';
import { codeOf } from '#kit/failure.ts';
import { show } from './show.ts';
import { type Attachment, createTestRun, type TestContext, type TestRun, UnsteadyRun } from './test-context.ts';
import { Rendered, Violation } from './violation.ts';

export type { TestContext };
export { fc, Rendered, show };

/** Declares one test: the rule it judges, what it says of it, and how. @param file see {@link about} */
export type DeclareTest = (rule: string, says: string, body: TestBody, file?: string) => void;

type TestBody = (t: TestContext) => void | Promise<void>;

/** Declares tests of what stands in another of the exercise's files than the one that the catalog names. */
export function about(file: string, test: DeclareTest): DeclareTest {
  return (rule, says, body) => test(rule, says, body, file);
}

/** How a run of an exercise is asked for. */
export interface RunRequest {
  seed: number;
  /** Only the tests with these numbers, counted from 1 in the order of the file. */
  only?: number[];
}

/** How one test ended, before the judge has put it in its place. */
export interface Outcome {
  name: string;
  /** The lesson's file that the test is about, where that is known. */
  file?: string;
  /** `thrown` is any error that is no {@link Violation}: the judge decides whose fault it is. */
  kind: 'pass' | 'fail' | 'todo' | 'thrown' | 'nondeterministic';
  durationMs: number;
  /** Whether the test drew anything from the seed; if not, another seed would change nothing. */
  seeded: boolean;
  message?: string;
  rule?: string;
  run?: string[];
  smallest?: boolean;
  drawing?: string[];
  attachments?: Attachment[];
  expected?: string;
  actual?: string;
  stack?: string;
  todo?: string;
}

/** Told of each test as it begins and as it ends. */
export interface Listener {
  started(name: string): void;
  ended(outcome: Outcome): void;
}

/** An exercise's hidden tests, ready to run. */
export interface RunnableExercise {
  id: string;
  names: string[];
  run(request: RunRequest, listener: Listener): Promise<void>;
  /** The steps so far of the test that is running: all that is known of one that never ends. */
  stepsSoFar(): string[] | undefined;
}

/** Declares the hidden tests of one exercise. Nothing runs before {@link RunnableExercise.run} is called. */
export function exercise(id: string, declare: (test: DeclareTest) => void): RunnableExercise {
  const tests: { name: string; body: TestBody; file?: string }[] = [];
  declare((rule, says, body, file) => tests.push({ name: `${rule}: ${says}`, body, ...(file && { file }) }));
  let running: TestRun | undefined;
  return {
    id,
    names: tests.map(({ name }) => name),
    async run(request, listener) {
      const uvuSuite = suite(id);
      let inTest = false;
      for (const [index, { name, body, file }] of tests.entries()) {
        if (request.only && !request.only.includes(index + 1)) continue;
        uvuSuite(name, async () => {
          listener.started(name);
          inTest = true;
          running = createTestRun(name, request.seed);
          const outcome = await runTest(name, body, running);
          // A rejection that nobody handles is only known after a turn of the event loop, and belongs to this test.
          await new Promise((resolve) => setImmediate(resolve));
          inTest = false;
          running = undefined;
          listener.ended({ ...outcome, ...(file && { file }) });
        });
      }
      await runQuietly(uvuSuite, () => inTest);
    },
    stepsSoFar: () => running?.exhibits().run,
  };
}

/**
 * Runs a suite on the spot, without the lines that uvu's runner writes between the tests: it knows neither rules nor
 * verdicts. What is written during a test is the learner's and goes through.
 */
async function runQuietly(uvuSuite: ReturnType<typeof suite>, inTest: () => boolean): Promise<void> {
  const queue: (() => Promise<unknown>)[] = [];
  const scope = globalThis as { UVU_QUEUE?: unknown; UVU_INDEX?: number };
  scope.UVU_QUEUE = [queue];
  scope.UVU_INDEX = 0;
  uvuSuite.run();
  const write = process.stdout.write;
  process.stdout.write = ((...args: Parameters<typeof write>) =>
    !inTest() || write.apply(process.stdout, args)) as typeof write;
  try {
    for (const run of queue) await run();
  } finally {
    process.stdout.write = write;
  }
}

async function runTest(name: string, body: TestBody, { context, exhibits, isSeeded }: TestRun): Promise<Outcome> {
  const startedAt = performance.now();
  const ended = (rest: Omit<Outcome, 'name' | 'durationMs' | 'seeded'>): Outcome => ({
    name,
    durationMs: performance.now() - startedAt,
    seeded: isSeeded(),
    ...rest,
  });
  try {
    await body(context);
    return ended({ kind: 'pass' });
  } catch (thrown) {
    return ended({ ...classify(thrown), ...exhibits(thrown) });
  }
}

function classify(thrown: unknown): Omit<Outcome, 'name' | 'durationMs' | 'seeded'> {
  if (thrown instanceof Violation) {
    const { message, expected, actual, rule } = thrown;
    return { kind: 'fail', message, expected, actual, ...(rule && { rule }) };
  }
  if (thrown instanceof UnsteadyRun) return { kind: 'nondeterministic', message: thrown.message };
  if (codeOf(thrown) === 'todo') {
    return { kind: 'todo', todo: (thrown as { exercise: string }).exercise, message: (thrown as Error).message };
  }
  if (thrown instanceof Error) {
    return { kind: 'thrown', message: show(thrown), stack: thrown.stack };
  }
  return { kind: 'thrown', message: `${show(thrown)}, which is not an Error` };
}
