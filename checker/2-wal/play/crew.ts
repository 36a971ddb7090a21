/**
 * The writer's life, seen from outside: started, killed, started again. What it has acknowledged is counted here, in a
 * process that nobody kills.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type FromWriter, lanes, type ToWriter } from './messages.ts';

export type Failed = FromWriter & { kind: 'failed' };

/** What a start has found, held against what had been acknowledged before it. */
export interface Recovery {
  kind: 'recovered';
  ms: number;
  acknowledged: number;
  recovered: number;
  lost: number;
}

export interface Crew {
  /** Starts a writer, which then waits for {@link write}. */
  start(): Promise<Recovery | Failed>;
  /** Lets the writer write. */
  write(): void;
  /** Resolves once a snapshot is taken. */
  takeSnapshot(): Promise<void>;
  /** Ends the writer as nothing but SIGKILL does: at once, in the middle of whatever it is doing. */
  kill(): Promise<void>;
  /** How many writes were acknowledged, over all lives. */
  acknowledged(): number;
}

/**
 * @param folder where the store's files are
 * @param onTrouble told when a writer fails or ends without having been killed
 */
export function createCrew(folder: string, onTrouble: (failed: Failed) => void): Crew {
  let acknowledged = Array.from({ length: lanes }, () => 0);
  let child: ChildProcess | undefined;
  let snapshotTaken = () => {};
  const send = (message: ToWriter) => child?.send(message);

  function judge({ ms, found, missing }: FromWriter & { kind: 'opened' }): Recovery {
    const lost = found.reduce((total, greatest, lane) => total + Math.max(0, acknowledged[lane] - greatest), missing);
    const recovery: Recovery = { kind: 'recovered', ms, acknowledged: sum(acknowledged), recovered: sum(found), lost };
    acknowledged = found;
    return recovery;
  }

  return {
    start() {
      const started = fork(fileURLToPath(new URL('./writer.ts', import.meta.url)), [folder], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child = started;
      let complaint = '';
      started.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
        complaint = (complaint + chunk).slice(-2000);
      });
      return new Promise((resolve) => {
        let fail: (failed: Failed) => void = resolve;
        started.on('message', (message: FromWriter) => {
          if (message.kind === 'acknowledged') acknowledged[message.lane] = message.number;
          else if (message.kind === 'snapshot taken') snapshotTaken();
          else if (message.kind === 'failed') fail(message);
          else {
            fail = onTrouble;
            resolve(judge(message));
          }
        });
        started.once('close', (code) => {
          if (child === started)
            fail({ kind: 'failed', message: complaint.trim() || `the writer ended with exit code ${code}` });
        });
      });
    },
    write: () => void send({ kind: 'write' }),
    takeSnapshot() {
      send({ kind: 'take snapshot' });
      return new Promise((resolve) => {
        snapshotTaken = resolve;
      });
    },
    kill() {
      const dying = child;
      child = undefined;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return Promise.resolve();
      return new Promise((resolve) => {
        dying.once('close', () => resolve());
        dying.kill('SIGKILL');
      });
    },
    acknowledged: () => sum(acknowledged),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
