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
import * as assert from 'uvu/assert';
import { codeOf } from '#kit/failure.ts';
import { createRandom, type Random } from '#kit/random.ts';
import { plain } from './membrane.ts';
import { show } from './show.ts';
import { type Evidence, Rendered, Violation } from './violation.ts';

export { fc, Rendered, show };

/** Declares one test: the rule it judges, what it says of it, and how. */
export type DeclareTest = (rule: string, says: string, body: (t: TestContext) => void | Promise<void>) => void;

export interface TestContext {
  /** The run's seed, `[0, 2^32)`. Every random choice follows from it. */
  readonly seed: number;
  /** A generator that is the same at every run of this test with this seed. */
  readonly random: Random;
  /** Adds a line to the run that a failure's report prints. */
  step(line: string): void;
  /** Breaks off: the rule is broken. */
  fail(evidence: Evidence): never;
  /** Fails unless `actual` equals `expected` deeply. */
  equal(actual: unknown, expected: unknown, message: string): void;
  /** Fails unless `condition` is true. */
  ok(condition: unknown, message: string): asserts condition;
  /** Fails unless `action` throws, or rejects, with the given `code`. Returns what was thrown. */
  throws(
    action: () => unknown,
    code: string,
    message: string,
  ): Promise<{ code: string; message: string; details: Record<string, unknown> }>;
  /** Runs `body` on each example in turn; the steps of a failure are those of its own example. */
  forEach<T>(examples: Iterable<T>, body: (example: T) => void | Promise<void>): Promise<void>;
  /**
   * Runs `body` on generated cases; on a failure shrinks to the smallest case, whose steps are then the report's run.
   *
   * @param options.runs how many cases, 100 unless said
   */
  forAll<T>(
    cases: fc.Arbitrary<T>,
    body: (value: T) => void | Promise<void>,
    options?: { runs?: number },
  ): Promise<void>;
}

/** How a run of an exercise is asked for. */
export interface RunRequest {
  seed: number;
  /** Only the test with this number, counted from 1 in the order of the file. */
  only?: number;
}

/** How one test ended, before the judge has put it in its place. */
export interface Outcome {
  name: string;
  /** `thrown` is any error that is no {@link Violation}: the judge decides whose fault it is. */
  kind: 'pass' | 'fail' | 'todo' | 'thrown' | 'nondeterministic';
  durationMs: number;
  message?: string;
  run?: string[];
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
}

/** Declares the hidden tests of one exercise. Nothing runs before {@link RunnableExercise.run} is called. */
export function exercise(id: string, declare: (test: DeclareTest) => void): RunnableExercise {
  const tests: { name: string; body: (t: TestContext) => void | Promise<void> }[] = [];
  declare((rule, says, body) => tests.push({ name: `${rule}: ${says}`, body }));
  return {
    id,
    names: tests.map(({ name }) => name),
    async run(request, listener) {
      const uvuSuite = suite(id);
      let inTest = false;
      for (const [index, { name, body }] of tests.entries()) {
        if (request.only !== undefined && request.only !== index + 1) continue;
        uvuSuite(name, async () => {
          listener.started(name);
          inTest = true;
          const outcome = await runTest(name, body, request.seed);
          // A rejection that nobody handles is only known after a turn of the event loop, and belongs to this test.
          await new Promise((resolve) => setImmediate(resolve));
          inTest = false;
          listener.ended(outcome);
        });
      }
      await runQuietly(uvuSuite, () => inTest);
    },
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

async function runTest(name: string, body: (t: TestContext) => void | Promise<void>, seed: number): Promise<Outcome> {
  const steps: string[] = [];
  const startedAt = performance.now();
  const ended = (rest: Omit<Outcome, 'name' | 'durationMs'>): Outcome => ({
    name,
    durationMs: performance.now() - startedAt,
    ...rest,
  });
  try {
    await body(createContext(name, seed, steps));
    return ended({ kind: 'pass' });
  } catch (thrown) {
    return ended({ ...classify(thrown), ...(steps.length > 0 && { run: steps }) });
  }
}

function classify(thrown: unknown): Pick<Outcome, 'kind' | 'message' | 'expected' | 'actual' | 'stack' | 'todo'> {
  if (thrown instanceof Violation) {
    const { message, expected, actual } = thrown;
    return { kind: 'fail', message, expected, actual };
  }
  if (thrown instanceof UnsteadyRun) return { kind: 'nondeterministic', message: thrown.message };
  if (codeOf(thrown) === 'todo') {
    return { kind: 'todo', todo: (thrown as { exercise: string }).exercise, message: (thrown as Error).message };
  }
  if (thrown instanceof Error) {
    return { kind: 'thrown', message: `${thrown.name}: ${thrown.message}`, stack: thrown.stack };
  }
  return { kind: 'thrown', message: `${show(thrown)} was thrown, which is not an Error` };
}

/** The same case failed once and passed the next time. */
class UnsteadyRun extends Error {}

function createContext(name: string, seed: number, steps: string[]): TestContext {
  const context: TestContext = {
    seed,
    random: createRandom(mix(seed, name)),
    step: (line) => void steps.push(line),
    fail(evidence) {
      throw new Violation(evidence);
    },
    equal(actual, expected, message) {
      if (!isEqual(actual, expected)) context.fail({ message, expected, actual });
    },
    ok(condition, message) {
      if (!condition) context.fail({ message });
    },
    throws: expectThrow,
    async forEach(examples, body) {
      for (const example of examples) {
        steps.length = 0;
        await body(example);
      }
    },
    async forAll(cases, body, { runs = 100 } = {}) {
      const attempt = async (value: Parameters<typeof body>[0]) => {
        steps.length = 0;
        await body(value);
      };
      const property = fc.asyncProperty(cases, attempt);
      const details = await fc.check(property, { seed: mix(seed, name), numRuns: runs });
      if (!details.failed) return;
      if (details.counterexample === null)
        throw new Error(`fast-check could not run ${name}: ${details.errorInstance}`);
      await attempt(details.counterexample[0]);
      throw new UnsteadyRun(
        `the same operations failed once and passed the next time: ${show(details.counterexample[0])}`,
      );
    },
  };
  return context;
}

async function expectThrow(action: () => unknown, code: string, message: string) {
  let returned: unknown;
  try {
    returned = await action();
  } catch (thrown) {
    if (codeOf(thrown) === code) return thrown as Awaited<ReturnType<TestContext['throws']>>;
    if (codeOf(thrown) === 'todo') throw thrown;
    throw new Violation({ message, expected: new Rendered(`an error with code ${code}`), actual: thrown });
  }
  throw new Violation({
    message,
    expected: new Rendered(`an error with code ${code}`),
    actual: new Rendered(`no error; it returned ${show(returned)}`),
  });
}

/** Whether both mean the same: see {@link plain} for what makes no difference. */
function isEqual(actual: unknown, expected: unknown): boolean {
  try {
    assert.equal(plain(actual), plain(expected));
    return true;
  } catch {
    return false;
  }
}

/** A seed for one test out of the run's seed, so that leaving out a test changes nothing for the others (FNV-1a). */
function mix(seed: number, name: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (const unit of name) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193) >>> 0;
  return hash | 0;
}
