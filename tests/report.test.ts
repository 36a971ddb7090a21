// Goal: a report tells everything, in the promised order, in any width, and never lets a learner's output pass for ours.
// Method: made-up results, drawn at several widths.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lessons } from '../checker/catalog.ts';
import { runLines, typeProblemLines } from '../checker/cli/report.ts';
import { setColour } from '../checker/cli/terminal/colour.ts';
import { displayWidth } from '../checker/cli/terminal/width.ts';
import type { ExerciseResult, RunResult, TestResult, Verdict } from '../checker/judge/verdict.ts';
import { Violation } from '../checker/judge/violation.ts';

setColour(false);
const [kvStore] = lessons;

const failure: TestResult = {
  name: 'K4: a range begins at its start key and ends before its end key',
  verdict: 'fail',
  durationMs: 3,
  seed: 1,
  message: 'the range has other entries than it must',
  run: ['set("a", 1)', 'set("b", 2)', 'range("a", "b")'],
  expected: '[["a", 1]]',
  actual: '[["a", 1], ["b", 2]]',
  frames: ['lessons/1-kv-store/ordered-map.ts:41:7'],
  replay: 'npm run check 1.2 -- --seed 1 --test 1',
};

function resultOf(id: string, verdict: Verdict, more: Partial<ExerciseResult> = {}): ExerciseResult {
  const { title, rules, points, bonus } = kvStore.exercises.find((exercise) => exercise.id === id)!;
  return {
    id,
    title,
    rules,
    points: verdict === 'pass' ? points : 0,
    maxPoints: points,
    bonus,
    verdict,
    tests: [],
    ...more,
  };
}

function runOf(
  exercises: ExerciseResult[],
  layers: RunResult['lessons'][number]['layers'] = { 'kv-store': 'yours' },
): RunResult {
  const totals = { points: 0, maxPoints: 100, bonus: 0, maxBonus: 15 };
  return {
    schema: 'slipway/verdict/v1',
    seed: 1,
    durationMs: 400,
    ...totals,
    lessons: [{ number: 1, name: 'kv-store', points: 0, maxPoints: 100, layers, exercises }],
  };
}

function drawn(exercises: ExerciseResult[], width = 80, options = {}): string {
  return runLines(runOf(exercises), { allFailures: false, solutions: false, ...options }, width).join('\n');
}

/** Asserts that the texts stand in this order. */
function assertOrder(text: string, parts: string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert.ok(at >= 0, `"${part}" is not there, or not after what comes before it, in:\n${text}`);
    from = at + part.length;
  }
}

test('a failure is told in order: rule, run, difference, place, replay, lesson, hint, likeness, own output', () => {
  const looksLike = 'the end of the range is taken in';
  const text = drawn([resultOf('1.2', 'fail', { tests: [failure], looksLike, output: 'hello\n' })]);
  assertOrder(text, [
    '✘ K4: a range begins at its start key',
    'A range holds exactly the entries',
    '1  set("a", 1)',
    '3  range("a", "b")',
    'the range has other entries',
    '+ expected  [["a", 1]]',
    '- actual    [["a", 1], ["b", 2]]',
    'lessons/1-kv-store/ordered-map.ts:41:7',
    'npm run check 1.2 -- --seed 1 --test 1',
    'npm run hint 1.2',
    'This looks like a known mistake: the end of the range is taken in',
    '┌ printed by your code',
    '│ hello',
  ]);
});

test('a run is called the smallest only where it is; a step that repeats itself stands once', () => {
  const run = ['a', 'again', 'again', 'again', 'b'];
  const text = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, run }] })]);
  assertOrder(text, ['A run that shows it:', '1  a', '2  again (3 times)', '5  b']);
  const shrunk = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, run, smallest: true }] })]);
  assert.match(shrunk, 'The smallest run that shows it:');
});

test('a broken rule that is another than the one that is tested is told in its own words, with its own place', () => {
  const placeOf = (text: string) => /explained +(\S+)/.exec(text)?.[1];
  const other = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, rule: 'K7' }] })]);
  assertOrder(other, ['✘ K4: a range begins', 'K7 is broken: ', 'explained']);
  assert.is.not(placeOf(other), placeOf(drawn([resultOf('1.2', 'fail', { tests: [failure] })])));
  const same = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, rule: 'K4' }] })]);
  assert.not.match(same, 'is broken');
  const unknown = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, rule: 'R2' }] })]);
  assert.match(unknown, 'A range holds exactly the entries');
});

test('the file to open is the one that the failing test is about', () => {
  const openOf = (tests: TestResult[]) => /open +(\S+)/.exec(drawn([resultOf('1.2', 'fail', { tests })]))?.[1];
  assert.match(openOf([failure])!, /^lessons\/1-kv-store\/ordered-map\.ts/);
  const about = { ...failure, file: 'store.ts' };
  assert.match(openOf([about, failure])!, /^lessons\/1-kv-store\/store\.ts/);
});

test('only the first failing test is told in full, unless all are asked for', () => {
  const second = { ...failure, name: 'K5: a limit cuts the range', expected: '"second"', actual: '"other"' };
  const exercises = [resultOf('1.2', 'fail', { tests: [failure, second] })];
  const short = drawn(exercises);
  assertOrder(short, ['One more test does not pass:', '✘ K5: a limit cuts the range (fail)']);
  assert.not.ok(short.includes('"second"'));
  assert.ok(drawn(exercises, 80, { allFailures: true }).includes('+ expected  "second"'));
});

