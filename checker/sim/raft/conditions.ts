/**
 * What the servers of a run have to put up with at the moment: links, weather, slow disks, odd clocks, pauses.
 */
import type { VirtualClock } from '../virtual-clock.ts';
import { fairWeather, type Weather } from './fates.ts';
import { createLinks, type Links } from './links.ts';
import { type PlannedEvent, tickMs } from './plan.ts';

export interface Conditions {
  readonly links: Links;
  weather(): Weather;
  pausedUntil(id: number): number;
  tickMs(id: number): number;
  /** How long the server's disk takes, in milliseconds. */
  diskMs(id: number): number;
  delayPersist(id: number, done: () => void): void;
  /** Does what was planned. @returns false where it is not about conditions */
  enact(event: PlannedEvent): boolean;
  /** Ends all that is wrong, for good. */
  calm(): void;
  isCalm(): boolean;
}

export function createConditions(clock: VirtualClock): Conditions {
  const links = createLinks();
  const pauses = new Map<number, number>();
  const diskMs = new Map<number, number>();
  const ticks = new Map<number, number>();
  let weather = fairWeather;
  let isCalm = false;

  return {
    links,
    weather: () => weather,
    pausedUntil: (id) => pauses.get(id) ?? 0,
    tickMs: (id) => ticks.get(id) ?? tickMs,
    diskMs: (id) => diskMs.get(id) ?? 0,
    delayPersist(id, done) {
      const ms = diskMs.get(id) ?? 0;
      if (ms === 0) done();
      else clock.at(clock.now() + ms, done);
    },
    enact(event) {
      switch (event.kind) {
        case 'cut':
          links.cut(event.from, event.to);
          return true;
        case 'partition':
          links.partition(event.sides);
          return true;
        case 'heal':
          links.heal();
          return true;
        case 'weather':
          weather = event;
          return true;
        case 'pause':
          pauses.set(event.server, clock.now() + event.ms);
          return true;
        case 'disk':
          diskMs.set(event.server, event.ms);
          return true;
        case 'clock':
          ticks.set(event.server, event.ms);
          return true;
        default:
          return false;
      }
    },
    isCalm: () => isCalm,
    calm() {
      isCalm = true;
      links.heal();
      weather = fairWeather;
      for (const map of [pauses, diskMs, ticks]) map.clear();
    },
  };
}
