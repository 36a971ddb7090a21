/** A cache that begins when something has happened already, and the time that it goes by. */
import type { ChangeReader } from '#api-server/change-window.ts';
import { openWatchCache } from '#api-server/watch-cache.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { drain } from '../window-tests.ts';
import { heldEtcd } from './held-etcd.ts';
import { createServers } from './several-servers.ts';

/** `a` is put at 2, 3, 4 and 5, and then the cache begins. */
export async function lateCache(t: TestContext, windowMax?: number) {
  const servers = createServers(t);
  for (const value of ['1', '2', '3', '4']) await servers.write('a', value);
  const held = heldEtcd(servers.double.facade());
  const timers = createTimers();
  t.step(`a cache is opened${windowMax ? `, whose window holds ${windowMax}` : ''}`);
  const cache = await openWatchCache({ etcd: held.etcd, clock: timers.clock, resource: 'configmaps', windowMax });
  await quiet();
  /** Steps of the run: what a reader behind a revision can say. */
  const read = async (after: number) => {
    t.step(`read behind ${after}`);
    const said = drained(await servers.answer(cache.read(after, () => undefined)));
    t.step(`  → ${said.join(', ') || 'nothing'}`);
    return said;
  };
  return { ...servers, held, cache, read, timers };
}

export type Timers = ReturnType<typeof createTimers>;

/** A virtual clock that counts the timers which are still running, and how often those of each length were stopped. */
function createTimers() {
  const { now, setTimer, step } = createVirtualClock();
  const running = new Set<object>();
  const stops = new Map<number, number>();
  const clock = {
    now,
    setTimer(ms: number, action: () => void) {
      const timer = {};
      running.add(timer);
      const cancel = setTimer(ms, () => {
        running.delete(timer);
        action();
      });
      return () => {
        running.delete(timer);
        stops.set(ms, (stops.get(ms) ?? 0) + 1);
        cancel();
      };
    },
  };
  return { clock, step, running: () => running.size, stops: (ms: number) => stops.get(ms) ?? 0 };
}

/** The revisions that a reader can tell of now. */
export const drained = (reader: ChangeReader): number[] => drain(reader).filter((said) => typeof said === 'number');
