/** The tests of exercise 4.8 that are about the proposer alone: when a command may be sent again, and when it may not. */
import { Failure } from '#kit/failure.ts';
import { createRandom } from '#kit/random.ts';
import type { PeerMessage } from '#revisions/peer-message.ts';
import { createProposer } from '#revisions/proposer.ts';
import { createWaiting } from '#revisions/waiting.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';
import { putOf } from './requests.ts';

export function declareProposerTests(test: DeclareTest): void {
  test('V25', 'a command is proposed again only where it was certainly not done', async (t: TestContext) => {
    const ends: [code: string, isUndone: boolean][] = [
      ['not-leader', true],
      ['proposal-lost', true],
      ['outcome-unknown', false],
    ];
    await t.forEach(ends, async ([code, isUndone]) => {
      const hand = proposerInHand(t);
      hand.put();
      await hand.settle();
      t.equal(hand.proposed(), 1, 'this member leads, so the command goes into its log');
      hand.reject(code);
      await hand.settle();
      if (isUndone) t.ok(hand.proposed() > 1, 'it was not done and never will be: so it must be tried again');
      else t.equal(hand.proposed(), 1, 'nobody knows whether it was done: once more might be twice');
    });
  });

  test('V25', 'another member is told "not proposed" only where its command was certainly not done', async (t) => {
    const ends: [code: string, isUndone: boolean][] = [
      ['proposal-lost', true],
      ['outcome-unknown', false],
    ];
    await t.forEach(ends, async ([code, isUndone]) => {
      const hand = proposerInHand(t);
      hand.takeOver();
      await hand.settle();
      t.equal(hand.proposed(), 1, 'n1 leads, so the command goes into its log');
      hand.reject(code);
      await hand.settle();
      const told = hand.sent.map(({ type }) => type);
      const because = isUndone ? 'n2 may ask the next leader' : 'n2 would ask once more for what may be done already';
      t.equal(told, isUndone ? ['not-proposed'] : [], because);
    });
  });
}

/** The proposer of n1, which leads; what becomes of a proposal says the script. */
function proposerInHand(t: TestContext) {
  const clock = createVirtualClock();
  const proposals: ((why: unknown) => void)[] = [];
  const sent: PeerMessage[] = [];
  const proposer = createProposer({
    id: 1,
    random: createRandom(1),
    waiting: createWaiting(clock, 7000),
    replica: {
      propose: () => new Promise<never>((_resolve, reject) => proposals.push(reject)),
      status: () => ({ role: 'leader', leader: 1, term: 1, commitIndex: 0, appliedIndex: 0, lastIndex: 0 }) as never,
    },
    send(_to, message) {
      t.step(`  n1 sends ${message.type}`);
      sent.push(message);
    },
  });
  return {
    sent,
    proposed: () => proposals.length,
    put() {
      t.step('a client asks n1 for put("a", "1")');
      proposer.propose({ type: 'put', request: putOf('a', '1') }).catch((why) => {
        if (why.code !== 'request-timed-out') throw why;
      });
    },
    takeOver() {
      t.step('n2 asks n1 to propose a command');
      proposer.takeOver({ type: 'propose', from: 2, number: 7, command: new Uint8Array([1, 2, 3]) });
    },
    reject(code: string) {
      t.step(`propose() of the replica is rejected with ${code}`);
      proposals[0](new Failure(code, 'the replica says so'));
    },
    /** Gives it all the turns that it wants, and some occasions to try again. */
    async settle() {
      for (let turn = 0; turn < 6; turn++) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        proposer.flush();
      }
    },
  };
}
