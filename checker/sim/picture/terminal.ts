/**
 * A recording as a table for an 80-column terminal, one line an event, beside it what the nodes believe:
 *
 *                                                n1      n2      n3
 *       t  event                                 L3 4/6  F3 4/6  F2 2/2
 *     410  n1@3 → n3 Append base=6@3 []                          F3 2/2
 *     412  n2 restarts                                   F3 0/6
 *
 * A cell is the role (L leader, C candidate, P pre-candidate, F follower, – down), the term, and commit / last index.
 * After the first line only what changes is written.
 */
import { type Belief, beliefsAt, type RecordedEvent, type Recording } from '../recording.ts';

/** 80 columns, less what a report indents. */
const lineWidth = 76;

export interface TableOptions {
  /** How many events before the end are shown at most; 40 unless said. */
  lastEvents?: number;
}

export function drawTable(recording: Recording, { lastEvents = 40 }: TableOptions = {}): string[] {
  const first = Math.max(0, recording.events.length - lastEvents);
  const before = beliefsAt(recording, first - 1);
  const shown = recording.events.slice(first);
  const layOut = layoutOf(recording, shown, before);
  const omitted = first > 0 ? [`${first} events before`] : [];
  return [
    layOut('', '', recording.nodes),
    layOut(
      recording.unit === 'ms' ? 't' : '',
      'event',
      recording.nodes.map((node) => cell(before[node])),
    ),
    ...omitted.map((words) => layOut('', `… ${words} …`, [])),
    ...shown.flatMap((event) => linesOf(event, recording.nodes, layOut)),
    '',
    ...legend,
  ].map((line) => line.trimEnd());
}

const legend = [
  'L3 4/6: leader in term 3, entries up to 4 of 6 committed;',
  'F follower, C candidate, P pre-candidate, – down;',
  'n2@3: sent by n2 in term 3; 7@2: entry 7, which is of term 2',
];

type LayOut = (time: string, words: string, cells: string[]) => string;

function layoutOf(recording: Recording, shown: RecordedEvent[], before: Record<string, Belief>): LayOut {
  const everyBelief = [...Object.values(before), ...shown.flatMap(({ beliefs }) => Object.values(beliefs))];
  const cellWidth = Math.max(
    ...recording.nodes.map((node) => node.length),
    ...everyBelief.map((each) => cell(each).length),
  );
  const timeWidth = Math.max(1, ...shown.map(({ at }) => String(at).length));
  const wordsWidth = lineWidth - timeWidth - 2 - recording.nodes.length * (cellWidth + 1);
  return (time, words, cells) =>
    `${time.padStart(timeWidth)}  ${words.padEnd(wordsWidth)}${cells.map((each) => ` ${each.padEnd(cellWidth)}`).join('')}`;
}

/** The event's line; where its words and the cells do not fit on one, the cells go on a second. */
function linesOf(event: RecordedEvent, nodes: string[], layOut: LayOut): string[] {
  if (event.kind === 'violation') return violationLines(event, layOut);
  const cells = nodes.map((node) => (event.beliefs[node] ? cell(event.beliefs[node]) : ''));
  const oneLine = layOut(String(event.at), event.words, cells).trimEnd();
  if (oneLine.length <= lineWidth) return [oneLine];
  return [layOut(String(event.at), event.words, []), layOut('', '', cells)];
}

/** What broke, over the whole width. */
function violationLines({ at, words }: RecordedEvent, layOut: LayOut): string[] {
  const indent = layOut(String(at), '', []).trimEnd().length + 2;
  const lines = ['✘'];
  for (const word of words.split(' ')) {
    const line = `${lines.at(-1)} ${word}`;
    if (indent + line.length > lineWidth) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line;
  }
  return lines.map((line, i) => (i === 0 ? layOut(String(at), line, []) : ' '.repeat(indent) + line));
}

function cell(belief: Belief): string {
  if (!belief.isUp) return '–';
  const last = belief.lastIndex ?? belief.log.at(-1)?.index ?? belief.snapshot;
  return `${initials[belief.role] ?? belief.role.slice(0, 1).toUpperCase()}${belief.term} ${belief.commit}/${last}`;
}

const initials: Record<string, string> = { 'pre-candidate': 'P', learner: 'O' };
