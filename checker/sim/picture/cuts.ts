/**
 * Cut links: the sides of a partition as bands behind the nodes, a one-way cut as a strip at the node that hears nothing.
 */
import type { Recording } from '../recording.ts';
import { type Geometry, rowHeight } from './geometry.ts';

interface Span {
  from: number;
  /** Without this one. */
  to: number;
  cuts: ReadonlySet<string>;
}

export function drawCuts(recording: Recording, geometry: Geometry): string {
  return spansOf(recording)
    .map((span) => drawSpan(span, recording.nodes, geometry))
    .join('\n');
}

function spansOf({ events }: Recording): Span[] {
  const spans: Span[] = [];
  let open: { from: number; cuts: string[] } = { from: 0, cuts: [] };
  const close = (to: number) => {
    if (open.cuts.length > 0) spans.push({ from: open.from, to, cuts: new Set(open.cuts) });
  };
  for (const [position, { cuts }] of events.entries()) {
    if (!cuts) continue;
    close(position);
    open = { from: position, cuts };
  }
  close(events.length);
  return spans;
}

function drawSpan({ from, to, cuts }: Span, nodes: string[], geometry: Geometry): string {
  const top = geometry.y(from) - rowHeight / 2;
  const height = (to - from) * rowHeight;
  const sides = sidesOf(nodes, cuts);
  const crossing = nodes.flatMap((a) => nodes.filter((b) => sides.get(a) !== sides.get(b)).map((b) => `${a}>${b}`));
  const isPartition = new Set(sides.values()).size > 1 && crossing.every((link) => cuts.has(link));
  const width = geometry.columnWidth - 8;
  const bands = nodes.map((node) => {
    const x = geometry.x(node) - width / 2;
    return `<rect class="side side-${sides.get(node)! % 3}" x="${x}" y="${top}" width="${width}" height="${height}" rx="4"/>`;
  });
  const inside = [...cuts].filter((cut) => !isPartition || !crossing.includes(cut));
  const strips = inside.map((cut) => {
    const [sender, receiver] = cut.split('>');
    const before = inside.filter((other) => other.endsWith(`>${receiver}`)).indexOf(cut);
    const x = geometry.x(receiver) + geometry.columnWidth / 2 - 9 - before * 9;
    return `<rect class="deaf" x="${x}" y="${top}" width="5" height="${height}"/><text class="deaf" x="${x - 2}" y="${top + 11}" text-anchor="end">✕${sender}</text>`;
  });
  return `<g>${isPartition ? bands.join('') : ''}${strips.join('')}</g>`;
}

/** Numbers the groups of nodes that can reach each other both ways, directly or over others. */
function sidesOf(nodes: string[], cuts: ReadonlySet<string>): Map<string, number> {
  const sides = new Map<string, number>();
  let side = 0;
  for (const start of nodes) {
    if (sides.has(start)) continue;
    const reached = [start];
    for (const node of reached) {
      sides.set(node, side);
      for (const next of nodes) {
        if (!sides.has(next) && !reached.includes(next) && !cuts.has(`${node}>${next}`) && !cuts.has(`${next}>${node}`))
          reached.push(next);
      }
    }
    side++;
  }
  return sides;
}
