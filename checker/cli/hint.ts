import { parseArgs } from 'node:util';
import { hintsOf, parseTarget } from '../catalog.ts';
import type { Exercise, Lesson } from '../judge/lesson.ts';
import { type Progress, readProgress, updateProgress } from '../progress/progress-file.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { nextExercise, placeOf } from './guide.ts';
import { style } from './terminal/colour.ts';
import { typed } from './terminal/inline.ts';
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
    const options = { again: { type: 'boolean' }, all: { type: 'boolean' } } as const;
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    if (positionals.length > 1) throw new UsageError(`one exercise at a time, not ${positionals.join(' ')}`);
    if (values.again && values.all)
      throw new UsageError('--again shows those seen so far and --all all three: take one');
    const { lesson, exercise } = exerciseAskedFor(positionals[0], readProgress());
    const hints = (await hintsOf(lesson))[exercise.id];
    if (!hints) throw new Error(`there are no hints for ${exercise.id}`);
    const width = columns();
    const shown = readProgress().exercises[exercise.id]?.hints ?? 0;
    if (shown >= hints.length && !values.again && !values.all) {
      print(exhaustedLines(exercise, width));
      return exitCode.passed;
    }
    const last = values.all ? hints.length : values.again ? Math.max(1, shown) : shown + 1;
    const first = values.all || values.again ? 0 : shown;
    remember(exercise, last);
    const blocks = hints.slice(first, last).map((hint, i) => hintLines(exercise, hint, first + i, width));
    print([...blocks.flat(), ...closingLines(lesson, exercise, last, width)]);
    return exitCode.passed;
  },
};

export default command;

function exerciseAskedFor(words: string | undefined, progress: Progress): { lesson: Lesson; exercise: Exercise } {
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
  const more =
    shown < kinds.length
      ? `${typed(`npm run hint ${exercise.id}`)} ${style.quiet('gives the next one')}`
      : `${style.quiet('That was the last;')} ${typed(`npm run solution ${exercise.id}`)} ${style.quiet('shows the reference beside yours')}`;
  return ['', ...hang(`${style.path(placeOf(lesson, exercise))} ${style.quiet('·')} ${more}`, width, ''), ''];
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
