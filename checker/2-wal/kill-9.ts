/**
 * A real process on a real disk, killed with SIGKILL while it appends. The child runs this same file, which the
 * environment tells it: the bundle that holds the tests also holds the learner's code.
 *
 *     test ── fork ──► child: openLog(real disk), append, append, …
 *      ▲                 │ each acknowledgement, over a pipe
 *      └─────────────────┘
 *       kill -9, after so many
 *
 * The processes start side by side, since that takes longest, and are told one after another to go on.
 *
 * A kill does not take the operating system's memory with it, so this finds what a process has kept to itself. What a
 * power cut takes is the simulated disk's business.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text, utf8 } from '#kit/bytes.ts';
import { openRealDisk } from '#kit/real-disk.ts';
import { openLog } from '#wal/log.ts';
import type { TestContext } from '../judge/exercise.ts';
import { entriesOf } from './log-subject.ts';

/** Set in the child only: the directory to write to. */
const variable = 'SLIPWAY_KILL_9_FOLDER';

/** Small segments, so that kills meet a new one being made. */
const options = { segmentBytes: 200 };

/** What the child sends: an acknowledged index, or what went wrong. */
type Message = { acknowledged: number } | { thrown: { code?: string; exercise?: string; message: string } };

/** Kills a writer some times on one directory, and fails unless everything acknowledged is there each time. */
export async function killWriters(t: TestContext, kills: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-kill-9-'));
  const writers = Array.from({ length: kills }, () => startWriter(folder));
  try {
    let acknowledged = 0;
    for (const writer of writers) {
      const last = acknowledged + t.random.integer(1, 12);
      acknowledged = await writeUntilKilled(writer, last);
      t.ok(acknowledged >= last, 'a process that appends has ended before it was killed: an append never resolved');
      await expectAcknowledged(t, folder, acknowledged);
    }
  } finally {
    for (const writer of writers) writer.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function startWriter(folder: string): ChildProcess {
  return fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, [variable]: folder },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Has a writer go on and kills it as soon as it has acknowledged entry `last`. Returns the last that it did. */
function writeUntilKilled(child: ChildProcess, last: number): Promise<number> {
  child.send('go on');
  return new Promise((resolve, reject) => {
    let acknowledged = 0;
    let thrown: unknown;
    child.on('message', (message: Message) => {
      if ('thrown' in message) thrown = Object.assign(new Error(message.thrown.message), message.thrown);
      else acknowledged = Math.max(acknowledged, message.acknowledged);
      if (thrown || acknowledged >= last) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', () => (thrown ? reject(thrown) : resolve(acknowledged)));
  });
}

/** What is read after a kill must be the entries 1, 2, 3, … as far as the last acknowledged one, or further. */
async function expectAcknowledged(t: TestContext, folder: string, acknowledged: number): Promise<void> {
  const disk = await openRealDisk(folder);
  try {
    const log = await openLog(disk, options);
    const found = (await entriesOf(log)).map(text);
    await log.close();
    t.ok(found.length >= acknowledged, 'an entry was acknowledged on a real disk, and is gone after kill -9');
    t.ok(
      found.every((entry, i) => entry === entryText(i + 1)),
      'after kill -9 on a real disk an entry is not the one that was appended in its place',
    );
  } finally {
    await disk.close();
  }
}

const folderOfChild = process.env[variable];
if (folderOfChild) process.once('message', () => write(folderOfChild));

/** The child: appends for ever, three at a time, and tells of every acknowledgement. */
async function write(folder: string): Promise<void> {
  const tell = (message: Message) => process.send?.(message);
  process.on('disconnect', () => process.exit());
  try {
    const log = await openLog(await openRealDisk(folder), options);
    let next = log.lastIndex() + 1;
    const appendOne = async () => {
      tell({ acknowledged: await log.append(utf8(entryText(next++))) });
    };
    for (;;) await Promise.all([appendOne(), appendOne(), appendOne()]);
  } catch (thrown) {
    const { code, exercise, message } = thrown as { code?: string; exercise?: string; message: string };
    tell({ thrown: { code, exercise, message } });
  }
}

function entryText(index: number): string {
  return `entry ${index}`;
}
