/**
 * The report of a failure. It answers in the order in which people ask: which rule is broken, what is the smallest run
 * that breaks it, what came out instead, where in my file, how do I see it again, where is it explained, who helps.
 */
import type { Lesson } from '../../judge/lesson.ts';
import type { ExerciseResult, TestResult } from '../../judge/verdict.ts';
import { placeOfRule, placesInExercise } from '../guide.ts';
import { boxOf } from '../terminal/box.ts';
import { style } from '../terminal/colour.ts';
import { renderDiff } from '../terminal/diff.ts';
import { typed } from '../terminal/inline.ts';
import { labelled } from '../terminal/labelled.ts';
import { renderMarkdownInline } from '../terminal/markdown.ts';
import { neutral } from '../terminal/neutral.ts';
import { fold, hang, wrap } from '../terminal/wrap.ts';
import { markOf, paintOf } from './marks.ts';
import { message } from './message.ts';

export interface FailureOptions {
  lesson: Lesson;
  width: number;
  /** Every failing test in full, not only the first. */
  allFailures: boolean;
  /** Exercises whose code this one calls, and which do not pass as far as is known. */
  shakyGround?: readonly string[];
}

const widest = 100;
/** The first third and the last two thirds of these stay: it is at its end that a run goes wrong. */
const mostSteps = 36;
/** Leaving out fewer would save no room. */
const fewestLeftOut = 4;
const mostOutputLines = 16;

const oursNotYours = 'This is a fault of Slipway itself and says nothing about your code.';

/** Everything that is to be said of an exercise that was begun and does not pass. */
export function failureLines(result: ExerciseResult, options: FailureOptions): string[] {
  const { lesson, width, allFailures, shakyGround = [] } = options;
  const measure = Math.min(width, widest);
  const failing = failingOf(result);
  const [inFull, inShort] = allFailures ? [failing, []] : [failing.slice(0, 1), failing.slice(1)];
  return sections([
    heading(result, measure),
    indent(message(result.message, measure - 2)),
    result.verdict === 'harness error' ? indent(wrap(oursNotYours, measure - 2)) : [],
    ...inFull.map((test) => indent(testLines(result, test, lesson, measure - 2))),
    indent(inShort.length > 0 ? othersLines(inShort, measure - 2) : []),
    indent(groundLines(shakyGround, measure - 2)),
    indent(outputLines(result, measure - 2)),
  ]);
}

/**
 * The tests that do not pass; those come first that the verdict is about. Only that something did not end says little:
 * what failed beside it says more.
 */
export function failingOf({ tests, verdict }: ExerciseResult): TestResult[] {
  const failing = tests.filter((test) => test.verdict !== 'pass');
  const telling = verdict === 'timeout' && failing.some((test) => test.verdict === 'fail') ? 'fail' : verdict;
  return [...failing.filter((test) => test.verdict === telling), ...failing.filter((test) => test.verdict !== telling)];
}

/** An exercise that fails beside an earlier one: what is broken, and how to see it whole. */
export function failureInShort(result: ExerciseResult, width: number): string[] {
  const measure = Math.min(width, widest);
  const [first] = failingOf(result);
  return [
    ...heading(result, measure),
    ...(first ? hang(neutral(first.name), measure, '    ') : []),
    ...hang(style.command(`npm run check ${result.id}`), measure, `    ${style.quiet('in full')}  `),
  ];
}

function heading({ id, title, verdict }: ExerciseResult, width: number): string[] {
  const words = `${markOf(verdict)} ${style.strong(`${id} ${title}`)} · ${paintOf(verdict)(verdict)}`;
  return [style.quiet('─'.repeat(width)), ...hang(words, width, '', '  ')];
}

function testLines(result: ExerciseResult, test: TestResult, lesson: Lesson, width: number): string[] {
  return sections([
    ruleLines(test, lesson, width),
    runLines(test, width),
    drawingLines(test.drawing ?? []),
    comparisonLines(test, width),
    whereLines(result, test, lesson, width),
    alikeLines(result, width),
  ]);
}

/** What the test says, and the whole rule in the catalog's words: the one that is broken, which may be another. */
function ruleLines(test: TestResult, lesson: Lesson, width: number): string[] {
  const broken = brokenRuleOf(test, lesson);
  const words = lesson.rules[broken ?? ''];
  const name = broken === ruleOf(test.name) ? '' : `${broken} is broken: `;
  return [
    ...hang(style.strong(neutral(test.name)), width, `${markOf(test.verdict)} `),
    ...(words ? renderMarkdownInline(name + words, width - 2).map((line) => `  ${style.quiet(line)}`) : []),
  ];
}

