/**
 * Goal: a map keeps what it is told under the keys that its comparator tells apart.
 * Method: random operations beside a plain list of entries, shrunk to the shortest sequence that shows a difference.
 */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { createOrderedMap } from '#kv-store/ordered-map.ts';
import { exercise, fc, show } from '../judge/exercise.ts';
import { runOperation } from './map-run.ts';
import { createModel, mapOperations, someBytes } from './model.ts';

export default exercise('1.1', (test) => {
  test('K1', 'each call answers as a plain list of entries would', async (t) => {
    await t.forAll(mapOperations(someBytes), (operations) => {
      const map = createOrderedMap<Uint8Array, number>(compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      for (const operation of operations) runOperation(t, map, model, operation);
    });
  });

  test('K2', 'the size is the number of keys that are there', async (t) => {
    await t.forAll(mapOperations(someBytes), (operations) => {
      const map = createOrderedMap<Uint8Array, number>(compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      t.equal(map.size(), 0, 'a new map has no keys');
      for (const operation of operations) {
        runOperation(t, map, model, operation);
        t.step('size()');
        t.equal(map.size(), model.size(), 'size must count the keys that are there now, each once');
      }
    });
  });

  test('K3', 'two arrays with the same bytes are the same key', (t) => {
    const map = createOrderedMap<Uint8Array, number>(compareBytes);
    t.step('set("pods", 1)');
    map.set(utf8('pods'), 1);
    t.step('get("pods"), with another array of the same bytes');
    t.equal(map.get(utf8('pods')), 1, 'compare gives 0 for the two arrays, so they are the same key');
    t.step('set("pods", 2), with a third');
    t.equal(map.set(utf8('pods'), 2), 1, 'this set replaces the value from before');
    t.equal(map.size(), 1, 'there is one key');
  });

  test('K3', 'keys that compare calls equal are one key, whatever they look like', async (t) => {
    const compare = (a: string, b: string) => byCodeUnits(a.toLowerCase(), b.toLowerCase());
    const name = fc.constantFrom('pod', 'Pod', 'POD', 'node', 'Node');
    await t.forAll(mapOperations(name), (operations) => {
      t.step(`compare takes upper and lower case for the same: ${show('pod')} and ${show('Pod')} are one key`);
      const map = createOrderedMap<string, number>(compare);
      const model = createModel<string, number>(compare);
      for (const operation of operations) runOperation(t, map, model, operation);
    });
  });
});

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
