/**
 * The learner's map with a ceiling to what one call may compare, so that a search that never ends fails at once and is
 * not killed by the clock. The ceiling is far above what looking at every key takes.
 */
import { createOrderedMap, type OrderedMap } from '#kv-store/ordered-map.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import { inDigits } from './counted-order.ts';

/** @param most comparisons that one call may make */
export function createGuardedMap<K, V>(
  t: TestContext,
  compare: (a: K, b: K) => number,
  most = 100_000,
): OrderedMap<K, V> {
  let left = most;
  const map = createOrderedMap<K, V>((a, b) => {
    if (--left < 0) throw new Error('the comparisons of this call are used up');
    return compare(a, b);
  });

  function guarded<T>(name: string, args: readonly unknown[], call: () => T): T {
    left = most;
    try {
      return call();
    } catch (thrown) {
      if (left >= 0) throw thrown;
    }
    const words = `${name}(${args.map(show).join(', ')})`;
    t.fail({
      message: `${words} has compared ${inDigits(most)} times, among so few keys: is there a loop that never ends?`,
    });
  }

  return {
    get: (key) => guarded('get', [key], () => map.get(key)),
    set: (key, value) => guarded('set', [key, value], () => map.set(key, value)),
    delete: (key) => guarded('delete', [key], () => map.delete(key)),
    size: () => map.size(),
    range: (...args) => guarded('range', args, () => map.range(...args)),
    walk(...args) {
      const cursor = guarded('walk', args, () => map.walk(...args));
      return { next: () => guarded('next', [], () => cursor.next()) };
    },
  };
}
