/**
 * Reads the markers of a solution. Each is a line comment on a line of its own:
 *
 *     //: todo 1.1 Keep the value under the key.   the body up to the end: the stub has a todo() instead
 *     //: solution                                 lines up to the end that the stub does not have at all
 *     //: end
 *     //: solution file                            as the file's first line: there is no stub of this file
 *
 * They do not nest. Everything outside of them is in the solution and in the stub alike.
 */

/** A stretch of lines, all of one kind; a file is one after another. The marker lines themselves are in none. */
export interface Stretch {
  kind: 'both' | 'todo' | 'solution';
  /** The marker's line, or the first line of the stretch where it has no marker; counted from 1. */
  line: number;
  lines: string[];
  /** Of a todo: whose body it is, what to do in a line, and the white space before the marker. */
  todo?: { exercise: string; task: string; indent: string };
}

/** The author's mistake. The message is one line that begins with the place: `solutions/2-wal/log.ts:41: …`. */
export class MarkerError extends Error {
  override readonly name = 'MarkerError';
}

const solutionFile = /^\/\/: *solution file\s*$/;

/** Whether the file is the solution's alone and has no stub. */
export function isSolutionFile(source: string): boolean {
  return solutionFile.test(source.split('\n', 1)[0]);
}

/**
 * The stretches of a solution in their order.
 *
 * @param source lines end in `\n`
 * @param file what to call it in an error
 * @throws {MarkerError} for the first mistake
 */
export function stretchesOf(source: string, file: string): Stretch[] {
  const wrong = (line: number, what: string) => new MarkerError(`${file}:${line}: ${what}`);
  const stretches: Stretch[] = [];
  let open: Stretch | undefined;

  function begin(stretch: Stretch): void {
    open = stretch;
    stretches.push(stretch);
  }

  function take(text: string, line: number): void {
    const last = open ?? stretches.at(-1);
    if (last && (open || last.kind === 'both')) last.lines.push(text);
    else stretches.push({ kind: 'both', line, lines: [text] });
  }

  function close(line: number): void {
    if (!open) throw wrong(line, '"//: end" without a "//: todo" or "//: solution" before it');
    if (open.lines.every((text) => text.trim() === ''))
      throw wrong(open.line, 'there is nothing between this marker and its end');
    open = undefined;
  }

  const lines = source.split('\n');
  const first = isSolutionFile(source) ? 1 : 0;
  for (const [i, text] of lines.slice(first).entries()) {
    const line = first + i + 1;
    const marker = markerIn(text, (what) => wrong(line, what));
    if (!marker) take(text, line);
    else if (marker === 'end') close(line);
    else if (open) throw wrong(line, `a marker inside the one of line ${open.line}: put "//: end" before it`);
    else begin({ ...marker, line, lines: [] });
  }
  if (open) throw wrong(open.line, 'this marker has no "//: end"');
  return stretches;
}

type Marker = Pick<Stretch, 'kind' | 'todo'> | 'end';

function markerIn(text: string, wrong: (what: string) => MarkerError): Marker | undefined {
  if (/^\s*[^\s/*].*\/\/: *(todo|solution|end)\b/.test(text)) throw wrong('a marker stands on a line of its own');
  const [, indent, words] = /^(\s*)\/\/:(.*)$/.exec(text) ?? [];
  if (words === undefined) return undefined;
  const [kind, ...rest] = words.trim().split(/\s+/);
  if (kind === 'todo') return { kind, todo: { indent, ...taskIn(words.trim().slice('todo'.length).trim(), wrong) } };
  if (solutionFile.test(text.trim())) throw wrong('"//: solution file" is for the first line of a file');
  if (kind !== 'solution' && kind !== 'end')
    throw wrong(`unknown marker "//:${words}": there are todo, solution and end`);
  if (rest.length > 0) throw wrong(`"//: ${kind}" stands alone, without "${rest.join(' ')}"`);
  return kind === 'end' ? kind : { kind };
}

function taskIn(words: string, wrong: (what: string) => MarkerError): { exercise: string; task: string } {
  const [, exercise, task] = /^([1-9]\d*\.[1-9]\d*)(?:\s+(.*))?$/.exec(words) ?? [];
  if (exercise === undefined) throw wrong('a todo names its exercise, as in "//: todo 1.2 Find the first key."');
  if (!task) throw wrong(`the todo of ${exercise} does not say what to do`);
  if (task.includes('\\')) throw wrong('a backslash in a todo would need an escape: write it without');
  if (task.includes("'") && task.includes('"'))
    throw wrong(`a todo with both ' and " would need an escape: use one kind`);
  return { exercise, task };
}
