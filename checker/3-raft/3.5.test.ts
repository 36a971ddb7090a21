/**
 * Goal: logs that conflict over many entries agree again after a few messages.
 * Method: messages are counted: a refusal for each term of the follower's own, and one more. Long logs that were made for
 * it, then drawn ones; and what the logs are in the end.
 */
import { createRaft } from '#raft/raft.ts';
import { exercise, fc, Rendered, type TestContext } from '../judge/exercise.ts';
import { type Script, scripted } from '../sim/raft/script.ts';

export default exercise('3.5', (test) => {
  test('R13', 'a follower whose log is too short is found out with one refusal (5.3)', async (t) => {
    await expectRepaired(t, runs([1, 40], [2, 20]), runs([1, 3]));
    await expectRepaired(t, runs([1, 40], [2, 20]), []);
  });

  test('R13', 'a hundred entries of another leader are passed over at once (5.3)', async (t) => {
    await expectRepaired(t, runs([1, 3], [3, 60]), runs([1, 3], [2, 60]));
    await expectRepaired(t, runs([1, 3], [4, 100]), runs([1, 3], [2, 40], [3, 40]));
  });

  test('R13', 'many short terms of the leader’s cost nothing more (5.3)', async (t) => {
    const many = Array.from({ length: 20 }, (_, i): [number, number] => [i + 3, 2]);
    await expectRepaired(t, runs([1, 5], ...many), runs([1, 5], [2, 40]));
    await expectRepaired(t, runs([1, 5], [4, 1], [6, 30]), runs([1, 5], [3, 10], [5, 10]));
  });

  test('R13', 'terms that interleave cost a refusal each, and no more (5.3)', async (t) => {
    await expectRepaired(t, runs([1, 4], [3, 5], [5, 5], [7, 5]), runs([1, 4], [2, 5], [4, 5], [6, 5]));
    await expectRepaired(t, runs([2, 30], [9, 1]), runs([1, 1], [3, 10], [4, 10], [5, 10]));
  });

  test('R13', 'what the follower has is not all sent again (5.3)', async (t) => {
    const common: [number, number][] = [
      [1, 30],
      [2, 10],
      [3, 2],
    ];
    await expectRepaired(t, runs(...common, [5, 20]), runs(...common, [4, 20]));
    await expectRepaired(t, runs(...common, [5, 20]), runs(...common));
    await expectRepaired(t, runs(...common, [5, 20]), runs(...common, [4, 40]));
  });

  test('R6', 'whatever two logs hold, they agree in the end, after few refusals', async (t) => {
    await t.forAll(someLogs, ([leader, follower]) => expectRepaired(t, leader, follower), { runs: 30 });
  });
});

/** `[term, how many]` in a row. */
function runs(...rows: [number, number][]): number[] {
  return rows.flatMap(([term, length]) => Array<number>(length).fill(term));
}

/** Two logs with a beginning in common; behind it each has terms that the other does not: even ones, and odd ones. */
const someLogs: fc.Arbitrary<[number[], number[]]> = fc
  .record({
    common: fc.nat(6),
    leader: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })), { maxLength: 5 }),
    follower: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })), { maxLength: 5 }),
  })
  .map(({ common, leader, follower }) => {
    const behind = (rows: [number, number][], odd: number) =>
      runs(...rows.map(([k, length]): [number, number] => [2 * k + odd, length]).sort(([a], [b]) => a - b));
    return [
      [...runs([1, common]), ...behind(leader, 0)],
      [...runs([1, common]), ...behind(follower, 1)],
    ];
  });

/** n1 leads with the votes of n3, whose log is like its own, and n2 has the other log. */
async function expectRepaired(t: TestContext, leader: number[], follower: number[]): Promise<void> {
  const term = Math.max(1, ...leader, ...follower);
  const disks = { 1: { term, log: leader }, 2: { term, log: follower }, 3: { term, log: leader } };
  await scripted(t, { createRaft, servers: 3, disks }, (world) => {
    t.step(`  in short: n1 has the terms ${inShort(leader)}, n2 has ${inShort(follower)}`);
    world.partition([1, 3], [2]);
    world.campaign(1);
    world.settle();
    world.heal();
    world.propose(1, 'x');
    const { refusals, sent } = untilQuiet(t, world);
    const lacking = new Set(follower.filter((each, i) => each !== leader[i])).size;
    if (refusals > lacking + 1) {
      const expected = new Rendered(`at most ${lacking + 1}: ${lacking} terms of n2 are not n1's, and one more`);
      const actual = new Rendered(`${refusals} refusals`);
      t.fail({ message: 'n1 must find out with few refusals where the log of n2 agrees', expected, actual });
    }
    t.equal(world.log(2), world.log(1), 'the logs must be the same in the end');
    expectLittleAgain(t, { leader, follower, sent });
  });
}

/** Where the logs part, some of the last entries that n2 has may be sent again, but nothing of an older term. */
function expectLittleAgain(
  t: TestContext,
  { leader, follower, sent }: { leader: number[]; follower: number[]; sent: ReadonlySet<number> },
): void {
  const common = leader.findIndex((term, i) => term !== follower[i]);
  const agreed = common < 0 ? leader : leader.slice(0, common);
  const again = [...sent].filter((index) => index <= agreed.length);
  const max = agreed.filter((term) => term === agreed.at(-1)).length;
  if (again.length <= max) return;
  const expected = new Rendered(`at most ${max}: so many have the term of entry ${agreed.length}, the last in common`);
  const actual = new Rendered(`${again.length} entries, from ${Math.min(...again)} on`);
  t.fail({ message: 'n1 must not send again what n2 has: the logs agree up to where they part', expected, actual });
}

/** Delivers everything, over a few heartbeats. @returns at how many places n2 refuses, and which entries it is sent */
function untilQuiet(t: TestContext, world: Script): { refusals: number; sent: ReadonlySet<number> } {
  // A message that a heartbeat has sent again may be refused twice, at the same place.
  const places = new Set<number>();
  const sent = new Set<number>();
  for (let beat = 0; beat < 3; beat++) {
    world.tick(1, 2);
    for (let round = 0; world.inFlight().length > 0; round++) {
      t.ok(round < 200, 'n1 must not try again and again where n2 has refused');
      for (const message of world.inFlight({ from: 2, type: 'AppendEntriesResponse' })) {
        if (message.type === 'AppendEntriesResponse' && !message.success) places.add(message.index);
      }
      for (const message of world.inFlight({ to: 2, type: 'AppendEntries' })) {
        if (message.type === 'AppendEntries') for (const { index } of message.entries) sent.add(index);
      }
      world.deliver();
    }
  }
  return { refusals: places.size, sent };
}

function inShort(log: number[]): string {
  const rows: [number, number][] = [];
  for (const term of log) {
    if (rows.at(-1)?.[0] === term) rows.at(-1)![1]++;
    else rows.push([term, 1]);
  }
  return rows.length === 0 ? 'no entries' : rows.map(([term, length]) => `${length} × ${term}`).join(', ');
}
