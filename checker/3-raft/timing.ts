/** The part of exercise 3.1 that counts ticks: when an election is due, and when a heartbeat. */
import { createRaft } from '#raft/raft.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { scripted } from '../sim/raft/script.ts';
import { vote } from './messages.ts';

export function declareTimingTests(test: DeclareTest): void {
  test(
    'R4',
    'every election timeout is from `electionTicks` to one less than twice that, drawn anew (5.2)',
    async (t: TestContext) => {
      // With 2 electionTicks a timeout is 2 or 3 ticks long, and of 30 drawn ones both are there.
      await scripted(t, { createRaft, servers: 3, config: { electionTicks: 2, heartbeatTicks: 1 } }, (world) => {
        const timeouts = new Set<number>();
        for (let term = 1; term <= 30; term++) {
          let ticks = 0;
          while (world.status(1).term < term) {
            t.ok(ticks < 3, `nobody answers n1, and after 3 ticks, the longest timeout, term ${term} must have begun`);
            world.tick(1);
            ticks++;
          }
          t.ok(ticks >= 2, `the election of term ${term} came after ${ticks} tick: 2 is the shortest timeout`);
          timeouts.add(ticks);
        }
        t.equal(
          timeouts.size,
          2,
          'thirty timeouts must not be all the same: who draws no new one may collide for ever',
        );
      });
    },
  );

  test('R4', 'a leader sends heartbeats every `heartbeatTicks` ticks, not more and not fewer (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: { electionTicks: 100, heartbeatTicks: 5 } }, (world) => {
      world.campaign(1);
      world.inject(vote({ from: 2, term: 1 }));
      world.drop();
      world.tick(1, 40);
      const beats = world.inFlight({ type: 'Heartbeat', to: 2 }).length;
      t.equal(
        beats >= 7 && beats <= 9,
        true,
        `in 40 ticks n1 must send 8 heartbeats to n2, one every 5; it sent ${beats}`,
      );
    });
  });
}
