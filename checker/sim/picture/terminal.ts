/**
 * A recording as a table for an 80-column terminal, one line an event, beside it what the nodes believe:
 *
 *                                                n1      n2      n3
 *       t  event                                 L3 4/6  F3 4/6  F2 2/2
 *     410  n1@3 → n3 Append base=6@3 []                          F3 2/2
 *     412  n2 restarts                                   F3 0/6
 *
 * A cell is the role (L leader, C candidate, P pre-candidate, F follower, – down), the term, and commit / last index.
 * After the first line only what changes is written. A run in steps has the step's number in front, at its first event.
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
  const omitted = first > 0 ? [`${first} ${first === 1 ? 'event' : 'events'} before`] : [];
  return [
    layOut('', '', recording.nodes),
    layOut(
      recording.unit === 'ms' ? 't' : '#',
      'event',
      recording.nodes.map((node) => cell(before[node])),
    ),
    ...omitted.map((words) => layOut('', `… ${words} …`, [])),
    ...shown.flatMap((event, i) => {
      const isSameStep = recording.unit === 'step' && event.at === shown[i - 1]?.at;
      const time = isSameStep ? '' : String(event.at);
      return linesOf({ ...event, time, votes: votesInWords(recording, first + i) }, recording.nodes, layOut);
    }),
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

/** An event as it is drawn. */
interface Row extends RecordedEvent {
  time: string;
  /** What became of a vote, the longest words first. */
  votes: string[];
}

/** The event's line; where its words and the cells do not fit on one, the cells go on a second. */
function linesOf(event: Row, nodes: string[], layOut: LayOut): string[] {
  if (event.kind === 'violation') return violationLines(event, layOut);
  const cells = nodes.map((node) => (event.beliefs[node] ? cell(event.beliefs[node]) : ''));
  const hasCells = cells.some((each) => each !== '');
  const room = hasCells ? layOut('', '', cells).length : lineWidth;
  for (const vote of event.votes) {
    const oneLine = layOut(event.time, event.words + vote, hasCells ? cells : []);
    // Longer words would push each cell under another node's name.
    if ((hasCells ? oneLine : oneLine.trimEnd()).length <= room) return [oneLine];
  }
  return [layOut(event.time, event.words + event.votes.at(-1), []), layOut('', '', cells)];
}

/** A vote is in no cell, so the line says when one is given, or lost within a term. */
function votesInWords(recording: Recording, position: number): string[] {
  const { node, beliefs } = recording.events[position];
  const now = beliefs[node ?? ''];
  const before = now && beliefsAt(recording, position - 1)[node!];
  if (!now?.isUp || !before || now.vote === node) return [''];
  const isSameTerm = now.term === before.term;
  if (isSameTerm && now.vote === before.vote) return [''];
  if (now.vote !== null) return [` · votes for ${now.vote}`, ' · votes', ''];
  return isSameTerm ? [' · its vote is gone'] : [''];
}

/** What broke, over the whole width. */
function violationLines({ time, words }: Row, layOut: LayOut): string[] {
  const indent = layOut('x', '', []).trimEnd().length + 2;
  const lines = ['✘'];
  for (const word of words.split(' ')) {
    const line = `${lines.at(-1)} ${word}`;
    if (indent + line.length > lineWidth) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line;
  }
  return lines.map((line, i) => (i === 0 ? layOut(time, line, []) : ' '.repeat(indent) + line));
}

function cell(belief: Belief): string {
  if (!belief.isUp) return '–';
  const last = belief.lastIndex ?? belief.log.at(-1)?.index ?? belief.snapshot;
  return `${initials[belief.role] ?? belief.role.slice(0, 1).toUpperCase()}${belief.term} ${belief.commit}/${last}`;
}

const initials: Record<string, string> = { 'pre-candidate': 'P', learner: 'O' };
