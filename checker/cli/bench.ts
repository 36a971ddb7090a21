import { parseArgs } from 'node:util';
import kleur from 'kleur';
import { isMet, type Measure } from '../bench/measure.ts';
import { takes } from '../bench/takes.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
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
    refuseSwallowed('bench', ['json', 'runs']);
    const { values } = readingArguments(() =>
      parseArgs({ args, options: { json: { type: 'boolean' }, runs: { type: 'string' } } }),
    );
    const runs = values.runs === undefined ? 9 : wholeNumber('runs', values.runs, 3, 100);
    const line = transientLine();
    const measures: Measure[] = [];
    for (const take of takes(runs)) {
      line.show(`measuring: ${measures.length} done`);
      measures.push(...(await take()));
    }
    line.clear();
    if (values.json) process.stdout.write(`${JSON.stringify({ schema: 'slipway/bench/v1', measures }, null, 2)}\n`);
    else for (const measure of measures) process.stdout.write(`${inWords(measure)}\n`);
    return measures.every(isMet) ? exitCode.passed : exitCode.failed;
  },
};

export default command;

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
