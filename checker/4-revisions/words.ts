/** How requests and events of etcd's API read in a report, each on one line but for transactions. */
import type {
  Compare,
  DeleteRangeRequest,
  Event,
  KeySelection,
  PutRequest,
  RangeRequest,
  RequestOp,
  TxnRequest,
} from '#kit/etcd/api.ts';
import { show } from '../judge/exercise.ts';

/** `"a"`, `"a" to "c"`, `"a" and all behind it`, `everything`. */
export function selectionInWords({ key, rangeEnd }: KeySelection): string {
  if (rangeEnd === undefined || rangeEnd.length === 0) return show(key);
  const isZero = (bytes: Uint8Array) => bytes.length === 1 && bytes[0] === 0;
  if (isZero(rangeEnd)) return isZero(key) ? 'everything' : `${show(key)} and all behind it`;
  return `${show(key)} to ${show(rangeEnd)}`;
}

export function putInWords({ key, value, ...options }: PutRequest): string {
  return `put(${show(key)}, ${valueInWords(value)}${optionsInWords(options)})`;
}

/** Of a long one its beginning, and how long it is: a step is one line. */
export function valueInWords(value: Uint8Array): string {
  if (value.length <= longestShown) return show(value);
  const beginning = show(value.subarray(0, 4));
  const cut = beginning.endsWith('"') ? `${beginning.slice(0, -1)}…"` : `${beginning} …`;
  return `${cut} (${value.length.toLocaleString('en-US')} bytes)`;
}

const longestShown = 24;

export function rangeInWords({ key, rangeEnd, ...options }: RangeRequest): string {
  return `range(${selectionInWords({ key, rangeEnd })}${optionsInWords(options)})`;
}

export function deleteInWords({ key, rangeEnd, ...options }: DeleteRangeRequest): string {
  return `deleteRange(${selectionInWords({ key, rangeEnd })}${optionsInWords(options)})`;
}

function optionsInWords(options: object): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `, ${name}: ${show(value)}`).join('');
}

/** A transaction as a run of steps, a line an operation. */
export function txnInWords({ compare, success, failure }: TxnRequest, indent = ''): string[] {
  const condition = compare.map(compareInWords).join(' and ');
  return [
    condition === '' ? `${indent}txn, with nothing to compare` : `${indent}txn: if ${condition}`,
    ...branchInWords('then', success, `${indent}  `),
    ...(failure.length === 0 ? [] : branchInWords('else', failure, `${indent}  `)),
  ];
}

const signs = { equal: '=', greater: '>', less: '<', 'not-equal': '≠' };

function compareInWords({ target, result, value, ...selection }: Compare): string {
  return `${target} of ${selectionInWords(selection)} ${signs[result]} ${show(value)}`;
}

function branchInWords(word: string, operations: RequestOp[], indent: string): string[] {
  if (operations.length === 0) return [`${indent}${word} do nothing`];
  return operations.flatMap((operation, i) => {
    const lines = operationInWords(operation);
    return lines.map((line, at) => `${indent}${i === 0 && at === 0 ? word : '    '} ${line}`);
  });
}

function operationInWords(operation: RequestOp): string[] {
  switch (operation.type) {
    case 'put':
      return [putInWords(operation.request)];
    case 'range':
      return [rangeInWords(operation.request)];
    case 'delete-range':
      return [deleteInWords(operation.request)];
    case 'txn':
      return txnInWords(operation.request);
  }
}

/** `put "a"="1" @5` or `delete "a" @6`. */
export function eventInWords({ type, kv }: Event): string {
  return type === 'put'
    ? `put ${show(kv.key)}=${valueInWords(kv.value)} @${kv.modRevision}`
    : `delete ${show(kv.key)} @${kv.modRevision}`;
}

/** All of a few; of many, how many, and the first and the last. */
export function eventsInWords(events: readonly Event[]): string {
  if (events.length === 0) return 'no events';
  if (events.length <= 6) return events.map(eventInWords).join(', ');
  return `${events.length} events, from ${eventInWords(events[0])} to ${eventInWords(events.at(-1)!)}`;
}
