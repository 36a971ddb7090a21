/**
 * A space–time diagram of a recorded run as one HTML file that needs nothing else: no network, no other file.
 *
 *     ┌ the broken rule, in words; slider and buttons ──────────────────────────┐
 *     │ t     event                    n1    n2    n3  │  n1 leader term 3 …    │
 *     │ 410   n1@3 → n3 Append …       ┃──────────►│   │  [1][1][3]             │
 *     │ 412   n2 crashes               ┃     ✖     │   │  n2 down …             │
 *     └────────────────────────────────────────────────┴────────────────────────┘
 *
 * Time runs down, a row an event, however long nothing happened in between. On the right stands what each node
 * believes at the moment that is chosen.
 */
import type { Finding, RecordedEvent, Recording } from '../recording.ts';
import { drawArrows } from './arrows.ts';
import { drawCuts } from './cuts.ts';
import { escaped, inScript } from './escape.ts';
import { geometryOf, rowHeight } from './geometry.ts';
import { drawLifelines } from './lifelines.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** @param notes short remarks under the finding, such as the seed */
export function spaceTimePage(recording: Recording, finding: Finding, notes: readonly string[] = []): string {
  const { nodes, events } = recording;
  const data = {
    nodes,
    unit: recording.unit,
    before: recording.before,
    events: events.map(({ at, words, beliefs }) => ({ at, words, beliefs })),
    involved: { nodes: finding.nodes, indexes: finding.indexes },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(finding.message)}</title>
<style>${style}</style>
</head>
<body>
<header class="top">
<h1>${titleOf(finding.rule)}</h1>
<p class="finding">${escaped(finding.message)}</p>
${notes.length > 0 ? `<p class="notes">${notes.map(escaped).join(' · ')}</p>` : ''}
${controls(events.length)}
</header>
<div class="main">
<div class="scroll" id="scroll">
<div class="heads"><div class="events-head">${recording.unit}, event</div>${heads(recording, finding)}</div>
<div class="diagram">
<div class="cursor" id="cursor"></div>
<ol class="events">
${events.map(eventRow).join('\n')}
</ol>
${drawing(recording)}
<div class="future" id="future"></div>
</div>
</div>
<div class="states" aria-label="what each node believes">
<h2>What each node believes at that moment: <span id="said" aria-live="polite"></span></h2>
<div id="cards"></div>
${legend(recording)}
</div>
</div>
<script type="application/json" id="data">${inScript(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** From so many events on, the arrows of other moments stand back behind those of the one that is looked at. */
const denseFrom = 60;

/** The rule's name stands out from its words. */
function titleOf(rule: string): string {
  const [name, ...words] = rule.split(': ');
  return `${escaped(name)}${words.length > 0 ? `<span>: ${escaped(words.join(': '))}</span>` : ''}`;
}

function controls(events: number): string {
  const button = (id: string, sign: string, label: string) =>
    `<button type="button" id="${id}" aria-label="${label}" title="${label}">${sign}</button>`;
  return `<div class="controls">
${button('first', '|◀', 'to the start (Home)')}${button('back', '◀', 'one event back (arrow up)')}
<input type="range" id="time" min="0" max="${events}" value="${events}" aria-label="moment">
${button('on', '▶', 'one event on (arrow down)')}${button('last', '▶|', 'to the fault (End)')}
<output id="where" for="time"></output>
</div>`;
}

function heads({ nodes, events }: Recording, finding: Finding): string {
  const { columnWidth } = geometryOf(nodes, events.length);
  return nodes
    .map((node) => {
      const involved = finding.nodes.includes(node) ? ' involved' : '';
      return `<div class="node${involved}" style="width:${columnWidth}px">${escaped(node)}</div>`;
    })
    .join('');
}

function eventRow({ at, kind, words }: RecordedEvent): string {
  return `<li class="${kind}" title="${escaped(words)}"><time>${at}</time><span>${escaped(words)}</span></li>`;
}

function drawing(recording: Recording): string {
  const geometry = geometryOf(recording.nodes, recording.events.length);
  const { width, height } = geometry;
  const breaks = recording.events.flatMap(({ kind }, position) =>
    kind === 'violation'
      ? [`<rect class="break" x="0" y="${rowHeight * position}" width="${width}" height="${rowHeight}"/>`]
      : [],
  );
  const dense = recording.events.length > denseFrom ? ' class="dense"' : '';
  return `<svg${dense} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="space–time diagram">
${drawCuts(recording, geometry)}
${breaks.join('')}
${drawArrows(recording, geometry)}
${drawLifelines(recording, geometry)}
</svg>`;
}

function legend({ before, events }: Recording): string {
  const beliefs = [before, ...events.map((event) => event.beliefs)].flatMap((each) => Object.values(each));
  const isPartial = beliefs.some(({ lastIndex }) => lastIndex !== undefined);
  const boxes = isPartial
    ? 'a box is a command that the state machine was given: index, term, value; no other entries are known here'
    : 'a box is an entry: index, term, value; underlined if it is committed there';
  const line = (kind: string) =>
    `<svg width="26" height="10"><line class="life ${kind}" x1="1" y1="5" x2="25" y2="5"/></svg>`;
  const arrow = (kind: string) =>
    `<svg width="26" height="10"><g class="arrow ${kind}"><path class="shaft" d="M1 5H16"/><path class="head" d="M25 5l-9 -4v8z"/></g></svg>`;
  const items = [
    [line('leader'), 'leader'],
    [line('candidate'), 'candidate'],
    [line('follower'), 'follower'],
    [line('down'), 'down'],
    [arrow('vote'), 'vote'],
    [arrow('append'), 'entries'],
    [arrow('heartbeat'), 'heartbeat'],
    [arrow('snapshot'), 'snapshot'],
    [arrow('other reply'), 'an answer'],
    ['<svg width="10" height="10"><path class="lost" d="M1 1l8 8m0 -8l-8 8"/></svg>', 'never arrives'],
    ['<b class="mono">n2@3</b>', 'sent by n2 in term 3'],
    ['<b class="mono">7@2</b>', 'entry 7, which is of term 2'],
    ['<b class="mono">t3</b>', 'term 3 from here on'],
    ['<b class="mono" style="color:var(--committed)">✓4</b>', 'commits up to 4'],
  ];
  return `<div class="legend">${items.map(([sign, words]) => `<span>${sign} ${words}</span>`).join('')}<span>${boxes}</span></div>`;
}
