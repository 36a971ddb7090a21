/** A free number of a pool. */
import { freeNumber, poolsOf } from '#api-server/allocation.ts';
import { createRandom } from '#kit/random.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { addresses, ports } from './services.ts';

const pools = () => poolsOf({ storage: { names: async () => new Set() }, random: createRandom(1), addresses, ports });

export function declareFreeNumberTests(test: DeclareTest): void {
  test('A50', 'a free number is any that is free, and there is one as long as one is free', async (t: TestContext) => {
    const pool = pools().ports;
    const all = ['30000', '30001', '30002', '30003'];
    for (let bits = 0; bits < 15; bits++) {
      const used = new Set(all.filter((_, i) => bits & (1 << i)));
      for (let seed = 1; seed <= 8; seed++) {
        t.newRun();
        t.step(`taken: ${[...used].join(', ') || 'none'}; random seed ${seed}`);
        const free = freeNumber(pool, used, createRandom(seed));
        t.ok(all.includes(free) && !used.has(free), `${free} must be one of the pool that nobody has`);
      }
    }
    t.newRun();
    t.step('all are taken');
    await t.throws(() => freeNumber(pool, new Set(all), createRandom(1)), 'InternalError', 'there is nothing to give');
  });

  test('A50', 'not all who ask at once begin with the same number', (t: TestContext) => {
    const pool = poolsOf({ storage: { names: async () => new Set() }, random: createRandom(1) }).addresses;
    const chosen = new Set(Array.from({ length: 40 }, (_, seed) => freeNumber(pool, new Set(), createRandom(seed))));
    t.step(`forty servers, each with a random of its own, choose ${chosen.size} different addresses of 65,534`);
    t.ok(chosen.size > 20, 'if all choose the same one, all but one of them lose, every time');
    const two = new Set(
      Array.from({ length: 40 }, (_, seed) => freeNumber(pools().ports, new Set(), createRandom(seed))),
    );
    t.equal(two.size, 4, 'every number of a pool of four comes up some time, the first and the last, too');
  });
}
