/**
 * Hands a recorded run to a test's report: the drawing for the terminal, the page for the browser.
 */

import type { TestContext } from '../../judge/test-context.ts';
import type { BrokenRule } from '../../oracles/raft-invariants.ts';
import { raftRules } from '../../oracles/raft-invariants.ts';
import { withoutIdleHeartbeats } from '../fold.ts';
import { spaceTimePage } from '../picture/page.ts';
import { drawTable } from '../picture/terminal.ts';
import type { Finding, Recording } from '../recording.ts';
import { nameOf } from './message.ts';

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
