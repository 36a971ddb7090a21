/**
 * A member of its own for a moment, on a disk that is only in memory: it is led, written to and read. So an exercise that is
 * still to do is named before there is a folder, and before any client could ask.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { createRandom } from '#kit/random.ts';
import { systemClock } from '#kit/system-clock.ts';
import { createSimulatedDisk } from '../sim/disk.ts';

/** Enough to elect oneself, and for what follows from it. Whoever needs more shows his faults when it is in earnest. */
const ticksMax = 60;

/** @throws {Todo} the exercise that comes first; whatever else is wrong is left for later */
export async function rehearse(): Promise<void> {
  const { openEtcdServer } = await import('#revisions/etcd-server.ts');
  const found: unknown[] = [];
  try {
    const server = await openEtcdServer({
      ...{ id: 1, peers: [1], clusterId: 1n, clock: systemClock, random: createRandom(1) },
      members: [{ id: 1n, name: 'rehearsal', peerUrls: [], clientUrls: [], isLearner: false }],
      disk: createSimulatedDisk().disk,
      send() {},
      onFailure: (why) => found.push(why),
    });
    const key = utf8('a');
    const asked = (async () => {
      await server.put({ key, value: key });
      await server.range({ key });
    })();
    asked.catch((thrown) => found.push(thrown));
    for (let ticks = 0; ticks < ticksMax && found.length === 0; ticks++) {
      server.tick();
      await turn();
    }
    await server.close();
  } catch (thrown) {
    found.push(thrown);
  }
  const todo = found.find((thrown) => codeOf(thrown) === 'todo');
  if (todo) throw todo;
}
