/** A cluster of one server: all that it has told anyone is on its own disk, or lost. */
import { text, utf8 } from '#kit/bytes.ts';
import { createRandom } from '#kit/random.ts';
import { openReplica, type Replica, type ReplicaOptions } from '#raft/replica.ts';
import { Rendered } from '../judge/exercise.ts';
import type { Life } from '../sim/life.ts';
import type { Subject } from '../sim/power-cut.ts';

/** Commands as they were proposed, and how many of them were answered. */
interface Owed {
  proposed: readonly string[];
  answered: number;
  /** The latest term that it has shown. */
  term: number;
}

interface Found {
  done: string[];
  term: number;
}

/** @param waves commands; those of a wave are proposed at once, without waiting for each other */
export function lonelyReplica(
  waves: readonly (readonly string[])[],
  options: Partial<ReplicaOptions<number>> = {},
): Subject<Owed, Found> {
  return {
    initial: { proposed: [], answered: 0, term: 0 },
    async run(life, tell) {
      const { replica } = await openAndLead(life, options);
      let owed: Owed = { proposed: [], answered: 0, term: replica.status().term };
      tell(owed);
      const update = (more: Partial<Owed>) => {
        owed = { ...owed, ...more };
        tell(owed);
      };
      for (const wave of waves) {
        const proposals = wave.map(async (command) => {
          update({ proposed: [...owed.proposed, command] });
          life.trace.add(`propose("${command}")`);
          await replica.propose(utf8(command));
          life.trace.add(`propose("${command}") → done`);
          update({ answered: owed.answered + 1 });
        });
        await Promise.all(proposals);
      }
      await replica.close();
    },
    async reopen(life, tell) {
      const { replica, done } = await openAndLead(life, options);
      const found = { done: [...done], term: replica.status().term };
      life.trace.add(`its state machine has done ${listed(found.done)}`);
      const owed = { proposed: [...found.done, 'last'], answered: found.done.length, term: found.term };
      tell(owed);
      life.trace.add('propose("last")');
      await replica.propose(utf8('last'));
      life.trace.add('propose("last") → done');
      tell({ ...owed, answered: owed.proposed.length });
      await replica.close();
      return found;
    },
    judge({ done, term }, owed) {
      if (term <= owed.term && owed.term > 0) {
        const message = 'it has led that term before the power cut, and must begin a newer one';
        return { message, expected: new Rendered(`a term above ${owed.term}`), actual: new Rendered(`term ${term}`) };
      }
      const isRight = done.length >= owed.answered && done.every((command, i) => command === owed.proposed[i]);
      if (isRight) return undefined;
      const all = `${listed(owed.proposed)}, the first ${owed.answered} at least: those were answered`;
      const message = 'after a power cut every command that was answered is there, once, in order';
      return { message, expected: new Rendered(all), actual: new Rendered(listed(done)) };
    },
  };
}

/** Opens it and lets the time pass until it leads and has done what it has committed. */
async function openAndLead(
  { sim, trace }: Life,
  options: Partial<ReplicaOptions<number>>,
): Promise<{ replica: Replica<number>; done: string[] }> {
  const done: string[] = [];
  trace.add('openReplica');
  const replica = await openReplica<number>({
    electionTicks: 10,
    heartbeatTicks: 2,
    noop: true,
    ...options,
    id: 1,
    peers: [1],
    random: createRandom(1),
    disk: sim.disk,
    machine: {
      apply: (command) => done.push(text(command)),
      snapshot: () => utf8(JSON.stringify(done)),
      restore: (state) => void done.splice(0, done.length, ...(JSON.parse(text(state)) as string[])),
    },
    send: () => undefined,
  });
  trace.add('20 ticks');
  for (let i = 0; i < 20; i++) replica.tick();
  for (let turns = 0; !leadsAndIsUpToDate(replica) && turns < 200; turns++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return { replica, done };
}

/** The empty entry that begins its term is committed and applied, and so is all before it. */
function leadsAndIsUpToDate(replica: Replica<number>): boolean {
  const { role, applied, lastIndex } = replica.status();
  return role === 'leader' && applied === lastIndex;
}

function listed(commands: readonly string[]): string {
  return commands.length === 0 ? 'nothing' : commands.map((command) => `"${command}"`).join(', ');
}
