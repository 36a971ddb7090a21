import { style } from './colour.ts';

/** How much of the whole is done: `━━━━━━────`. */
export function bar(done: number, whole: number, width: number): string {
  const share = whole === 0 ? 0 : Math.min(1, done / whole);
  // Neither "a little" nor "not quite all" may look like nothing or everything.
  const full = share === 0 ? 0 : share === 1 ? width : Math.min(width - 1, Math.max(1, Math.round(share * width)));
  return style.good('━'.repeat(full)) + style.quiet('─'.repeat(width - full));
}
