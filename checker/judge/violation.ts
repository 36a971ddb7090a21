import { show, showBroken } from './show.ts';

/** What a report can say of a broken rule beside its name. */
export interface Evidence {
  /** What is wrong, as a sentence to the learner. */
  message: string;
  expected?: unknown;
  actual?: unknown;
  /** The lesson's rule that is broken, such as `R2`, where it may be another than the one that the test is about. */
  rule?: string;
}

/**
 * Thrown by a hidden test that has found a rule broken. Expected and actual are put into words here and now, since
 * the values may change later or live on the other side of a boundary.
 */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly expected?: string;
  readonly actual?: string;
  readonly rule?: string;

  constructor(evidence: Evidence) {
    super(evidence.message);
    if (evidence.rule) this.rule = evidence.rule;
    if ('expected' in evidence) this.expected = asText(evidence.expected, evidence.actual);
    if ('actual' in evidence) this.actual = asText(inOrderOf(evidence.expected, evidence.actual), evidence.expected);
  }
}

/** A value whose other side does not fit on a line is broken as well: then the two can be compared line by line. */
function asText(value: unknown, other: unknown): string {
  if (value instanceof Rendered) return value.text;
  const text = show(value);
  const isBeside = !(other instanceof Rendered) && show(other).includes('\n') && !text.includes('\n');
  return isBeside ? showBroken(value) : text;
}

/** The value with its fields in the order in which the other has them, so that only what differs shows as different. */
function inOrderOf(wanted: unknown, value: unknown): unknown {
  if (Array.isArray(wanted) && Array.isArray(value)) return value.map((item, i) => inOrderOf(wanted[i], item));
  if (!isPlainObject(wanted) || !isPlainObject(value)) return value;
  const names = [...Object.keys(wanted).filter((name) => Object.hasOwn(value, name)), ...Object.keys(value)];
  return Object.fromEntries([...new Set(names)].map((name) => [name, inOrderOf(wanted[name], value[name])]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A text that a report prints as it stands, without quotes. */
export class Rendered {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
