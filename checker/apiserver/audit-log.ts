/** Exercise 5.14 at work: an event a line, as JSON, at the end of a file. */
import { openSync, writeSync } from 'node:fs';
import { audit, defaultPolicy } from '#api-server/audit.ts';
import type { Link } from '#kit/kubernetes/http.ts';
import { contextOf, requestOf } from '../5-api-server/contexts.ts';
import type { Log } from '../etcd/log.ts';
import { Refusal } from '../etcd/refusal.ts';

const standardOutput = 1;

/**
 * @param path `-`: the standard output
 * @throws {Refusal} where the file cannot be written; {@link Todo} where the exercise is still to do
 */
export async function openAuditLog(path: string, log: Log): Promise<Link> {
  await rehearse();
  const file = path === '-' ? standardOutput : opened(path);
  let isWell = true;

  /** At once: what was done must be in the log even if the server dies now. A full disk keeps nobody from working. */
  function write(line: string): void {
    try {
      writeSync(file, line);
      isWell = true;
    } catch (thrown) {
      if (isWell) log('error', `the audit log is not written: ${(thrown as Error).message}`);
      isWell = false;
    }
  }

  return audit(defaultPolicy, (event) => write(`${JSON.stringify(event)}\n`), Date.now);
}

/** Better now than with the first request. */
async function rehearse(): Promise<void> {
  const link = audit({ rules: [{ level: 'RequestResponse' }] }, () => undefined, Date.now);
  await link(async () => ({ status: 200, body: {} }))(contextOf(requestOf('GET', '/version')));
}

function opened(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (thrown) {
    throw new Refusal(`--audit-log-path: ${(thrown as Error).message}`);
  }
}