test('what only did not end is told behind what failed', () => {
  const endless: TestResult = { ...failure, name: 'K5: it ends', verdict: 'timeout' };
  const text = drawn([resultOf('1.2', 'timeout', { tests: [endless, failure] })]);
  assertOrder(text, ['K4: a range begins', 'One more test does not pass:', 'K5: it ends (timeout)']);
});

test('what differs only in the order of its fields does not show as different', () => {
  const { actual } = new Violation({
    message: '',
    expected: { a: 1, b: [{ c: 2, d: 3 }] },
    actual: { b: [{ d: 4, c: 2 }], a: 1 },
  });
  assert.is(actual, '{ a: 1, b: [{ c: 2, d: 4 }] }');
});

test('every verdict stands in its row in its own word', () => {
  const verdicts: Verdict[] = ['pass', 'fail', 'todo', 'blocked', 'timeout', 'crash', 'nondeterministic'];
  const exercises = verdicts.map((verdict, i) => resultOf(`1.${i + 1}`, verdict));
  const text = drawn(exercises);
  for (const verdict of verdicts) assert.match(text, new RegExp(`1\\.\\d .*${verdict} +\\d+/\\d+`));
});

test('of half an exercise the report says how much there is', () => {
  const todo: TestResult = { ...failure, verdict: 'todo' };
  assert.match(
    drawn([resultOf('1.2', 'todo', { tests: [todo, { ...failure, verdict: 'pass' }] })]),
    '1 of 2 tests pass',
  );
  assert.not.match(drawn([resultOf('1.2', 'todo', { tests: [todo, todo] })]), 'tests pass');
});

test('a fault of ours says so', () => {
  assert.match(drawn([resultOf('1.1', 'harness error', { message: 'it broke' })]), 'a fault of Slipway itself');
});

test('a learner’s output cannot pass for a report', () => {
  const output = '\u001b[2J\u001b[H\u001b[32m✔ 1.2 Ranges pass 15/15\u001b[0m\r\n';
  const text = drawn([
    resultOf('1.2', 'fail', { tests: [{ ...failure, message: 'bad \u001b[31mred\u001b[0m' }], output }),
  ]);
  assert.not.ok(text.includes('\u001b'));
  assert.not.ok(text.includes('\r'));
  for (const line of text.split('\n')) if (line.includes('✔')) assert.ok(line.trimStart().startsWith('│'), line);
});

test('much output is cut, many steps are cut', () => {
  const output = Array.from({ length: 500 }, (_, i) => `line ${i}`).join('\n');
  const run = Array.from({ length: 500 }, (_, i) => `step ${i}`);
  const text = drawn([resultOf('1.2', 'fail', { tests: [{ ...failure, run }], output })]);
  assert.ok(text.split('\n').length < 100, text);
  assertOrder(text, ['1  step 0', 'steps left out', '500  step 499', 'line 0', 'lines left out', 'line 499']);
});

test('no line is wider than the terminal', () => {
  const run = [`put("${'k'.repeat(200)}", <ff 00>)`];
  const long = { ...failure, run, expected: 'x'.repeat(300), actual: `${'x '.repeat(150)}\n鍵` };
  const exercises = [
    resultOf('1.1', 'pass', { output: 'printed' }),
    resultOf('1.2', 'fail', {
      tests: [long, failure],
      output: '鍵'.repeat(90),
      looksLike: 'a mistake of many words '.repeat(6),
    }),
    resultOf('1.3', 'blocked', { message: 'it needs exercise 1.2, which is still to do' }),
    resultOf('1.4', 'nondeterministic'),
    resultOf('1.5', 'crash', { message: 'lessons/1-kv-store/object-codec.ts:12:7: Expected ";"\n    const a b = 1' }),
  ];
  for (const width of [40, 60, 80, 120, 200]) {
    for (const line of drawn(exercises, width).split('\n')) assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
    const problems = [
      { place: 'lessons/1-kv-store/store.ts:1:1', message: `TS2322: ${'Type is not assignable '.repeat(9)}` },
    ];
    for (const line of typeProblemLines(problems, width)) assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
  }
});

test('what stands in for a layer is said', () => {
  const run = runOf([resultOf('1.1', 'todo')], { wal: 'reference', 'kv-store': 'yours' });
  const text = runLines(run, { allFailures: false, solutions: false }, 120).join('\n');
  assert.match(text, "the reference's wal, since yours does not pass yet");
  const more = runOf([resultOf('1.1', 'todo')], { wal: 'reference', raft: 'reference', 'kv-store': 'yours' });
  const words = runLines(more, { allFailures: false, solutions: false }, 120).join('\n');
  assert.match(words, "the reference's wal and raft, since yours do not pass yet");
  const judged = runOf([resultOf('1.1', 'pass')], { 'kv-store': 'reference' });
  assert.match(runLines(judged, { allFailures: false, solutions: true }, 120).join('\n'), 'judging the reference');
});

test('type problems: none, some, many', () => {
  assert.equal(typeProblemLines([], 80), []);
  const many = Array.from({ length: 20 }, (_, i) => ({
    place: `lessons/1-kv-store/store.ts:${i}:1`,
    message: 'TS1: no',
  }));
  assert.match(typeProblemLines(many, 80).join('\n'), 'and 12 more');
});

test.run();
