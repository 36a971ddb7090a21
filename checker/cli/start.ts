import { parseArgs } from 'node:util';
import prompts from 'prompts';
import { lessons } from '../catalog.ts';
import { type Progress, readProgress } from '../progress/progress-file.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { currentLesson, isDone, nextExercise } from './guide.ts';
import { openLines } from './report/summary.ts';
import { standingLines } from './screens/standing.ts';
import { style } from './terminal/colour.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';
import { wrap } from './terminal/wrap.ts';

const command: Command = {
  name: 'start',
  summary: 'the menu: where you are and what is next',
  help: `
npm start                          where you are, what is next, and a menu of what to do

Without a terminal it prints the same and ends. Ctrl-C leaves it at any time.`,
  async run(args) {
    readingArguments(() => parseArgs({ args, options: {} }));
    print(startLines(readProgress(), columns()));
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
      print(commandLines(readProgress()));
      return exitCode.passed;
    }
    while (await chooseAndRun()) print(['']);
    return exitCode.passed;
  },
};

export default command;

/** @param width columns of the terminal */
export function startLines(progress: Progress, width: number): string[] {
  const lesson = currentLesson(progress);
  const isNew = Object.keys(progress.exercises).length === 0;
  return [
    '',
    ...(isNew ? welcomeLines(width) : []),
    ...standingLines(lesson, progress, width),
    '',
    ...openLines(lesson, progress, width),
    '',
  ];
}

function welcomeLines(width: number): string[] {
  const words =
    'You build Kubernetes from the keel up, one layer a lesson: read the lesson, write what it asks for in your own ' +
    'editor, check it here. No step is lost: every command that overwrites a file saves yours first.';
  return [style.title('Welcome to Slipway.'), ...wrap(words, Math.min(width, 92)), ''];
}

/** What can be typed, for those who have no menu. */
function commandLines(progress: Progress): string[] {
  return choicesFor(progress).flatMap(({ title, run, asksLesson }) => {
    if (!run) return [];
    const typed = `npm run ${[...run, ...(asksLesson ? ['N'] : [])].join(' ')}`;
    return [`  ${style.command(typed.padEnd(20))} ${style.quiet(title)}`];
  });
}

interface Choice {
  title: string;
  /** The command and its arguments; none leaves the menu. */
  run?: [name: string, ...args: string[]];
  /** Asks for the lesson first. */
  asksLesson?: boolean;
}

function choicesFor(progress: Progress): Choice[] {
  const lesson = currentLesson(progress);
  const next = nextExercise(lesson, progress);
  const number = String(lesson.number);
  return [
    { title: `Read lesson ${number}`, run: ['lesson', number] },
    ...(next ? [{ title: `Check exercise ${next.id}`, run: ['check', next.id] } as Choice] : []),
    { title: `Check all of lesson ${number}`, run: ['check', number] },
    { title: 'Watch: check at every save', run: ['watch'] },
    ...(next ? [{ title: `Hint for ${next.id}`, run: ['hint', next.id] } as Choice] : []),
    ...(isDone(lesson, progress) ? [{ title: `See lesson ${number} live`, run: ['play', number] } as Choice] : []),
    { title: 'Progress', run: ['progress'] },
    { title: 'Another lesson', run: ['lesson'], asksLesson: true },
    { title: 'Quit' },
  ];
}

/** @returns whether to ask again */
async function chooseAndRun(): Promise<boolean> {
  const progress = readProgress();
  const choices = choicesFor(progress);
  const hasBegun = currentLesson(progress).exercises.some(({ id }) => progress.exercises[id]);
  const choice = await select('What now?', choices, hasBegun ? 1 : 0);
  if (!choice?.run) return false;
  const [name, ...args] = choice.run;
  if (!choice.asksLesson) return runCommand(name, args);
  const lesson = await select(
    'Which lesson?',
    lessons.map((each) => ({ ...each, title: `${each.number} · ${each.title}` })),
  );
  return lesson ? runCommand(name, [String(lesson.number)]) : false;
}

/** @returns what was chosen; `undefined` after Ctrl-C or Escape */
async function select<T extends { title: string }>(message: string, choices: T[], initial = 0): Promise<T | undefined> {
  const { chosen } = await prompts({
    type: 'select',
    name: 'chosen',
    message,
    initial,
    hint: 'arrows, then Enter',
    choices: choices.map(({ title }, value) => ({ title, value })),
  });
  return choices[chosen];
}

async function runCommand(name: string, args: string[]): Promise<boolean> {
  try {
    const { default: command } = await commands[name]();
    await command.run(args);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    print([thrown.message]);
  }
  return true;
}
