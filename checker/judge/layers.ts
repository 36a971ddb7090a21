/**
 * Whose code a lesson is judged on. A lower layer is the learner's where its own lesson passes and the reference's
 * where it does not, so that nobody fails lesson 3 for a mistake in lesson 1.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { root } from '../paths.ts';
import { folderOf, type Lesson } from './lesson.ts';
import type { Side } from './verdict.ts';

export type Layers = Record<string, Side>;

/** The lessons that this one may import: those before it. */
export function lessonsBelow(lesson: Lesson): Lesson[] {
  return lessons.filter(({ number }) => number < lesson.number);
}

export function allReference(lesson: Lesson): Layers {
  return Object.fromEntries([...lessonsBelow(lesson), lesson].map(({ name }) => [name, 'reference' as const]));
}

/** The names of the layers that are the reference's, as the bundler wants them. */
export function referenceIn(layers: Layers): Set<string> {
  return new Set(Object.keys(layers).filter((name) => layers[name] === 'reference'));
}

/**
 * What a lesson's standing depends on, in a word: the learner's files, the tests, the kit, and whose code lay below.
 * While it stays the same, a verdict on the whole lesson need not be found again.
 */
export function digestOf(lesson: Lesson, below: Layers): string {
  const hash = createHash('sha256').update(JSON.stringify(below));
  const folders = ['lessons/kit', 'checker/judge', 'checker/sim', 'checker/oracles', `checker/${folderOf(lesson)}`];
  for (const each of [lesson, ...lessonsBelow(lesson)]) folders.push(`lessons/${folderOf(each)}`);
  for (const folder of folders) {
    for (const file of sourcesIn(folder)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The TypeScript files of a folder, sorted, as paths relative to the root. None where there is no folder. */
export function sourcesIn(folder: string): string[] {
  try {
    const names = readdirSync(join(root, folder), { recursive: true }) as string[];
    return names
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  } catch {
    return [];
  }
}
