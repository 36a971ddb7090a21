/**
 * What can be typed at the store's prompt. Each command answers with lines and never prints by itself.
 */

import { utf8 } from '#kit/bytes.ts';
import { createRandom } from '#kit/random.ts';
import { prefixEnd } from '#kv-store/ordered-map.ts';
import type { KeyValue, Store, TxnResult } from '#kv-store/store.ts';
import { style } from '../../cli/terminal/colour.ts';
import { show } from '../../judge/show.ts';
import { boundOf, limitOf } from './range-words.ts';
import { txnOf } from './txn.ts';
import { bytesOf, wordsOf } from './words.ts';

export interface Playground {
  store: Store;
  /** Whether a long command should give up: someone pressed Ctrl-C. */
  isInterrupted(): boolean;
  /** Shows how far a long command is. */
  tell(text: string): void;
}

const mostEntries = 20;
const mostKeys = 1_000_000;
const batch = 2000;

/** What can be typed, and what it does. */
export const help: [syntax: string, does: string][] = [
  ['put KEY VALUE', 'sets the value and gives the one from before'],
  ['get KEY · del KEY · count', ''],
  ['range [START [END [LIMIT]]]', 'from START on and before END; - leaves a bound open'],
  ['prefix P', 'every key that begins with P'],
  ['txn a=1 !b ? put a 2 : del c', 'if a is 1 and there is no b, put, else delete'],
  ['load N', 'N registry keys more, in random order'],
  ['help · quit', ''],
];

export const helpNote = 'Quotes keep spaces together, and \\xff is the byte ff.';

/**
 * Runs one line.
 *
 * @throws {Error} whose message says what cannot be read, and whatever the store throws
 */
export async function runLine(line: string, play: Playground): Promise<string[]> {
  const { store } = play;
  const [name, ...words] = wordsOf(line);
  const [first, second, third] = words;
  switch (name) {
    case 'put':
      return [previous(store.put(needed(first, 'KEY'), needed(second, 'VALUE')))];
    case 'get':
      return [value(store.get(needed(first, 'KEY')))];
    case 'del':
      return [previous(store.delete(needed(first, 'KEY')))];
    case 'count':
      return [String(store.count())];
    case 'range':
      return entries(store.range({ start: boundOf(first), end: boundOf(second), limit: limitOf(third) }));
    case 'prefix':
      return entries(store.range({ start: needed(first, 'P'), end: prefixEnd(needed(first, 'P')) }));
    case 'txn':
      return transaction(store.txn(txnOf(line.trim().slice('txn'.length))));
    case 'load':
      return load(first, play);
    default:
      throw new Error(`there is no "${name}" here; help tells what there is`);
  }
}

function needed(word: string | undefined, what: string): Uint8Array {
  if (word === undefined) throw new Error(`${what} is missing; help tells what there is`);
  return bytesOf(word);
}

function value(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? style.quiet('no such key') : show(bytes);
}

function previous(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? style.quiet('nothing was there before') : `${style.quiet('before:')} ${show(bytes)}`;
}

function entries(all: KeyValue[]): string[] {
  const shown = all.slice(0, mostEntries).map((entry) => `${show(entry.key)}  ${show(entry.value)}`);
  const left = all.length - shown.length;
  if (all.length === 0) return [style.quiet('no keys')];
  return left > 0 ? [...shown, style.quiet(`… and ${left.toLocaleString('en')} more`)] : shown;
}

function transaction({ succeeded, results }: TxnResult): string[] {
  return [
    succeeded ? style.good('every condition held') : style.warning('a condition did not hold'),
    ...results.flatMap((result) => {
      if (result.type === 'range') return ['range', ...entries(result.entries).map((line) => `  ${line}`)];
      return [`${result.type === 'delete' ? 'del' : 'put'}  ${previous(result.previous)}`];
    }),
  ];
}

/** Registry keys of made-up pods, in an order that no structure can have prepared for. */
async function load(word: string | undefined, play: Playground): Promise<string[]> {
  const count = limitOf(word) ?? 1000;
  if (count > mostKeys) throw new Error(`at most ${mostKeys} at once, not ${word}`);
  const already = play.store.count();
  const random = createRandom(already);
  for (let i = 0; i < count; i++) {
    const name = `pod-${random.integer(0, 0xffffffff).toString(16).padStart(8, '0')}-${already + i}`;
    play.store.put(utf8(`/registry/pods/team-${random.integer(1, 99)}/${name}`), utf8('{}'));
    if (i % batch < batch - 1) continue;
    play.tell(`${(i + 1).toLocaleString('en')} of ${count.toLocaleString('en')} keys; Ctrl-C stops`);
    // Keys that were pressed meanwhile are heard only between two turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    if (play.isInterrupted()) return [`stopped after ${(i + 1).toLocaleString('en')} keys`];
  }
  return [`${count.toLocaleString('en')} keys more, ${(already + count).toLocaleString('en')} in all`];
}
