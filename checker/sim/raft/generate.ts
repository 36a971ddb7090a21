/**
 * Draws a plan from a seed: episodes of trouble, one after another and overlapping, with clients at work all the time.
 */
import type { Random } from '#kit/random.ts';
import type { KvInput } from '../../oracles/kv-model.ts';
import { createWorld } from '../world.ts';
import type { CrashPoint } from './cluster.ts';
import { type Plan, type PlannedEvent, tickMs } from './plan.ts';

/** What may go wrong. */
export type Trouble =
  | 'crash'
  | 'partition'
  | 'cut'
  | 'weather'
  | 'pause'
  | 'disk'
  | 'clock'
  // Of whole replicas only.
  | 'kill'
  | 'power'
  | 'sync'
  | 'full';
/** What clients and operators ask for. */
export type Errand = 'propose' | 'read' | 'compact' | 'transfer' | 'config' | 'ask';

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

/** Of bare servers. */
export const allTroubles: readonly Trouble[] = ['crash', 'partition', 'cut', 'weather', 'pause', 'disk', 'clock'];

/** On average one errand of the kind in so many milliseconds. */
const errandEveryMs: Record<Errand, number> = {
  propose: 20,
  read: 40,
  compact: 150,
  transfer: 300,
  config: 250,
  ask: 6,
};

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
    case 'kill':
    case 'power':
      return drawSome(random, servers).flatMap((each): PlannedEvent[] => [
        { at, ...drawDeath(trouble, each, random) },
        { at: end + random.integer(0, 50), kind: 'restart', server: each },
      ]);
    case 'sync':
    case 'full':
      return [
        trouble === 'sync' ? { at, kind: 'sync', server } : { at, kind: 'full', server, bytes: random.integer(0, 400) },
        { at: end, kind: 'restart', server },
      ];
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

/** At once, or in the middle of one of the next disk writes. */
function drawDeath(kind: 'kill' | 'power', server: number, random: Random) {
  const write = random.next() < 0.5 ? { write: random.integer(1, 6) } : {};
  if (kind === 'kill') return { kind, server, ...write };
  return { kind, server, kept: random.next() < 0.4 ? 0 : random.integer(1, 24), ...write };
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
    case 'ask':
      return { kind: 'ask', client: `c${random.integer(1, 4)}`, server, input: drawInput(random, nth) } as const;
    default:
      return { kind: errand, server } as const;
  }
}

/** Two keys are enough for clients to be in each other's way. Every value is written once. */
function drawInput(random: Random, nth: number): KvInput {
  const key = random.next() < 0.7 ? 'a' : 'b';
  const drawn = random.next();
  if (drawn < 0.5) return { type: 'get', key };
  if (drawn < 0.85) return { type: 'put', key, value: `${nth}` };
  if (drawn < 0.95) {
    const expected = nth > 4 ? `${random.integer(nth - 4, nth - 1)}` : null;
    return { type: 'compare-and-set', key, expected, value: `${nth}` };
  }
  return { type: 'delete', key };
}
