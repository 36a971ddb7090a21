/**
 * A live etcd of three members on the learner's code, which you may use and take apart with single keys.
 *
 *     etcd, live  m2 leads term 2                     10 ticks a second · 21.3 s
 *
 *       member  role        term  applied  revision  compacted  hash of all revisions
 *     ▸ m1      follower       2       14        12          5  1c2a90b7
 *       m2      leader         2       14        12          5  1c2a90b7
 */
import { format } from 'node:util';
import { codeOf } from '#kit/failure.ts';
import { style } from '../cli/terminal/colour.ts';
import { neutral } from '../cli/terminal/neutral.ts';
import { print } from '../cli/terminal/print.ts';
import { columns, padEnd } from '../cli/terminal/width.ts';
import { hang } from '../cli/terminal/wrap.ts';
import { openScreen, type Screen } from '../play/screen.ts';
import { load, stop, todoInWords } from '../play/stop.ts';
import type { Show } from './play/show.ts';

const { createShow } = await load(() => import('./play/show.ts'), 4);
const { drawEvents, drawFrame, drawMembers } = await import('./play/frame.ts');
const { footOf, keyHelp, newControls, press, speeds } = await import('./play/keys.ts');
const { playDemo } = await import('./play/demo.ts');
const { tryOut } = await import('./play/try-out.ts');

const isWatched = process.stdin.isTTY && process.stdout.isTTY;
const eventsBeforeEnd = 8;
let show: Show | undefined;
let screen: Screen | undefined;

process.on('unhandledRejection', giveUp);
process.on('uncaughtException', giveUp);
try {
  tryOut();
  show = createShow(isWatched ? Math.floor(Math.random() * 2 ** 32) : 1, giveUp);
  if (isWatched) playByHand(show);
  else process.exitCode = (await playDemo(show, columns())) ? 0 : 1;
} catch (thrown) {
  giveUp(thrown);
}

function playByHand(live: Show): void {
  const controls = newControls();
  let timer: NodeJS.Timeout;

  function draw(): void {
    const [width, height] = [screen!.width(), screen!.height()];
    const pace = controls.isPaused ? 'paused' : `${speeds[controls.speed]} ticks a second`;
    const frame = { show: live, chosen: controls.chosen, pace, foot: footOf(controls), width, height };
    screen!.draw(controls.isHelp ? helpLines(width, height) : drawFrame(frame));
  }

  /** Help and pauses let no time pass. */
  function goOn(): void {
    timer = setTimeout(goOn, 1000 / speeds[controls.speed]);
    if ((controls.isPaused && !controls.isStep) || controls.isHelp || isTicking) return;
    controls.isStep = false;
    tick().catch(giveUp);
  }

  let isTicking = false;
  async function tick(): Promise<void> {
    isTicking = true;
    await live.tick();
    isTicking = false;
    draw();
  }

  function hear(key: string): void {
    if (key === 'q' || key === 'Q' || key === '\u0003' || key === '\u0004') {
      clearTimeout(timer);
      screen!.close();
      process.exit(0);
    }
    try {
      press(key, live, controls);
      draw();
      if (controls.isPaused) live.refresh().then(draw, giveUp);
    } catch (thrown) {
      giveUp(thrown);
    }
  }

  listenToConsole(live);
  live.look(controls.chosen, controls.asOf);
  screen = openScreen(hear, draw);
  draw();
  goOn();
}

/** What the learner's code prints would tear the picture; it is told like all else that happens. */
function listenToConsole({ chronicle }: Show): void {
  const say = (...values: unknown[]) =>
    chronicle.say(`your code prints: ${neutral(format(...values)).replace(/\s+/g, ' ')}`);
  Object.assign(console, { log: say, info: say, debug: say, warn: say, error: say });
}

function helpLines(width: number, height: number): string[] {
  const keys = keyHelp.flatMap(([key, does]) => hang(does, width, `  ${style.command(padEnd(key, 7))}`));
  const lines = [style.title('etcd, live'), ...keys, style.quiet('  any key: back')];
  return Array.from({ length: height }, (_, i) => lines[i] ?? '');
}

/** Ends the show: leaves its last picture on the ordinary screen, and why it goes no further. */
function giveUp(thrown: unknown): never {
  screen?.close();
  const todo = todoInWords(thrown, 4);
  if (show && !todo)
    print(['', ...drawMembers(show, 0, columns()), '', ...drawEvents(show, columns(), eventsBeforeEnd), '']);
  if (todo) stop(todo);
  const code = codeOf(thrown);
  stop(
    `Your code stopped: ${code ? `${code}: ` : ''}${String((thrown as Error)?.message ?? thrown)}. More: npm run check 4`,
  );
}
