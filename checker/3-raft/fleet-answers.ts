/** What clients of a fleet are told, and when. */
import { codeOf } from '#kit/failure.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import type { FleetRecord } from './fleet-record.ts';

/** How a promise stands. */
export type Told = { status: 'waiting' } | { status: 'done'; result: unknown } | { status: 'refused'; code?: string };

/** Follows a promise; its answer is a part of the report. */
export function followed(
  t: TestContext,
  record: Pick<FleetRecord, 'answered'>,
  call: string,
  promise: Promise<unknown>,
): { told: Told } {
  const following: { told: Told } = { told: { status: 'waiting' } };
  const answered = (told: Told, words: string) => {
    following.told = told;
    const line = t.step(`  ${call} → ${words}`);
    record.answered(`${call} → ${words}`, line);
  };
  promise.then(
    (result) => answered({ status: 'done', result }, show(result)),
    (why) => {
      if (codeOf(why) === undefined || codeOf(why) === 'todo') throw why;
      answered({ status: 'refused', code: codeOf(why) }, `refused with ${codeOf(why)}`);
    },
  );
  return following;
}
