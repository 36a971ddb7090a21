/**
 * The impossible part of a history, drawn for a terminal. Only the order of calls and answers is drawn, not how long
 * they took:
 *
 *     c1  put("a", "1") → done  ├──┤
 *     c2  put("a", "2")             ├─────────   no answer
 *     c3  get("a") → "1"               ├──┤      ✘
 */
import type { HistoryOperation } from './history.ts';
import type { ImpossiblePart } from './impossible-part.ts';
import type { Model } from './model.ts';

const lineWidth = 76;
const labelWidthMax = 46;

/** The lines of a report: the operations, what explains the first of them, and where that ends. */
export function showImpossible<State, Input, Output>(
  model: Model<State, Input, Output>,
  part: string,
  { operations, culprit, order, others }: ImpossiblePart<Input, Output>,
): string[] {
  const words = ({ input, output }: HistoryOperation<Input, Output>) => model.inWords(input, output);
  const rest = others === 0 ? '' : ` What the ${others} others there did or did not do makes no difference.`;
  const chart = drawOperations(operations, (each) => `${each.client}  ${words(each)}`, culprit);
  const explained = order.length === 0 ? [] : [`In this order the most is explained: ${order.map(words).join(', ')}.`];
  return [
    `No order explains these ${operations.length} operations on ${part}.${rest}`,
    ...chart.map((line) => `  ${line}`),
    ...explained,
  ];
}

function drawOperations<Input, Output>(
  operations: HistoryOperation<Input, Output>[],
  label: (operation: HistoryOperation<Input, Output>) => string,
  culprit: HistoryOperation<Input, Output>,
): string[] {
  const labels = operations.map(label);
  const labelWidth = Math.min(labelWidthMax, Math.max(...labels.map(({ length }) => length)));
  const moments = [...new Set(operations.flatMap(({ invokedAt, returnedAt }) => [invokedAt, returnedAt ?? invokedAt]))];
  moments.sort((a, b) => a - b);
  const columnsEach = Math.max(1, Math.min(3, Math.floor((lineWidth - labelWidth - 14) / moments.length)));
  const column = (moment: number) => moments.indexOf(moment) * columnsEach;
  const end = moments.length * columnsEach + 1;
  return operations.map((operation, i) => {
    const bar = drawBar(operation, column, end);
    const mark = operation === culprit ? '  ✘' : operation.returnedAt === undefined ? '  no answer yet' : '';
    const chart = bar.padEnd(end);
    // A long label gets a line of its own.
    if (labels[i].length > labelWidth) return `${labels[i]}\n${' '.repeat(labelWidth + 2)}  ${chart}${mark}`.trimEnd();
    return `${labels[i].padEnd(labelWidth)}  ${chart}${mark}`.trimEnd();
  });
}

function drawBar(
  { invokedAt, returnedAt }: HistoryOperation<unknown, unknown>,
  column: (moment: number) => number,
  end: number,
): string {
  const from = column(invokedAt);
  if (returnedAt === undefined) return `${' '.repeat(from)}├${'─'.repeat(end - from - 1)}`;
  return `${' '.repeat(from)}├${'─'.repeat(Math.max(0, column(returnedAt) - from - 1))}┤`;
}
