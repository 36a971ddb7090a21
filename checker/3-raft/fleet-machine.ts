/** The state machine of a fleet: it writes down what it is asked to do, and tells what it should not be asked. */
import { text, utf8 } from '#kit/bytes.ts';
import type { StateMachine } from '#raft/replica.ts';

export interface FleetMachine extends StateMachine<string> {
  /** What it holds: what it restored, and what it has done since. */
  readonly done: string[];
  /** Index to the command that it was given there; what it restored is taken from the others. */
  commands(): ReadonlyMap<number, { words: string }>;
  /** The index of the last command that it has done. */
  applied(): number;
}

/**
 * The result of a command says which place it got.
 *
 * @param commands index to the command that was applied there, for all machines of the fleet
 * @param onWrong told what it should never have been asked to do
 */
export function createFleetMachine(
  commands: Map<number, { words: string }>,
  onWrong: (words: string) => void,
): FleetMachine {
  const done: string[] = [];
  let own = new Map<number, { words: string }>();
  let applied = 0;
  return {
    done,
    commands: () => own,
    applied: () => applied,
    apply(command, index) {
      if (command.length === 0) onWrong(`was asked to do entry ${index}, a noop, which is no command`);
      if (index <= applied) onWrong(`is given entry ${index} after entry ${applied}: each is applied once, in order`);
      applied = index;
      own.set(index, { words: text(command) });
      if (!commands.has(index)) commands.set(index, { words: text(command) });
      done.push(text(command));
      return `${text(command)} is number ${done.length}`;
    },
    snapshot: () => utf8(JSON.stringify(done)),
    restore(state) {
      own = new Map(commands);
      done.splice(0, done.length, ...(JSON.parse(text(state)) as string[]));
    },
  };
}
