/**
 * Makes a stub out of a solution: one source, so that the two cannot drift apart.
 *
 *     put(key, value) {                              put(key, value) {
 *       //: todo 1.1 Keep the value under the key.     todo('1.1', 'Keep the value under the key.');
 *       entries.set(key, value);                  →  }
 *       //: end
 *     }
 *
 * A stub is the formatter's own output as it stands, type-checks, and is the same at every run.
 */
import { isSolutionFile, MarkerError, type Stretch, stretchesOf } from './markers.ts';
import { likeLineEndsOf, unixLineEnds } from './text.ts';
import { withTodoImport } from './todo-import.ts';

export { isSolutionFile, MarkerError };

/** As in biome.json: a call that does not fit is broken over lines. */
const lineWidth = 120;

/**
 * The stub of a solution, with the solution's own kind of line ends.
 *
 * @param file what to call the solution in an error
 * @throws {MarkerError} where a marker is wrong
 */
export function stubOf(solution: string, file = 'solution'): string {
  if (isSolutionFile(solution)) return likeLineEndsOf(solution, 'export {};\n');
  const stretches = stretchesOf(unixLineEnds(solution), file);
  const lines = joined(stretches, ({ kind, lines, todo }) => {
    if (kind === 'both') return lines;
    return todo ? callLines(todo) : [];
  });
  const text = lines.join('\n');
  const hasTodo = stretches.some(({ kind }) => kind === 'todo');
  return likeLineEndsOf(solution, hasTodo ? withTodoImport(text) : text);
}

/**
 * The solution without its markers, for showing.
 *
 * @throws {MarkerError} where a marker is wrong
 */
export function displayOf(solution: string, file = 'solution'): string {
  const stretches = stretchesOf(unixLineEnds(solution), file);
  return likeLineEndsOf(solution, joined(stretches, ({ lines }) => lines).join('\n'));
}

/** A body that the learner writes. */
export interface Task {
  /** Such as `1.2`. */
  exercise: string;
  task: string;
  /** The marker's line in the solution, counted from 1. */
  line: number;
}

/**
 * The bodies that the learner writes, in the order of the file.
 *
 * @throws {MarkerError} where a marker is wrong
 */
export function exercisesIn(solution: string, file = 'solution'): Task[] {
  return stretchesOf(unixLineEnds(solution), file).flatMap(({ todo, line }) =>
    todo ? { exercise: todo.exercise, task: todo.task, line } : [],
  );
}

function callLines({ exercise, task, indent }: NonNullable<Stretch['todo']>): string[] {
  const quoted = task.includes("'") ? `"${task}"` : `'${task}'`;
  const line = `${indent}todo('${exercise}', ${quoted});`;
  if (line.length <= lineWidth) return [line];
  return [`${indent}todo(`, `${indent}  '${exercise}',`, `${indent}  ${quoted},`, `${indent});`];
}

/** Puts the stretches together. Where one has gone, at most one blank line is left, and none beside a bracket. */
function joined(stretches: Stretch[], linesOf: (stretch: Stretch) => string[]): string[] {
  const whole: string[] = [];
  for (const stretch of stretches) {
    const lines = [...linesOf(stretch)];
    if (whole.length === 0 || opensOrBlank(whole.at(-1)!))
      while (lines[0]?.trim() === '' && lines.length > 1) lines.shift();
    while (closes(lines[0]) && whole.at(-1)?.trim() === '') whole.pop();
    whole.push(...lines);
  }
  while (whole.length > 1 && whole.at(-1)!.trim() === '') whole.pop();
  return [...whole, ''];
}

function opensOrBlank(line: string): boolean {
  return line.trim() === '' || /[{([]$/.test(line);
}

function closes(line: string | undefined): boolean {
  return line !== undefined && /^\s*[})\]]/.test(line);
}
