import { parseArgs } from 'node:util';
import { hintsOf, parseTarget } from '../catalog.ts';
import type { Exercise, Lesson } from '../judge/lesson.ts';
import { type Progress, readProgress, updateProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { nextExercise, placeOf } from './guide.ts';
import { style } from './terminal/colour.ts';
import { typed } from './terminal/inline.ts';
import { labelled } from './terminal/labelled.ts';
import { renderMarkdown } from './terminal/markdown.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';
import { hang } from './terminal/wrap.ts';

const kinds = ['a nudge', 'a direction', 'nearly the answer'];

const command: Command = {
  name: 'hint',
  summary: 'the next of the three hints of an exercise',
  help: `
npm run hint                       for the first exercise of the current lesson that does not pass
npm run hint 1.2                   for exercise 1.2

  -- --again                       the hints shown so far, once more
  -- --all                         all three

There are three for every exercise: a nudge, a direction, and nearly the answer.`,
  async run(args) {
    refuseSwallowed('hint', ['again', 'all']);
    const options = { again: { type: 'boolean' }, all: { type: 'boolean' } } as const;
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    if (positionals.length > 1) throw new UsageError(`one exercise at a time, not ${positionals.join(' ')}`);
    if (values.again && values.all)
      throw new UsageError('--again shows those seen so far and --all all three: take one');
    const asked = exerciseAskedFor(positionals[0], readProgress());
    const hints = (await hintsOf(asked.lesson))[asked.exercise.id];
    if (!hints) throw new Error(`there are no hints for ${asked.exercise.id}`);
    print(nextLines(asked, hints, values, columns()));
    return exitCode.passed;
  },
};

export default command;

interface Asked {
  lesson: Lesson;
  exercise: Exercise;
}

/** The hints that are due, which are remembered as shown. */
function nextLines(
  { lesson, exercise }: Asked,
  hints: string[],
  { again, all }: Record<string, boolean | undefined>,
  width: number,
): string[] {
  const shown = readProgress().exercises[exercise.id]?.hints ?? 0;
  if (shown >= hints.length && !again && !all) return exhaustedLines(exercise, width);
  const first = again || all ? 0 : shown;
  const last = all ? hints.length : again ? Math.max(1, shown) : shown + 1;
  remember(exercise, last);
  const blocks = hints.slice(first, last).map((hint, i) => hintLines(exercise, hint, first + i, width));
  return [...blocks.flat(), ...closingLines(lesson, exercise, last, width)];
}

function exerciseAskedFor(words: string | undefined, progress: Progress): Asked {
  const { lesson, exercise } = parseTarget(words, progress.current);
  const next = exercise ?? nextExercise(lesson, progress);
  if (next) return { lesson, exercise: next };
  throw new UsageError(`everything in lesson ${lesson.number} passes; name an exercise, such as ${lesson.number}.1`);
}

function remember({ id }: Exercise, hints: number): void {
  updateProgress(({ exercises }) => {
    exercises[id] = { ...exercises[id], hints: Math.max(hints, exercises[id]?.hints ?? 0) };
  });
}

function hintLines({ id, title }: Exercise, hint: string, index: number, width: number): string[] {
  const heading = `${style.title(`Hint ${index + 1} of ${kinds.length}`)} ${style.quiet(`· ${id} ${title} · ${kinds[index]}`)}`;
  return ['', ...hang(heading, width, ''), '', ...renderMarkdown(hint, { width })];
}

function closingLines(lesson: Lesson, exercise: Exercise, shown: number, width: number): string[] {
  const { id } = exercise;
  const more: [string, string] =
    shown < kinds.length ? ['more', typed(`npm run hint ${id}`)] : ['reference', typed(`npm run solution ${id}`)];
  const rows: [string, string][] = [
    ['open', style.path(placeOf(lesson, exercise))],
    ['then', typed(`npm run check ${id}`)],
    more,
  ];
  return ['', ...labelled(rows, width - 2).map((line) => `  ${line}`), ''];
}

function exhaustedLines({ id }: Exercise, width: number): string[] {
  const again = typed(`npm run hint ${id} -- --again`);
  const solution = typed(`npm run solution ${id}`);
  return hang(
    `You have seen all three hints for ${id}. Once more: ${again}. The reference beside yours: ${solution}.`,
    width,
    '',
  );
}
