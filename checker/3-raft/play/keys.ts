/**
 * What the keys do. Some wait for a second one, and say what for.
 */
import { codeOf } from '#kit/failure.ts';
import { style } from '../../cli/terminal/colour.ts';
import { nameOf } from '../../sim/raft/message.ts';
import type { Abilities } from './abilities.ts';
import { nodeIds, type Show } from './show.ts';

export interface Controls {
  chosen: number;
  isPaused: boolean;
  isPreVote: boolean;
  isHelp: boolean;
  /** What the next key is the answer to. */
  question?: { words: string; answer(id: number): void };
  /** Position in {@link speeds}. */
  speed: number;
}

/** Ticks a second. */
export const speeds = [1, 2, 5, 10, 20, 50];

export function newControls(): Controls {
  return { chosen: 1, isPaused: false, isPreVote: false, isHelp: false, speed: speeds.indexOf(10) };
}

export const keyHelp: readonly (readonly [key: string, does: string])[] = [
  ['1–5', 'choose a node'],
  ['k', 'kill the chosen node: it keeps only what is on its disk'],
  ['r', 'start it again'],
  ['c', 'cut the link to another node, or mend it; a digit says to which'],
  ['i', 'isolate the chosen node: cut all its links'],
  ['w', 'split the cluster into n1 n2 and n3 n4 n5'],
  ['h', 'heal: mend all links'],
  ['p', 'propose the next value: to the chosen node if it leads, else to the leader'],
  ['s', 'have the chosen node take a snapshot and drop its log up to there'],
  ['v', 'pre-vote on or off; all nodes start again'],
  ['space', 'pause and go on'],
  ['.', 'pause, and one tick'],
  ['+ -', 'faster, slower'],
  ['q', 'quit'],
];

/** The two lines at the foot of the screen. */
export function footOf({ question }: Controls): string[] {
  if (question) return [`  ${style.strong(question.words)}`, style.quiet('  any other key: never mind')];
  const first = {
    '1–5': 'choose',
    k: 'kill',
    r: 'restart',
    c: 'link',
    i: 'isolate',
    w: 'split',
    h: 'heal',
    p: 'propose',
  };
  const second = { s: 'snapshot', v: 'pre-vote', space: 'pause', '.': 'tick', '+ -': 'speed', '?': 'help', q: 'quit' };
  return [first, second].map(
    (line) =>
      `  ${Object.entries(line)
        .map(([key, does]) => `${style.command(key)} ${does}`)
        .join('  ')}`,
  );
}

/** Does what a key stands for; an unknown one does nothing. What exercises are still to do for is said in the show. */
export function press(key: string, show: Show, controls: Controls, { preVote }: Abilities): void {
  const { question } = controls;
  controls.question = undefined;
  if (question) {
    const id = Number(key);
    if (nodeIds.includes(id)) question.answer(id);
    return;
  }
  if (controls.isHelp) controls.isHelp = false;
  else if (nodeIds.includes(Number(key))) controls.chosen = Number(key);
  else if (key === 'v' && !preVote) show.chronicle.say(comesFirst('3.8'));
  else attempt(show, actions(show, controls)[key.toLowerCase()]);
}

function actions(show: Show, controls: Controls): Record<string, () => void> {
  const { chosen } = controls;
  return {
    k: () => show.kill(chosen),
    r: () => show.restart(chosen),
    c() {
      const answer = (id: number) => id !== chosen && show.turnLink(chosen, id);
      controls.question = { words: `Cut or mend the link from ${nameOf(chosen)} to which node? 1–5`, answer };
    },
    i: () => show.separate([chosen]),
    w: () => show.separate([1, 2]),
    h: () => show.heal(),
    p: () => show.propose(chosen),
    s: () => show.compact(chosen),
    v() {
      controls.isPreVote = !controls.isPreVote;
      show.usePreVote(controls.isPreVote);
    },
    ' '() {
      controls.isPaused = !controls.isPaused;
    },
    '.'() {
      controls.isPaused = true;
      show.tick();
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

/** A request that the learner's code cannot serve yet has changed nothing; the show goes on. */
function attempt(show: Show, action: (() => void) | undefined): void {
  try {
    action?.();
  } catch (thrown) {
    if (codeOf(thrown) !== 'todo') throw thrown;
    show.chronicle.say(comesFirst((thrown as { exercise: string }).exercise));
  }
}

function comesFirst(exercise: string): string {
  return `your code cannot do that yet: exercise ${exercise} comes first`;
}
