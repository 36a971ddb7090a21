/**
 * The judgement of a learner's workbook: which layers to judge on, the runs, and the blame where a lower layer is at
 * fault.
 */
import { keepAttachments } from './attachments.ts';
import { allReference, digestOf, type Layers, lessonsBelow, referenceIn } from './layers.ts';
import type { Exercise, Lesson } from './lesson.ts';
import { lookAlike } from './look-alike.ts';
import { runExercises } from './run.ts';
import { settleTodo } from './todos.ts';
import type { ExerciseResult, LessonResult, RunResult, Side } from './verdict.ts';

/** What a run covers. */
export interface Target {
  lesson: Lesson;
  exercises: Exercise[];
}

export interface JudgementRequest {
  targets: Target[];
  seed: number;
  /** Judge the reference instead of the learner's code. */
  solutions?: boolean;
  /** Only the tests with these numbers of each exercise. */
  only?: number[];
  /** What is known of the standing of whole lessons, so that it need not be found again. */
  standings: Standings;
  onLesson?: (lesson: Lesson, layers: Layers) => void;
  onResult?: (result: ExerciseResult) => void;
}

/** A memory of whether lessons pass, by what their standing depends on (see `digestOf`). */
export interface Standings {
  known(layer: string, digest: string): boolean | undefined;
  remember(layer: string, digest: string, passed: boolean): void;
}

export async function judge(request: JudgementRequest): Promise<RunResult> {
  const startedAt = performance.now();
  const lessons: LessonResult[] = [];
  for (const target of request.targets) lessons.push(await judgeLesson(request, target));
  const exercises = lessons.flatMap((lesson) => lesson.exercises);
  return {
    schema: 'slipway/verdict/v1',
    seed: request.seed,
    durationMs: Math.round(performance.now() - startedAt),
    ...totals(exercises),
    lessons,
  };
}

async function judgeLesson(request: JudgementRequest, { lesson, exercises }: Target): Promise<LessonResult> {
  const layers = request.solutions ? allReference(lesson) : await layersFor(lesson, request);
  request.onLesson?.(lesson, layers);
  const results = await runExercises({
    lesson,
    exercises: exercises.map(({ id }) => id),
    reference: referenceIn(layers),
    seed: request.seed,
    only: request.only,
  });
  const settled: ExerciseResult[] = [];
  for (const result of results) {
    settled.push(keepAttachments(await settle(result, lesson, layers, request)));
    request.onResult?.(settled.at(-1)!);
  }
  const { points, maxPoints } = totals(settled);
  if (isWhole(lesson, exercises) && layers[lesson.name] === 'yours')
    remember(lesson, layers, settled, request.standings);
  return { number: lesson.number, name: lesson.name, points, maxPoints, layers, exercises: settled };
}

/** The last word on a result: not begun or blocked, the lower layer's fault or not, and which mistake it looks like. */
export async function settle(
  result: ExerciseResult,
  lesson: Lesson,
  layers: Layers,
  request: Pick<JudgementRequest, 'seed' | 'only' | 'solutions'>,
): Promise<ExerciseResult> {
  if (result.verdict === 'pass' || request.solutions) return result;
  if (result.verdict === 'todo') return settleTodo(lesson, result);
  const blamed = await blame(result, lesson, layers, request);
  return blamed ?? { ...result, ...lookAlike(lesson, result) };
}

/** Each lower layer is the learner's where its lesson passes. Judged from the keel up, since standing rests on standing. */
export async function layersFor(
  lesson: Lesson,
  request: Pick<JudgementRequest, 'standings' | 'seed'>,
): Promise<Layers> {
  const layers: Layers = {};
  for (const lower of lessonsBelow(lesson)) layers[lower.name] = await standingOf(lower, { ...layers }, request);
  return { ...layers, [lesson.name]: 'yours' };
}

async function standingOf(
  lesson: Lesson,
  below: Layers,
  { standings, seed }: Pick<JudgementRequest, 'standings' | 'seed'>,
): Promise<Side> {
  const digest = digestOf(lesson, below);
  let passed = standings.known(lesson.name, digest);
  if (passed === undefined) {
    const exercises = lesson.exercises.filter(({ bonus }) => !bonus).map(({ id }) => id);
    const reference = referenceIn(below);
    const results = await runExercises({ lesson, exercises, reference, seed });
    passed = results.every(({ verdict }) => verdict === 'pass');
    standings.remember(lesson.name, digest, passed);
  }
  return passed ? 'yours' : 'reference';
}

function remember(lesson: Lesson, layers: Layers, results: ExerciseResult[], standings: Standings): void {
  const { [lesson.name]: _own, ...below } = layers;
  const passed = results.every(({ verdict, bonus }) => bonus || verdict === 'pass');
  standings.remember(lesson.name, digestOf(lesson, below), passed);
}

/** A failure that vanishes when a lower layer is swapped for the reference is that layer's. */
async function blame(
  result: ExerciseResult,
  lesson: Lesson,
  layers: Layers,
  { seed, only }: Pick<JudgementRequest, 'seed' | 'only'>,
): Promise<ExerciseResult | undefined> {
  const theirs = lessonsBelow(lesson).filter((lower) => layers[lower.name] === 'yours');
  const passesOn = async (swapped: readonly Lesson[]) => {
    const references = Object.fromEntries(swapped.map((lower) => [lower.name, 'reference' as const]));
    const reference = referenceIn({ ...layers, ...references });
    const [again] = await runExercises({ lesson, exercises: [result.id], reference, seed, only });
    return again.verdict === 'pass';
  };
  // Mostly none of them is to blame, and then one run tells.
  if (theirs.length > 1 && !(await passesOn(theirs))) return undefined;
  for (const lower of theirs.reverse()) {
    if (!(await passesOn([lower]))) continue;
    const message =
      `the failure vanishes when lesson ${lower.number} (${lower.name}) is swapped for the reference, so the fault is ` +
      `there, in a case that its own tests do not reach: go back to lesson ${lower.number}`;
    return { ...result, verdict: 'blocked', blockedBy: lower.name, message };
  }
  return undefined;
}

function isWhole(lesson: Lesson, exercises: Exercise[]): boolean {
  return lesson.exercises.every((exercise) => exercise.bonus || exercises.includes(exercise));
}

function totals(results: ExerciseResult[]): Pick<RunResult, 'points' | 'maxPoints' | 'bonus' | 'maxBonus'> {
  const sum = (bonus: boolean, of: (result: ExerciseResult) => number) =>
    results.filter((result) => result.bonus === bonus).reduce((total, result) => total + of(result), 0);
  return {
    points: sum(false, ({ points }) => points),
    maxPoints: sum(false, ({ maxPoints }) => maxPoints),
    bonus: sum(true, ({ points }) => points),
    maxBonus: sum(true, ({ maxPoints }) => maxPoints),
  };
}
