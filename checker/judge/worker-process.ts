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

export interface WorkerPool {
  /** Has this many workers stand ready. */
  prepare(count: number): void;
  /** @param onOutcome told of each test's end as it comes */
  run(
    task: Task,
    timeoutMs: number,
    onOutcome?: (outcome: SeededOutcome, soFar: Execution) => void,
  ): Promise<Execution>;
  /** Ends the waiting workers. */
  close(): void;
}

export function createWorkerPool(): WorkerPool {
  const ready: ChildProcess[] = [];
  return {
    prepare(count) {
      while (ready.length < count) ready.push(spawnWorker());
    },
    run: (task, timeoutMs, onOutcome) => supervise(ready.shift() ?? spawnWorker(), task, timeoutMs, onOutcome),
    close() {
      for (const worker of ready.splice(0)) worker.kill('SIGKILL');
    },
  };
}

function spawnWorker(): ChildProcess {
  const worker = fork(program.file, {
    execArgv: [...program.loader, `--max-old-space-size=${heapLimitMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  // A worker that waits must not keep the program alive.
  worker.unref();
  worker.channel?.unref();
  return worker;
}

function supervise(
  worker: ChildProcess,
  task: Task,
  timeoutMs: number,
  onOutcome?: (outcome: SeededOutcome, soFar: Execution) => void,
): Promise<Execution> {
  const execution: Execution = { names: [], outcomes: [], end: 'exited', output: '' };
  worker.ref();
  worker.channel?.ref();
  for (const stream of [worker.stdout!, worker.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (execution.output.length < outputLimit) execution.output = (execution.output + chunk).slice(0, outputLimit);
    });
  }
  worker.on('message', (report: Report) => {
    take(execution, report);
    if (report.kind === 'ended') onOutcome?.(report.outcome, execution);
  });
  const watchdog = setTimeout(() => {
    execution.end = 'timeout';
    worker.kill('SIGKILL');
  }, timeoutMs);
  worker.send(task);
  return new Promise((resolve) => {
    worker.once('close', (code, signal) => {
      clearTimeout(watchdog);
      if (execution.end === 'exited') execution.exit = { code, signal };
      resolve(recogniseMemory(execution));
    });
  });
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
    case 'stray':
    case 'unloadable':
      execution.thrown = report.thrown;
      execution.end = report.kind;
      return;
    case 'stuck':
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
