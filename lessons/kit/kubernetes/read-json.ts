/**
 * Reads a JSON text as the API server does: with a limit on its depth, and noting which fields are there twice.
 *
 *     {"spec":{"replicas":1,"replicas":2}}   →   value { spec: { replicas: 2 } }, duplicates ["spec.replicas"]
 *
 * Nesting is limited before anything walks the value, since each level costs the walkers a frame of the stack. Go's
 * decoder allows 10,000 levels; no honest object has more than 50.
 */
import { text as textOf } from '../bytes.ts';
import { childField, itemField } from './field-errors.ts';
import { badRequest } from './status.ts';

export const depthMax = 500;

export interface JsonBody {
  value: unknown;
  /** The fields that stand in the same object more than once, each as often as it is repeated. */
  duplicates: string[];
}

/** @throws {Failure} `BadRequest` for a text that is no JSON or too deep */
export function readJson(bytes: Uint8Array): JsonBody {
  const text = textOf(bytes);
  const duplicates = scan(text);
  try {
    return { value: JSON.parse(text), duplicates };
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type Object): ${(error as Error).message}`);
  }
}

/** An object or a list that the scan stands in. */
interface Level {
  /** Missing for a list. */
  keys?: Set<string>;
  /** The last key, or the place in the list. */
  at: string | number;
}

/** One pass over texts and brackets only; whether the rest is JSON, the parser says. */
function scan(text: string): string[] {
  const levels: Level[] = [];
  const duplicates: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    const level = levels.at(-1);
    if (sign === '"') {
      const end = endOfText(text, at);
      if (level?.keys && isKey(text, end)) noteKey(levels, keyOf(text.slice(at, end)), duplicates);
      at = end - 1;
    } else if (sign === '{') levels.push({ keys: new Set(), at: '' });
    else if (sign === '[') levels.push({ at: 0 });
    else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',' && typeof level?.at === 'number') level.at++;
    if (levels.length > depthMax) throw badRequest(`the body is nested more than ${depthMax} levels deep`);
  }
  return duplicates;
}

function noteKey(levels: Level[], key: string, duplicates: string[]): void {
  const level = levels.at(-1)!;
  level.at = key;
  if (level.keys!.has(key)) duplicates.push(pathOf(levels));
  level.keys!.add(key);
}

/** Behind the closing quote of the text that begins at `start`; the end of everything where there is none. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** A text with a colon behind it is a key. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at++;
  return text[at] === ':';
}

function keyOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}

function pathOf(levels: Level[]): string {
  return levels.reduce((path, { at }) => (typeof at === 'number' ? itemField(path, at) : childField(path, at)), '');
}
