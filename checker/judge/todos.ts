/**
 * Tells "not begun" from "waits for another exercise". A run that ends in a `Todo` of the exercise's own is plainly
 * `todo`; one that ends in another exercise's depends on whether its own bodies are still the stub's.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { sourcesIn } from './layers.ts';
import { folderOf, type Lesson } from './lesson.ts';
import type { ExerciseResult } from './verdict.ts';

export async function settleTodo(lesson: Lesson, result: ExerciseResult): Promise<ExerciseResult> {
  if (result.verdict !== 'todo') return result;
  const thrown = result.tests.flatMap(({ todo }) => todo ?? []);
  if (thrown.includes(result.id) || !(await hasBegun(lesson, result.id))) return result;
  const [blockedBy] = thrown;
  const tests = result.tests.map((test) => (test.verdict === 'todo' ? { ...test, verdict: 'blocked' as const } : test));
  return { ...result, tests, verdict: 'blocked', blockedBy, message: `it needs exercise ${blockedBy}, which is still to do` };
}

/** Whether the exercise has bodies of its own and none of them is the stub's any more. */
async function hasBegun(lesson: Lesson, id: string): Promise<boolean> {
  const own = await Promise.all(sourcesIn(`solutions/${folderOf(lesson)}`).map(read));
  if (!own.some((source) => source.includes(`//: todo ${id} `))) return false;
  const written = await Promise.all(sourcesIn(`lessons/${folderOf(lesson)}`).map(async (file) => withoutComments(await read(file))));
  return !written.some((source) => new RegExp(`\\btodo\\(\\s*['"\`]${id.replace('.', '\\.')}['"\`]`).test(source));
}

function read(file: string): Promise<string> {
  return readFile(join(root, file), 'utf8');
}

async function withoutComments(source: string): Promise<string> {
  const { transform } = await import('esbuild');
  try {
    return (await transform(source, { loader: 'ts', legalComments: 'none', tsconfigRaw: {} })).code;
  } catch {
    return source;
  }
}
