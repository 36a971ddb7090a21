import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watch as watchFiles } from 'chokidar';
import { parseTarget } from '../catalog.ts';
import { folderOf } from '../judge/lesson.ts';
import { studySeed } from '../judge/look-alike.ts';
import { closeWorkers } from '../judge/run.ts';
import { root } from '../paths.ts';
import { readProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode } from './command.ts';
import { listenForKeys } from './watch/keys.ts';
import { createScreen } from './watch/screen.ts';
import { createWatcher } from './watch/watcher.ts';

/** Editors write a file in several steps; a verdict on a half-written one would only confuse. */
const settleMs = 8;

const command: Command = {
  name: 'watch',
  summary: 'check again at every save',
  help: `
npm run watch              the current lesson, beginning with its first exercise that does not pass
npm run watch 1            lesson 1
npm run watch 1.2          exercise 1.2

  -- --poll                look at the files twice a second, where a network disk or WSL reports no changes
  -- --json                one JSON object a verdict, one a line, for programs

In a terminal: n next exercise, p previous, h hint, r run again, a the whole lesson, q quit.`,
  async run(args) {
    refuseSwallowed('watch', ['poll', 'json']);
    const { values, positionals } = readingArguments(() =>
      parseArgs({ args, options: { poll: { type: 'boolean' }, json: { type: 'boolean' } }, allowPositionals: true }),
    );
    const { lesson, exercise } = parseTarget(positionals[0], readProgress().current);
    const screen = createScreen(lesson, values.json ? 'json' : process.stdout.isTTY ? 'terminal' : 'lines');
    const watcher = await createWatcher({ lesson, focus: exercise, seed: studySeed, screen });
    const folder = join(root, 'lessons', folderOf(lesson));
    const files = watchFiles(folder, { ignoreInitial: true, usePolling: values.poll ?? false, interval: 500 });
    let pending: NodeJS.Timeout | undefined;
    files.on('all', (_event, path) => {
      if (!path.endsWith('.ts')) return;
      clearTimeout(pending);
      pending = setTimeout(() => watcher.changed(), settleMs);
    });
    await new Promise<void>((resolve) => files.once('ready', () => resolve()));
    watcher.changed();
    await untilQuit(watcher);
    clearTimeout(pending);
    await files.close();
    await watcher.dispose();
    closeWorkers();
    return exitCode.passed;
  },
};

export default command;

function untilQuit(watcher: Awaited<ReturnType<typeof createWatcher>>): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = listenForKeys({
      n: () => watcher.move(1),
      p: () => watcher.move(-1),
      r: () => watcher.changed(),
      a: () => watcher.checkAll(),
      h: () => watcher.hint(),
      q: quit,
    });
    process.once('SIGINT', quit);
    process.once('SIGTERM', quit);
    function quit(): void {
      stopListening();
      resolve();
    }
  });
}
