import type { ExerciseProgress, LayerProgress, Progress } from './progress-file.ts';

const schema = 'slipway/progress/v1';

export function freshProgress(): Progress {
  return { schema, current: 1, exercises: {}, layers: {} };
}

/**
 * A record out of its JSON. Single entries that make no sense are dropped; `undefined` where nothing of it can be
 * relied on.
 */
export function understand(json: string): Progress | undefined {
  const read = parse(json);
  if (!isObject(read) || read.schema !== schema) return undefined;
  return {
    ...read,
    schema,
    current: isWhole(read.current, 1) ? read.current : 1,
    exercises: entriesOf(read.exercises, understandExercise),
    layers: entriesOf(read.layers, understandLayer),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function entriesOf<T>(read: unknown, understand: (entry: Record<string, unknown>) => T | undefined): Record<string, T> {
  const entries: [string, T][] = [];
  for (const [key, value] of isObject(read) ? Object.entries(read) : []) {
    const entry = isObject(value) ? understand(value) : undefined;
    if (entry !== undefined) entries.push([key, entry]);
  }
  return Object.fromEntries(entries);
}

function understandExercise(entry: Record<string, unknown>): ExerciseProgress {
  const kept: Record<string, unknown> = { ...entry };
  for (const key of ['verdict', 'at', 'solved', 'solutionSeen']) if (!isText(kept[key])) delete kept[key];
  for (const key of ['points', 'hints']) if (!isWhole(kept[key], 0)) delete kept[key];
  return kept as ExerciseProgress;
}

function understandLayer({ code, passed, ...rest }: Record<string, unknown>): LayerProgress | undefined {
  return isText(code) && typeof passed === 'boolean' ? { ...rest, code, passed } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
