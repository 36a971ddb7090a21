/**
 * A table that fits. Where its cells are too wide they wrap; where not even their longest words fit side by side, each
 * row becomes a small list instead:
 *
 *     ┌─────┬───────┐         key   a
 *     │ key │ value │         value 1
 *     ├─────┼───────┤
 *     │ a   │     1 │         key   b
 *     └─────┴───────┘         value 2
 */
import { style } from './colour.ts';
import { displayWidth, padEnd, padStart } from './width.ts';
import { hang, wrap } from './wrap.ts';

export type Align = 'left' | 'right' | 'center';

export interface Table {
  head: string[];
  rows: string[][];
  /** One a column; `left` where missing. */
  align?: Align[];
}

/** A column is never squeezed below this many, however long its neighbours are, unless its own words are shorter. */
const widestDemand = 24;

/** A column this narrow is not wrapped as long as there is another way. */
const keptWhole = 12;

/** @param width the columns that the table may take, its lines included */
export function renderTable(table: Table, width: number): string[] {
  const room = width - 3 * table.head.length - 1;
  const columns = columnsOf(table);
  const kept = columns.map(({ least, most }) => ({ least: most <= keptWhole ? most : least, most }));
  const widths = fitColumns(kept, room) ?? fitColumns(columns, room);
  if (!widths || columns.some(({ most }, i) => isCramped(widths[i], most))) return stacked(table, width);
  return boxed(table, tightened(table, widths));
}

/** Whether a column would be a thin, tall strip of words. */
function isCramped(width: number, most: number): boolean {
  return width < 14 && most > 4 * width;
}

interface Column {
  /** The longest word: below this the column must cut. */
  least: number;
  /** The longest line: above this the column only adds spaces. */
  most: number;
}

function columnsOf({ head, rows }: Table): Column[] {
  return head.map((title, i) => {
    const cells = [title, ...rows.map((row) => row[i] ?? '')];
    const longest = (texts: string[]) => Math.max(1, ...texts.map(displayWidth));
    const least = longest(cells.flatMap((cell) => cell.split(/[ \n]/)));
    return { least: Math.min(least, widestDemand), most: longest(cells.flatMap((cell) => cell.split('\n'))) };
  });
}

/** The columns' widths, or `undefined` where they do not fit. Room that is left goes to those that wrap most. */
function fitColumns(columns: Column[], room: number): number[] | undefined {
  const widths = columns.map(({ least }) => least);
  let left = room - sum(widths);
  if (left < 0) return undefined;
  while (left > 0) {
    const hungriest = indexOfMost(columns.map(({ most }, i) => (widths[i] < most ? most / widths[i] : 0)));
    if (widths[hungriest] >= columns[hungriest].most) break;
    widths[hungriest]++;
    left--;
  }
  return widths;
}

/** Wrapping at words leaves room that no line of a column uses. */
function tightened({ head, rows }: Table, widths: number[]): number[] {
  return widths.map((width, i) =>
    Math.max(1, ...[head, ...rows].flatMap((row) => wrap(row[i] ?? '', width)).map(displayWidth)),
  );
}

function boxed({ head, rows, align = [] }: Table, widths: number[]): string[] {
  const wrapped = rows.map((row) => cellLines(row, widths));
  const body = wrapped.map((cells) => rowLines(cells, widths, align));
  const between = body.some((lines) => lines.length > 1) ? [ruler('├┼┤', widths)] : [];
  const titles = rowLines(cellLines(head, widths), widths, align, style.strong);
  return [
    ruler('┌┬┐', widths),
    ...(head.some((title) => title !== '') ? [...titles, ruler('├┼┤', widths)] : []),
    ...body.flatMap((lines, i) => (i === 0 ? lines : [...between, ...lines])),
    ruler('└┴┘', widths),
  ];
}

function ruler([left, middle, right]: string, widths: number[]): string {
  return style.quiet(left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right);
}

function cellLines(cells: string[], widths: number[]): string[][] {
  return widths.map((width, i) => wrap(cells[i] ?? '', width));
}

function rowLines(cells: string[][], widths: number[], align: Align[], paint = (text: string) => text): string[] {
  const bar = style.quiet('│');
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = widths.map((width, i) => paint(place(cells[i][line] ?? '', width, align[i])));
    return `${bar} ${texts.join(` ${bar} `)} ${bar}`;
  });
}

function place(text: string, width: number, align: Align = 'left'): string {
  if (align === 'right') return padStart(text, width);
  if (align === 'center') return padEnd(padStart(text, Math.floor((width + displayWidth(text)) / 2)), width);
  return padEnd(text, width);
}

function stacked({ head, rows }: Table, width: number): string[] {
  const label = Math.min(Math.max(...head.map(displayWidth)), Math.floor(width / 3));
  return rows.flatMap((row, i) => {
    const lines = row.flatMap((cell, column) => {
      const title = padEnd(wrap(head[column] ?? '', label)[0], label);
      return cell === '' ? [] : hang(cell, width, `${style.quiet(title)}  `);
    });
    return i === 0 ? lines : ['', ...lines];
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function indexOfMost(numbers: number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}
