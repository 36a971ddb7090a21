/** What is measured, and the goals of the design. A take may give several figures. */
import { lessons } from '../catalog.ts';
import type { Lesson } from '../judge/lesson.ts';
import { apiServerMeasures } from './apiserver-takes.ts';
import { etcdMeasures } from './etcd-takes.ts';
import { type Measure, quantile, samplesOf, summary } from './measure.ts';
import { launcher, plainRun, runToEnd } from './programs.ts';
import { raftWorld } from './raft-world.ts';
import { timeSaves } from './watching.ts';

export interface Take {
  /** What it is about, in a word to choose it by. */
  about: (typeof subjects)[number];
  run(): Promise<Measure[]>;
}

export const subjects = ['check', 'watch', 'raft', 'etcd', 'apiserver'] as const;

/** @param runs how often each is taken */
export function takes(runs: number): Take[] {
  const [first, second, third] = lessons;
  return [
    { about: 'check', run: () => coldCheck(first.exercises[0].id, runs) },
    { about: 'check', run: () => coldCheck(second.exercises[0].id, runs) },
    { about: 'check', run: () => wholeOf([first, second], 4000, Math.min(runs, 5)) },
    { about: 'check', run: () => wholeOf([third], 2000, Math.min(runs, 5)) },
    { about: 'watch', run: () => watching(first, runs) },
    { about: 'watch', run: () => watching(second, runs) },
    { about: 'raft', run: () => raftWorld(runs) },
    { about: 'etcd', run: () => etcdMeasures(Math.min(runs, 5)) },
    { about: 'apiserver', run: () => apiServerMeasures(Math.min(runs, 5)) },
  ];
}

async function coldCheck(id: string, runs: number): Promise<Measure[]> {
  const samples = await samplesOf(runs, () => runToEnd([launcher, 'check', id, '--solutions', '--json']));
  const baseline = await samplesOf(runs, () => plainRun([id]));
  const figure = { name: `cold check of ${id}`, ...summary('ms', samples), baseline: quantile(baseline, 0.5) };
  return [{ ...figure, goal: 300 }];
}

async function wholeOf(asked: Lesson[], goalMs: number, runs: number): Promise<Measure[]> {
  const samples = await samplesOf(runs, async () => {
    for (const { number } of asked) await runToEnd([launcher, 'check', String(number), '--solutions', '--json']);
  });
  const ids = asked.flatMap(({ exercises }) => exercises.map(({ id }) => id));
  const baseline = await samplesOf(runs, () => plainRun(ids));
  const numbers = asked.map(({ number }) => number).join(' and ');
  const name = `${asked.length > 1 ? 'lessons' : 'lesson'} ${numbers}, whole`;
  return [{ name, ...summary('ms', samples), baseline: quantile(baseline, 0.5), goal: goalMs }];
}

async function watching(lesson: Lesson, runs: number): Promise<Measure[]> {
  const toFail: number[] = [];
  const toPass: number[] = [];
  for (const exercise of lesson.exercises) {
    const times = await timeSaves(lesson, exercise, Math.min(runs, 3));
    toFail.push(...times.toFail);
    toPass.push(...times.toPass);
  }
  const figure = (what: string, samples: number[]): Measure => ({
    name: `lesson ${lesson.number}, ${what}`,
    ...summary('ms', samples),
    goal: 50,
    held: 'p90',
  });
  return [figure('save to a failure', toFail), figure('save to a pass', toPass)];
}
