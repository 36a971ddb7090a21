/**
 * The `todo` calls of a stub, as the generator writes them: on one line, or one argument a line.
 */
interface TodoCall {
  exercise: string;
  /** The whole call, as it stands in the text. */
  text: string;
  /** Where it begins in the text. */
  at: number;
}

export function todoCallsIn(text: string): TodoCall[] {
  const call = /^[ \t]*(todo\(\s*['"](\d+\.\d+)['"],\s*(?:'[^'\n]*'|"[^"\n]*"),?\s*\);)/gm;
  return [...text.matchAll(call)].map((match) => ({
    exercise: match[2],
    text: match[1],
    at: match.index + match[0].length - match[1].length,
  }));
}

/** Whether anything is still to do in the text. */
export function hasTodo(text: string): boolean {
  return /^[^/*\n]*\btodo\(/m.test(text);
}

/**
 * The text with every todo of `from` given the words that it has in `to`. Todos are matched by their exercise and their
 * order within it; where an exercise has got more or fewer of them, its todos are left as they are.
 */
export function reworded(text: string, from: string, to: string): string {
  const words = newWords(todoCallsIn(from), todoCallsIn(to));
  let result = '';
  let end = 0;
  for (const call of todoCallsIn(text)) {
    result += text.slice(end, call.at) + (words.get(call.text) ?? call.text);
    end = call.at + call.text.length;
  }
  return result + text.slice(end);
}

function newWords(from: TodoCall[], to: TodoCall[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const exercise of new Set(from.map((call) => call.exercise))) {
    const before = from.filter((call) => call.exercise === exercise);
    const after = to.filter((call) => call.exercise === exercise);
    if (before.length !== after.length) continue;
    for (const [i, call] of before.entries()) words.set(call.text, after[i].text);
  }
  return words;
}
