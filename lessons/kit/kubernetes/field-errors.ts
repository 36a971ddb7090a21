/**
 * What is wrong with one field of an object.
 *
 *     required('spec.selector')                 spec.selector: Required value
 *     notSupported('spec.type', 'Any', ['A'])   spec.type: Unsupported value: "Any": supported values: "A"
 *
 * Source: the texts are those that kubectl shows with Kubernetes 1.32.
 */

const kinds = {
  NotFound: 'Not found',
  Required: 'Required value',
  Duplicate: 'Duplicate value',
  Invalid: 'Invalid value',
  TypeInvalid: 'Invalid value',
  NotSupported: 'Unsupported value',
  Forbidden: 'Forbidden',
  TooLong: 'Too long',
  TooMany: 'Too many',
  InternalError: 'Internal error',
} as const;

export type FieldErrorKind = keyof typeof kinds;

export interface FieldError {
  kind: FieldErrorKind;
  /** As in `spec.containers[0].name`; a key that is no field's name stands in brackets: `data[a.b]`. */
  field: string;
  /** What stands there; shown for those kinds where it says something. */
  value?: unknown;
  detail: string;
}

export function required(field: string, detail = ''): FieldError {
  return { kind: 'Required', field, detail };
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { kind: 'Invalid', field, value, detail };
}

export function wrongType(field: string, value: unknown, detail: string): FieldError {
  return { kind: 'TypeInvalid', field, value, detail };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { kind: 'Duplicate', field, value, detail: '' };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { kind: 'Forbidden', field, detail };
}

/** @param supported in the order in which they are shown */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = `supported values: ${supported.map((text) => JSON.stringify(text)).join(', ')}`;
  return { kind: 'NotSupported', field, value, detail };
}

/** @param lengthMax in bytes */
export function tooLong(field: string, lengthMax: number): FieldError {
  return { kind: 'TooLong', field, detail: `may not be more than ${lengthMax} bytes` };
}

/** @param countMax of the items in a list */
export function tooMany(field: string, count: number, countMax: number): FieldError {
  return { kind: 'TooMany', field, value: count, detail: `must have at most ${countMax} items` };
}

/** `parent.name`, or the name alone at the top. */
export function childField(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** `parent[3]` or `parent[key]`. */
export function itemField(parent: string, key: string | number): string {
  return `${parent}[${key}]`;
}

/** The error without its field. */
export function bodyOf({ kind, value, detail }: FieldError): string {
  const silent = kind === 'Required' || kind === 'Forbidden' || kind === 'TooLong' || kind === 'InternalError';
  const shown = silent || value === undefined ? kinds[kind] : `${kinds[kind]}: ${show(value)}`;
  return detail === '' ? shown : `${shown}: ${detail}`;
}

/** The error as one line. */
export function textOf(error: FieldError): string {
  return `${error.field}: ${bodyOf(error)}`;
}

/** The machine-readable word for a Status's cause. */
export function causeReasonOf({ kind }: FieldError): string {
  return kind === 'InternalError' ? kind : `FieldValue${kind}`;
}

/** Several errors stand in brackets; none is said twice. */
export function joined(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(textOf))];
  return texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
}

/** Values are shown as Go shows them where people see them most: texts quoted, labels as a map. */
function show(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.some(([, text]) => typeof text !== 'string')) return JSON.stringify(value);
  const pairs = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.map(quote).join(':'));
  return `map[string]string{${pairs.join(', ')}}`;
}

const quote = (text: unknown) => JSON.stringify(text);
