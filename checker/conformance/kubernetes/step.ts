/**
 * What somebody types, and what they must see then, to the letter. Written as in a terminal:
 *
 *     ['label pod web a=b', 'pod/web labeled']
 *     ['get pod nope', 'Error from server (NotFound): pods "nope" not found', { code: 1 }]
 *
 * What differs from run to run stands as a word: AGE for `4s`, TIME, UID, REVISION. Columns may be wider or narrower.
 */
export type Step = [command: string, expected: string | RegExp, more?: StepOptions];

export type Since = [minor: number, why: string];

/** So far a kubectl says things as 1.20 does. */
export const oldMinor = 20;

export interface StepOptions {
  /** For `-f -`. */
  input?: string;
  /** kubectl's exit code; 0 unless said. */
  code?: number;
  /** What `kubectl edit` runs. */
  editor?: string;
  /** Of the kubectl that can do it first, the NN of 1.NN, and why older ones cannot: they pass the step over. */
  since?: Since;
  /** What kubectl 1.20 says instead. */
  older?: string | RegExp;
  /** Another command, run while this one is still going on, once it has said something. */
  meanwhile?: string[];
}

/** Steps that go together, in order; all of them in a namespace of their own, which the text may call NAMESPACE. */
export interface Story {
  name: string;
  steps: Step[];
}

/** A text with the words for what differs, so that it can be compared. */
export function comparable(text: string): string {
  return (
    text
      .replace(/^warning: /gm, 'Warning: ')
      // What kubectl says to its own developers comes or does not come by chance.
      .replace(/^[EWI]\d{4} .*\n?/gm, '')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
      .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME')
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID')
      .replace(/(resourceVersion: )"\d+"/gi, '$1REVISION')
      .replace(/(Resource Version:\s+)\d+/g, '$1REVISION')
      .replace(/(^|\s)(?:\d+m)?\d+s(?=\s|$)/g, '$1AGE')
      .replace(/ {2,}/g, '  ')
      .replace(/[ \t]+$/gm, '')
      .trim()
  );
}

/** The words of a command; what stands in single quotes is one word. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}
