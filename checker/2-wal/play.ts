/**
 * A store on real files, written to without a pause by a second process, which you may kill.
 *
 *     k   kill -9 the writer
 *     t   kill it and leave half a record at the log's end, as a power cut does
 *     d   kill it and flip a byte in the middle of the log
 *     s   take a snapshot
 *     q   quit
 *
 * Each time the writer is started again and must find every write that it had acknowledged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { style } from '../cli/terminal/colour.ts';
import { print } from '../cli/terminal/print.ts';
import { columns } from '../cli/terminal/width.ts';
import { hang, wrap } from '../cli/terminal/wrap.ts';
import { transientLine } from '../cli/transient.ts';
import { root, stateFolder } from '../paths.ts';
import { load, stop, todoInWords } from '../play/stop.ts';
import type { Crew, Failed } from './play/crew.ts';

const { createCrew } = await import('./play/crew.ts');
await load(() => import('#wal/durable-store.ts'), 2);
const { damageIt, killIt, snapshotIt, tearIt } = await load(() => import('./play/tricks.ts'), 2);

const keys: Record<string, typeof killIt> = { k: killIt, t: tearIt, d: damageIt, s: snapshotIt };
const demo = ['k', 'k', 't', 'd', 's', 'k'];
const refreshMs = 200;
const demoPauseMs = 600;

const isWatched = process.stdin.isTTY && process.stdout.isTTY;
const status = transientLine(process.stdout);
const folder = await freshFolder();
const crew = createCrew(folder, giveUp);
let round = 0;
let isSound = true;

introduce();
const first = await crew.start();
if (first.kind === 'failed') giveUp(first);
crew.write();
const end = isWatched ? await playByHand() : await playByItself();
await crew.kill();
process.exit(end);

function introduce(): void {
  const words = `A store on real files, in ${relative(root, folder)}. A second process writes to it without a pause, and counts only what was acknowledged.`;
  const help = [
    ['k', 'kill -9 the writer, as often as you like'],
    ['t', 'leave half a record behind, as a power cut does'],
    ['d', 'flip a byte in the middle of the log'],
    ['s', 'take a snapshot'],
    ['q', 'quit'],
  ];
  const lines = help.flatMap(([key, does]) => hang(does, columns(), `  ${style.command(key)}  `));
  print(['', ...wrap(words, columns()), '', ...(isWatched ? [...lines, ''] : [])]);
}

/** @returns the exit code */
async function playByItself(): Promise<number> {
  for (const key of demo) {
    await pause(demoPauseMs);
    await perform(key);
  }
  return isSound ? 0 : 1;
}

/** @returns the exit code */
function playByHand(): Promise<number> {
  let isBusy = false;
  const meter = createMeter(crew);
  const refresh = setInterval(() => !isBusy && status.show(meter()), refreshMs);
  process.stdin.setRawMode(true);
  return new Promise((resolve) => {
    process.stdin.on('data', async (pressed) => {
      const key = String(pressed).toLowerCase();
      if (key === 'q' || key === '\u0003' || key === '\u0004') {
        clearInterval(refresh);
        process.stdin.setRawMode(false);
        status.clear();
        resolve(0);
      } else if (keys[key] && !isBusy) {
        isBusy = true;
        await perform(key);
        isBusy = false;
      }
    });
  });
}

async function perform(key: string): Promise<void> {
  const outcome = await keys[key]({ crew, folder });
  status.clear();
  if ('kind' in outcome) return giveUp(outcome);
  isSound &&= outcome.isSound;
  const number = style.quiet(String(++round).padStart(3));
  print([...hang(style.strong(outcome.what), columns(), `${number}  `), ...hang(outcome.came, columns(), '     ')]);
}

/** The line that moves: how much is acknowledged, and how fast. */
function createMeter(crew: Crew): () => string {
  let [before, beforeAt, rate] = [crew.acknowledged(), performance.now(), 0];
  return () => {
    const [now, at] = [crew.acknowledged(), performance.now()];
    if (at - beforeAt > 900) [rate, before, beforeAt] = [((now - before) * 1000) / (at - beforeAt), now, at];
    return `     acknowledged ${now.toLocaleString('en')} · ${Math.max(0, Math.round(rate)).toLocaleString('en')} a second`;
  };
}

function giveUp({ code, exercise, message }: Failed): never {
  status.clear();
  void crew.kill();
  const todo = todoInWords({ code, exercise }, 2);
  stop(todo ?? `The writer stopped: ${code ? `${code}: ` : ''}${message}. More: npm run check 2`);
}

/** In the workbook's own folder, or, where that cannot be written, beside other temporary files. */
async function freshFolder(): Promise<string> {
  const own = join(stateFolder, 'play', '2');
  try {
    rmSync(own, { recursive: true, force: true });
    await mkdir(own, { recursive: true });
    return own;
  } catch {
    return mkdtempSync(join(tmpdir(), 'slipway-play-'));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
