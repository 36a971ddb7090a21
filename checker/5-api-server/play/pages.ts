/** What fills the whole screen for a while, until the next key: the keys, and all that there is to say of one request. */
import { style } from '../../cli/terminal/colour.ts';
import { displayWidth, padEnd, padStart } from '../../cli/terminal/width.ts';
import { hang, shorten } from '../../cli/terminal/wrap.ts';
import { drawWay } from './chain.ts';
import type { Journey } from './journey.ts';
import { keyHelp } from './keys.ts';

export function drawHelp(width: number, height: number): string[] {
  const keys = keyHelp.flatMap(([key, does]) => hang(does, width, `  ${style.command(padEnd(key, 7))}`));
  return page('API server, live', keys, width, height);
}

/** Each link with all that it has found out, or added to the object. */
export function drawLinks(journey: Journey, width: number, height: number): string[] {
  return page(journey.title, drawWay(journey, width), width, height);
}

function page(title: string, lines: readonly string[], width: number, height: number): string[] {
  const head = style.title(title);
  const back = padStart(style.quiet('any key: back'), width - displayWidth(head));
  const room = height - 1;
  const more = style.quiet('  … a higher terminal shows the rest');
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), more];
  const whole = [head + back, ...shown];
  return Array.from({ length: height }, (_, i) => shorten(whole[i] ?? '', width));
}
