/**
 * What a hidden test holds in its hands: the seed, the steps of the run, and the words for what is wrong.
 */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { codeOf } from '#kit/failure.ts';
import { createRandom, type Random } from '#kit/random.ts';
import { plain } from './membrane.ts';
import { show } from './show.ts';
import { type Evidence, Rendered, Violation } from './violation.ts';

export interface TestContext {
  /** The run's seed, `[0, 2^32)`. Every random choice follows from it. */
  readonly seed: number;
  /** A generator that is the same at every run of this test with this seed. */
  readonly random: Random;
  /** Adds a line to the run that a failure's report prints. @returns its number there, from 1 on */
  step(line: string): number;
  /** A run of its own begins: what an earlier one in the same test has left for a report is forgotten. */
  newRun(): void;
  /** The steps are those of the smallest run that fails, not of whatever run came first. */
  isSmallest(): void;
  /** Draws the run: lines of up to 76 columns that a failure's report prints below the steps, as they stand. */
  draw(lines: readonly string[]): void;
  /** A file that belongs to a failure, such as a picture: the judge keeps it and the report prints its path. */
  attach(attachment: Attachment): void;
  /**
   * Told what was thrown if the test fails, before its report is made: draws and attaches then what would cost too much
   * at every step. The last one given counts.
   */
  onFailure(tell: (thrown: unknown) => void): void;
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

/** A file by its extension, such as `html`; a test has one of each at most. */
export interface Attachment {
  extension: string;
  content: string;
}

/** The same case failed once and passed the next time. */
export class UnsteadyRun extends Error {}

/** What a report shows of a run. */
export interface Exhibits {
  run?: string[];
  /** Nothing can be left out of the run. */
  smallest?: boolean;
  drawing?: string[];
  attachments?: Attachment[];
}

/** One run of a test, as its author and the judge see it. */
export interface TestRun {
  context: TestContext;
  /**
   * What a report shows of the run so far.
   *
   * @param thrown what the test failed with
   */
  exhibits(thrown?: unknown): Exhibits;
  /** Whether the test has drawn anything from the seed. */
  isSeeded(): boolean;
}

/** @param name the test's name, which makes its random choices its own */
export function createTestRun(name: string, seed: number): TestRun {
  const steps: string[] = [];
  const drawing: string[] = [];
  const attachments: Attachment[] = [];
  const own = mix(seed, name);
  const random = createRandom(own);
  let seeded = false;
  let lastWords: ((thrown: unknown) => void) | undefined;
  let hasRun = false;
  let smallest = false;
  const clear = () => {
    lastWords = undefined;
    hasRun = false;
    for (const exhibits of [steps, drawing, attachments]) exhibits.length = 0;
  };
  const context: TestContext = {
    get seed() {
      seeded = true;
      return seed;
    },
    get random() {
      seeded = true;
      return random;
    },
    step: (line) => steps.push(line),
    newRun() {
      // What was said before the first one belongs to it.
      if (hasRun) clear();
      hasRun = true;
    },
    isSmallest() {
      smallest = true;
    },
    draw: (lines) => void drawing.splice(0, drawing.length, ...lines),
    attach: (attachment) => void attachments.push(attachment),
    onFailure(tell) {
      lastWords = tell;
    },
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
        clear();
        await body(example);
      }
    },
    async forAll(cases, body, { runs = 100 } = {}) {
      seeded = true;
      const attempt = async (value: Parameters<typeof body>[0]) => {
        clear();
        // A copy: code that changes what it is given must not change the case.
        await body(copyOfCase(value));
      };
      const property = fc.asyncProperty(cases, attempt);
      const details = await fc.check(property, { seed: own, numRuns: runs });
      if (!details.failed) return;
      if (details.counterexample === null)
        throw new Error(`fast-check could not run ${name}: ${details.errorInstance}`);
      smallest = true;
      await attempt(details.counterexample[0]);
      throw new UnsteadyRun(unsteadyInWords(details.errorInstance, details.counterexample[0]));
    },
  };
  return {
    context,
    isSeeded: () => seeded,
    exhibits(thrown) {
      lastWords?.(thrown);
      lastWords = undefined;
      return {
        ...(steps.length > 0 && { run: steps, ...(smallest && { smallest }) }),
        ...(drawing.length > 0 && { drawing }),
        ...(attachments.length > 0 && { attachments }),
      };
    },
  };
}

function copyOfCase<T>(value: T): T {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

function unsteadyInWords(failure: unknown, value: unknown): string {
  const words = failure instanceof Error ? failure.message : show(failure);
  return (
    `the same case failed once and passed the next time. The failure was: ${words}. Does your code keep something from ` +
    `one run to the next, or use Math.random? (\`createRandom(1)\` of #kit/random.ts repeats itself.) The case: ${show(value)}`
  );
}

async function expectThrow(action: () => unknown, code: string, message: string) {
  let returned: unknown;
  try {
    returned = await action();
  } catch (thrown) {
    if (codeOf(thrown) === code) return thrown as Awaited<ReturnType<TestContext['throws']>>;
    if (codeOf(thrown) === 'todo') throw thrown;
    throw new Violation({
      message,
      expected: new Rendered(`an error with code ${code}`),
      actual: new Rendered(
        show(thrown) + (codeOf(thrown) ? '' : ' (it has no code: throw a Failure of #kit/failure.ts)'),
      ),
    });
  }
  throw new Violation({
    message,
    expected: new Rendered(`an error with code ${code}`),
    actual: new Rendered(`no error; it returned ${show(returned)}`),
  });
}

/** Whether both mean the same: see {@link plain} for what makes no difference. */
function isEqual(actual: unknown, expected: unknown): boolean {
  if (actual === expected) return true;
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
