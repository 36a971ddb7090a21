/**
 * A live cluster of five nodes on the learner's code, in slowed-down time, which you may take apart with single keys.
 *
 *     Raft, live  n2 leads term 3                     10 ticks a second · tick 213
 *
 *       node  role           term  vote  commit  log: the terms of its entries
 *     ▸ n1    follower          3  n2         4  1 1 2 2│3
 *       n2    leader            3  n2         5  1 1 2 2 3│
 *
 * The invariants of the tests are on: a rule that breaks ends the show and is named.
 */
import { format } from 'node:util';
import { codeOf } from '#kit/failure.ts';
import { style } from '../cli/terminal/colour.ts';
import { neutral } from '../cli/terminal/neutral.ts';
import { print } from '../cli/terminal/print.ts';
import { columns, padEnd } from '../cli/terminal/width.ts';
import { hang } from '../cli/terminal/wrap.ts';
import { type BrokenRule, raftRules } from '../oracles/raft-invariants.ts';
import { openScreen, type Screen } from '../play/screen.ts';
import { load, stop, todoInWords } from '../play/stop.ts';
import { breachInWords } from '../sim/raft/explain.ts';
import { type Abilities, abilitiesOf } from './play/abilities.ts';
import { playDemo } from './play/demo.ts';
import { drawEvents, drawFrame } from './play/frame.ts';
import { footOf, keyHelp, newControls, press, speeds } from './play/keys.ts';
import { drawNodes } from './play/nodes.ts';
import { createShow, type Show } from './play/show.ts';

const { createRaft } = await load(() => import('#raft/raft.ts'), 3);

const isWatched = process.stdin.isTTY && process.stdout.isTTY;
const eventsBeforeEnd = 8;
let show: Show | undefined;
let screen: Screen | undefined;

try {
  const abilities = abilitiesOf(createRaft);
  const seed = isWatched ? Math.floor(Math.random() * 2 ** 32) : 1;
  show = createShow({ createRaft, seed, config: { noop: abilities.noop } });
  if (isWatched) playByHand(show, abilities);
  else process.exitCode = playDemo(show, columns()) ? 0 : 1;
} catch (thrown) {
  giveUp(thrown);
}

function playByHand(live: Show, abilities: Abilities): void {
  const controls = newControls();
  let timer: NodeJS.Timeout;

  function draw(): void {
    const [width, height] = [screen!.width(), screen!.height()];
    const pace = controls.isPaused ? 'paused' : `${speeds[controls.speed]} ticks a second`;
    const { chosen, isPreVote } = controls;
    const frame = { show: live, chosen, pace, isPreVote, foot: footOf(controls), width, height };
    screen!.draw(controls.isHelp ? helpLines(width, height) : drawFrame(frame));
  }

  /** Help and pauses let no time pass. */
  function goOn(): void {
    timer = setTimeout(goOn, 1000 / speeds[controls.speed]);
    if (controls.isPaused || controls.isHelp) return;
    guarded(() => {
      live.tick();
      draw();
    });
  }

  function hear(key: string): void {
    if (key === 'q' || key === 'Q' || key === '\u0003' || key === '\u0004') {
      clearTimeout(timer);
      screen!.close();
      return;
    }
    guarded(() => {
      press(key, live, controls, abilities);
      draw();
    });
  }

  listenToConsole(live);
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

function guarded(action: () => void): void {
  try {
    action();
  } catch (thrown) {
    giveUp(thrown);
  }
}

function helpLines(width: number, height: number): string[] {
  const keys = keyHelp.flatMap(([key, does]) => hang(does, width, `  ${style.command(padEnd(key, 7))}`));
  const legend = [
    ...hang('the last entry that the node knows to be committed stands in front of it', width, `  ${padEnd('│', 7)}`),
    ...hang('an entry that is in its snapshot', width, `  ${padEnd('▪', 7)}`),
  ];
  const lines = [style.title('Raft, live'), '', ...keys, '', ...legend, '', style.quiet('  any key: back')];
  return Array.from({ length: height }, (_, i) => lines[i] ?? '');
}

/** Ends the show: leaves its last picture on the ordinary screen, and why it goes no further. */
function giveUp(thrown: unknown): never {
  screen?.close();
  const todo = todoInWords(thrown, 3);
  if (show && todo) print(['']);
  if (todo) stop(todo);
  const broken = (thrown as { broken?: BrokenRule } | undefined)?.broken;
  if (show) print(['', ...drawNodes(show, 0, columns()), '', ...drawEvents(show, columns(), eventsBeforeEnd), '']);
  if (broken) {
    const words = `${breachInWords(broken)}. The rule: ${raftRules[broken.rule]}.`;
    print([...hang(style.bad(words), columns(), style.bad('✘ ')), '']);
    stop('More, with a picture: npm run check 3');
  }
  const code = codeOf(thrown);
  stop(
    `Your code stopped: ${code ? `${code}: ` : ''}${String((thrown as Error)?.message ?? thrown)}. More: npm run check 3`,
  );
}
