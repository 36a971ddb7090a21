/**
 * A live API server on the learner's code: single keys send requests, and each lights up the links that it passes.
 *
 *     API server, live                                       3 of 3 · etcd at revision 77
 *     vera, who may only view, creates a pod   POST /api/v1/namespaces/default/pods
 *       ● request-info          create pods in default      rev  ver  key
 *       ● authenticate          vera                          76    1  deployments/default/nginx-deployment
 *       ✘ authorize             403 Forbidden  5.3
 *       ○ handler
 */
import { format } from 'node:util';
import { codeOf } from '#kit/failure.ts';
import { columns } from '../cli/terminal/width.ts';
import { openScreen, type Screen } from '../play/screen.ts';
import { load, stop, todoInWords } from '../play/stop.ts';
import type { Show } from './play/show.ts';

const { rehearse } = await load(() => import('../apiserver/rehearsal.ts'), 5);
const { openShow } = await load(() => import('./play/show.ts'), 5);
const { drawFrame } = await import('./play/frame.ts');
const { footLines, newControls, press } = await import('./play/keys.ts');
const { playDemo } = await import('./play/demo.ts');
const { createLights } = await import('./play/lights.ts');
const { drawHelp, drawLinks } = await import('./play/pages.ts');
const { upTo } = await import('./play/passage.ts');

let screen: Screen | undefined;
let printed = '';

process.on('unhandledRejection', giveUp);
process.on('uncaughtException', giveUp);
const isWatched = process.stdin.isTTY && process.stdout.isTTY;
try {
  const show = await inSilence(() => rehearse().then(() => openShow(giveUp)));
  if (isWatched) playByHand(show);
  else {
    await playDemo(show, columns());
    process.exit(0);
  }
} catch (thrown) {
  giveUp(thrown);
}

function playByHand(show: Show): void {
  const controls = newControls();
  const lights = createLights(show, draw);

  function draw(): void {
    const [width, height] = [screen!.width(), screen!.height()];
    const { journeys } = show;
    const at = journeys.length - 1 - controls.back;
    const shown = journeys.at(at);
    const journey =
      journeys.length > 0 && shown
        ? upTo(shown, controls.back === 0 ? lights.lit() : Number.POSITIVE_INFINITY)
        : undefined;
    const position = journey ? `request ${at + 1} of ${journeys.length} · ` : '';
    const frame = { view: lights.view(), journey, position, printed, foot: footLines(), width, height };
    if (controls.page === 'help') screen!.draw(drawHelp(width, height));
    else if (controls.page === 'links' && journey) screen!.draw(drawLinks(journey, width, height));
    else screen!.draw(drawFrame(frame));
  }

  async function ask(errand: Promise<void>): Promise<void> {
    printed = '';
    controls.back = 0;
    lights.begin();
    await errand;
    lights.answered();
  }

  function hear(key: string): void {
    if (key === 'q' || key === 'Q' || key === '\u0003' || key === '\u0004') {
      screen!.close();
      process.exit(0);
    }
    if (!lights.isAnswered()) return;
    const errand = press(key, show, controls);
    if (errand) ask(errand).catch(giveUp);
    else draw();
  }

  listenToConsole();
  show.watcher.onEvent(() => setImmediate(draw));
  screen = openScreen(hear, draw);
  draw();
}

/** What the learner's code prints while the cluster is made ready belongs to no request. */
async function inSilence<Result>(action: () => Promise<Result>): Promise<Result> {
  const { log, info, debug, warn, error } = console;
  const silence = () => {};
  Object.assign(console, { log: silence, info: silence, debug: silence, warn: silence, error: silence });
  return action().finally(() => Object.assign(console, { log, info, debug, warn, error }));
}

/** What the learner's code prints would tear the picture; its last line is shown in it. */
function listenToConsole(): void {
  const say = (...values: unknown[]) => {
    printed = format(...values).replace(/\s+/g, ' ');
  };
  Object.assign(console, { log: say, info: say, debug: say, warn: say, error: say });
}

/** Ends the show, and says why it goes no further. */
function giveUp(thrown: unknown): never {
  screen?.close();
  const code = codeOf(thrown);
  const why = `${code ? `${code}: ` : ''}${String((thrown as Error)?.message ?? thrown)}`;
  stop(todoInWords(thrown, 5) ?? `Your code stopped: ${why}. More: npm run check 5`);
}
