/**
 * Transactions as one line: conditions, `?`, what to do if all hold, and, after `:`, what to do if not.
 *
 *     txn a=1 !b ? put a 2 ; del c : range
 *
 *     a=1   a has the value 1        a   a exists        !a   a does not exist
 *     put!  and  del!  fail, and undo it all, where there is no such key
 */
import type { Compare, Operation, Txn } from '#kv-store/store.ts';
import { boundOf, limitOf } from './range-words.ts';
import { bytesOf, wordsOf } from './words.ts';

/** @throws {Error} whose message says what cannot be read */
export function txnOf(line: string): Txn {
  const [conditions, branches] = line.includes('?') ? halves(line, '?') : ['', line];
  const [success, failure] = halves(branches, ':');
  return {
    compare: wordsOf(conditions).map(compareOf),
    success: operationsOf(success),
    failure: operationsOf(failure),
  };
}

function halves(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function compareOf(word: string): Compare {
  if (word.startsWith('!')) return { type: 'absent', key: bytesOf(word.slice(1)) };
  const at = word.indexOf('=');
  if (at < 0) return { type: 'exists', key: bytesOf(word) };
  return { type: 'value', key: bytesOf(word.slice(0, at)), value: bytesOf(word.slice(at + 1)) };
}

function operationsOf(text: string): Operation[] {
  return text
    .split(';')
    .map(wordsOf)
    .filter((words) => words.length > 0)
    .map(operationOf);
}

function operationOf([name, first, second, third]: string[]): Operation {
  const mustExist = name.endsWith('!');
  switch (name.replace('!', '')) {
    case 'put':
      return { type: 'put', key: bytesOf(first ?? ''), value: bytesOf(second ?? ''), mustExist };
    case 'del':
      return { type: 'delete', key: bytesOf(first ?? ''), mustExist };
    case 'range':
      return { type: 'range', start: boundOf(first), end: boundOf(second), limit: limitOf(third) };
    default:
      throw new Error(`"${name}" cannot stand in a transaction: there are put, del and range`);
  }
}
