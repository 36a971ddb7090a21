/**
 * The nodes as a table. The same index stands in the same column of each log; `│` stands behind the last entry that the
 * node knows to be committed, and `▪` for an entry that is in its snapshot.
 *
 *       node  role       term  vote  commit  log: the terms of its entries, from index 1 on
 *       n1    follower      3  n2         4  1 1 2 2│3
 *     ▸ n2    leader        3  n2         5  1 1 2 2 3│
 *       n3    down          2  n3         –  1 1 2
 */
import { type Paint, style } from '../../cli/terminal/colour.ts';
import { padEnd, padStart } from '../../cli/terminal/width.ts';
import { shorten } from '../../cli/terminal/wrap.ts';
import { nameOf } from '../../sim/raft/message.ts';
import type { Belief } from '../../sim/recording.ts';
import { nodeIds, type Show } from './show.ts';

/** The part of the logs that is shown. */
interface Window {
  first: number;
  last: number;
  /** Columns of an entry, without the sign behind it. */
  cellWidth: number;
}

const roleWidth = 13;
const head = `  node  ${padEnd('role', roleWidth)}  term  vote  commit  `;

/** @param chosen 0 for none */
export function drawNodes(show: Show, chosen: number, width: number): string[] {
  const beliefs = nodeIds.map((id) => show.belief(id));
  const window = windowOf(beliefs, width - head.length);
  const title = `${head}log: the terms of its entries${window.first > 1 ? `, from index ${window.first} on` : ''}`;
  const rows = nodeIds.map((id, i) => drawNode(id, beliefs[i], window, id === chosen));
  return [style.quiet(shorten(title, width)), ...rows, cutsInWords(show)];
}

function drawNode(id: number, belief: Belief, window: Window, isChosen: boolean): string {
  const { isUp, role, term, vote, commit } = belief;
  const name = `${isChosen ? '▸' : ' '} ${nameOf(id)}`;
  const cells = [
    isChosen ? style.strong(name) : name,
    '    ',
    paintOf(role)(padEnd(role, roleWidth)),
    padStart(String(term), 6),
    '  ',
    padEnd(vote ?? '–', 4),
    padStart(isUp ? String(commit) : '–', 8),
    ' ',
  ];
  const row = cells.join('') + drawLog(belief, window);
  return (isUp ? row : style.quiet(row)).trimEnd();
}

function paintOf(role: string): Paint {
  if (role === 'leader') return (text) => style.strong(style.good(text));
  if (role.includes('candidate')) return style.warning;
  if (role === 'down') return style.bad;
  return (text) => text;
}

function windowOf(beliefs: Belief[], width: number): Window {
  const entries = beliefs.flatMap(({ log }) => log);
  const cellWidth = Math.max(1, ...entries.map(({ term }) => String(term).length));
  const last = Math.max(0, ...entries.map(({ index }) => index), ...beliefs.map(({ snapshot }) => snapshot));
  const shown = Math.max(1, Math.floor((width - 1) / (cellWidth + 1)));
  return { first: Math.max(1, last - shown + 1), last, cellWidth };
}

function drawLog({ log, snapshot, commit }: Belief, { first, last, cellWidth }: Window): string {
  const terms = new Map(log.map(({ index, term }) => [index, String(term)]));
  const committed = Math.max(commit, snapshot);
  let line = mark(committed === first - 1 && committed > 0);
  for (let index = first; index <= last; index++) {
    const words = index <= snapshot ? '▪' : (terms.get(index) ?? '');
    const cell = padStart(words, cellWidth);
    line += (index <= committed ? style.good(cell) : cell) + mark(index === committed);
  }
  return line;
}

function mark(isEnd: boolean): string {
  return isEnd ? style.good('│') : ' ';
}

/** Which nodes cannot reach which: by the sides of a partition, or link by link. */
function cutsInWords({ wires }: Show): string {
  const pairs = nodeIds.flatMap((a) => nodeIds.filter((b) => a < b && wires.isCut(a, b)).map((b) => [a, b]));
  if (pairs.length === 0) return style.quiet('  all links work');
  const sides = sidesOf(wires.isCut);
  const inside = pairs.some(([a, b]) => sides.some((side) => side.includes(a) && side.includes(b)));
  const words =
    sides.length > 1 && !inside
      ? `partition: ${sides.map((side) => side.map(nameOf).join(' ')).join(' ╱╱ ')}`
      : `cut: ${pairs.map(([a, b]) => `${nameOf(a)}╱╱${nameOf(b)}`).join('  ')}`;
  return style.warning(`  ${words}`);
}

/** Nodes that still reach each other, if need be over others. */
function sidesOf(isCut: (a: number, b: number) => boolean): number[][] {
  const sides: number[][] = [];
  for (const id of nodeIds) {
    const joined = sides.filter((side) => side.some((other) => !isCut(id, other)));
    const rest = sides.filter((side) => !joined.includes(side));
    sides.splice(
      0,
      sides.length,
      ...rest,
      [...joined.flat(), id].sort((a, b) => a - b),
    );
  }
  return sides.sort((a, b) => a[0] - b[0]);
}
