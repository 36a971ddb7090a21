/** Three replicas through drawn sequences of proposals, elections, losses and power cuts. */
import { fc, Rendered, show, type TestContext } from '../judge/exercise.ts';
import { type Fleet, type FleetOptions, openFleet, type Told } from './fleet.ts';

type Step =
  | { kind: 'propose' | 'elect' | 'beat' | 'powerCut' | 'open' | 'lose'; id: number }
  | { kind: 'deliver'; id: number };

const all = [1, 2, 3];

export const someFleetLives: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('propose', 'propose', 'elect', 'beat', 'deliver', 'deliver', 'lose', 'powerCut', 'open'),
    id: fc.integer({ min: 1, max: 3 }),
  }) as fc.Arbitrary<Step>,
  { maxLength: 25 },
);

interface Asked {
  command: string;
  followed: { told: Told };
}

export async function surviveLives(t: TestContext, steps: Step[], options: FleetOptions = {}): Promise<void> {
  const fleet = await openFleet(t, 3, options);
  await fleet.elect(1);
  const asked: Asked[] = [];
  for (const step of steps) await take(fleet, step, asked);
  for (const id of all) if (!fleet.isUp(id)) await fleet.open(id);
  fleet.drop();
  await healed(t, fleet);
  const [done] = all.map((id) => fleet.done(id));
  for (const id of all) t.equal(fleet.done(id), done, `n${id} must have done the same as n1, in the same order`);
  for (const { command, followed } of asked) judge(t, command, followed.told, done);
}

/** Somebody leads in the end, and everything is applied everywhere. */
async function healed(t: TestContext, fleet: Fleet): Promise<void> {
  for (let round = 0; round < 40; round++) {
    for (const id of all) await fleet.tick(id, 2);
    await fleet.settle();
    const states = all.map((id) => fleet.replica(id).status());
    const leader = states.find(({ role }) => role === 'leader');
    if (leader && states.every(({ term, applied }) => term === leader.term && applied === leader.lastIndex)) return;
  }
  t.fail({ message: 'eighty ticks after the last fault not everything is applied everywhere' });
}

function judge(t: TestContext, command: string, told: Told, done: string[]): void {
  const times = done.filter((each) => each === command).length;
  const isRight =
    told.status === 'done' ? times === 1 : told.status === 'refused' && isUndone(told.code) ? times === 0 : times <= 1;
  if (isRight) return;
  const message = `the client of "${command}" was told ${inWords(told)}, but it was done ${times} times`;
  t.fail({ message, actual: new Rendered(`done: ${show(done)}`) });
}

function isUndone(code: string | undefined): boolean {
  return code === 'not-leader' || code === 'proposal-lost';
}

function inWords(told: Told): string {
  if (told.status === 'done') return 'a result';
  return told.status === 'waiting' ? 'nothing yet' : `${told.code}`;
}

async function take(fleet: Fleet, { kind, id }: Step, asked: Asked[]): Promise<void> {
  if (kind === 'open') {
    if (!fleet.isUp(id)) await fleet.open(id);
    return;
  }
  if (!fleet.isUp(id)) return;
  switch (kind) {
    case 'propose': {
      const command = `c${asked.length + 1}`;
      asked.push({ command, followed: await fleet.propose(id, command) });
      return;
    }
    case 'elect':
      return fleet.tick(id, 20);
    case 'beat':
      return fleet.tick(id, 2);
    case 'deliver':
      return fleet.deliver((message) => message.to === id);
    case 'lose':
      return fleet.drop((message) => message.to === id);
    case 'powerCut':
      return fleet.powerCut(id);
  }
}
