/**
 * Comparisons of each kind, and whether they hold in a store where
 *
 *     a   made at 2, put last at 4, version 2, "2"        c   made at 5, put last at 5, version 1, "1"
 *     b   made at 3, put last at 3, version 1, "1"        x   was deleted
 */

import { utf8 } from '#kit/bytes.ts';
import type { Compare } from '#kit/etcd/api.ts';
import { all, type Keys, selection } from './requests.ts';

type Number = 'version' | 'create' | 'mod';
type Case = [holds: boolean, compare: Compare, because: string];

const numbers: [target: Number, isIt: number][] = [
  ['version', 2],
  ['create', 2],
  ['mod', 4],
];

export const comparisons: Case[] = [
  ...numbers.flatMap(([target, isIt]) => eachResult(target, isIt)),
  of(true, 'a', 'value', 'equal', utf8('2'), 'the value of "a" is "2"'),
  of(false, 'a', 'value', 'equal', utf8('1'), 'the value of "a" is not "1" any more'),
  of(true, 'a', 'value', 'not-equal', utf8('1'), 'the value of "a" is not "1" any more'),
  of(false, 'a', 'value', 'not-equal', utf8('2'), 'the value of "a" is "2"'),
  of(true, 'a', 'value', 'greater', utf8('10'), 'values are compared as bytes: "2" comes behind "10"'),
  of(false, 'a', 'value', 'less', utf8('2'), 'the value is "2", and not less'),
  of(true, 'a', 'value', 'less', utf8('20'), 'values are compared as bytes: "2" comes before "20"'),
  of(false, 'a', 'value', 'greater', utf8('2'), 'the value is "2", and not greater'),
  of(true, 'a', 'value', 'less', utf8('d'), 'values are compared as bytes: "2" is 50, and "d" is 100'),
  of(true, 'a', 'lease', 'equal', 0n, 'a key without a lease has the lease 0'),
  of(false, 'a', 'lease', 'greater', 0n, 'a key without a lease has the lease 0'),
  ...['x', 'never'].flatMap(missing),
  of(true, ['a', 'd'], 'version', 'greater', 0, 'every key from "a" to "d" is there'),
  of(false, ['a', 'd'], 'version', 'equal', 1, '"a" is in the range, and its version is 2'),
  of(true, ['b', 'd'], 'version', 'equal', 1, 'the version of "b" and of "c" is 1'),
  of(false, all, 'mod', 'less', 5, '"c" was put at 5'),
  of(true, all, 'mod', 'less', 6, 'no key was put at 6 or later'),
  of(true, ['b', '\0'], 'create', 'greater', 2, '"b" and "c" were made behind 2'),
  of(false, ['a', 'c'], 'value', 'equal', utf8('1'), '"a" is in the range, and its value is "2"'),
  of(true, ['m', 'n'], 'version', 'equal', 0, 'no key is in the range: that counts as one that is not there'),
  of(false, ['m', 'n'], 'version', 'equal', 7, 'no key is in the range: that counts as one that is not there'),
  of(false, ['m', 'n'], 'value', 'not-equal', utf8('1'), 'no key is in the range: no value, nothing to compare'),
];

function eachResult(target: Number, isIt: number): Case[] {
  const because = `the ${target} of "a" is ${isIt}`;
  return [
    of(true, 'a', target, 'equal', isIt, because),
    of(false, 'a', target, 'equal', isIt + 1, because),
    of(true, 'a', target, 'not-equal', isIt + 1, because),
    of(false, 'a', target, 'not-equal', isIt, because),
    of(true, 'a', target, 'greater', isIt - 1, because),
    of(false, 'a', target, 'greater', isIt, because),
    of(true, 'a', target, 'less', isIt + 1, because),
    of(false, 'a', target, 'less', isIt, because),
  ];
}

function missing(key: string): Case[] {
  const counts = `there is no "${key}": this compares as 0`;
  const never = `there is no "${key}", so there is no value, and no comparison of it holds`;
  return [
    ...(['version', 'create', 'mod'] as const).flatMap((target) => [
      of(true, key, target, 'equal', 0, counts),
      of(false, key, target, 'greater', 0, counts),
      of(true, key, target, 'less', 1, counts),
      of(false, key, target, 'not-equal', 0, counts),
    ]),
    of(true, key, 'lease', 'equal', 0n, counts),
    of(false, key, 'value', 'equal', utf8(''), never),
    of(false, key, 'value', 'not-equal', utf8('1'), never),
    of(false, key, 'value', 'less', utf8('1'), never),
    of(false, key, 'value', 'greater', utf8(''), never),
  ];
}

function of(
  holds: boolean,
  keys: Keys,
  target: Compare['target'],
  result: Compare['result'],
  value: number | bigint | Uint8Array,
  because: string,
): Case {
  return [holds, { ...selection(keys), target, result, value } as Compare, because];
}
