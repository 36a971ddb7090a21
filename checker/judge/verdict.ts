/**
 * The words of a judgement, from one test up to a whole run. These shapes are what `--json` prints.
 */

import type { Attachment } from './test-context.ts';

/**
 * - `pass`: the test ran to its end and found nothing.
 * - `fail`: a rule is broken.
 * - `todo`: the stub is untouched.
 * - `blocked`: it cannot be judged before something lower is done or mended; `blockedBy` says what.
 * - `timeout`: it was still running when its time was up, or waits for a promise that nothing will settle.
 * - `crash`: the code does not load, or it ended the process.
 * - `nondeterministic`: the same seed gave two different runs.
 * - `harness error`: the checker's own fault, never the learner's.
 */
export type Verdict = 'pass' | 'fail' | 'todo' | 'blocked' | 'timeout' | 'crash' | 'nondeterministic' | 'harness error';

/** One hidden test's outcome, with everything that its report shows. */
export interface TestResult {
  /** Begins with the rule: `K2: a range ends before its end key`. */
  name: string;
  /** The lesson's file that it is about, where that may be another than the exercise's. */
  file?: string;
  verdict: Verdict;
  durationMs: number;
  seed?: number;
  /** What went wrong, in words. */
  message?: string;
  /** The rule that is broken, where that may be another than the name's. */
  rule?: string;
  /** A run that shows it, a line a step. */
  run?: string[];
  /** It is the smallest one. */
  smallest?: boolean;
  /** The run drawn for a terminal. */
  drawing?: string[];
  /** Files that belong to the failure, until the judge has kept them as `files`. */
  attachments?: Attachment[];
  /** Where they are, relative to the workbook. */
  files?: string[];
  expected?: string;
  actual?: string;
  /** Where in the learner's own files it happened: `lessons/1-kv-store/store.ts:41:7`, innermost first. */
  frames?: string[];
  /** The id of the exercise a `todo` was thrown for. */
  todo?: string;
  /** The command that runs just this again. */
  replay?: string;
}

export interface ExerciseResult {
  id: string;
  title: string;
  rules: string[];
  points: number;
  maxPoints: number;
  bonus: boolean;
  verdict: Verdict;
  /** Why, where it is not one test's doing: a syntax error, a crash, the layer that blocks it. */
  message?: string;
  /** `2.1` or a lesson's name such as `kv-store`. */
  blockedBy?: string;
  /** The bank's sentence, where the failure is that of a known wrong answer. */
  looksLike?: string;
  /** What the learner's own code printed while it ran, cut to a readable length. */
  output?: string;
  tests: TestResult[];
}

/** Whose code a layer was. */
export type Side = 'yours' | 'reference';

export interface LessonResult {
  number: number;
  name: string;
  points: number;
  maxPoints: number;
  /** Every layer that took part, and whose it was. */
  layers: Record<string, Side>;
  exercises: ExerciseResult[];
}

export interface RunResult {
  schema: 'slipway/verdict/v1';
  seed: number;
  durationMs: number;
  points: number;
  maxPoints: number;
  bonus: number;
  maxBonus: number;
  lessons: LessonResult[];
}
