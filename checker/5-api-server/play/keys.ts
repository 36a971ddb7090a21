/** What the keys do. */
import { style } from '../../cli/terminal/colour.ts';
import type { Show } from './show.ts';

export interface Controls {
  /** What covers the picture until the next key. */
  page?: 'help' | 'links';
  /** Which request is shown, counted from the newest. */
  back: number;
}

export function newControls(): Controls {
  return { back: 0 };
}

export const keyHelp: readonly (readonly [key: string, does: string])[] = [
  ['d', 'create the Deployment of nginx.yaml; once more, and its key is taken'],
  ['y', 'create one in a dry run: everything but the transaction'],
  ['m', 'patch the Deployment: more replicas'],
  ['p', 'create a pod'],
  ['v', 'vera, who may only view, creates a pod'],
  ['l', 'vera lists the pods'],
  ['a', 'somebody who shows no certificate and no token lists the pods'],
  ['t', 'somebody with a token of his own making lists them'],
  ['s', 'create a Deployment with "three" replicas, as in the story'],
  ['f', 'create a pod with the port 99999'],
  ['n', 'create a pod in a namespace that is not there'],
  ['r', 'a pod, and then two who have both read it and both change it'],
  ['x', 'a pod with a finalizer; then its delete; then the finalizer is taken off'],
  ['w', 'vera watches the pods, or stops'],
  ['e', 'all that each link has added to the object, or found out'],
  ['< >', 'look at an earlier request, at a later one'],
  ['q', 'quit'],
];

const short = [
  ['d deploy', 'm patch', 'p pod', 'v vera', 'l list', 'a anyone', 't token', 'y dry run', 'e more'],
  ['? help', 'q quit', 's type', 'f field', 'n nowhere', 'r race', 'x hold', 'w watch', '<> past'],
];

/** The two lines at the foot of the screen. */
export function footLines(): string[] {
  const shown = (words: string) => words.replace(/^\S+/, (key) => style.command(key));
  return short.map((line) => `  ${line.map(shown).join('  ')}`);
}

/**
 * Does what a key stands for; an unknown one does nothing.
 *
 * @returns what is under way then, if anything is
 */
export function press(key: string, show: Show, controls: Controls): Promise<void> | undefined {
  if (controls.page) {
    controls.page = undefined;
    return undefined;
  }
  const action = actions(show, controls)[key.toLowerCase()];
  return action?.() ?? undefined;
}

function actions(show: Show, controls: Controls): Record<string, () => Promise<void> | void> {
  const { errands } = show;
  return {
    d: errands.deploy,
    y: errands.dryRun,
    m: errands.scale,
    p: errands.createPod,
    v: errands.createAsViewer,
    l: errands.listAsViewer,
    a: errands.listAsNobody,
    t: errands.listAsStranger,
    s: errands.wrongType,
    f: errands.wrongField,
    n: errands.noNamespace,
    r: errands.race,
    x: errands.hold,
    w: () => (show.watcher.isOn() ? show.watcher.stop() : show.beginWatch()),
    e() {
      if (show.journeys.length > 0) controls.page = 'links';
    },
    '<'() {
      controls.back = Math.min(Math.max(0, show.journeys.length - 1), controls.back + 1);
    },
    '>'() {
      controls.back = Math.max(0, controls.back - 1);
    },
    '?'() {
      controls.page = 'help';
    },
  };
}
