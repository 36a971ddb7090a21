/** Runs operations on the learner's map and on the model, side by side, and tells the first difference. */
import type { OrderedMap } from '#kv-store/ordered-map.ts';
import { Rendered, show, type TestContext } from '../judge/exercise.ts';
import type { MapOperation, Model } from './model.ts';

const meaning = {
  set: 'set must return the value from just before, or undefined where the key is new',
  get: 'get must return the value set last under the key, or undefined where there is none',
  delete: 'delete must return the value that it removes, or undefined where there is none',
};

/** For values that are kept outside of the map, and so are there when the next one is made. */
const emptyMap = 'nothing is in this map (another map has nothing to do with it)';

export function runOperation<K>(
  t: TestContext,
  map: OrderedMap<K, number>,
  model: Model<K, number>,
  operation: MapOperation<K>,
): void {
  const { type, key } = operation;
  if (type === 'set') {
    t.step(`set(${show(key)}, ${operation.value})`);
    const isEmpty = model.size() === 0;
    const previous = map.set(key, operation.value);
    t.equal(previous, model.set(key, operation.value), isEmpty ? `${meaning.set}; ${emptyMap}` : meaning.set);
    return;
  }
  t.step(`${type}(${show(key)})`);
  t.equal(map[type](key), model[type](key), meaning[type]);
}

/** Compares the range that the map gives with the model's. */
export function runRange<K>(
  t: TestContext,
  map: OrderedMap<K, number>,
  model: Model<K, number>,
  ...bounds: [start: K | undefined, end: K | undefined, limit?: number]
): void {
  const [start, end, limit] = bounds;
  t.step(`range(${[start, end, ...(limit === undefined ? [] : [limit])].map(show).join(', ')})`);
  const actual = limit === undefined ? map.range(start, end) : map.range(start, end, limit);
  t.equal(actual, model.range(...bounds), 'the range must hold these entries, in this order');
}

/** Like {@link TestContext.equal} for lists too long to be read: shows the first place where they differ. */
export function equalLists<T>(t: TestContext, actual: readonly T[], expected: readonly T[], what: string): void {
  t.ok(Array.isArray(actual), `${what} must be an array`);
  const at = expected.findIndex((item, i) => show(item) !== show(actual[i]));
  if (at >= 0) {
    t.fail({ message: `${what}: the entry at place ${at} is wrong`, expected: expected[at], actual: actual[at] });
  }
  const surplus = actual.length - expected.length;
  if (surplus > 0) {
    t.fail({
      message: `${what} has ${entriesInWords(surplus)} too many`,
      expected: new Rendered(entriesInWords(expected.length)),
      actual: new Rendered(`${entriesInWords(actual.length)}; too many from ${show(actual[expected.length])} on`),
    });
  }
}

function entriesInWords(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}
