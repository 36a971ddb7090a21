/**
 * Takes one exercise's work out of a file and leaves the rest: each of the exercise's bodies becomes its `todo` again.
 *
 *     stub                            mine                          without the work on 1.2
 *     get(key) {                      get(key) {                    get(key) {
 *       todo('1.1', '…');               return find(key);             return find(key);
 *     },                              },                            },
 *     range(start, end) {             range(start, end) {           range(start, end) {
 *       todo('1.2', '…');               return walk(start, end);      todo('1.2', '…');
 *     },                              },                            },
 *
 * The bodies are found by comparing the lines of the two. Where that cannot tell a body from what is around it, nothing
 * is done by guess: only the whole file can be reset then.
 */
import { diffIndices } from 'node-diff3';
import { likeLineEndsOf, normalised } from './text.ts';
import { todoCallsIn } from './todo-calls.ts';
import { withTodoImport } from './todo-import.ts';

/** A run of lines: the first, counted from 0, and how many. */
type Lines = [start: number, count: number];

/** The learner's text with the exercise as it was, or `undefined` where its bodies cannot be told from the rest. */
export function withoutWorkOn(exercise: string, mine: string, stub: string): string | undefined {
  const stubText = normalised(stub);
  const [stubLines, myLines] = [stubText.split('\n'), normalised(mine).split('\n')];
  const result = [...myLines];
  const todos = todoLines(stubText);
  for (const { buffer1: inStub, buffer2: inMine } of diffIndices(stubLines, myLines).reverse()) {
    const own = todos.filter((todo) => todo.exercise === exercise && overlaps(todo.lines, inStub));
    if (own.length === 0) continue;
    const whole = own.length === 1 && own[0].lines[0] === inStub[0] && own[0].lines[1] === inStub[1];
    if (!whole || !isOneBody(slice(myLines, inMine), indentOf(stubLines[inStub[0]]))) return undefined;
    result.splice(...inMine, ...slice(stubLines, inStub));
  }
  const text = result.join('\n');
  return likeLineEndsOf(mine, text === normalised(mine) ? text : withTodoImport(text));
}

function todoLines(stub: string): { exercise: string; lines: Lines }[] {
  const lineAt = (at: number) => stub.slice(0, at).split('\n').length - 1;
  return todoCallsIn(stub).map(({ exercise, at, text }) => ({
    exercise,
    lines: [lineAt(at), text.split('\n').length],
  }));
}

function overlaps([start, count]: Lines, [otherStart, otherCount]: Lines): boolean {
  return start < otherStart + otherCount && otherStart < start + count;
}

function slice(lines: string[], [start, count]: Lines): string[] {
  return lines.slice(start, start + count);
}

/** A body's lines are indented as its todo was, or deeper. A line further out is the end of one body and the beginning of another. */
function isOneBody(lines: string[], indent: string): boolean {
  return lines.every((line) => line.trim() === '' || line.startsWith(indent));
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)![0];
}
