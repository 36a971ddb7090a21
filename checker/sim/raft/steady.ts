/**
 * Two runs of one seed that are not alike: where they part.
 */
import type { TestContext } from '../../judge/test-context.ts';
import type { Recording } from '../recording.ts';

const why =
  'Something besides messages, ticks and `random` decides: a clock, Math.random, a variable outside of the server?';

/** How many events before the parting are shown. */
const eventsBefore = 6;

/** Adds the last events that were alike as steps. @returns a sentence about the first that was not */
export function divergenceInWords(t: TestContext, a: Recording, b: Recording): string {
  const length = Math.max(a.events.length, b.events.length);
  const at = Array.from({ length }, (_, i) => i).find((i) => !isAlike(a, b, i));
  if (at === undefined) return `the same seed gave two different runs, and then twice the same. ${why}`;
  for (const { at: time, words } of a.events.slice(Math.max(0, at - eventsBefore), at)) t.step(`t=${time} ${words}`);
  return `the same seed gave two different runs: event ${at + 1} was ${said(a, at)} once and ${said(b, at)} the other time. ${why}`;
}

function isAlike(a: Recording, b: Recording, at: number): boolean {
  return JSON.stringify(a.events[at]) === JSON.stringify(b.events[at]);
}

function said({ events }: Recording, at: number): string {
  return events[at] ? `"t=${events[at].at} ${events[at].words}"` : 'missing';
}
