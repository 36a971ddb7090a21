/**
 * The messages on their way, a line for each; what is said alike to several, or by several, shares one. The arrow's
 * head shows how far the first of them has come.
 *
 *     n2 ━━▶──  n1 n3 n4 n5  term 3  Heartbeat commit=5
 *     n1 n4 ▶────  n2        term 3  Heartbeat ok
 */
import type { Message } from '#raft/message.ts';
import { style } from '../../cli/terminal/colour.ts';
import { padEnd } from '../../cli/terminal/width.ts';
import { shorten } from '../../cli/terminal/wrap.ts';
import { messageInWords, nameOf } from '../../sim/raft/message.ts';
import { nodeIds } from './show.ts';
import type { Flight } from './wires.ts';

interface Group {
  isAnswer: boolean;
  from: number[];
  to: number[];
  term: number;
  words: string;
  progress: number;
  isHeartbeat: boolean;
}

const arrowWidth = 6;
const namesWidth = (nodeIds.length - 1) * 3 - 1;

/** @param most lines; what has no room is counted on the last one */
export function drawTraffic(flights: readonly Flight[], now: number, width: number, most: number): string[] {
  // Heartbeats are always there; what is not should not be pushed off the screen by them.
  const groups = groupsOf(flights, now).sort((a, b) => Number(a.isHeartbeat) - Number(b.isHeartbeat));
  if (groups.length === 0) return [style.quiet('  none')];
  const lines = groups.map((group) => shorten(drawGroup(group), width));
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), style.quiet(`  … and ${lines.length - most + 1} more`)];
}

function groupsOf(flights: readonly Flight[], now: number): Group[] {
  const groups = new Map<string, Group>();
  for (const { message, sentAt, arrivesAt } of flights) {
    const { from, to, term } = message;
    const isAnswer = message.type.endsWith('Response');
    const words = messageInWords(message);
    const progress = (now - sentAt) / (arrivesAt - sentAt);
    const key = `${isAnswer ? `to ${to}` : `from ${from}`} ${term} ${words}`;
    const group = groups.get(key);
    if (group) {
      group.from = union(group.from, from);
      group.to = union(group.to, to);
      group.progress = Math.max(group.progress, progress);
    } else groups.set(key, { isAnswer, from: [from], to: [to], term, words, progress, isHeartbeat: isBeat(message) });
  }
  return [...groups.values()];
}

function union(ids: number[], id: number): number[] {
  return [...new Set([...ids, id])].sort((a, b) => a - b);
}

function isBeat({ type }: Message): boolean {
  return type === 'Heartbeat' || type === 'HeartbeatResponse';
}

function drawGroup({ isAnswer, from, to, term, words, progress, isHeartbeat }: Group): string {
  const [one, several] = isAnswer ? [to, from] : [from, to];
  const ends = `${one.map(nameOf).join(' ')} ${arrow(progress, isAnswer)} ${padEnd(several.map(nameOf).join(' '), namesWidth)}`;
  const said = `${padEnd(`term ${term}`, 7)}  ${words}`;
  return `  ${ends}  ${isHeartbeat ? style.quiet(said) : said}`;
}

/** Answers run from right to left, so that whoever speaks for several stands in front. */
function arrow(progress: number, isAnswer: boolean): string {
  const done = Math.min(arrowWidth - 1, Math.floor(progress * arrowWidth));
  const rest = arrowWidth - 1 - done;
  return isAnswer
    ? `${style.quiet('─'.repeat(rest))}◀${style.quiet('─'.repeat(done))}`
    : `${style.quiet('─'.repeat(done))}▶${style.quiet('─'.repeat(rest))}`;
}
