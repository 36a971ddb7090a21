/**
 * One picture of the show for a terminal of any size: the nodes, what is on its way, what has happened, the keys.
 */
import { style } from '../../cli/terminal/colour.ts';
import { displayWidth, padStart } from '../../cli/terminal/width.ts';
import { shorten } from '../../cli/terminal/wrap.ts';
import { rule } from '../../play/rule.ts';
import { nameOf } from '../../sim/raft/message.ts';
import { drawNodes } from './nodes.ts';
import { nodeIds, type Show } from './show.ts';
import { drawTraffic } from './traffic.ts';

export interface FrameOptions {
  show: Show;
  chosen: number;
  /** How it runs: `10 ticks a second`, `paused`. */
  pace: string;
  isPreVote: boolean;
  /** The last two lines: the keys, or a question. */
  foot: readonly string[];
  width: number;
  height: number;
}

/** Title, a blank, the table's head, the nodes, the links, three rules, two lines of keys. */
const fixedLines = 4 + nodeIds.length + 3 + 2;

/** Exactly as many lines as the screen has, none wider than it. */
export function drawFrame({ show, chosen, pace, isPreVote, foot, width, height }: FrameOptions): string[] {
  const free = Math.max(2, height - fixedLines);
  const trafficLines = Math.min(10, Math.floor(free / 2));
  const lines = [
    titleOf(show, `${pace} · pre-vote ${isPreVote ? 'on' : 'off'} · tick ${show.now()}`, width),
    '',
    ...drawNodes(show, chosen, width),
    rule('on their way', width),
    ...filled(drawTraffic(show.wires.flights, show.now(), width, trafficLines), trafficLines),
    rule('what happened', width),
    ...filled(drawEvents(show, width, free - trafficLines), free - trafficLines),
    rule('keys', width),
    ...foot,
  ];
  return lines.slice(0, height).map((line) => shorten(line, width));
}

/** What happened last, the newest at the bottom. */
export function drawEvents({ chronicle }: Show, width: number, most: number): string[] {
  return chronicle.events
    .slice(-most)
    .map(({ at, words }) => shorten(`${style.quiet(padStart(String(at), 6))}  ${words}`, width));
}

function titleOf(show: Show, right: string, width: number): string {
  const leader = show.leader();
  const who = leader ? `${nameOf(leader)} leads term ${show.belief(leader).term}` : 'nobody leads';
  const left = `${style.title('Raft, live')}  ${style.strong(who)}`;
  return left + padStart(style.quiet(`  ${right}`), Math.max(0, width - displayWidth(left)));
}

function filled(lines: string[], height: number): string[] {
  return [...lines, ...Array(Math.max(0, height - lines.length)).fill('')];
}
