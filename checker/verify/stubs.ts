/**
 * Every exercise must be `todo` on a fresh stub. The stubs are made from the solutions here and now, so that this holds
 * whatever lies in lessons/.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { allReference, lessonsBelow, referenceIn, sourcesIn } from '../judge/layers.ts';
import { folderOf, type Lesson } from '../judge/lesson.ts';
import { runExercises } from '../judge/run.ts';
import { studySeed } from '../judge/look-alike.ts';
import { root } from '../paths.ts';
import { stubOf } from '../workshop/stub.ts';
import type { OnStep, Proof } from './proof.ts';

export async function proveStubs(onStep: OnStep): Promise<Proof['stubs']> {
  const proof: Proof['stubs'] = { exercises: 0, failing: 0, problems: [] };
  for (const [i, lesson] of lessons.entries()) {
    onStep('stubs', i, lessons.length);
    const below = allReference(lesson);
    delete below[lesson.name];
    const results = await runExercises({
      lesson,
      exercises: lesson.exercises.map(({ id }) => id),
      reference: lessonsBelow(lesson).length > 0 ? referenceIn(below) : new Set(),
      seed: studySeed,
      replaced: freshStubs(lesson),
    });
    for (const { id, verdict, message } of results) {
      proof.exercises++;
      if (verdict === 'todo') proof.failing++;
      else proof.problems.push(`a fresh stub makes ${id} "${verdict}" instead of "todo"${message ? `: ${message}` : ''}`);
    }
  }
  return proof;
}

function freshStubs(lesson: Lesson): Map<string, string> {
  const folder = folderOf(lesson);
  return new Map(
    sourcesIn(`solutions/${folder}`).map((file) => [
      file.replace('solutions/', 'lessons/'),
      stubOf(readFileSync(join(root, file), 'utf8'), file),
    ]),
  );
}
