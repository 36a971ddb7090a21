/** What is measured of lessons 1 and 2, and the goals of the design. A take may give several figures. */
import { lessons } from '../catalog.ts';
import type { Lesson } from '../judge/lesson.ts';
import { type Measure, quantile, samplesOf } from './measure.ts';
import { launcher, plainRun, runToEnd } from './programs.ts';
import { timeSaves } from './watching.ts';

export type Take = () => Promise<Measure[]>;

/** @param runs how often each is taken */
export function takes(runs: number): Take[] {
  const [first, second] = lessons;
  return [
    () => coldCheck(first.exercises[0].id, runs),
    () => coldCheck(second.exercises[0].id, runs),
    () => wholeOf([first, second], Math.min(runs, 5)),
    () => watching(first, runs),
    () => watching(second, runs),
  ];
}

async function coldCheck(id: string, runs: number): Promise<Measure[]> {
  const samples = await samplesOf(runs, () => runToEnd([launcher, 'check', id, '--solutions', '--json']));
  const baseline = await samplesOf(runs, () => plainRun([id]));
  const figure = { name: `cold check of ${id}`, ...summary(samples), baselineMs: quantile(baseline, 0.5) };
  return [{ ...figure, goalMs: 300, held: 'median' }];
}

async function wholeOf(asked: Lesson[], runs: number): Promise<Measure[]> {
  const samples = await samplesOf(runs, async () => {
    for (const { number } of asked) await runToEnd([launcher, 'check', String(number), '--solutions', '--json']);
  });
  const ids = asked.flatMap(({ exercises }) => exercises.map(({ id }) => id));
  const baseline = await samplesOf(runs, () => plainRun(ids));
  const name = `lessons ${asked.map(({ number }) => number).join(' and ')}, whole`;
  return [{ name, ...summary(samples), baselineMs: quantile(baseline, 0.5), goalMs: 4000, held: 'median' }];
}

async function watching(lesson: Lesson, runs: number): Promise<Measure[]> {
  const toFail: number[] = [];
  const toPass: number[] = [];
  for (const exercise of lesson.exercises) {
    const times = await timeSaves(lesson, exercise, runs);
    toFail.push(...times.toFail);
    toPass.push(...times.toPass);
  }
  const figure = (what: string, samples: number[]): Measure => ({
    name: `lesson ${lesson.number}, ${what}`,
    ...summary(samples),
    goalMs: 50,
    held: 'p90',
  });
  return [figure('save to a failure', toFail), figure('save to a pass', toPass)];
}

function summary(samples: number[]): Pick<Measure, 'medianMs' | 'p90Ms' | 'runs'> {
  return { medianMs: quantile(samples, 0.5), p90Ms: quantile(samples, 0.9), runs: samples.length };
}
