/** The show by itself, for where there is no terminal: each errand once, with the request's way and its answer. */
import { style } from '../../cli/terminal/colour.ts';
import { print } from '../../cli/terminal/print.ts';
import { padStart } from '../../cli/terminal/width.ts';
import { hang, wrap } from '../../cli/terminal/wrap.ts';
import { answerOf } from './answer.ts';
import { drawWay } from './chain.ts';
import { drawEvents, drawKeys, drawOdometer } from './etcd-view.ts';
import type { Journey } from './journey.ts';
import type { Show } from './show.ts';

/** More than there is to show. */
const linesMost = 40;

export async function playDemo(show: Show, width: number): Promise<void> {
  const { errands } = show;
  print(wrap('There is no terminal for single keys: each request is sent once.', width));
  const scenes = [
    ...[show.beginWatch, errands.deploy, errands.createAsViewer, errands.listAsNobody, errands.listAsStranger],
    ...[errands.wrongType, errands.wrongField, errands.noNamespace, errands.createPod, errands.listAsViewer],
    ...[errands.deploy, errands.dryRun, errands.scale, errands.race, errands.race],
    ...[errands.hold, errands.hold, errands.hold],
  ];
  for (const [i, scene] of scenes.entries()) {
    const before = show.journeys.length;
    await scene();
    const sent = show.journeys.slice(before);
    for (const [at, journey] of sent.entries()) print(drawScene(journey, numberOf(i, at, sent.length), width));
  }
  await new Promise((resolve) => setTimeout(resolve, eventsMs));
  print(['', style.strong('What vera was told:'), ...drawEvents(show, width, linesMost)]);
  print(['', style.strong('What lies in etcd:'), ...drawKeys(show, undefined, width, linesMost), '']);
  print([drawOdometer(show, width)]);
}

/** The last events may still be on their way. */
const eventsMs = 50;

/** As in `3`; where several were sent at once, `15a` and `15b`. */
function numberOf(scene: number, at: number, of: number): string {
  return `${scene + 1}${of > 1 ? String.fromCharCode('a'.charCodeAt(0) + at) : ''}`;
}

function drawScene(journey: Journey, number: string, width: number): string[] {
  const { title, request } = journey;
  const [first, ...more] = answerOf(journey);
  return [
    '',
    ...hang(style.strong(title), width, `${padStart(number, 2)}. `),
    ...hang(style.quiet(`${request.method} ${request.url}`), width, '    '),
    ...drawWay(journey, width),
    ...hang(first, width, '    ◄── '),
    ...more.flatMap((line) => hang(line, width, '        ')),
  ];
}
