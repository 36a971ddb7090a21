import { show } from './show.ts';

/** What a report can say of a broken rule beside its name. */
export interface Evidence {
  /** What is wrong, as a sentence to the learner. */
  message: string;
  expected?: unknown;
  actual?: unknown;
}

/**
 * Thrown by a hidden test that has found a rule broken. Expected and actual are put into words here and now, since
 * the values may change later or live on the other side of a boundary.
 */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly expected?: string;
  readonly actual?: string;

  constructor(evidence: Evidence) {
    super(evidence.message);
    if ('expected' in evidence) this.expected = asText(evidence.expected);
    if ('actual' in evidence) this.actual = asText(evidence.actual);
  }
}

/** Several lines are taken as already rendered; anything else is shown as a value. */
function asText(value: unknown): string {
  return value instanceof Rendered ? value.text : show(value);
}

/** A text that a report prints as it stands, without quotes. */
export class Rendered {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
