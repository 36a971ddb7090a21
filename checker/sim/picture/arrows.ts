/**
 * The messages: an arrow from the row in which one was sent to the row in which it arrived. One that never arrives
 * ends half-way with a cross; one that is still on its way at the end goes off the picture.
 */
import type { Recording, SentMessage } from '../recording.ts';
import { escaped } from './escape.ts';
import { type Geometry, rowHeight } from './geometry.ts';

export function drawArrows(recording: Recording, geometry: Geometry): string {
  const arrivals = new Map<number, number>();
  for (const [position, { message }] of recording.events.entries()) {
    if (message !== undefined) arrivals.set(message, position);
  }
  return recording.events
    .flatMap(({ sent }, position) =>
      sent.map((each) => drawArrow(each, position, arrivals.get(each.message), geometry)),
    )
    .join('\n');
}

function drawArrow(sent: SentMessage, from: number, to: number | undefined, geometry: Geometry): string {
  const [x1, x2] = [geometry.x(sent.from), geometry.x(sent.to)];
  const y1 = geometry.y(from);
  const kind = `${sent.type}${sent.isReply ? ' reply' : ''}`;
  const title = `<title>${escaped(`${sent.from} → ${sent.to} ${sent.words}${fateOf(sent, to)}`)}</title>`;
  if (to !== undefined) {
    const y2 = geometry.y(to);
    return `<g class="arrow ${kind}" data-from="${from}" data-to="${to}">${title}${shaft(x1, y1, x2, y2)}${head(x1, y1, x2, y2)}</g>`;
  }
  const part = 0.55;
  const [x, y] = [x1 + (x2 - x1) * part, y1 + rowHeight * (sent.lost ? 0.6 : 0.8)];
  const end = sent.lost ? `<path class="lost" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>` : '';
  const state = sent.lost ? 'never' : 'under-way';
  return `<g class="arrow ${kind} ${state}" data-from="${from}" data-to="-1">${title}${shaft(x1, y1, x, y, 0)}${end}</g>`;
}

function fateOf({ lost }: SentMessage, to: number | undefined): string {
  if (lost === 'cut') return ' (the link is cut)';
  if (lost === 'down') return ' (the receiver is down)';
  if (lost === 'lost') return ' (lost on the way)';
  return to === undefined ? ' (still on its way)' : '';
}

/** Ends a little before its goal, so that the head has room. */
function shaft(x1: number, y1: number, x2: number, y2: number, short = 11): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  return `<path class="shaft" d="M${round(x1 + dx * 4)} ${round(y1 + dy * 4)}L${round(x2 - dx * short)} ${round(y2 - dy * short)}"/>`;
}

function head(x1: number, y1: number, x2: number, y2: number): string {
  const angle = round((Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI);
  return `<path class="head" transform="translate(${x2} ${y2}) rotate(${angle})" d="M-4 0l-9 -4v8z"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
