/**
 * Tells "not begun" from "waits for another exercise". A run that ends in a `Todo` of the exercise's own is plainly
 * `todo`; one that ends in another exercise's depends on whether its own bodies are still the stub's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { exercisesIn } from '../workshop/stub.ts';
import { todoCallsIn } from '../workshop/todo-calls.ts';
import { sourcesIn } from './layers.ts';
import { folderOf, type Lesson } from './lesson.ts';
import type { ExerciseResult } from './verdict.ts';

export function settleTodo(lesson: Lesson, result: ExerciseResult): ExerciseResult {
  if (result.verdict !== 'todo') return result;
  const thrown = result.tests.flatMap(({ todo }) => todo ?? []);
  if (thrown.includes(result.id) || !hasBegun(lesson, result.id)) return result;
  const [blockedBy] = thrown;
  const tests = result.tests.map((test) => (test.verdict === 'todo' ? { ...test, verdict: 'blocked' as const } : test));
  const message = `it needs exercise ${blockedBy}, which is still to do`;
  return { ...result, tests, verdict: 'blocked', blockedBy, message };
}

/** Whether the exercise has bodies of its own and none of them is the stub's any more. */
function hasBegun(lesson: Lesson, id: string): boolean {
  const tasks = textsIn(`solutions/${folderOf(lesson)}`).flatMap((text) => exercisesIn(text));
  if (!tasks.some(({ exercise }) => exercise === id)) return false;
  const left = textsIn(`lessons/${folderOf(lesson)}`).flatMap(todoCallsIn);
  return !left.some(({ exercise }) => exercise === id);
}

function textsIn(folder: string): string[] {
  return sourcesIn(folder).map((file) => readFileSync(join(root, file), 'utf8'));
}
