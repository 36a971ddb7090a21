/**
 * Hands a recorded run to a test's report: the drawing for the terminal, the page for the browser.
 */

import type { TestContext } from '../../judge/test-context.ts';
import { type Evidence, Violation } from '../../judge/violation.ts';
import type { BrokenRule, RaftRule } from '../../oracles/raft-invariants.ts';
import { raftRules } from '../../oracles/raft-invariants.ts';
import { shortened, withoutIdleHeartbeats } from '../fold.ts';
import { spaceTimePage } from '../picture/page.ts';
import { drawTable } from '../picture/terminal.ts';
import type { Finding, Recording } from '../recording.ts';
import { nameOf } from './message.ts';
import type { Recorder } from './recorder.ts';

/** What the terminal shows; the page has all. */
const eventsDrawnMax = 24;

/** A script of so many events is shown as it is. */
const scriptEventsMax = 80;

const leftOut = 'heartbeats that change nothing are left out';

export interface ExhibitOptions {
  /** Short remarks for the page. */
  notes?: readonly string[];
  /** Lines to stand before the drawing. */
  before?: readonly string[];
}

export function exhibit(t: TestContext, recording: Recording, finding: Finding, options: ExhibitOptions = {}): void {
  const { notes = [], before = [] } = options;
  // In a script each heartbeat may be the point.
  const isShort = recording.unit === 'step' && recording.events.length <= scriptEventsMax;
  const folded = isShort ? recording : withoutIdleHeartbeats(recording);
  const gap = before.length > 0 ? [''] : [];
  // Before anything else is cut off at the beginning, what only passes the time.
  const drawn = shortened(folded, eventsDrawnMax);
  const gone = drawn.events.length < recording.events.length ? [leftOut] : [];
  t.draw([...before, ...gap, ...drawTable(drawn, { lastEvents: eventsDrawnMax }), ...gone]);
  const said = folded === recording ? notes : [...notes, leftOut];
  t.attach({ extension: 'html', content: spaceTimePage(folded, finding, said) });
}

/** The same for what a test itself found wrong at that moment, or what was thrown. */
export function exhibitAssertion(
  t: TestContext,
  recorder: Pick<Recorder, 'broke' | 'recording'>,
  at: number,
  thrown: unknown,
  notes: readonly string[],
): void {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  recorder.broke(at, message);
  const finding = { rule: 'What the test says', message, nodes: [], indexes: [] };
  exhibit(t, recorder.recording, finding, { notes: [...comparisonOf(thrown), ...notes] });
}

/** What was expected and what came, for a picture that is looked at without the report beside it. */
function comparisonOf(thrown: unknown): string[] {
  if (!(thrown instanceof Violation)) return [];
  const { expected, actual } = thrown;
  return [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`but ${actual}`]),
  ];
}

export function findingOf({ rule, message, servers, indexes }: BrokenRule): Finding {
  return { rule: `${capital(rule)}: ${raftRules[rule]}`, message, nodes: servers.map(nameOf), indexes };
}

/** The sentence of a report: which rule, and how it was broken. */
export function breachInWords({ rule, message }: BrokenRule): string {
  return `${capital(rule)} is broken: ${message}`;
}

/** The same for a test that fails because of it, with the number that the rule has in lesson 3. */
export function breachOf(broken: BrokenRule): Evidence {
  const rule = lessonRules[broken.rule];
  return { message: breachInWords(broken), ...(rule && { rule }) };
}

/** Where lesson 3's text states what holds at every moment. */
const lessonRules: Partial<Record<RaftRule, string>> = {
  'election safety': 'R1',
  'one vote a term': 'R2',
  'terms only grow': 'R3',
  'leader append-only': 'R5',
  'log matching': 'R6',
  'leader completeness': 'R7',
  'state machine safety': 'R8',
  'applied in order': 'R8',
  'commit by own term': 'R9',
  'durable before sent': 'R11',
  'snapshots take nothing back': 'R14',
  'reads see writes': 'R15',
  progress: 'R16',
};

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
