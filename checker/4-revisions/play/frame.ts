/**
 * One picture of the show for a terminal of any size: the members, a store and the watch, what has happened, the keys.
 *
 *       member  role      term  applied  revision  compacted  hash
 *     ▸ m1      follower     2       14        12          5  1c2a90b7
 *       m2      leader       2       14        12          5  1c2a90b7
 *       m3      down
 */

import { type Paint, style } from '../../cli/terminal/colour.ts';
import { displayWidth, padEnd, padStart } from '../../cli/terminal/width.ts';
import { shorten } from '../../cli/terminal/wrap.ts';
import { rule } from '../../play/rule.ts';
import { memberIds, nameOf } from './members.ts';
import { drawPanes } from './panes.ts';
import type { Show } from './show.ts';
import type { MemberView } from './view.ts';

export interface FrameOptions {
  show: Show;
  chosen: number;
  /** How it runs: `10 ticks a second`, `paused`. */
  pace: string;
  /** The last two lines: the keys, or a question. */
  foot: readonly string[];
  width: number;
  height: number;
}

/** Title, a blank, the table's head, the members, the links, two rules, two lines of keys. */
const fixedLines = 4 + memberIds.length + 2 + 2;

/** Exactly as many lines as the screen has, none wider than it. */
export function drawFrame({ show, chosen, pace, foot, width, height }: FrameOptions): string[] {
  const free = Math.max(4, height - fixedLines);
  const eventLines = Math.max(1, Math.floor(free * 0.4));
  const lines = [
    titleOf(show, pace, width),
    '',
    ...drawMembers(show, chosen, width),
    ...drawPanes(show, chosen, width, free - eventLines),
    rule('what happened', width),
    ...filled(drawEvents(show, width, eventLines), eventLines),
    rule('keys', width),
    ...foot,
  ];
  return lines.slice(0, height).map((line) => shorten(line, width));
}

export function drawMembers(show: Show, chosen: number, width: number): string[] {
  const head = `  member  ${padEnd('role', 10)}  term  applied  revision  compacted  hash of all revisions`;
  const rows = memberIds.map((id) => drawMember(id, show.view(id), id === chosen));
  return [style.quiet(head), ...rows, cutsInWords(show)].map((line) => shorten(line, width));
}

function drawMember(
  id: number,
  { isUp, role, term, applied, revision, compacted, hash }: MemberView,
  isChosen: boolean,
) {
  const name = `${isChosen ? '▸' : ' '} ${padEnd(nameOf(id), 6)}  `;
  const cells = [
    isChosen ? style.strong(name) : name,
    paintOf(role)(padEnd(role === 'alone' ? 'no leader' : role, 10)),
    ...[padStart(String(term), 6), padStart(String(applied), 9), padStart(String(revision), 10)],
    padStart(compacted ? String(compacted) : '–', 11),
    `  ${hash}`,
  ];
  return isUp && role !== 'starting' ? cells.join('') : cells.slice(0, 2).join('');
}

function paintOf(role: MemberView['role']): Paint {
  if (role === 'leader') return (words) => style.strong(style.good(words));
  if (role === 'alone' || role === 'starting') return style.warning;
  return role === 'down' ? style.bad : (words) => words;
}

function cutsInWords({ members }: Show): string {
  const pairs = memberIds.flatMap((a) =>
    memberIds.filter((b) => a < b && members.links.isCut(a, b)).map((b) => [a, b]),
  );
  if (pairs.length === 0) return style.quiet('  all links work');
  return style.warning(`  cut: ${pairs.map(([a, b]) => `${nameOf(a)}╱╱${nameOf(b)}`).join('  ')}`);
}

/** What happened last, the newest at the bottom; when, in ticks. */
export function drawEvents({ chronicle }: Show, width: number, most: number): string[] {
  return chronicle.events
    .slice(-most)
    .map(({ at, words }) => shorten(`${style.quiet(padStart(String(at), 6))}  ${words}`, width));
}

function titleOf(show: Show, pace: string, width: number): string {
  const leader = show.leader();
  const who = leader ? `${nameOf(leader)} leads term ${show.view(leader).term}` : 'nobody leads';
  const left = `${style.title('etcd, live')}  ${style.strong(who)}`;
  const waiting = show.errands.waiting();
  const asked = waiting > 0 ? `${waiting} ${waiting === 1 ? 'request waits' : 'requests wait'} · ` : '';
  return (
    left +
    padStart(style.quiet(`  ${asked}${pace} · ${show.now().toFixed(1)} s`), Math.max(0, width - displayWidth(left)))
  );
}

function filled(lines: string[], height: number): string[] {
  return [...lines, ...Array(Math.max(0, height - lines.length)).fill('')];
}
