/**
 * What happened, a line an event, in the words in which a report prints it.
 */
export interface Trace {
  readonly lines: readonly string[];
  add(line: string): void;
}

export function createTrace(): Trace {
  const lines: string[] = [];
  return { lines, add: (line) => void lines.push(line) };
}

/** Takes everything and keeps nothing. */
export const mutedTrace: Trace = { lines: [], add: () => undefined };
