/**
 * Hands a recorded run to a test's report: the drawing for the terminal, the page for the browser.
 */

import type { TestContext } from '../../judge/test-context.ts';
import { Violation } from '../../judge/violation.ts';
import type { BrokenRule } from '../../oracles/raft-invariants.ts';
import { raftRules } from '../../oracles/raft-invariants.ts';
import { withoutIdleHeartbeats } from '../fold.ts';
import { spaceTimePage } from '../picture/page.ts';
import { drawTable } from '../picture/terminal.ts';
import type { Finding, Recording } from '../recording.ts';
import { nameOf } from './message.ts';
import type { Recorder } from './recorder.ts';

/** What the terminal shows; the page has all. */
const eventsDrawnMax = 24;

/** A script of so many events is shown as it is. */
const scriptEventsMax = 80;

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
  t.draw([...before, ...gap, ...drawTable(folded, { lastEvents: eventsDrawnMax })]);
  const said = folded === recording ? notes : [...notes, 'heartbeats that change nothing are left out'];
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

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
