/** What clients ask for, each on one line: `txn(if version of "a" = 0 then put("a", "v1") else range("a"))`. */
import type { Compare, KeySelection, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import { show } from '../../judge/show.ts';
import type { EtcdAsk } from './plan.ts';

export function askInWords(ask: EtcdAsk): string {
  switch (ask.type) {
    case 'put':
    case 'delete-range':
    case 'txn':
      return operationInWords(ask);
    case 'range':
      return `${operationInWords(ask)}${ask.back === undefined ? '' : `, ${ask.back} revisions back`}`;
    case 'compact':
      return `compact, ${ask.back} revisions back`;
    case 'lease-grant':
      return `lease-grant ${ask.id} for ${ask.ttl} s`;
    default:
      return `${ask.type} of lease ${ask.id}`;
  }
}

function operationInWords(operation: RequestOp): string {
  if (operation.type === 'txn') return txnInWords(operation.request);
  if (operation.type === 'put') {
    const { key, value, ...options } = operation.request;
    return `put(${show(key)}, ${show(value)}${optionsInWords(options)})`;
  }
  const { key, rangeEnd, ...options } = operation.request;
  return `${operation.type}(${selectionInWords({ key, rangeEnd })}${optionsInWords(options)})`;
}

function txnInWords({ compare, success, failure }: TxnRequest): string {
  const condition = compare.length === 0 ? '' : `if ${compare.map(compareInWords).join(' and ')} then `;
  const otherwise = failure.length === 0 ? '' : ` else ${failure.map(operationInWords).join(', ')}`;
  return `txn(${condition}${success.map(operationInWords).join(', ')}${otherwise})`;
}

const signs = { equal: '=', greater: '>', less: '<', 'not-equal': '≠' };

function compareInWords({ target, result, value, ...selection }: Compare): string {
  return `${target} of ${selectionInWords(selection)} ${signs[result]} ${show(value)}`;
}

function selectionInWords({ key, rangeEnd }: KeySelection): string {
  if (rangeEnd === undefined || rangeEnd.length === 0) return show(key);
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return `${show(key)} and all behind it`;
  return `${show(key)} to ${show(rangeEnd)}`;
}

/** Those that are not what they are unless said. */
function optionsInWords(options: object): string {
  const given = Object.entries(options as Record<string, never>).filter(
    ([, value]) => ![undefined, false, 0, 0n].includes(value),
  );
  return given.map(([name, value]) => (value === true ? `, ${name}` : `, ${name} ${show(value)}`)).join('');
}
