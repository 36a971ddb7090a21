import { style } from './colour.ts';
import { displayWidth, padEnd } from './width.ts';
import { hang } from './wrap.ts';

const narrow = 56;

/**
 * Short lines that begin with a word in a column of its own:
 *
 *     where   lessons/1-kv-store/store.ts:41:7
 *     again   npm run check 1.2
 *
 * On a narrow terminal the word stands above what it labels. An empty word continues the row before it.
 */
export function labelled(rows: [label: string, value: string][], width: number): string[] {
  const column = Math.max(...rows.map(([label]) => displayWidth(label))) + 2;
  return rows.flatMap(([label, value]) => {
    if (width >= narrow) return hang(value, width, style.quiet(padEnd(label, column)));
    return [...(label === '' ? [] : [style.quiet(label)]), ...hang(value, width, '  ')];
  });
}
