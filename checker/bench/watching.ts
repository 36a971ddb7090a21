/**
 * From a save to the verdict, as a learner meets it: a real `watch` in a workbook of its own, in which the exercise is
 * solved, then spoilt with a mistake of the bank, then mended, again and again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bugsOf } from '../catalog.ts';
import { type Bug, type Exercise, folderOf, type Lesson } from '../judge/lesson.ts';
import { displayOf } from '../workshop/stub.ts';
import { NoVerdict } from './measure.ts';
import { copyOfWorkbook } from './workbook.ts';

/** Milliseconds from each save to the first word on it. */
export interface SaveTimes {
  /** Of saves that broke the exercise: until the first failing test is shown. */
  toFail: number[];
  /** Of saves that mended it: until all its tests have passed. */
  toPass: number[];
}

export async function timeSaves(lesson: Lesson, exercise: Exercise, saves: number): Promise<SaveTimes> {
  const workbook = copyOfWorkbook('solutions');
  const watch = spawn(process.execPath, [workbook.launcher, 'watch', exercise.id, '--json'], {
    cwd: workbook.folder,
    env: workbook.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const verdicts = createInterface(watch.stdout)[Symbol.asyncIterator]();
  const { file, right, wrong } = await answers(workbook.folder, lesson, exercise);
  const times: SaveTimes = { toFail: [], toPass: [] };
  const verdictOn = (what: string, isPass: boolean) => inTime(firstWord(verdicts, exercise.id, isPass), what);
  try {
    await verdictOn(`the start of watch ${exercise.id}`, true);
    for (let i = 0; i < saves; i++) {
      for (const [text, samples] of [[wrong, times.toFail] as const, [right, times.toPass] as const]) {
        const savedAt = await save(file, text);
        const what = `save ${i + 1} of a ${text === right ? 'right' : 'wrong'} answer to ${exercise.id}`;
        samples.push((await verdictOn(what, text === right)) - savedAt);
      }
    }
    return times;
  } finally {
    await stop(watch);
    workbook.remove();
  }
}

/** The solved file, and the same with the first mistake of the bank that the exercise must catch and that is all in it. */
async function answers(folder: string, lesson: Lesson, { id }: Exercise) {
  const bugs = await bugsOf(lesson);
  const bug = bugs.find((each): each is Bug => each.exercise === id && each.edits.length === 1 && !each.verdict)!;
  const [{ file: name, find, replace }] = bug.edits;
  const file = join(folder, 'lessons', folderOf(lesson), name);
  const solution = readFileSync(file.replace(`${join(folder, 'lessons')}`, join(folder, 'solutions')), 'utf8');
  return { file, right: displayOf(solution), wrong: displayOf(solution.replace(find, () => replace)) };
}

/** Saves, and tells when. */
async function save(file: string, text: string): Promise<number> {
  // A learner does not save in the very moment of the last verdict: the next worker has time to start.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const savedAt = performance.now();
  writeFileSync(file, text);
  return savedAt;
}

/** When the first word on the exercise came; returns once the last one has come too. */
async function firstWord(verdicts: AsyncIterator<string>, id: string, isPass: boolean): Promise<number> {
  let first: number | undefined;
  for (;;) {
    const { value, done } = await verdicts.next();
    if (done) throw new NoVerdict(`watch ${id} ended before it gave a verdict`);
    const result = JSON.parse(value);
    if (result.id !== id || (result.verdict === 'pass') !== isPass)
      throw new NoVerdict(
        `watch ${id} gave "${result.verdict}" for ${result.id} where a ${isPass ? 'pass' : 'failure'} was due`,
      );
    first ??= performance.now();
    if (!result.isPartial) return first;
  }
}

const limitMs = 20_000;

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoVerdict(`no verdict within ${limitMs / 1000} s of ${what}`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
