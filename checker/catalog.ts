/**
 * The lessons of this workbook, in order, and how a learner's words find one: `3`, `3.2`, or nothing for the current.
 */
import { lesson as kvStore } from './1-kv-store/lesson.ts';
import { lesson as wal } from './2-wal/lesson.ts';
import { lesson as raft } from './3-raft/lesson.ts';
import { lesson as revisions } from './4-revisions/lesson.ts';
import { lesson as apiServer } from './5-api-server/lesson.ts';
import { UsageError } from './cli/command.ts';
import type { Bug, Exercise, Hints, Lesson } from './judge/lesson.ts';

export const lessons: Lesson[] = [kvStore, wal, raft, revisions, apiServer];

/** What only some commands need of a lesson. */
const rooms: Record<string, { bugs: () => Promise<{ bugs: Bug[] }>; hints: () => Promise<{ hints: Hints }> }> = {
  'kv-store': { bugs: () => import('./1-kv-store/bugs.ts'), hints: () => import('./1-kv-store/hints.ts') },
  wal: { bugs: () => import('./2-wal/bugs.ts'), hints: () => import('./2-wal/hints.ts') },
  raft: { bugs: () => import('./3-raft/bugs.ts'), hints: () => import('./3-raft/hints.ts') },
  revisions: { bugs: () => import('./4-revisions/bugs.ts'), hints: () => import('./4-revisions/hints.ts') },
  'api-server': { bugs: () => import('./5-api-server/bugs.ts'), hints: () => import('./5-api-server/hints.ts') },
};

export async function bugsOf(lesson: Lesson): Promise<Bug[]> {
  return (await rooms[lesson.name].bugs()).bugs;
}

export async function hintsOf(lesson: Lesson): Promise<Hints> {
  return (await rooms[lesson.name].hints()).hints;
}

/** A lesson, and one of its exercises where one was named. */
export interface Found {
  lesson: Lesson;
  exercise?: Exercise;
}

/**
 * What `words` names.
 *
 * @param words `3` or `3.2`; the current lesson where nothing is given
 * @throws {UsageError} with what to type instead
 */
export function parseTarget(words: string | undefined, current: number): Found {
  const [, number, rest] = /^(\d{1,3})(\.\d{1,3})?$/.exec(words ?? String(current)) ?? [];
  if (number === undefined)
    throw new UsageError(`"${words}" is neither a lesson nor an exercise: type a number such as 1, or 1.2`);
  const lesson = lessonByNumber(Number(number));
  if (rest === undefined) return { lesson };
  const id = `${lesson.number}${rest}`;
  const exercise = lesson.exercises.find((each) => each.id === id);
  if (!exercise) {
    const ids = lesson.exercises.map((each) => each.id);
    throw new UsageError(`there is no exercise ${id}: lesson ${lesson.number} has ${ids[0]} to ${ids.at(-1)}`);
  }
  return { lesson, exercise };
}

function lessonByNumber(number: number): Lesson {
  const lesson = lessons.find((each) => each.number === number);
  if (lesson) return lesson;
  throw new UsageError(
    `there is no lesson ${number}: this workbook has ${lessons[0].number} to ${lessons.at(-1)!.number}`,
  );
}
