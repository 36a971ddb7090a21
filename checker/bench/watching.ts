/**
 * From a save to the verdict, as a learner meets it: a real `watch` in a workbook of its own, whose files are the
 * solutions, saved again and again with a small change.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { type Exercise, folderOf, type Lesson } from '../judge/lesson.ts';
import { copyOfWorkbook } from './workbook.ts';

/** Milliseconds from each save to its verdict. */
export async function timeSaves(lesson: Lesson, exercise: Exercise, saves: number): Promise<number[]> {
  const workbook = copyOfWorkbook('solutions');
  const watch = spawn(process.execPath, [workbook.launcher, 'watch', exercise.id, '--json'], {
    cwd: workbook.folder,
    env: workbook.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const verdicts = createInterface(watch.stdout);
  try {
    return await save(join(workbook.folder, 'lessons', folderOf(lesson), exercise.file), verdicts, saves);
  } finally {
    await stop(watch);
    workbook.remove();
  }
}

async function save(file: string, verdicts: Interface, saves: number): Promise<number[]> {
  await nextVerdict(verdicts);
  const samples: number[] = [];
  for (let i = 0; i < saves; i++) {
    // A learner does not save while the last run is still looking for regressions.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const savedAt = performance.now();
    appendFileSync(file, `// save ${i}\n`);
    await nextVerdict(verdicts);
    samples.push(performance.now() - savedAt);
  }
  return samples;
}

async function nextVerdict(verdicts: Interface): Promise<void> {
  await once(verdicts, 'line');
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
