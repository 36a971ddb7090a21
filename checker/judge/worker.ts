/**
 * The process in which hidden tests meet the learner's code. It is told one exercise, tells each test's beginning and
 * end, and exits. The parent may kill it at any moment; what it prints is the learner's and never read as a verdict.
 */
import { pathToFileURL } from 'node:url';
import type { Outcome, RunnableExercise, RunRequest } from './exercise.ts';

/** The bundle of an exercise and how to run it. Asked once, unless the worker is to stay. */
export interface Task extends RunRequest {
  entry: string;
  /** With how many seeds to run it, from `seed` on, one after another; 1 unless said. */
  seeds?: number;
  /** Go on waiting afterwards, for another task: only where the code is known not to harm the process it runs in. */
  stay?: boolean;
}

/** A test's outcome with the seed of its run. */
export type SeededOutcome = Outcome & { seed: number };

/** What the worker tells. */
export type Report =
  | { kind: 'loaded'; names: string[] }
  | { kind: 'started'; name: string }
  | { kind: 'ended'; outcome: SeededOutcome }
  | { kind: 'finished'; stays: boolean }
  /** The code threw while it was loaded. */
  | { kind: 'unloadable'; thrown: Thrown }
  /** Nothing is left that could wake the running test up. */
  | { kind: 'stuck'; run?: string[] }
  /** An error that no one caught: a promise nobody awaited, a callback of a timer. */
  | { kind: 'stray'; thrown: Thrown; run?: string[] };

export interface Thrown {
  message: string;
  stack?: string;
  /** The exercise, where it was a `Todo`. */
  todo?: string;
}

// uvu would otherwise start a run of its own as soon as it is loaded.
(globalThis as { UVU_DEFER?: boolean }).UVU_DEFER = true;

// Stacks are told as they are: the parent translates them, and only those that are shown.
process.setSourceMapsEnabled(false);

// Loaded before there is anything to do, so that a waiting worker starts at once.
void Promise.all([import('uvu'), import('uvu/assert'), import('fast-check')]);

const send = process.send!.bind(process);
const exit = process.exit.bind(process);

process.on('message', (task: Task) => {
  // The channel must not keep the process alive: an empty event loop is how a test that waits for ever shows.
  process.channel!.unref();
  void work(task);
});

let loaded: RunnableExercise | undefined;
let done = 0;

/** A module that was loaded is never let go of, so the memory of a worker that stays only grows. */
const mostTasks = 40;

process.once('beforeExit', () => tell({ kind: 'stuck', run: loaded?.stepsSoFar() }, () => exit(0)));
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (thrown: unknown) =>
    tell({ kind: 'stray', thrown: describe(thrown), run: loaded?.stepsSoFar() }, () => exit(0)),
  );
}

async function work({ entry, seeds = 1, seed, only, stay = false }: Task): Promise<void> {
  let exercise: RunnableExercise;
  try {
    exercise = (await import(pathToFileURL(entry).href)).default;
  } catch (thrown) {
    tell({ kind: 'unloadable', thrown: describe(thrown) }, () => exit(0));
    return;
  }
  loaded = exercise;
  tell({ kind: 'loaded', names: exercise.names });
  for (let at = seed; at < seed + seeds; at++) {
    await exercise.run(
      { seed: at, only },
      {
        started: (name) => tell({ kind: 'started', name }),
        ended: (outcome) => tell({ kind: 'ended', outcome: { ...outcome, seed: at } }),
      },
    );
  }
  const stays = stay && ++done < mostTasks && isAtRest();
  if (stays) process.channel!.ref();
  tell({ kind: 'finished', stays }, () => stays || exit(0));
}

/** Nothing is left over that could go off in the midst of the next task. */
function isAtRest(): boolean {
  return !process.getActiveResourcesInfo().some((kind) => kind === 'Timeout' || kind === 'Immediate');
}

function tell(report: Report, then?: () => void): void {
  send(report, undefined, undefined, () => then?.());
}

function describe(thrown: unknown): Thrown {
  if (!(thrown instanceof Error))
    return {
      message: `${typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)}, which is not an Error`,
    };
  const { code, exercise } = thrown as { code?: unknown; exercise?: unknown };
  const todo = code === 'todo' ? { todo: String(exercise) } : {};
  return { message: `${thrown.name}: ${thrown.message}`, stack: thrown.stack, ...todo };
}
