/**
 * One leader for the whole run, and trouble on the way to its followers: the part of chaos that needs no elections. Some
 * followers begin with entries of leaders that nobody else has heard of.
 */
import { createRaft } from '#raft/raft.ts';
import { fc, type TestContext } from '../judge/exercise.ts';
import { type Script, scripted } from '../sim/raft/script.ts';

type Step =
  | { kind: 'propose' | 'beat' | 'deliver' }
  | {
      kind: 'deliverTo' | 'deliverFrom' | 'dropTo' | 'dropFrom' | 'repeatTo' | 'repeatFrom' | 'crash' | 'restart';
      id: number;
    };

export interface Trouble {
  /** How many entries n4 has of term 1, and n5 of term 2, that nobody else has. */
  strays: [number, number];
  steps: Step[];
}

const follower = fc.integer({ min: 2, max: 5 });
const common = fc.constantFrom<Step>({ kind: 'propose' }, { kind: 'beat' }, { kind: 'deliver' });
const someone = fc.record({
  kind: fc.constantFrom('deliverTo', 'deliverFrom', 'dropTo', 'dropFrom', 'repeatTo', 'repeatFrom', 'crash', 'restart'),
  id: follower,
}) as fc.Arbitrary<Step>;

export const someTrouble: fc.Arbitrary<Trouble> = fc.record({
  strays: fc.tuple(fc.nat(4), fc.nat(4)),
  steps: fc.array(fc.oneof(common, someone), { maxLength: 30 }),
});

export async function replicateThroughTrouble(t: TestContext, { strays, steps }: Trouble): Promise<void> {
  const disks = Object.fromEntries(
    strays.map((length, i) => [i + 4, { term: 3, log: Array<number>(length).fill(i + 1) }]),
  );
  for (const id of [1, 2, 3]) disks[id] = { term: 3, log: [] };
  const config = { entriesPerMessageMax: 2, entriesInFlightMax: 3 };
  await scripted(t, { createRaft, commitsAnyTerm: true, servers: 5, disks, config }, (world) => {
    world.campaign(1);
    world.settle();
    t.equal(world.status(1).role, 'leader', 'n1 has the votes of n2 and n3');
    let proposed = 0;
    for (const step of steps) {
      if (step.kind === 'propose') proposed++;
      take(world, step, proposed);
    }
    heal(world);
    world.propose(1, 'the last');
    const beats = 6 + 2 * (proposed + 4);
    for (let beat = 0; beat < beats && !isDone(world, proposed + 1); beat++) {
      world.tick(1, 2);
      world.settle();
    }
    for (const id of [1, 2, 3, 4, 5]) {
      t.equal(world.log(id), world.log(1), `n${id} must have the leader's log, ${beats} heartbeats after the trouble`);
      t.equal(world.status(id).applied, proposed + 1, `n${id} must have applied everything that was proposed`);
    }
  });
}

function isDone(world: Script, index: number): boolean {
  return [1, 2, 3, 4, 5].every((id) => world.status(id).applied === index);
}

function heal(world: Script): void {
  for (const id of [2, 3, 4, 5]) if (!world.isUp(id)) world.restart(id);
}

function take(world: Script, step: Step, proposed: number): void {
  switch (step.kind) {
    case 'propose':
      world.propose(1, `v${proposed}`);
      return;
    case 'beat':
      world.tick(1, 2);
      return;
    case 'deliver':
      world.deliver();
      return;
    case 'deliverTo':
    case 'deliverFrom':
      world.deliver(way(step));
      return;
    case 'dropTo':
    case 'dropFrom':
      world.drop(way(step));
      return;
    case 'repeatTo':
    case 'repeatFrom':
      world.repeat(way(step));
      return;
    case 'crash':
      if (world.isUp(step.id)) world.crash(step.id);
      return;
    case 'restart':
      if (!world.isUp(step.id)) world.restart(step.id);
  }
}

function way({ kind, id }: { kind: string; id: number }): { from: number } | { to: number } {
  return kind.endsWith('From') ? { from: id } : { to: id };
}
