/**
 * The messages of a scripted run that are on their way, oldest first.
 */
import type { Message } from '#raft/message.ts';
import type { Links } from './links.ts';
import { copyMessage } from './message.ts';
import type { Recorder } from './recorder.ts';

/** Which messages are meant: those that fit in everything that is said. */
export interface MessageFilter {
  from?: number;
  to?: number;
  type?: Message['type'];
}

export interface Letter {
  message: Message;
  /** Its number in the recording. */
  number: number;
}

export interface Post {
  send(message: Message): void;
  /** A number for a message that comes from the test itself. */
  number(): number;
  waiting(filter?: MessageFilter): Letter[];
  take(filter?: MessageFilter): Letter[];
  drop(filter?: MessageFilter): number;
  repeat(filter?: MessageFilter): number;
}

export function createPost(recorder: Recorder, links: Links): Post {
  let letters: Letter[] = [];
  let last = 0;

  function send(message: Message): void {
    const isCut = links.isCut(message.from, message.to);
    recorder.sent(++last, message, isCut ? 'cut' : undefined);
    if (!isCut) letters.push({ message, number: last });
  }

  function take(filter?: MessageFilter): Letter[] {
    const taken = letters.filter((letter) => fits(letter, filter));
    letters = letters.filter((letter) => !taken.includes(letter));
    return taken;
  }

  return {
    send,
    number: () => ++last,
    waiting: (filter) => letters.filter((letter) => fits(letter, filter)),
    take,
    drop(filter) {
      const taken = take(filter);
      for (const { number } of taken) recorder.lost(number);
      return taken.length;
    },
    repeat(filter) {
      const some = letters.filter((letter) => fits(letter, filter));
      for (const { message } of some) send(copyMessage(message));
      return some.length;
    },
  };
}

function fits({ message }: Letter, { from, to, type }: MessageFilter = {}): boolean {
  return (
    (from ?? message.from) === message.from &&
    (to ?? message.to) === message.to &&
    (type ?? message.type) === message.type
  );
}
