/** The recording of a fleet, event by event, and its drawing should the test fail. */

import { text } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import type { Message } from '#raft/message.ts';
import type { RaftStatus } from '#raft/raft.ts';
import type { TestContext } from '../judge/exercise.ts';
import { exhibitAssertion } from '../sim/raft/explain.ts';
import { type Beginning, createRecorder } from '../sim/raft/recorder.ts';
import { createBeliefs } from '../sim/replica/belief.ts';

/** A message on its way. */
export interface Letter {
  message: Message;
  /** Its number in the recording. */
  number: number;
}

export interface FleetRecord {
  /** A line of the report; what happens from here on belongs to it. */
  step(words: string): void;
  letterOf(message: Message): Letter;
  sent(letter: Letter): void;
  lost(letter: Letter): void;
  missed(letter: Letter): void;
  /** @param at the number of its line in the report */
  answered(words: string, at: number): void;
  /** What is one event of the recording. Within an event it is a part of that. */
  happen<T>(beginning: Omit<Beginning, 'at'>, action: () => Promise<T>): Promise<T>;
}

export interface FleetSources {
  ids: readonly number[];
  commandsOf(id: number): ReadonlyMap<number, { words: string }>;
  standing(id: number): { status: RaftStatus; applied: number } | undefined;
}

export function createFleetRecord(t: TestContext, { ids, commandsOf, standing }: FleetSources): FleetRecord {
  const recorder = createRecorder('step');
  const beliefs = createBeliefs({ commandsOf, wordsOf: text, standing });
  /** The number of the step. */
  let now = 0;
  let letters = 0;
  let isOpen = false;
  recorder.start(ids, beliefs.of);
  t.onFailure((thrown) => {
    if (codeOf(thrown) === 'todo' || recorder.recording.events.length === 0) return;
    const notes = [`${ids.length} replicas`, 'a scripted run: steps instead of time'];
    exhibitAssertion(t, recorder, now, thrown, notes);
  });

  return {
    step(words) {
      now = t.step(words);
    },
    letterOf: (message) => ({ message, number: ++letters }),
    sent({ message, number }) {
      beliefs.sent(message);
      recorder.sent(number, message);
    },
    lost: ({ number }) => recorder.lost(number),
    missed: ({ number }) => recorder.missed(number),
    answered: recorder.answered,
    async happen(beginning, action) {
      if (isOpen) return action();
      isOpen = true;
      recorder.begin({ at: now, ...beginning });
      try {
        return await action();
      } finally {
        recorder.end([]);
        isOpen = false;
      }
    },
  };
}
