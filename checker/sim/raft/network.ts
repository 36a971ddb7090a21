/**
 * What happens between servers and to their clocks: messages take the time that their fates say, or never arrive; ticks
 * come at the pace of each server's clock; a server that stands still gets both later.
 */
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import type { RunningHash } from '../running-hash.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Conditions } from './conditions.ts';
import { type Fates, onceAfterOne } from './fates.ts';
import { hashMessage } from './hash-message.ts';
import { copyMessage, envelopeInWords, nameOf } from './message.ts';
import { type PlannedEvent, tickMs } from './plan.ts';
import type { Recorder } from './recorder.ts';

/** Where it happens. */
export interface Stage {
  ids: readonly number[];
  clock: VirtualClock;
  conditions: Conditions;
  fates: Fates;
  hash: RunningHash;
  recorder?: Recorder;
  /** Does something that is one event of the recording. */
  happen: Happen;
  isUp(id: number): boolean;
  deliver(message: Message): void;
  tick(id: number): void;
}

export type Happen = (
  kind: 'message' | 'timer' | PlannedEvent['kind'],
  server: number | undefined,
  words: string,
  action: () => void,
  message?: number,
) => void;

export interface Network {
  /** Takes a message from its sender; it is the network's own copy. */
  post(message: Message): void;
  startClocks(random: Random): void;
  /** How many messages have arrived. */
  delivered(): number;
}

/** Fifty times what a long run takes. */
const messagesMax = 100_000;

export function createNetwork(stage: Stage): Network {
  const { ids, clock, conditions, fates, hash, recorder, happen } = stage;
  let delivered = 0;
  let posted = 0;

  function arrive(message: Message, number: number): void {
    const { to } = message;
    const until = conditions.pausedUntil(to);
    if (until > clock.now()) {
      clock.at(until, () => arrive(message, number));
      return;
    }
    if (!stage.isUp(to)) {
      recorder?.missed(number);
      return;
    }
    if (++delivered > messagesMax) breakRule('progress', 'the servers send each other messages without end', [...ids]);
    hashMessage(hash, clock.now(), message);
    if (!recorder) stage.deliver(message);
    else happen('message', to, envelopeInWords(message), () => stage.deliver(message), number);
  }

  function tick(id: number): void {
    const until = conditions.pausedUntil(id);
    if (until > clock.now()) {
      clock.at(until, () => tick(id));
      return;
    }
    if (stage.isUp(id)) {
      if (!recorder) stage.tick(id);
      else happen('timer', id, `the clock of ${nameOf(id)} ticks`, () => stage.tick(id));
    }
    clock.at(clock.now() + conditions.tickMs(id), () => tick(id));
  }

  function delaysOf(message: Message): number[] {
    return conditions.isCalm() ? onceAfterOne : fates(message, conditions.weather());
  }

  return {
    post(message) {
      const isCut = conditions.links.isCut(message.from, message.to);
      const delays = isCut ? [] : delaysOf(message);
      if (delays.length === 0) recorder?.sent(++posted, message, isCut ? 'cut' : 'lost');
      for (let i = 0; i < delays.length; i++) {
        const number = ++posted;
        recorder?.sent(number, message);
        const copy = i === 0 ? message : copyMessage(message);
        clock.at(clock.now() + delays[i], () => arrive(copy, number));
      }
    },
    startClocks(random) {
      for (const id of ids) clock.at(random.integer(0, tickMs - 1), () => tick(id));
    },
    delivered: () => delivered,
  };
}
