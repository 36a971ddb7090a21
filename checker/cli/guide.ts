/**
 * Where a learner stands and what comes next: the same answer in the menu, after a check and under a lesson's text.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { type Exercise, folderOf, type Lesson } from '../judge/lesson.ts';
import type { TestResult } from '../judge/verdict.ts';
import { root } from '../paths.ts';
import type { Progress } from '../progress/progress-file.ts';
import { filesUnder, isLearnerFile } from '../workshop/files.ts';

export function isPassed({ id }: Exercise, progress: Progress): boolean {
  return progress.exercises[id]?.verdict === 'pass';
}

/** The first exercise that does not pass; a bonus only once all others do. `undefined` when nothing is left. */
export function nextExercise(lesson: Lesson, progress: Progress): Exercise | undefined {
  const open = lesson.exercises.filter((exercise) => !isPassed(exercise, progress));
  return open.find(({ bonus }) => !bonus) ?? open[0];
}

/** Whether all but bonus exercises pass. */
export function isDone(lesson: Lesson, progress: Progress): boolean {
  return lesson.exercises.every((exercise) => exercise.bonus || isPassed(exercise, progress));
}

export function lessonAfter({ number }: Lesson): Lesson | undefined {
  return lessons.find((lesson) => lesson.number === number + 1);
}

/** The lesson that commands mean when they are given none. */
export function currentLesson({ current }: Progress): Lesson {
  return lessons.find(({ number }) => number === current) ?? lessons[0];
}

export interface Points {
  points: number;
  maxPoints: number;
  bonus: number;
  maxBonus: number;
}

/** The points of the given exercises, counted from the verdicts on file. */
export function pointsOf(exercises: Exercise[], progress: Progress): Points {
  const sum = (bonus: boolean, passed: boolean) =>
    exercises
      .filter((exercise) => exercise.bonus === bonus && (!passed || isPassed(exercise, progress)))
      .reduce((total, { points }) => total + points, 0);
  return { points: sum(false, true), maxPoints: sum(false, false), bonus: sum(true, true), maxBonus: sum(true, false) };
}

/** The learner's file of an exercise, such as `lessons/1-kv-store/store.ts`. */
export function fileOf(lesson: Lesson, { file }: Exercise): string {
  return `lessons/${folderOf(lesson)}/${file}`;
}

/**
 * The file to open, and the line of the first body in it that is still to write: `lessons/1-kv-store/store.ts:41`. Where
 * none is left in it, another file of the lesson may have one.
 *
 * @param failing the test that does not pass, which may be about another file, and is not always about a body to write
 */
export function placeOf(
  lesson: Lesson,
  exercise: Exercise,
  failing: Partial<Pick<TestResult, 'verdict' | 'file'>> = {},
): string {
  const { file = exercise.file, verdict = 'todo' } = failing;
  const named = fileOf(lesson, { ...exercise, file });
  const others = verdict === 'todo' ? filesUnder(root, `lessons/${folderOf(lesson)}`).filter(isLearnerFile) : [];
  for (const each of [named, ...others]) {
    const [line] = linesOf(each, (text) => text.includes(`todo('${exercise.id}'`));
    if (line !== undefined) return `${each}:${line}`;
  }
  return named;
}

/** Where the lesson's text states a rule. */
export function placeOfRule(lesson: Lesson, rule: string): string | undefined {
  return placeInText(lesson, (text) => text.includes(`**${rule}.**`));
}

/** Where the lesson's text sets an exercise. */
export function placeOfExercise(lesson: Lesson, id: string): string | undefined {
  const heading = headingOf(id);
  return placeInText(lesson, (text) => heading.test(text));
}

function headingOf(id: string): RegExp {
  return new RegExp(`^###\\s+(?:★\\s*)?${id.replace('.', '\\.')}(?!\\d)`);
}

/** Where an exercise's text speaks of a rule, a few places at most; its heading where it does not. */
export function placesInExercise(lesson: Lesson, id: string, rule: string | undefined): string[] {
  const heading = headingOf(id);
  const named = new RegExp(`\\b${rule}\\b`);
  let isInside = false;
  const places = placesInText(lesson, (text) => {
    if (/^##/.test(text)) isInside = heading.test(text);
    return isInside && named.test(text) && !/ · rules? /.test(text);
  });
  return places.length > 0 ? places.slice(0, mostPlaces) : [placeOfExercise(lesson, id) ?? []].flat();
}

const mostPlaces = 3;

export function textFile(lesson: Lesson): string {
  return `lessons/${folderOf(lesson)}/README.md`;
}

function placeInText(lesson: Lesson, matches: (line: string) => boolean): string | undefined {
  return placesInText(lesson, matches)[0];
}

function placesInText(lesson: Lesson, matches: (line: string) => boolean): string[] {
  return linesOf(textFile(lesson), matches).map((line) => `${textFile(lesson)}:${line}`);
}

/** The numbers, from 1, of the lines that match; none without the file. */
function linesOf(file: string, matches: (line: string) => boolean): number[] {
  try {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    return lines.flatMap((text, i) => (matches(text) ? [i + 1] : []));
  } catch {
    return [];
  }
}
