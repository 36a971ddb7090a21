/**
 * What the keys do. Some wait for a second one, and say what for.
 */
import { style } from '../../cli/terminal/colour.ts';
import { keys } from './errands.ts';
import { memberIds, nameOf } from './members.ts';
import type { Show } from './show.ts';

export interface Controls {
  chosen: number;
  /** The revision whose store is shown; 0 for now. */
  asOf: number;
  isPaused: boolean;
  isHelp: boolean;
  /** One tick, although paused. */
  isStep: boolean;
  /** What the next key is the answer to. */
  question?: { words: string; answer(key: string): void };
  /** Position in {@link speeds}. */
  speed: number;
}

/** Ticks a second; 10 is as fast as the members' own clocks. */
export const speeds = [1, 2, 5, 10, 20, 50];

export function newControls(): Controls {
  return { chosen: 1, asOf: 0, isPaused: false, isHelp: false, isStep: false, speed: speeds.indexOf(10) };
}

export const keyHelp: readonly (readonly [key: string, does: string])[] = [
  ['1–3', 'choose a member: requests go to it, and its store is shown'],
  ['p', 'put the next value'],
  ['d', 'delete a key; a letter says which'],
  ['t', 'two clients read "a", and each puts it if it is still as it was: one succeeds'],
  ['g', 'a linearizable read; what is shown all the time is the serializable one'],
  ['l', 'take a lease of 10 seconds and put "lock" with it'],
  ['e', 'keep the lease alive'],
  ['< >', 'travel to an older revision, to a newer one'],
  ['n', 'back to now'],
  ['c', 'compact at the revision that is shown'],
  ['w', 'begin the watch anew, at the chosen member, from the revision that is shown'],
  ['s', 'have the watching client sleep, so that it takes nothing; or wake it'],
  ['k', 'kill the chosen member: it keeps only what is on its disk'],
  ['r', 'start it again'],
  ['x', 'cut the link to another member, or mend it; a digit says to which'],
  ['i', 'isolate the chosen member: cut both its links'],
  ['h', 'heal: mend all links'],
  ['space', 'pause and go on'],
  ['.', 'pause, and one tick'],
  ['+ -', 'faster, slower'],
  ['q', 'quit'],
];

/** The two lines at the foot of the screen. */
export function footOf({ question }: Controls): string[] {
  if (question) return [`  ${style.strong(question.words)}`, style.quiet('  any other key: never mind')];
  const first = {
    '1–3': 'choose',
    p: 'put',
    d: 'del',
    t: 'txns',
    g: 'read',
    l: 'lease',
    e: 'renew',
    w: 'watch',
    s: 'sleep',
  };
  const second = {
    '<>': 'travel',
    c: 'compact',
    k: 'kill',
    r: 'start',
    x: 'link',
    i: 'alone',
    h: 'heal',
    '?': 'help',
    q: 'quit',
  };
  return [first, second].map(
    (line) =>
      `  ${Object.entries(line)
        .map(([key, does]) => `${style.command(key)} ${does}`)
        .join('  ')}`,
  );
}

/** Does what a key stands for; an unknown one does nothing. */
export function press(key: string, show: Show, controls: Controls): void {
  const { question } = controls;
  controls.question = undefined;
  if (question) question.answer(key);
  else if (controls.isHelp) controls.isHelp = false;
  else if (memberIds.includes(Number(key))) controls.chosen = Number(key);
  else actions(show, controls)[key.toLowerCase()]?.();
  show.look(controls.chosen, controls.asOf);
}

function actions(show: Show, controls: Controls): Record<string, () => void> {
  const { chosen, asOf } = controls;
  const { errands, watcher } = show;
  const now = () => show.view(chosen).revision;
  return {
    p: () => errands.put(chosen),
    d() {
      const answer = (key: string) => keys.includes(key) && errands.delete(chosen, key);
      controls.question = { words: `Delete which key? ${keys.join(' ')}`, answer };
    },
    t: () => errands.race(chosen),
    g: () => errands.read(chosen),
    l: () => errands.grant(chosen),
    e: () => errands.renew(chosen),
    '<'() {
      controls.asOf = Math.max(1, (asOf || now()) - 1);
    },
    '>'() {
      controls.asOf = asOf === 0 || asOf + 1 >= now() ? 0 : asOf + 1;
    },
    n() {
      controls.asOf = 0;
    },
    c: () => errands.compact(chosen, asOf || now()),
    w: () => show.watch(chosen, asOf),
    s() {
      watcher.sleep(!watcher.isAsleep());
      show.chronicle.say(watcher.isAsleep() ? 'the watching client sleeps' : 'the watching client is awake again');
    },
    k: () => show.kill(chosen),
    r: () => show.restart(chosen),
    x() {
      const answer = (key: string) => {
        const id = Number(key);
        if (memberIds.includes(id) && id !== chosen) show.turnLink(chosen, id);
      };
      controls.question = { words: `Cut or mend the link from ${nameOf(chosen)} to which member? 1–3`, answer };
    },
    i: () => show.isolate(chosen),
    h: () => show.heal(),
    ' '() {
      controls.isPaused = !controls.isPaused;
    },
    '.'() {
      controls.isPaused = true;
      controls.isStep = true;
    },
    '+': () => turnSpeed(controls, 1),
    '=': () => turnSpeed(controls, 1),
    '-': () => turnSpeed(controls, -1),
    '?'() {
      controls.isHelp = true;
    },
  };
}

function turnSpeed(controls: Controls, by: number): void {
  controls.speed = Math.min(speeds.length - 1, Math.max(0, controls.speed + by));
}
