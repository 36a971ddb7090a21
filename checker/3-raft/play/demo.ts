/**
 * The show by itself, for where there is no terminal: an election, values, the leader's death, more values, its return.
 */
import { style } from '../../cli/terminal/colour.ts';
import { print } from '../../cli/terminal/print.ts';
import { hang } from '../../cli/terminal/wrap.ts';
import { nameOf } from '../../sim/raft/message.ts';
import { drawEvents } from './frame.ts';
import { drawNodes } from './nodes.ts';
import { nodeIds, type Show } from './show.ts';

/** Ten times what an election takes as a rule. */
const patienceTicks = 400;

interface Scene {
  title: string;
  act(): void;
  isOver(): boolean;
}

/** @returns whether every scene came to its end */
export function playDemo(show: Show, width: number): boolean {
  let last = 0;
  const scenes = scenesOf(show, {
    leader: () => last,
    remember: () => {
      last = show.leader();
    },
  });
  return scenes.every((scene, i) => playScene(show, scene, i + 1, width));
}

function scenesOf(show: Show, { leader, remember }: { leader(): number; remember(): void }): Scene[] {
  const propose = (times: number) => {
    for (let i = 0; i < times; i++) show.propose(show.leader());
  };
  const isEven = () => show.leader() !== 0 && isCaughtUp(show);
  return [
    { title: 'Five nodes start, and one is elected', act() {}, isOver: isEven },
    { title: 'Three values are proposed', act: () => propose(3), isOver: isEven },
    {
      title: 'The leader is killed',
      act() {
        remember();
        show.kill(leader());
      },
      isOver: isEven,
    },
    { title: 'Two values are proposed to the new one', act: () => propose(2), isOver: isEven },
    { title: 'The old leader starts again', act: () => show.restart(leader()), isOver: isEven },
  ];
}

function playScene(show: Show, { title, act, isOver }: Scene, number: number, width: number): boolean {
  const [before, startedAt] = [show.chronicle.events.length, show.now()];
  print(['', style.strong(`${number}. ${title}`)]);
  act();
  while (!isOver() && show.now() - startedAt < patienceTicks) show.tick();
  const news = show.chronicle.events.length - before;
  print([...(news > 0 ? drawEvents(show, width, news) : []), '', ...drawNodes(show, 0, width)]);
  if (isOver()) return true;
  const words = `After ${patienceTicks} ticks there is still no leader whom all follow and agree with. More: npm run check 3`;
  print(['', ...hang(words, width, style.bad('✘ '))]);
  return false;
}

/** Everyone who is up has everything, knows that it is committed, and nothing more is on its way but heartbeats. */
function isCaughtUp(show: Show): boolean {
  const leader = show.belief(show.leader());
  const last = leader.log.at(-1)?.index ?? leader.snapshot;
  const up = nodeIds.map((id) => show.belief(id)).filter(({ isUp }) => isUp);
  return up.every(
    ({ log, commit, leader: followed }) =>
      followed === nameOf(show.leader()) && commit === last && (log.at(-1)?.index ?? 0) === last,
  );
}
