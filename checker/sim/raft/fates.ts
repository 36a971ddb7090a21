/**
 * What becomes of each message: drawn as the weather has it, or as listed. Every way from one server to another has a
 * stream of random numbers of its own, so that more messages on one change nothing on the others.
 */
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import type { Fate, PlannedEvent } from './plan.ts';

export type Weather = Pick<Extract<PlannedEvent, { kind: 'weather' }>, 'loss' | 'repeat' | 'delayMs'>;

export const fairWeather: Weather = { loss: 0, repeat: 0, delayMs: [1, 1] };

/** When the copies of a message arrive, in milliseconds from now; none for a message that is lost. */
export type Fates = (message: Message, weather: Weather) => number[];

/** What becomes of a message when nothing goes wrong. */
export const onceAfterOne = [1];

/** @param random a stream of random numbers by name */
export function drawnFates(random: (stream: string) => Random): Fates {
  const streams: Random[][] = [];
  const delay = (stream: Random, [min, max]: [number, number]) => (min === max ? min : stream.integer(min, max));
  return ({ from, to }, { loss, repeat, delayMs }) => {
    if (loss === 0 && repeat === 0 && delayMs[0] === 1 && delayMs[1] === 1) return onceAfterOne;
    streams[from] ??= [];
    streams[from][to] ??= random(`messages from ${from} to ${to}`);
    const stream = streams[from][to];
    if (loss > 0 && stream.next() < loss) return [];
    const first = delay(stream, delayMs);
    return repeat > 0 && stream.next() < repeat ? [first, delay(stream, delayMs)] : [first];
  };
}

export function listedFates(fates: readonly Fate[]): Fates {
  const byKey = new Map(fates.map((fate) => [keyOf(fate, fate.nth), fate.delaysMs]));
  const count = createCounter();
  return (message) => byKey.get(keyOf(message, count(message))) ?? onceAfterOne;
}

/** The same fates, each that is out of the ordinary noted in `into`: how a drawn run becomes a listed one. */
export function notedFates(fates: Fates, into: Fate[]): Fates {
  const count = createCounter();
  return (message, weather) => {
    const delaysMs = fates(message, weather);
    const { from, to, type } = message;
    const nth = count(message);
    if (delaysMs.length !== 1 || delaysMs[0] !== 1) into.push({ from, to, type, nth, delaysMs });
    return delaysMs;
  };
}

function createCounter(): (message: Message) => number {
  const counts = new Map<string, number>();
  return (message) => {
    const key = keyOf(message, 0);
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return nth;
  };
}

function keyOf({ from, to, type }: Pick<Fate, 'from' | 'to' | 'type'>, nth: number): string {
  return `${from} ${to} ${type} ${nth}`;
}
