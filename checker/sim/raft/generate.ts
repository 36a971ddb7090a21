/**
 * Draws a plan from a seed: episodes of trouble, one after another and overlapping, with clients at work all the time.
 */
import type { Random } from '#kit/random.ts';
import { createWorld } from '../world.ts';
import type { CrashPoint } from './cluster.ts';
import { type Plan, type PlannedEvent, tickMs } from './plan.ts';

/** What may go wrong. */
export type Trouble = 'crash' | 'partition' | 'cut' | 'weather' | 'pause' | 'disk' | 'clock';
/** What clients and operators ask for. */
export type Errand = 'propose' | 'read' | 'compact' | 'transfer' | 'config';

export interface PlanOptions {
  /** How many servers there are. */
  servers: number;
  /** How many of them are in the first configuration; all unless said. */
  peers?: number;
  /** How long faults go on. */
  durationMs: number;
  troubles: readonly Trouble[];
  errands: readonly Errand[];
}

export const allTroubles: readonly Trouble[] = ['crash', 'partition', 'cut', 'weather', 'pause', 'disk', 'clock'];

/** On average one errand of the kind in so many milliseconds. */
const errandEveryMs: Record<Errand, number> = { propose: 20, read: 40, compact: 150, transfer: 300, config: 250 };

const crashPoints: (CrashPoint | undefined)[] = [undefined, 'persist', 'send', 'send', 'apply', 'advance'];

export function generatePlan(seed: number, options: PlanOptions): Plan {
  const random = createWorld(seed).random('plan');
  const { servers, durationMs, troubles } = options;
  const events: PlannedEvent[] = [];
  if (troubles.includes('weather')) events.push({ at: 0, ...drawWeather(random) });
  for (let at = random.integer(0, 200); troubles.length > 0 && at < durationMs; at += random.integer(10, 200)) {
    events.push(...episode(troubles[random.integer(0, troubles.length - 1)], at, random, servers));
  }
  for (const errand of options.errands) events.push(...errands(errand, random, options));
  const inTime = events.filter(({ at }) => at < durationMs);
  return { servers, seed, events: inTime.sort((a, b) => a.at - b.at), calmAt: durationMs };
}

/** Trouble, and its end. */
function episode(trouble: Trouble, at: number, random: Random, servers: number): PlannedEvent[] {
  const server = random.integer(1, servers);
  const end = at + random.integer(20, 400);
  switch (trouble) {
    case 'crash':
      return drawSome(random, servers).flatMap((each): PlannedEvent[] => [
        crash(at, each, crashPoints[random.integer(0, crashPoints.length - 1)]),
        { at: end + random.integer(0, 50), kind: 'restart', server: each },
      ]);
    case 'partition':
      return [
        { at, kind: 'partition', sides: drawSides(random, servers) },
        { at: end, kind: 'heal' },
      ];
    case 'cut':
      return [
        { at, kind: 'cut', from: server, to: 1 + ((server + random.integer(0, servers - 2)) % servers) },
        { at: end, kind: 'heal' },
      ];
    case 'weather':
      return [{ at, ...drawWeather(random) }];
    case 'pause':
      return [{ at, kind: 'pause', server, ms: random.integer(20, 300) }];
    case 'disk':
      return [
        { at, kind: 'disk', server, ms: random.integer(1, 60) },
        { at: end, kind: 'disk', server, ms: 0 },
      ];
    case 'clock':
      return [
        { at, kind: 'clock', server, ms: random.integer(5, 20) },
        { at: end, kind: 'clock', server, ms: tickMs },
      ];
  }
}

function crash(at: number, server: number, before: CrashPoint | undefined): PlannedEvent {
  return { at, kind: 'crash', server, ...(before && { before }) };
}

function drawWeather(random: Random): Omit<Extract<PlannedEvent, { kind: 'weather' }>, 'at'> {
  const isRough = random.next() < 0.5;
  return {
    kind: 'weather',
    loss: isRough ? random.integer(0, 30) / 100 : 0,
    repeat: isRough ? random.integer(0, 20) / 100 : 0,
    delayMs: [1, isRough ? random.integer(5, 80) : 5],
  };
}

/** One server mostly, now and then any number of them. */
function drawSome(random: Random, servers: number): number[] {
  const one = random.integer(1, servers);
  if (random.next() < 0.7) return [one];
  return Array.from({ length: servers }, (_, i) => i + 1).filter((id) => id === one || random.next() < 0.5);
}

/** Two sides, neither empty; now and then three. */
function drawSides(random: Random, servers: number): number[][] {
  const count = random.next() < 0.2 ? 3 : 2;
  const sides: number[][] = Array.from({ length: count }, () => []);
  for (let id = 1; id <= servers; id++) sides[random.integer(0, count - 1)].push(id);
  const there = sides.filter((side) => side.length > 0);
  return there.length > 1 ? there : [[1], Array.from({ length: servers - 1 }, (_, i) => i + 2)];
}

function errands(
  errand: Errand,
  random: Random,
  { durationMs, servers, peers = servers }: PlanOptions,
): PlannedEvent[] {
  const every = errandEveryMs[errand];
  const events: PlannedEvent[] = [];
  for (let at = random.integer(1, 2 * every); at < durationMs; at += random.integer(1, 2 * every - 1)) {
    events.push({ at, ...drawErrand(errand, random, servers, peers, events.length + 1) });
  }
  return events;
}

function drawErrand(errand: Errand, random: Random, servers: number, peers: number, nth: number) {
  const server = random.integer(1, servers);
  switch (errand) {
    case 'propose':
      return { kind: 'propose', value: `v${nth}` } as const;
    case 'transfer':
      return { kind: 'transfer', to: server } as const;
    case 'config':
      // Whoever is a stranger at first comes and goes; the others stay, so that there is always a majority to be had.
      return {
        kind: 'config',
        change: random.next() < 0.6 ? 'add' : 'remove',
        server: random.integer(Math.min(peers + 1, servers), servers),
      } as const;
    default:
      return { kind: errand, server } as const;
  }
}
