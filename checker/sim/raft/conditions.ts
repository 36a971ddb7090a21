/**
 * What the servers of a run have to put up with at the moment: links, weather, slow disks, odd clocks, pauses.
 */
import type { VirtualClock } from '../virtual-clock.ts';
import type { Cluster } from './cluster.ts';
import { fairWeather, type Weather } from './fates.ts';
import { createLinks, type Links } from './links.ts';
import { type PlannedEvent, tickMs } from './plan.ts';

export interface Conditions {
  readonly links: Links;
  weather(): Weather;
  pausedUntil(id: number): number;
  tickMs(id: number): number;
  delayPersist(id: number, done: () => void): void;
  /** Does what was planned. */
  enact(event: PlannedEvent, cluster: Cluster): void;
  /** Ends all that is wrong. */
  calm(cluster: Cluster): void;
}

export function createConditions(clock: VirtualClock): Conditions {
  const links = createLinks();
  const pauses = new Map<number, number>();
  const diskMs = new Map<number, number>();
  const ticks = new Map<number, number>();
  let weather = fairWeather;

  return {
    links,
    weather: () => weather,
    pausedUntil: (id) => pauses.get(id) ?? 0,
    tickMs: (id) => ticks.get(id) ?? tickMs,
    delayPersist(id, done) {
      const ms = diskMs.get(id) ?? 0;
      if (ms === 0) done();
      else clock.at(clock.now() + ms, done);
    },
    enact(event, cluster) {
      switch (event.kind) {
        case 'crash':
          return cluster.crash(event.server, event.before);
        case 'restart':
          return cluster.restart(event.server);
        case 'cut':
          return links.cut(event.from, event.to);
        case 'partition':
          return links.partition(event.sides);
        case 'heal':
          return links.heal();
        case 'weather':
          weather = event;
          return;
        case 'pause':
          pauses.set(event.server, clock.now() + event.ms);
          return;
        case 'disk':
          diskMs.set(event.server, event.ms);
          return;
        case 'clock':
          ticks.set(event.server, event.ms);
          return;
        default:
          ask(event, cluster);
      }
    },
    calm(cluster) {
      links.heal();
      weather = fairWeather;
      for (const map of [pauses, diskMs, ticks]) map.clear();
      for (const id of cluster.ids) cluster.restart(id);
    },
  };
}

/** What clients and operators ask for. */
function ask(event: PlannedEvent, cluster: Cluster): void {
  switch (event.kind) {
    case 'propose':
      for (const id of event.server ? [event.server] : leadersOf(cluster)) cluster.propose(id, event.value);
      return;
    case 'read':
      cluster.read(event.server);
      return;
    case 'compact':
      cluster.compact(event.server);
      return;
    case 'transfer':
      for (const id of leadersOf(cluster)) cluster.transfer(id, event.to);
      return;
    case 'config':
      for (const id of leadersOf(cluster)) cluster.changeConfig(id, { type: event.change, id: event.server });
  }
}

/** Every server that believes to lead; there may be several, in different terms. */
export function leadersOf(cluster: Cluster): number[] {
  return cluster.ids.filter((id) => cluster.isUp(id) && cluster.status(id).role === 'leader');
}
