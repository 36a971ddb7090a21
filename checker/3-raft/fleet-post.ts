/** The messages of a fleet that are on their way. They move when they are told to. */
import type { Message } from '#raft/message.ts';
import type { TestContext } from '../judge/exercise.ts';
import { copyMessage, envelopeInWords } from '../sim/raft/message.ts';
import type { FleetMembers } from './fleet-members.ts';
import type { FleetRecord, Letter } from './fleet-record.ts';

export type Which = (message: Message) => boolean;

export interface FleetPost {
  send(message: Message): void;
  inFlight(which: Which): Message[];
  take(which: Which): Letter[];
  lose(which: Which): Letter[];
  arrive(letter: Letter): Promise<void>;
  /** Hands a replica a message that nobody sent. */
  inject(message: Message): Promise<void>;
  /** Lets messages arrive until nothing is on its way any more. Those from and to `cutOff` are lost. */
  settle(cutOff: readonly number[]): Promise<void>;
}

export function createFleetPost(t: TestContext, record: FleetRecord, members: FleetMembers): FleetPost {
  let onTheirWay: Letter[] = [];

  function take(which: Which): Letter[] {
    const taken = onTheirWay.filter(({ message }) => which(message));
    onTheirWay = onTheirWay.filter((letter) => !taken.includes(letter));
    return taken;
  }

  function lose(which: Which): Letter[] {
    const lost = take(which);
    lost.forEach(record.lost);
    return lost;
  }

  async function arrive(letter: Letter, before = () => {}): Promise<void> {
    const { message, number } = letter;
    const { replica } = members.of(message.to);
    if (!replica) {
      record.missed(letter);
      return;
    }
    const words = envelopeInWords(message);
    await record.happen({ kind: 'message', words, server: message.to, message: number, isOwnAffair: true }, () => {
      before();
      replica.receive(copyMessage(message));
      return members.quiet();
    });
  }

  return {
    take,
    lose,
    arrive: (letter) => arrive(letter),
    send(message) {
      const letter = record.letterOf(message);
      record.sent(letter);
      onTheirWay.push(letter);
    },
    inFlight: (which) => onTheirWay.map(({ message }) => message).filter(which),
    inject(message) {
      const letter = record.letterOf(message);
      // Its arrow begins in the row in which it ends.
      return arrive(letter, () => record.sent(letter));
    },
    async settle(cutOff) {
      const isLost = ({ from, to }: Message) => cutOff.includes(from) || cutOff.includes(to);
      for (let round = 0; onTheirWay.length > 0; round++) {
        lose(isLost);
        for (const letter of take(() => true)) await arrive(letter);
        t.ok(round < 300, 'the replicas never stop sending each other messages');
      }
    },
  };
}
