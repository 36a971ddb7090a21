/**
 * A journey as the picture shows it: of each place, whether the request has passed it, was stopped there, or never came.
 *
 *     ● authorize              a role allows it
 *     ✘ mutating admission     404 NotFound
 *     ○ defaulting
 */
import { statusOfResponse } from './answer.ts';
import type { Journey, Stop } from './journey.ts';
import { noteOn } from './notes.ts';
import { placeOf, places, transaction } from './places.ts';

/**
 * `earlier`: it has come by here, lost the race for the object, and did not come so far again.
 * `aside`: not on its way.
 */
export type State = 'passed' | 'here' | 'refused' | 'earlier' | 'unreached' | 'aside';

export interface Passage {
  name: string;
  exercise: string;
  state: State;
  note: string;
}

/** The journey as it was when it had come by so many stops. */
export function upTo(journey: Journey, stops: number): Journey {
  if (stops >= journey.stops.length) return journey;
  return { ...journey, stops: journey.stops.slice(0, stops), response: undefined };
}

export function passagesOf(journey: Journey): Passage[] {
  const lap = lastLap(journey.stops);
  const last = placeOf(lap.at(-1)?.link ?? '');
  return places.map(({ name, exercise }, place) => {
    const state = stateOf(journey, lap, place, last);
    return {
      name,
      exercise,
      state,
      note: state === 'refused' ? refusalOf(journey) : noteOn(journey, lap, place, state),
    };
  });
}

/** How often the write has gone through the second chain. */
export function laps({ stops }: Journey): number {
  return stops.filter(isBegin).length;
}

/** Whether the second chain begins here. */
function isBegin({ link }: Stop): boolean {
  return link === 'structure';
}

/** The stops of the first chain, and those of the second as it was run last. */
function lastLap(stops: readonly Stop[]): Stop[] {
  const [first, last] = [stops.findIndex(isBegin), stops.findLastIndex(isBegin)];
  return first < 0 ? [...stops] : [...stops.slice(0, first), ...stops.slice(last)];
}

function stateOf(journey: Journey, lap: readonly Stop[], place: number, last: number): State {
  const { request, response } = journey;
  const isIn = (stops: readonly Stop[]) => stops.some(({ link }) => placeOf(link) === place);
  if (isIn(lap)) {
    if (place !== last) return 'passed';
    if (!response) return 'here';
    return response.status < 400 ? 'passed' : 'refused';
  }
  if (isIn(journey.stops)) return 'earlier';
  if (places[place].isOfWrites && request.method === 'GET') return 'aside';
  // Done, and nothing had to be written.
  if (response && response.status < 400) return 'aside';
  return 'unreached';
}

function refusalOf(journey: Journey): string {
  const { code, reason } = statusOfResponse(journey.response!)!;
  const wasTaken = journey.stops.at(-1)?.link === transaction;
  return `${code} ${reason}${wasTaken ? ': the key is taken' : ''}`;
}
