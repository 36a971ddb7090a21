/** The part of exercise 3.7 that is about whole replicas: many readers, questions that are lost, and answers that are late. */
import type { Message } from '#raft/message.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { type Fleet, openFleet } from './fleet.ts';

export function declareReplicaReadTests(test: DeclareTest): void {
  test('R15', 'a replica’s read waits until its own state machine is new enough', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const write = await fleet.propose(1, 'a');
    await fleet.settle([3]);
    t.equal(write.told, { status: 'done', result: 'a is number 1' }, 'n1 and n2 have it, n3 does not');
    const read = await fleet.read(3);
    t.equal(read.told, { status: 'waiting' }, 'n3 cannot know yet what has been done');
    await fleet.beat(1);
    t.equal(read.told, { status: 'done', result: ['a'] }, 'the read must see what was answered before it');
  });

  test('R15', 'an answer to a question that was asked before does not do for a later read', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const first = await fleet.read(3);
    await fleet.deliver(({ type }) => type === 'ReadIndex');
    await fleet.deliver(({ type, to }) => type === 'Heartbeat' && to === 2);
    await fleet.deliver(({ type, from }) => type === 'HeartbeatResponse' && from === 2);
    const write = await fleet.propose(1, 'a');
    await fleet.deliver(({ type, to }) => type === 'AppendEntries' && to === 2);
    await fleet.deliver(({ type, from }) => type === 'AppendEntriesResponse' && from === 2);
    t.equal(write.told, { status: 'done', result: 'a is number 1' }, 'n1 and n2 have it');
    const second = await fleet.read(3);
    await fleet.deliver(({ type }) => type === 'ReadIndexResponse');
    t.equal(first.told, { status: 'done', result: [] }, 'the first read was asked for before the write');
    t.equal(second.told, { status: 'waiting' }, 'the second must see the write, which n3 does not have yet');
    await fleet.beat(1);
    t.equal(second.told, { status: 'done', result: ['a'] }, 'and does so in the end');
  });

  test('R15', 'a late answer to an earlier question does not do for a later read', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const first = await fleet.read(3);
    const isAnswer = ({ type }: Message) => type === 'ReadIndexResponse';
    for (let i = 0; i < 5 && fleet.inFlight(isAnswer).length === 0; i++) await fleet.deliver();
    const [late] = fleet.inFlight(isAnswer);
    for (let i = 0; i < 6; i++) {
      await fleet.tick(3, 2);
      await fleet.tick(1, 2);
      await settleBut(fleet, late);
    }
    t.equal(first.told, { status: 'done', result: [] }, 'n3 has asked once more, and that was answered');
    const write = await fleet.propose(1, 'a');
    await fleet.deliver(({ type, to }) => type === 'AppendEntries' && to === 2);
    await fleet.deliver(({ type, from }) => type === 'AppendEntriesResponse' && from === 2);
    t.equal(write.told, { status: 'done', result: 'a is number 1' }, 'n1 and n2 have it, n3 does not');
    const second = await fleet.read(3);
    t.step('the answer to the very first question arrives at last');
    await fleet.deliver((message) => message === late);
    t.equal(second.told, { status: 'waiting' }, 'that answer is older than this read: look at its context');
  });

  test('R15', 'every question has a context that was never used before, not even before a restart', async (t) => {
    const fleet = await openFleet(t, 3);
    const contexts: number[] = [];
    for (let life = 1; life <= 2; life++) {
      await fleet.elect(1);
      for (let i = 0; i < 6; i++) {
        await fleet.read(3);
        for (const message of fleet.inFlight(({ from }) => from === 3))
          if (message.type === 'ReadIndex') contexts.push(message.context);
        await fleet.settle();
      }
      await fleet.powerCut(3);
      await fleet.open(3);
    }
    t.equal(contexts.length >= 12, true, 'n3 must ask n1 for each of these reads: each came alone');
    const message = 'with the same context twice, an old answer looks like that to the new question';
    t.equal(new Set(contexts).size, contexts.length, message);
  });
}

/** Delivers until nothing but that message is on its way any more. */
async function settleBut(fleet: Fleet, late: Message): Promise<void> {
  const isOther = (message: Message) => message !== late;
  for (let round = 0; round < 20 && fleet.inFlight(isOther).length > 0; round++) await fleet.deliver(isOther);
}
