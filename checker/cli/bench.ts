import { parseArgs } from 'node:util';
import kleur from 'kleur';
import { isLessBetter, isMet, type Measure, NoVerdict } from '../bench/measure.ts';
import { subjects, takes } from '../bench/takes.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { transientLine } from './transient.ts';

const command: Command = {
  name: 'bench',
  summary:
    'measure what the design promises of speed, beside a plain run of the same tests, the real etcd, or the store alone',
  help: `
npm run bench                  every measure
npm run bench etcd             those of one thing: check, watch, raft, etcd or apiserver
npm run bench -- --runs N      how often each is taken: 3 to 100, 5 unless said
npm run bench -- --json        the same as one JSON object

Machines differ and drift: read the ratios, which are taken in the same minute.`,
  async run(args) {
    refuseSwallowed('bench', ['json', 'runs']);
    const { values, positionals } = readingArguments(() =>
      parseArgs({ args, options: { json: { type: 'boolean' }, runs: { type: 'string' } }, allowPositionals: true }),
    );
    const unknown = positionals.find((word) => !subjects.some((subject) => subject === word));
    if (unknown !== undefined) throw new UsageError(`there is no "${unknown}" to measure: ${subjects.join(', ')}`);
    const runs = values.runs === undefined ? 5 : wholeNumber('runs', values.runs, 3, 100);
    const line = transientLine();
    const measures: Measure[] = [];
    try {
      for (const { about, run } of takes(runs)) {
        if (positionals.length > 0 && !positionals.includes(about)) continue;
        line.show(`measuring ${about}: ${measures.length} done`);
        const taken = await run();
        line.clear();
        if (!values.json) for (const measure of taken) process.stdout.write(`${inWords(measure)}\n`);
        measures.push(...taken);
      }
    } catch (thrown) {
      if (!(thrown instanceof NoVerdict)) throw thrown;
      process.stderr.write(`the bench was broken off: ${thrown.message}\n`);
      return exitCode.harness;
    } finally {
      line.clear();
    }
    if (values.json) process.stdout.write(`${JSON.stringify({ schema: 'slipway/bench/v2', measures }, null, 2)}\n`);
    return measures.every(isMet) ? exitCode.passed : exitCode.failed;
  },
};

export default command;

function inWords(measure: Measure): string {
  const { name, unit, median, p90, goal, held = 'median', baseline, against = 'plain tsx and uvu' } = measure;
  const mark = isMet(measure) ? kleur.green('✔') : kleur.red('✘');
  const figure = (value: number) =>
    `${Math.round(value).toLocaleString('en')} ${unit}`.padStart(isLessBetter(unit) ? 8 : 17);
  const bound =
    goal === undefined ? '' : `   goal ${held} ${isLessBetter(unit) ? '≤' : '≥'} ${figure(goal).trimStart()}`;
  const ratio = baseline === undefined ? '' : ` ${figure(baseline)}, ratio ${(median / baseline).toFixed(2)}`;
  const beside = baseline === undefined && measure.against === undefined ? '' : `   ${against}${ratio}`;
  return `${mark} ${name.padEnd(26)} median ${figure(median)}   p90 ${figure(p90)}${bound}${beside}`;
}
