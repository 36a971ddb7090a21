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
  /** Exercises beside the focus: those that passed before and do not now, and those that pass again. */
  others(lost: ExerciseResult[], back: ExerciseResult[]): void;
  /** The focus has moved on. */
  next(focus: Exercise): void;
  all(results: ExerciseResult[]): void;
  hint(focus: Exercise, hint: string, number: number, of: number): void;
  /** All is said; what keys there are. */
  waiting(): void;
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
        style.quiet(`  ${isPartial ? 'the other tests are still running' : 'judged'} · ${Math.round(durationMs)} ms`),
      ]);
    },
    others(lost, back) {
      if (back.length > 0) print(['', ...hang(style.good(`${idsOf(back)} passes again.`), columns(), '  ')]);
      if (lost.length === 0) return;
      print(['', ...hang(style.warning('This passed before, and does not any more:'), columns(), '  ')]);
      print(lost.map((result) => `  ${exerciseRow(result, columns() - 4)}`));
      print(failures(lost));
    },
    next(focus) {
      print([
        '',
        ...hang(`${style.good('Now watching')} ${style.strong(`${focus.id} ${focus.title}`)}`, columns(), '  '),
      ]);
      print(hang(style.path(placeOf(lesson, focus)), columns(), '  '));
    },
    all(results) {
      if (isTerminal) process.stdout.write(clear);
      const passed = new Set(results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
      print([...header(lesson, passed), ...results.map((result) => `  ${exerciseRow(result, columns() - 4)}`)]);
    },
    hint(focus, hint, number, of) {
      print([
        '',
        style.strong(`  Hint ${number} of ${of} on ${focus.id}`),
        '',
        ...renderMarkdown(hint, { width: columns() }),
      ]);
    },
    waiting() {
      const keys = isTerminal ? ' · n next · p previous · h hint · r again · a all · q quit' : '';
      print(['', ...hang(style.quiet(`waiting for a save${keys}`), columns(), '  ')]);
    },
    finished() {
      print(['', ...hang(style.good(`Lesson ${lesson.number} is done, every exercise of it.`), columns(), '  ')]);
    },
    trouble(thrown) {
      print(['', `Slipway itself went wrong; this is not your fault. ${(thrown as Error)?.stack ?? thrown}`]);
    },
  };
}

function idsOf(results: ExerciseResult[]): string {
  return results.map(({ id }) => id).join(', ');
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
    others: (lost, back) => tell([...lost, ...back]),
    next() {},
    all: tell,
    hint() {},
    waiting() {},
    finished() {},
    trouble: (thrown) => process.stderr.write(`${(thrown as Error)?.stack ?? thrown}\n`),
  };
}