function runLines({ run = [], smallest }: TestResult, width: number): string[] {
  if (run.length === 0) return [];
  const digits = String(run.length).length;
  const steps = withoutRepeats(run).map(({ step, number }) => ({ step, number: String(number).padStart(digits) }));
  const left = steps.length - mostSteps;
  const shown =
    left >= fewestLeftOut ? [...steps.slice(0, mostSteps / 3), undefined, ...steps.slice((-mostSteps * 2) / 3)] : steps;
  const lines = shown.flatMap((each) => {
    if (!each) return [style.quiet(`  ${' '.repeat(digits)}  … ${left} steps left out`)];
    const folded = fold(neutral(each.step), width - digits - 4);
    return folded.map((line, i) => `  ${i === 0 ? style.quiet(each.number) : ' '.repeat(digits)}  ${line}`);
  });
  return [smallest ? 'The smallest run that shows it:' : 'A run that shows it:', ...lines];
}

/** A step that comes several times in a row is written once, with the number of the first. */
function withoutRepeats(run: string[]): { step: string; number: number }[] {
  const starts = run.flatMap((step, i) => (step === run[i - 1] ? [] : [i]));
  return starts.map((start, i) => {
    const times = (starts[i + 1] ?? run.length) - start;
    return { step: times === 1 ? run[start] : `${run[start]} (${times} times)`, number: start + 1 };
  });
}

/** A drawing is laid out already: a line that is too long is left to the terminal. */
function drawingLines(drawing: string[]): string[] {
  return drawing.map((line) => neutral(line));
}

function comparisonLines({ message: words, expected, actual }: TestResult, width: number): string[] {
  const lines = message(words, width);
  const [wanted, given] = [expected ?? '', actual ?? ''].map(neutral);
  if (expected !== undefined && actual !== undefined) {
    lines.push(...indent(renderDiff(wanted, given, width - 2, { wanted: 'expected', given: 'actual' })));
  } else if (expected !== undefined) lines.push(...hang(wanted, width, '  expected  '));
  else if (actual !== undefined) lines.push(...hang(given, width, '  actual    '));
  return lines;
}

function whereLines({ id }: ExerciseResult, test: TestResult, lesson: Lesson, width: number): string[] {
  const rule = brokenRuleOf(test, lesson);
  const places = [rule ? placeOfRule(lesson, rule) : undefined, ...placesInExercise(lesson, id, rule)];
  const explained = [...new Set(places.flatMap((place) => place ?? []))];
  const rows: [string, string][] = [
    ...(test.frames ?? []).map((frame, i): [string, string] => [i === 0 ? 'where' : '', style.path(frame)]),
    ...(test.files ?? []).map((file): [string, string] => ['picture', style.path(file)]),
    ...(test.replay ? [['again', typed(test.replay)] as [string, string]] : []),
    ...explained.map((place, i): [string, string] => [i === 0 ? 'explained' : '', style.path(place)]),
    ['hint', typed(`npm run hint ${id}`)],
  ];
  return labelled(rows, width);
}

function alikeLines({ looksLike }: ExerciseResult, width: number): string[] {
  if (!looksLike) return [];
  const words = `${style.warning('This looks like a known mistake:')} ${neutral(looksLike)}`;
  return hang(words, width, `${style.warning('▌')} `, `${style.warning('▌')} `);
}

function othersLines(tests: TestResult[], width: number): string[] {
  const lines = tests.flatMap(({ name, verdict }) =>
    hang(`${neutral(name)} ${style.quiet(`(${verdict})`)}`, width, `  ${markOf(verdict)} `),
  );
  return [tests.length === 1 ? 'One more test does not pass:' : `${tests.length} more tests do not pass:`, ...lines];
}

function groundLines(exercises: readonly string[], width: number): string[] {
  if (exercises.length === 0) return [];
  const all = exercises.join(' and ');
  const words = `It runs your ${all}, too, which ${exercises.length === 1 ? 'has' : 'have'} not passed a check yet: the fault may be there.`;
  return [...wrap(words, width), ...labelled([['first', typed(`npm run check ${exercises[0]}`)]], width)];
}

/** The learner's own words, kept apart from ours. */
export function outputLines({ output }: Pick<ExerciseResult, 'output'>, width: number): string[] {
  if (!output?.trim()) return [];
  return boxOf(output, { label: 'printed by your code', width, mostLines: mostOutputLines });
}

/** The rule that a test found broken: the one that it is about, unless it says otherwise. */
function brokenRuleOf({ name, rule }: TestResult, lesson: Lesson): string | undefined {
  return rule && lesson.rules[rule] ? rule : ruleOf(name);
}

/** `K2` of `K2: a range ends before its end key`. */
function ruleOf(testName: string): string | undefined {
  return /^([A-Z]+\d+):/.exec(testName)?.[1];
}

function sections(parts: string[][]): string[] {
  return parts.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function indent(lines: string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
