/**
 * A process and the disk under it. It may die at any moment; each life is opened anew from what the last one left, and what
 * a dead life still does reaches nobody.
 *
 *     disk     ──► life 1 ──► kill: what was written is there, or power cut: what was synced is ──► life 2 ──► …
 */
import type { Disk } from '#kit/disk.ts';
import { codeOf } from '#kit/failure.ts';
import type { Random } from '#kit/random.ts';
import { createSimulatedDisk, type SimulatedDisk, soon } from '../disk.ts';
import type { DiskState } from '../disk-state.ts';
import type { Image } from '../image.ts';
import type { PlannedEvent } from '../raft/plan.ts';
import { survivals } from '../survival.ts';

/** What a life is opened with. */
export interface Ground {
  disk: Disk;
  /** Chance for this life. */
  random: Random;
  isOver(): boolean;
  /** The program gives up. */
  failed(why: unknown): void;
}

export type Life<Program> = Program & {
  /** 1 for the first. */
  number: number;
  isOver(): boolean;
};

export interface ProcessOptions<Program> {
  id: number;
  open(ground: Ground): Promise<Program>;
  /** Chance for the next life. */
  random(): Random;
  /** How long a disk call that begins now takes; 0 for no time at all. */
  diskMs(): number;
  /** Calls back later. */
  later(ms: number, done: () => void): void;
  /** Told when a life has been opened. */
  opened(life: Life<Program>): void;
  /** It gives up on a disk that has no fault. */
  gaveUp(why: unknown): void;
  /** Gets what is wrong. */
  told(thrown: unknown): void;
}

/** How a life ends; see `raft/plan.ts`. */
export interface Death {
  /** Absent where only the process dies: then everything written is still there. */
  kept?: number;
  /** In the middle of the so manyth disk write from now; now unless said. */
  write?: number;
}

export interface Process<Program> {
  readonly id: number;
  /** The life that can be talked to: open, and not over. */
  alive(): Life<Program> | undefined;
  die(death: Death): void;
  restart(): void;
  failNextSync(): void;
  /** Whether its disk has been made to fail in this life. */
  hasFault(): boolean;
  leaveRoom(bytes: number): void;
}

interface OwnLife<Program> {
  life?: Life<Program>;
  isOver: boolean;
  sim: SimulatedDisk;
  hasFault: boolean;
  death?: Death;
}

export function createProcess<Program extends object>(options: ProcessOptions<Program>): Process<Program> {
  const { id, told } = options;
  let stored: Image | DiskState = new Map();
  let current: OwnLife<Program> | undefined;
  let lives = 0;

  function boot(): void {
    const number = ++lives;
    const own: OwnLife<Program> = {
      isOver: false,
      hasFault: false,
      sim: createSimulatedDisk({ from: stored, schedule, onMoment: ({ state }) => dieInWrite(state) }),
    };
    current = own;
    const isOver = () => own.isOver;

    function schedule(done: () => void): void {
      const ifAlive = () => own.isOver || done();
      const ms = options.diskMs();
      if (ms === 0) soon(ifAlive);
      else options.later(ms, ifAlive);
    }

    function dieInWrite(state: DiskState): void {
      if (own.isOver || !own.death?.write || --own.death.write > 0) return;
      end(own.death, state);
    }

    function failed(why: unknown): void {
      if (!own.isOver) giveUp(why);
    }

    options.open({ disk: own.sim.disk, random: options.random(), isOver, failed }).then((program) => {
      if (own.isOver) return;
      own.life = { ...program, number, isOver };
      options.opened(own.life);
    }, failed);
  }

  /** A failing disk is a reason to stop; nothing else is. */
  function giveUp(why: unknown): void {
    const { hasFault, sim } = current!;
    end({}, sim.state());
    if (codeOf(why) === 'todo') told(why);
    if (hasFault) return;
    try {
      options.gaveUp(why);
    } catch (thrown) {
      told(thrown);
    }
  }

  /** After a fault only a new start of the machine shows what the disk really holds, so a mere kill is not enough. */
  function end(death: Death, state: DiskState): void {
    const kept = death.kept ?? (current!.hasFault ? 0 : undefined);
    current!.isOver = true;
    current = undefined;
    stored = kept === undefined ? state : survivor(state, kept);
  }

  boot();
  return {
    id,
    alive: () => current?.life,
    die(death) {
      if (!current) return;
      if (death.write) current.death = { ...death };
      else end(death, current.sim.state());
    },
    restart() {
      if (!current) boot();
      else current.death = undefined;
    },
    hasFault: () => current?.hasFault ?? false,
    failNextSync() {
      if (!current) return;
      current.hasFault = true;
      current.sim.failNext('sync');
    },
    leaveRoom(bytes) {
      if (!current) return;
      current.hasFault = true;
      current.sim.leaveRoom(bytes);
    },
  };
}

/** Does to one of the processes what the plan says; nothing where the event is of another kind. */
export function befall(processes: readonly Process<object>[], event: PlannedEvent): void {
  const process = 'server' in event ? processes[event.server! - 1] : undefined;
  if (event.kind === 'kill' || event.kind === 'power') process?.die(event);
  if (event.kind === 'restart') process?.restart();
  if (event.kind === 'sync') process?.failNextSync();
  if (event.kind === 'full') process?.leaveRoom(event.bytes);
}

/** Has all of them run, on disks without a fault. */
export function startAnew(processes: readonly Process<object>[]): void {
  for (const process of processes) {
    // Room on the disk and a sound device come with a new life.
    if (process.hasFault()) process.die({});
    process.restart();
  }
}

/** One of the outcomes of a power cut, by number; the last one where there are not so many. */
function survivor(state: DiskState, kept: number): Image {
  let image: Image = new Map();
  let number = 0;
  for (const survival of survivals(state, { shapes: ['cut', 'zeros', 'garbage'], coarse: true })) {
    image = survival.image;
    if (number++ === kept) break;
  }
  return image;
}
