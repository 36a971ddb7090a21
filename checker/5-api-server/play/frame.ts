/**
 * One picture of the show for a terminal of any size: a request with its way through the chain, etcd beside it, the answer,
 * the watch, the odometer, the keys.
 */
import { style } from '../../cli/terminal/colour.ts';
import { neutral } from '../../cli/terminal/neutral.ts';
import { displayWidth, padEnd, padStart } from '../../cli/terminal/width.ts';
import { shorten, wrap } from '../../cli/terminal/wrap.ts';
import { rule } from '../../play/rule.ts';
import { answerOf } from './answer.ts';
import { drawChain } from './chain.ts';
import { drawEvents, drawKeys, drawOdometer } from './etcd-view.ts';
import type { Journey } from './journey.ts';
import { laps } from './passage.ts';
import { places } from './places.ts';
import type { View } from './view.ts';

export interface FrameOptions {
  view: View;
  /** The request whose way is shown, as far as it has come; nothing before the first. */
  journey?: Journey;
  /** Which of all it is, as in `3 of 7`. */
  position: string;
  /** What the learner's code has printed last. */
  printed: string;
  /** The last two lines. */
  foot: readonly string[];
  width: number;
  height: number;
}

/** From here on there is room for two columns. */
const wideFrom = 76;
const keysWidth = 30;
const gap = 2;
/** The rule, and a line behind it. */
const belowLeast = 2;
/** Title, the request, a rule and the chain, two more rules, the odometer, two lines of keys. */
const fixedLines = 2 + 1 + places.length + 2 + 1 + 2;

/** Exactly as many lines as the screen has, none wider than it. */
export function drawFrame(options: FrameOptions): string[] {
  const { view, foot, width, height } = options;
  const free = Math.max(2, height - fixedLines);
  const isWide = width >= wideFrom;
  const answer = drawAnswer(options);
  const answerLines = Math.max(2, Math.min(answer.length, free - belowLeast));
  const rest = free - answerLines;
  const lines = [
    titleOf(options),
    requestOf(options),
    ...(isWide ? drawPanes(options) : [rule('the chain', width), ...drawChain(options.journey, width)]),
    rule('the answer', width),
    ...filled(answer, answerLines),
    ...(rest > 0 ? drawBelow(options, isWide, rest) : []),
    drawOdometer(view, width),
    rule('keys', width),
  ];
  const above = height - foot.length;
  return [...filled(lines, above).slice(0, above), ...foot].map((line) => shorten(line, width));
}

function titleOf({ view, position, width }: FrameOptions): string {
  const left = style.title('API server, live');
  const right = style.quiet(`${position}etcd at revision ${view.revision()}`);
  return left + padStart(right, Math.max(displayWidth(right) + 2, width - displayWidth(left)));
}

function requestOf({ journey, width }: FrameOptions): string {
  if (!journey) return style.quiet('no request yet: press one of the keys below');
  const { method, url } = journey.request;
  const times = laps(journey) > 1 ? `, ${laps(journey)} times through the chain` : '';
  const title = style.strong(`${journey.title}${times}`);
  return shorten(`${title}  ${style.quiet(`${method} ${url}`)}`, width);
}

/** The chain, and etcd beside it. */
function drawPanes({ view, journey, width }: FrameOptions): string[] {
  const right = Math.max(keysWidth, Math.floor(width * 0.36));
  const left = width - right - gap;
  const chain = [rule('the chain', left), ...drawChain(journey, left)];
  const keys = [rule('etcd: /registry/…', right), ...drawKeys(view, journey, right, places.length)];
  return chain.map((line, i) => `${padEnd(line, left + gap)}${keys[i] ?? ''}`.trimEnd());
}

function drawAnswer({ journey, printed, width }: FrameOptions): string[] {
  if (!journey) return [];
  const lines = answerOf(journey).flatMap((line) => wrap(line, width - 2));
  const said = printed === '' ? [] : [style.warning(`your code prints: ${neutral(printed)}`)];
  return [...lines, ...said].map((line) => `  ${line}`);
}

/** What has no place beside the chain: the watch; and in a narrow terminal the keys before it. */
function drawBelow({ view, journey, width }: FrameOptions, isWide: boolean, height: number): string[] {
  const watch = [rule(view.watcher.isOn() ? 'vera watches pods' : 'no watch', width)];
  if (isWide) return [...watch, ...filled(drawEvents(view, width, height - 1), height - 1)].slice(0, height);
  const etcd = [rule('etcd: /registry/…', width), ...drawKeys(view, journey, width, Math.max(1, height - 1))];
  return filled(etcd, height);
}

function filled(lines: string[], height: number): string[] {
  return [...lines.slice(0, height), ...Array(Math.max(0, height - lines.length)).fill('')];
}
