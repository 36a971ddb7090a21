/**
 * What watching shows: a whole screen in a terminal, lines without one, objects for programs.
 */
import type { Exercise, Lesson } from '../../judge/lesson.ts';
import type { ExerciseResult } from '../../judge/verdict.ts';
import { placeOf } from '../guide.ts';
import { failureLines } from '../report/failure.ts';
import { message } from '../report/message.ts';
import { exerciseRow } from '../report/row.ts';
import { bar } from '../terminal/bar.ts';
import { style } from '../terminal/colour.ts';
import { renderMarkdown } from '../terminal/markdown.ts';
import { print } from '../terminal/print.ts';
import { columns } from '../terminal/width.ts';
import { hang } from '../terminal/wrap.ts';

export interface Scene {
  focus: Exercise;
  passed: ReadonlySet<string>;
  /** The first failing test is known; the others still run, and another verdict will follow. */
  isPartial: boolean;
  /** From the moment the save was seen. */
  durationMs: number;
}

export interface Screen {
  verdict(result: ExerciseResult, scene: Scene): void;
  /** Exercises that passed before and do not now. */
  regressed(results: ExerciseResult[]): void;
  /** The focus has moved on. */
  next(focus: Exercise): void;
  all(results: ExerciseResult[]): void;
  hint(focus: Exercise, hint: string, number: number, of: number): void;
  /** Nothing of the lesson is left to do. */
  finished(): void;
  /** Slipway's own fault; watching goes on. */
  trouble(thrown: unknown): void;
}

export type ScreenKind = 'terminal' | 'lines' | 'json';

export function createScreen(lesson: Lesson, kind: ScreenKind): Screen {
  return kind === 'json' ? jsonScreen() : textScreen(lesson, kind === 'terminal');
}

const clear = '\u001b[2J\u001b[3J\u001b[H';

function textScreen(lesson: Lesson, isTerminal: boolean): Screen {
  const footer = () => {
    if (isTerminal)
      print(['', ...hang(style.quiet('n next · p previous · h hint · r again · a all · q quit'), columns(), '  ')]);
  };
  const failures = (results: ExerciseResult[]) =>
    results
      .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'todo')
      .flatMap((result) => ['', ...failureLines(result, { lesson, width: columns(), allFailures: false })]);
  return {
    verdict(result, { focus, passed, isPartial, durationMs }) {
      if (isTerminal) process.stdout.write(clear);
      print([
        ...header(lesson, passed),
        `  ${exerciseRow(result, columns() - 4)}`,
        ...reasonLines(lesson, focus, result),
        ...(result.verdict === 'blocked' ? [] : failures([result])),
        '',
        style.quiet(
          `  ${isPartial ? 'the other tests are still running' : 'waiting for a save'} · ${Math.round(durationMs)} ms`,
        ),
      ]);
      footer();
    },
    regressed(results) {
      print([
        '',
        ...hang(style.warning('This passed before, and does not any more:'), columns(), '  '),
        ...failures(results),
      ]);
      footer();
    },
    next(focus) {
      print([
        '',
        ...hang(`${style.good('On to the next:')} ${style.strong(`${focus.id} ${focus.title}`)}`, columns(), '  '),
      ]);
      print(hang(style.path(placeOf(lesson, focus)), columns(), '  '));
      footer();
    },
    all(results) {
      if (isTerminal) process.stdout.write(clear);
      const passed = new Set(results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
      print([...header(lesson, passed), ...results.map((result) => `  ${exerciseRow(result, columns() - 4)}`)]);
      footer();
    },
    hint(focus, hint, number, of) {
      print([
        '',
        style.strong(`  Hint ${number} of ${of} on ${focus.id}`),
        '',
        ...renderMarkdown(hint, { width: columns() }),
      ]);
      footer();
    },
    finished() {
      print(['', ...hang(style.good(`Lesson ${lesson.number} is done, every exercise of it.`), columns(), '  ')]);
      footer();
    },
    trouble(thrown) {
      print(['', `Slipway itself went wrong; this is not your fault. ${(thrown as Error)?.stack ?? thrown}`]);
    },
  };
}

function header(lesson: Lesson, passed: ReadonlySet<string>): string[] {
  const done = lesson.exercises.filter(({ id }) => passed.has(id)).length;
  const count = `${done} of ${lesson.exercises.length}`;
  return [
    '',
    `  ${style.title(`${lesson.number} · ${lesson.title}`)}  ${bar(done, lesson.exercises.length, 14)} ${style.quiet(count)}`,
    '',
  ];
}

/** Where to begin on a stub, or what an exercise waits for. */
function reasonLines(lesson: Lesson, focus: Exercise, result: ExerciseResult): string[] {
  if (result.verdict === 'todo')
    return ['', ...hang(`${style.quiet('open')}  ${style.path(placeOf(lesson, focus))}`, columns(), '  ')];
  if (result.verdict === 'blocked') return ['', ...message(result.message, columns() - 4).map((line) => `  ${line}`)];
  return [];
}

function jsonScreen(): Screen {
  const tell = (results: ExerciseResult[]) => {
    for (const result of results) process.stdout.write(`${JSON.stringify(result)}\n`);
  };
  return {
    verdict: (result, { isPartial, durationMs }) =>
      process.stdout.write(`${JSON.stringify({ ...result, isPartial, durationMs })}\n`),
    regressed: tell,
    next() {},
    all: tell,
    hint() {},
    finished() {},
    trouble: (thrown) => process.stderr.write(`${(thrown as Error)?.stack ?? thrown}\n`),
  };
}
