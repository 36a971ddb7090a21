import { parseArgs } from 'node:util';
import kleur from 'kleur';
import { isMet, type Measure, quantile, samplesOf } from '../bench/measure.ts';
import { launcher, plainRun, runToEnd } from '../bench/programs.ts';
import { timeSaves } from '../bench/watching.ts';
import { lessons } from '../catalog.ts';
import { readingArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode } from './command.ts';
import { transientLine } from './transient.ts';

const command: Command = {
  name: 'bench',
  summary: 'measure what the design promises of speed, beside a plain run of the same tests',
  help: `
npm run bench                  every measure
npm run bench -- --runs N      how often each is taken: 3 to 100, 9 unless said
npm run bench -- --json        the same as one JSON object

Machines differ and drift: read the ratios, which are taken in the same minute.`,
  async run(args) {
    const { values } = readingArguments(() =>
      parseArgs({ args, options: { json: { type: 'boolean' }, runs: { type: 'string' } } }),
    );
    const runs = values.runs === undefined ? 9 : wholeNumber('runs', values.runs, 3, 100);
    const line = transientLine();
    const measures: Measure[] = [];
    for (const take of takes(runs)) {
      line.show(`measuring: ${measures.length} done`);
      measures.push(await take());
    }
    line.clear();
    if (values.json) process.stdout.write(`${JSON.stringify({ schema: 'slipway/bench/v1', measures }, null, 2)}\n`);
    else for (const measure of measures) process.stdout.write(`${inWords(measure)}\n`);
    return measures.every(isMet) ? exitCode.passed : exitCode.failed;
  },
};

export default command;

function takes(runs: number): (() => Promise<Measure>)[] {
  const exercises = lessons.flatMap((lesson) => lesson.exercises.map((exercise) => ({ lesson, exercise })));
  return [
    () => coldCheck(exercises[0].exercise.id, runs),
    () => coldCheck(lessons[1].exercises[0].id, runs),
    () =>
      wholeOf(
        lessons.slice(0, 2).flatMap((lesson) => lesson.exercises.map(({ id }) => id)),
        runs,
      ),
    ...exercises.map(({ lesson, exercise }) => async () => {
      const samples = await timeSaves(lesson, exercise, runs);
      return { name: `save to verdict, ${exercise.id}`, ...summary(samples), goalMs: 50, held: 'p90' as const };
    }),
  ];
}

async function coldCheck(id: string, runs: number): Promise<Measure> {
  const samples = await samplesOf(runs, () => runToEnd([launcher, 'check', id, '--solutions', '--json']));
  const baseline = await samplesOf(runs, () => plainRun([id]));
  return {
    name: `cold check of ${id}`,
    ...summary(samples),
    goalMs: 300,
    held: 'median',
    baselineMs: quantile(baseline, 0.5),
  };
}

async function wholeOf(ids: string[], runs: number): Promise<Measure> {
  const few = Math.min(runs, 5);
  const samples = await samplesOf(few, () => runToEnd([launcher, 'check', '--all', '--solutions', '--json']));
  const baseline = await samplesOf(few, () => plainRun(ids));
  return {
    name: 'lessons 1 and 2 whole',
    ...summary(samples),
    goalMs: 4000,
    held: 'median',
    baselineMs: quantile(baseline, 0.5),
  };
}

function summary(samples: number[]): Pick<Measure, 'medianMs' | 'p90Ms' | 'runs'> {
  return { medianMs: quantile(samples, 0.5), p90Ms: quantile(samples, 0.9), runs: samples.length };
}

function inWords(measure: Measure): string {
  const { name, medianMs, p90Ms, goalMs, held, baselineMs } = measure;
  const mark = isMet(measure) ? kleur.green('✔') : kleur.red('✘');
  const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(8);
  const ratio =
    baselineMs === undefined
      ? ''
      : `   plain tsx and uvu ${ms(baselineMs)}, ratio ${(medianMs / baselineMs).toFixed(2)}`;
  return `${mark} ${name.padEnd(26)} median ${ms(medianMs)}   p90 ${ms(p90Ms)}   goal ${held} ${goalMs} ms${ratio}`;
}
