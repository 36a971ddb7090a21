/**
 * Clients of the replicated store, and the history of what they saw. Each asks for one thing at a time. Who is told that
 * the replica does not lead asks another; who gets no answer goes on after a while and never learns.
 */
import { codeOf } from '#kit/failure.ts';
import type { Replica } from '#raft/replica.ts';
import type { HistoryOperation } from '../../oracles/history.ts';
import type { KvInput, KvOutput } from '../../oracles/kv-model.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { commandOf, type KvMachine } from './machine.ts';
import type { Server } from './server.ts';

type Operation = HistoryOperation<KvInput, KvOutput>;

export interface Clients {
  /** Asks when the client is free, that server first. */
  ask(client: string, input: KvInput, server: number): void;
  /** What was asked and may have been done, with what was answered. */
  history(): Operation[];
}

export interface ClientsOptions {
  clock: VirtualClock;
  servers: readonly Server[];
  /** Told of each answer, in words of the program. */
  answered(operation: Operation): void;
  /** Gets what no client expects. */
  told(thrown: unknown): void;
}

/** A client waits no longer than this for an answer, and tries no longer to be heard. */
const patienceMs = 500;
const retryMs = 10;

interface Task {
  input: KvInput;
  server: number;
}

export function createClients({ clock, servers, answered, told }: ClientsOptions): Clients {
  const operations: Operation[] = [];
  const queues = new Map<string, Task[]>();
  /** Counts calls and answers, so that their order is known exactly. */
  let moment = 0;
  let commands = 0;

  function next(client: string): void {
    const task = queues.get(client)![0];
    if (task) begin(client, task);
  }

  function begin(client: string, { input, server }: Task): void {
    const operation: Operation = { client, input, invokedAt: ++moment };
    const deadline = clock.now() + patienceMs;
    let isFree = false;
    operations.push(operation);

    /** Lets the client go on. @param isKnown whether it is known that nothing was or will be done */
    function finish(isUndone: boolean): void {
      if (isUndone) operations.splice(operations.indexOf(operation), 1);
      if (isFree) return;
      isFree = true;
      queues.get(client)!.shift();
      next(client);
    }

    function attempt(at: number): void {
      const life = servers[at - 1].alive();
      if (!life) {
        tryAgain(at);
        return;
      }
      perform(life.replica, life.machine, input, ++commands).then(
        (output) => life.isOver() || answer(output),
        (thrown) => life.isOver() || refused(thrown, at),
      );
    }

    function answer(output: KvOutput): void {
      operation.returnedAt = ++moment;
      operation.output = output;
      answered(operation);
      finish(false);
    }

    function refused(thrown: unknown, at: number): void {
      const code = codeOf(thrown);
      if (code === 'not-leader') tryAgain(at, (thrown as { details?: { leader?: number } }).details?.leader);
      else if (code === 'proposal-lost') finish(true);
      else if (code === 'outcome-unknown' || code === 'closed') finish(false);
      else told(thrown);
    }

    /** Nothing has been done so far: asks whom it was told to, or the next one. */
    function tryAgain(at: number, leader = 0): void {
      if (clock.now() >= deadline) {
        finish(true);
        return;
      }
      const to = leader >= 1 && leader <= servers.length && leader !== at ? leader : (at % servers.length) + 1;
      clock.at(clock.now() + retryMs, () => attempt(to));
    }

    clock.at(deadline, () => finish(false));
    attempt(server);
  }

  return {
    ask(client, input, server) {
      const queue = queues.get(client) ?? [];
      queues.set(client, queue);
      queue.push({ input, server });
      if (queue.length === 1) next(client);
    },
    history: () => operations,
  };
}

/** Reads are served by the replica that is asked, once it knows that it is up to date; all else goes through the log. */
async function perform(
  replica: Replica<KvOutput>,
  machine: KvMachine,
  input: KvInput,
  number: number,
): Promise<KvOutput> {
  if (input.type !== 'get') return replica.propose(commandOf(input, number));
  await replica.read();
  return { value: machine.get(input.key) };
}
