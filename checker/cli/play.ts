import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lessons, parseTarget } from '../catalog.ts';
import { folderOf, type Lesson } from '../judge/lesson.ts';
import { root } from '../paths.ts';
import { type Progress, readProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { isDone } from './guide.ts';

const command: Command = {
  name: 'play',
  summary: 'a lesson live, on your code: something to poke at and break',
  help: `
npm run play 1                     the store, with a prompt and a counter of comparisons
npm run play 2                     the log: kill -9 a writer as often as you like and watch it recover
npm run play 3                     five Raft servers: cut links, kill and restart them, propose
npm run play 4                     an etcd of three members: put, watch, lease, kill, compact, read the past
npm run play 5                     the API server's chain: send requests, and see where each of them stops

  -- --solutions                   on the reference instead of your code

Without a number it is the current lesson. Without a terminal, play 1 reads its commands from the input, and the
others show a short scene by themselves. Lower lessons that do not pass yet are played on the reference.`,
  async run(args) {
    refuseSwallowed('play', ['solutions']);
    const options = { solutions: { type: 'boolean' } } as const;
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    if (positionals.length > 1) throw new UsageError(`one lesson at a time, not ${positionals.join(' ')}`);
    const progress = readProgress();
    const { lesson } = parseTarget(positionals[0], progress.current);
    const onReference = lessons.filter((each) => values.solutions || isStandIn(each, lesson, progress));
    return runProgram(lesson, onReference);
  },
};

export default command;

/** A lower lesson that does not pass would only hide the one that is played. */
function isStandIn(each: Lesson, played: Lesson, progress: Progress): boolean {
  return each.number < played.number && !isDone(each, progress);
}

function runProgram(lesson: Lesson, onReference: Lesson[]): Promise<number> {
  const conditions = onReference.flatMap(({ name }) => ['-C', `solved-${name}`]);
  const program = join(root, 'checker', folderOf(lesson), 'play.ts');
  const env = { ...process.env, SLIPWAY_ROOT: root };
  // Ctrl-C is the program's to answer; this process waits for it to end.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const child = spawn(process.execPath, ['--import', 'tsx', ...conditions, program], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(signal === 'SIGINT' ? exitCode.passed : (code ?? exitCode.failed));
    });
  });
}
