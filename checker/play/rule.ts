import { style } from '../cli/terminal/colour.ts';
import { displayWidth } from '../cli/terminal/width.ts';
import { shorten } from '../cli/terminal/wrap.ts';

/** A heading with a line to the screen's edge. */
export function rule(title: string, width: number): string {
  const words = shorten(`── ${title} `, width);
  return style.quiet(words + '─'.repeat(Math.max(0, width - displayWidth(words))));
}
