import { style } from './colour.ts';
import { neutral } from './neutral.ts';
import { displayWidth, padEnd } from './width.ts';
import { fold, shorten } from './wrap.ts';

export interface BoxOptions {
  label: string;
  /** Columns, the frame included. */
  width: number;
  /** Lines that are shown at most; the first and the last ones stay. */
  mostLines: number;
}

/**
 * What someone else's program wrote, framed and made harmless, so that no line of it can pass for ours:
 *
 *     ┌ your code printed ────┐
 *     │ All tests passed!     │
 *     └───────────────────────┘
 */
export function boxOf(text: string, { label, width, mostLines }: BoxOptions): string[] {
  const inner = width - 4;
  const lines = fold(neutral(text).replace(/\n+$/, ''), inner);
  const title = shorten(label, inner - 1);
  const bar = style.quiet('│');
  return [
    `${style.quiet('┌')} ${title} ${style.quiet(`${'─'.repeat(Math.max(0, inner - displayWidth(title)))}┐`)}`,
    ...cap(lines, mostLines).map((line) => `${bar} ${padEnd(line, inner)} ${bar}`),
    style.quiet(`└${'─'.repeat(inner + 2)}┘`),
  ];
}

function cap(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines;
  const last = Math.floor(most / 4);
  const first = most - last - 1;
  return [
    ...lines.slice(0, first),
    style.quiet(`… ${lines.length - first - last} lines left out`),
    ...lines.slice(-last),
  ];
}
