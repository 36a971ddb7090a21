/**
 * The replicated key–value store as its clients see it, one key at a time.
 *
 *     put("a", "1")                       always done
 *     compare-and-set("a", "1" → "2")     done if the key had that value, else nothing changes
 */
import { show } from '../judge/show.ts';
import type { Model } from './model.ts';

/** A key's value; `null` is no such key. */
export type KvValue = string | null;

export type KvInput =
  | { type: 'get'; key: string }
  | { type: 'put'; key: string; value: string }
  | { type: 'delete'; key: string }
  /** Sets `value` if the key has exactly the value `expected`; with `null`, if there is no such key. */
  | { type: 'compare-and-set'; key: string; expected: KvValue; value: string };

/** What a client was told. What is left out was not told, and anything will do. */
export interface KvOutput {
  /** Of a get. */
  value?: KvValue;
  /** Of a put or a delete: the value from just before it. */
  previous?: KvValue;
  /** Of a compare-and-set. */
  succeeded?: boolean;
}

export const kvModel: Model<KvValue, KvInput, KvOutput> = {
  initial: null,
  step(state, input, output) {
    switch (input.type) {
      case 'get':
        return agrees(output?.value, state) ? { state } : undefined;
      case 'put':
        return agrees(output?.previous, state) ? { state: input.value } : undefined;
      case 'delete':
        return agrees(output?.previous, state) ? { state: null } : undefined;
      case 'compare-and-set': {
        const holds = state === input.expected;
        return agrees(output?.succeeded, holds) ? { state: holds ? input.value : state } : undefined;
      }
    }
  },
  keyOf: (state) => (state === null ? '' : `=${state}`),
  isRead: ({ type }) => type === 'get',
  partOf: ({ key }) => key,
  inWords(input, output) {
    const answer = answerInWords(input, output);
    return answer === undefined ? callInWords(input) : `${callInWords(input)} → ${answer}`;
  },
  feeds(writer, reader, output) {
    if (writer.type === 'get') return false;
    const written = writer.type === 'delete' ? null : writer.value;
    if (reader.type === 'compare-and-set') {
      // Without an answer it only matters if it succeeded; with one that does not tell, either may have been.
      const succeeded = output ? output.succeeded : true;
      return succeeded === undefined || succeeded === (written === reader.expected);
    }
    const seen = reader.type === 'get' ? output?.value : output?.previous;
    return seen === written;
  },
};

function agrees<T>(told: T | undefined, actual: T): boolean {
  return told === undefined || told === actual;
}

function callInWords(input: KvInput): string {
  if (input.type === 'put') return `put(${show(input.key)}, ${show(input.value)})`;
  if (input.type === 'compare-and-set') {
    return `compare-and-set(${show(input.key)}, ${valueInWords(input.expected)} → ${show(input.value)})`;
  }
  return `${input.type}(${show(input.key)})`;
}

function answerInWords(input: KvInput, output: KvOutput | undefined): string | undefined {
  if (!output) return undefined;
  if (output.value !== undefined) return valueInWords(output.value);
  if (output.succeeded !== undefined) return output.succeeded ? 'done' : 'not done';
  if (output.previous !== undefined) return `done, was ${valueInWords(output.previous)}`;
  return input.type === 'get' ? undefined : 'done';
}

function valueInWords(value: KvValue): string {
  return value === null ? 'none' : show(value);
}
