/**
 * Runs tasks in worker processes that can be killed. A few are started ahead of time, since starting one takes as long
 * as most exercises take to run.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report, SeededOutcome, Task, Thrown } from './worker.ts';

/** How a task went, as seen from outside. */
export interface Execution {
  /** The tests that the exercise says it has; empty if it was never loaded. */
  names: string[];
  outcomes: SeededOutcome[];
  /** The test that had begun and not ended when the end came. */
  interrupted?: string;
  end: 'finished' | 'unloadable' | 'stuck' | 'stray' | 'timeout' | 'exited' | 'out of memory';
  thrown?: Thrown;
  /** The steps of the interrupted test, where the process could still tell. */
  run?: string[];
  /** Of a process that ended by itself before it was done. */
  exit?: { code: number | null; signal: string | null };
  /** What the learner's code printed, both streams together, at most {@link outputLimit} characters. */
  output: string;
}

const outputLimit = 16_384;

/** Megabytes of JavaScript heap: several times what a million keys take. */
const heapLimitMb = 1024;

const here = fileURLToPath(import.meta.url);

/** Built, the worker stands beside this file; in the sources, where the project's own tests run, it needs a loader. */
const program = here.endsWith('.ts')
  ? { file: join(dirname(here), 'worker.ts'), loader: ['--import', 'tsx'] }
  : { file: join(dirname(here), 'worker.mjs'), loader: [] };

export interface Limits {
  timeoutMs: number;
  /** Told of each test's end as it comes. */
  onOutcome?: OnOutcome;
  /** Kills the process at once. */
  signal?: AbortSignal;
}

export type OnOutcome = (outcome: SeededOutcome, soFar: Execution) => void;

export interface WorkerPool {
  /** Has this many workers stand ready. */
  prepare(count: number): void;
  run(task: Task, limits: Limits): Promise<Execution>;
  /** Ends the waiting workers. */
  close(): void;
}

export function createWorkerPool(): WorkerPool {
  const ready: ChildProcess[] = [];
  return {
    prepare(count) {
      while (ready.length < count) ready.push(spawnWorker());
    },
    run: (task, limits) => {
      const worker = nextAlive(ready) ?? spawnWorker();
      return supervise(worker, task, limits, () => ready.push(worker));
    },
    close() {
      for (const worker of ready.splice(0)) worker.kill('SIGKILL');
    },
  };
}

/** A worker may have died while it waited: short of memory, a system ends whom it likes. */
function nextAlive(ready: ChildProcess[]): ChildProcess | undefined {
  for (let worker = ready.shift(); worker; worker = ready.shift()) if (worker.connected) return worker;
  return undefined;
}

function spawnWorker(): ChildProcess {
  const worker = fork(program.file, {
    execArgv: [...program.loader, `--max-old-space-size=${heapLimitMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  letGo(worker);
  return worker;
}

/** A worker that waits must not keep the program alive. */
function letGo(worker: ChildProcess): void {
  worker.unref();
  worker.channel?.unref();
}

/** @param onStay told where the worker has done its task and waits for another */
function supervise(
  worker: ChildProcess,
  task: Task,
  { timeoutMs, onOutcome, signal }: Limits,
  onStay: () => void,
): Promise<Execution> {
  const execution: Execution = { names: [], outcomes: [], end: 'exited', output: '' };
  const onOutput = (chunk: string) => {
    if (execution.output.length < outputLimit) execution.output = (execution.output + chunk).slice(0, outputLimit);
  };
  engage(worker, onOutput);
  const kill = () => worker.kill('SIGKILL');
  const watchdog = setTimeout(() => {
    execution.end = 'timeout';
    kill();
  }, timeoutMs);
  signal?.addEventListener('abort', kill);
  worker.send(task, () => {});
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(watchdog);
      signal?.removeEventListener('abort', kill);
      resolve(recogniseMemory(execution));
    };
    worker.on('message', (report: Report) => {
      take(execution, report);
      if (report.kind === 'ended') onOutcome?.(report.outcome, execution);
      if (report.kind !== 'finished' || !report.stays) return;
      release(worker, onOutput);
      onStay();
      over();
    });
    worker.once('close', (code, endedBy) => {
      if (execution.end === 'exited') execution.exit = { code, signal: endedBy };
      over();
    });
  });
}

function engage(worker: ChildProcess, onOutput: (chunk: string) => void): void {
  worker.ref();
  worker.channel?.ref();
  for (const stream of [worker.stdout!, worker.stderr!]) stream.setEncoding('utf8').on('data', onOutput);
  // One that is dying cannot be told anything any more; its end is told by `close`.
  worker.on('error', () => {});
}

function release(worker: ChildProcess, onOutput: (chunk: string) => void): void {
  for (const stream of [worker.stdout!, worker.stderr!]) stream.off('data', onOutput);
  for (const event of ['message', 'close', 'error']) worker.removeAllListeners(event);
  letGo(worker);
}

function take(execution: Execution, report: Report): void {
  // What goes on after an error that nobody caught says nothing any more.
  if (execution.end === 'stray') return;
  switch (report.kind) {
    case 'loaded':
      execution.names = report.names;
      return;
    case 'started':
      execution.interrupted = report.name;
      return;
    case 'ended':
      execution.outcomes.push(report.outcome);
      execution.interrupted = undefined;
      return;
    case 'unloadable':
      execution.thrown = report.thrown;
      execution.end = report.kind;
      return;
    case 'stray':
      execution.thrown = report.thrown;
      execution.run = report.run;
      execution.end = report.kind;
      return;
    case 'stuck':
      execution.run = report.run;
      execution.end = report.kind;
      return;
    case 'finished':
      execution.end = report.kind;
      return;
  }
}

/** V8 prints pages of its own when the heap is full; the learner is told the fact instead. */
function recogniseMemory(execution: Execution): Execution {
  if (execution.end !== 'exited' || !execution.output.includes('JavaScript heap out of memory')) return execution;
  return { ...execution, end: 'out of memory', output: execution.output.split('\n<---')[0].trim() };
}

export function memoryLimitInWords(): string {
  return `${heapLimitMb} MB`;
}
