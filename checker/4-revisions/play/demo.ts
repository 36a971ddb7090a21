/**
 * The show by itself, for where there is no terminal: puts and a watch, two clients that race, the leader's death, a
 * lease that runs out, a journey to the past, a compaction, and the old leader back again.
 */
import { style } from '../../cli/terminal/colour.ts';
import { print } from '../../cli/terminal/print.ts';
import { hang } from '../../cli/terminal/wrap.ts';
import { drawEvents, drawMembers } from './frame.ts';
import { memberIds } from './members.ts';
import { drawStore, drawWatch } from './panes.ts';
import type { Show } from './show.ts';
import type { MemberView } from './view.ts';

/** A lease's time, and an election. */
const patienceTicks = 300;

interface Scene {
  title: string;
  act(): void;
  isOver(): boolean;
  /** Shown behind the members; the store unless said. */
  show?: 'watch';
}

/** @returns whether every scene came to its end */
export async function playDemo(show: Show, width: number): Promise<boolean> {
  const scenes = scenesOf(show);
  for (const [i, scene] of scenes.entries()) if (!(await playScene(show, scene, i + 1, width))) return false;
  return true;
}

function scenesOf(show: Show): Scene[] {
  const { errands, watcher, lease } = show;
  const follower = () => memberIds.find((id) => show.view(id).role === 'follower') ?? 1;
  const isCalm = () => errands.waiting() === 0 && isAlike(show);
  let killed = 0;
  let hadLease = false;
  return [
    { title: 'Three members start, and one is elected', act() {}, isOver: isCalm },
    {
      title: 'A follower is asked to put, and watched',
      act() {
        show.watch(follower(), 0);
        for (let i = 0; i < 3; i++) errands.put(follower());
      },
      isOver: () => isCalm() && watcher.events.length === 3,
      show: 'watch',
    },
    { title: 'Two clients change what both have read', act: () => errands.race(follower()), isOver: isCalm },
    {
      title: 'The leader is killed, with a put on its way to it',
      act() {
        killed = show.leader();
        const other = follower();
        show.look(other, 0);
        errands.put(other);
        show.kill(killed);
      },
      isOver: isCalm,
    },
    { title: 'The others have elected a new one', act: () => errands.put(follower()), isOver: isCalm },
    {
      title: 'A key with a lease of ten seconds',
      act: () => errands.grant(follower()),
      isOver() {
        hadLease ||= lease.id() !== 0n;
        return hadLease && lease.id() === 0n && isCalm();
      },
      show: 'watch',
    },
    { title: 'A journey to revision 3', act: () => show.look(follower(), 3), isOver: () => show.store().asOf === 3 },
    {
      title: 'Everything before revision 5 is compacted',
      act: () => errands.compact(follower(), 5),
      isOver: () => isCalm() && show.store().refusal !== undefined,
    },
    {
      title: 'The old leader starts again',
      act() {
        show.restart(killed);
        show.look(killed, 0);
      },
      isOver: () => isCalm() && show.store().kvs.length > 0,
    },
  ];
}

async function playScene(show: Show, scene: Scene, number: number, width: number): Promise<boolean> {
  const [before, startedAt] = [show.chronicle.events.length, show.now()];
  print(['', style.strong(`${number}. ${scene.title}`)]);
  scene.act();
  for (let ticks = 0; ticks < patienceTicks; ticks++) {
    await show.tick();
    if (scene.isOver()) break;
  }
  const news = show.chronicle.events.length - before;
  const more = scene.show === 'watch' ? drawWatch(show, width, 20) : drawStore(show, width, 20);
  print([...(news > 0 ? drawEvents(show, width, news) : []), '', ...drawMembers(show, 0, width), '', ...more]);
  if (scene.isOver()) return true;
  const words = `After ${Math.round(show.now() - startedAt)} seconds this has not come to its end. More: npm run check 4`;
  print(['', ...hang(words, width, style.bad('✘ '))]);
  return false;
}

/** Everyone who is up agrees: on the leader's term, and on every revision. */
function isAlike(show: Show): boolean {
  const up = memberIds.map((id) => show.view(id)).filter(({ isUp }) => isUp);
  const [first] = up;
  const agrees = ({ role, term, applied, hash }: MemberView) =>
    (role === 'leader' || role === 'follower') &&
    term === first.term &&
    applied === first.applied &&
    applied > 0 &&
    hash === first.hash;
  return show.leader() !== 0 && up.every(agrees);
}
