/** Random writes, and a client that is full now and then, beside the list: a part of 5.8. */
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createScript, type WatchHand } from './watch-script.ts';

export function declareWatchRuns(test: DeclareTest): void {
  test('A41', 'whatever is written, the events folded are the list', async (t: TestContext) => {
    const writes = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        app: fc.constantFrom('web', 'db', undefined),
        full: fc.boolean(),
      }),
      { maxLength: 15 },
    );
    await t.forAll(
      fc.record({ writes, after: fc.nat(15) }),
      async ({ writes: queue, after }) => {
        const { write, watch } = createScript(t);
        const states = new Map<string, string>();
        const listed = new Map<string, string>();
        let hand: WatchHand | undefined;
        for (const [i, { name, app, full }] of queue.entries()) {
          if (i === after) {
            for (const [key, value] of states) listed.set(key, value);
            hand = watch(i + 1);
            await quiet();
          }
          if (hand) hand.hasRoom = !full;
          write(name, app);
          if (app === 'web') states.set(name, String(i + 2));
          else states.delete(name);
          if (hand?.hasRoom) hand.stream.resume();
        }
        if (!hand) return;
        hand.hasRoom = true;
        hand.stream.resume();
        await quiet();
        for (const event of hand.events) {
          const [type, name, revision] = event.split(' ');
          t.equal(listed.has(name), type !== 'ADDED', `${event}: only what was not there is ADDED`);
          if (type === 'DELETED') listed.delete(name);
          else listed.set(name, revision);
        }
        t.equal([...listed].sort(), [...states].sort(), 'the list, and the events folded into it, are the list now');
      },
      { runs: 60 },
    );
  });
}
