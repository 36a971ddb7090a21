/**
 * The nodes' lines: their role as the line's weight and colour, crashes as gaps, and where term, commit index and role
 * change, a word beside it.
 */
import type { Belief, Recording } from '../recording.ts';
import { escaped } from './escape.ts';
import { type Geometry, rowHeight } from './geometry.ts';

export function drawLifelines(recording: Recording, geometry: Geometry): string {
  return recording.nodes.map((node) => drawLifeline(node, recording, geometry)).join('\n');
}

interface Change {
  /** -1 for the start. */
  position: number;
  belief: Belief;
}

function drawLifeline(node: string, recording: Recording, geometry: Geometry): string {
  const changes: Change[] = [{ position: -1, belief: recording.before[node] }];
  for (const [position, { beliefs }] of recording.events.entries()) {
    if (beliefs[node]) changes.push({ position, belief: beliefs[node] });
  }
  const x = geometry.x(node);
  const segments = changes.map(({ position, belief }, i) => {
    const from = position < 0 ? 0 : geometry.y(position);
    const to = i + 1 < changes.length ? geometry.y(changes[i + 1].position) : geometry.height;
    return `<line class="life ${escaped(belief.role)}" x1="${x}" y1="${from}" x2="${x}" y2="${to}"/>`;
  });
  const words = changes.slice(1).map((change, i) => drawChange(change, changes[i].belief, x, geometry));
  return `<g>${segments.join('')}${words.join('')}</g>`;
}

function drawChange({ position, belief }: Change, before: Belief, x: number, geometry: Geometry): string {
  const y = geometry.y(position);
  const parts: string[] = [];
  if (belief.isUp && belief.term !== before.term) parts.push(label(x + 9, y - 5, 'start', `t${belief.term}`, 'term'));
  if (belief.isUp && before.isUp && belief.commit !== before.commit) {
    parts.push(label(x - 9, y - 5, 'end', `✓${belief.commit}`, 'commit'));
  }
  if (belief.role === 'leader' && before.role !== 'leader') {
    parts.push(`<circle class="crown" cx="${x}" cy="${y}" r="8"/>${label(x, y, 'middle', 'L', 'crown')}`);
  }
  if (belief.role === 'candidate' && (before.role !== 'candidate' || belief.term !== before.term)) {
    parts.push(`<circle class="call" cx="${x}" cy="${y}" r="8"/>${label(x, y, 'middle', 'C', 'call')}`);
  }
  if (!belief.isUp && before.isUp) parts.push(label(x, y, 'middle', '✖', 'crash'));
  if (belief.isUp && !before.isUp) parts.push(`<path class="rise" d="M${x - 7} ${y + 5}h14l-7 -12z"/>`);
  return parts.join('');
}

function label(x: number, y: number, anchor: string, text: string, kind: string): string {
  return `<text class="${kind}" x="${x}" y="${y + rowHeight / 6}" text-anchor="${anchor}">${escaped(text)}</text>`;
}
