/**
 * Goal: a map keeps what it is told under the keys that its comparator tells apart.
 * Method: random operations beside a plain list of entries, shrunk to the shortest sequence that shows a difference.
 */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { exercise, show } from '../judge/exercise.ts';
import { createGuardedMap } from './guarded-map.ts';
import { runOperation } from './map-run.ts';
import { createModel, mapOperations, tellingKeys } from './model.ts';

export default exercise('1.1', (test) => {
  test('K3', 'two arrays with the same bytes are the same key', (t) => {
    const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
    t.step('set("pods", 1)');
    map.set(utf8('pods'), 1);
    t.step('get("pods"), with another array of the same bytes');
    t.equal(map.get(utf8('pods')), 1, 'compare gives 0 for the two arrays, so they are the same key');
    t.step('delete("pods"), with a third');
    t.equal(
      map.delete(utf8('pods')),
      1,
      'compare gives 0 for the two arrays, so they are the same key, and delete must return the value that it removes',
    );
  });

  test('K1', 'each call answers as a plain list of entries would', async (t) => {
    await t.forAll(mapOperations(tellingKeys), (operations) => {
      const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      for (const operation of operations) runOperation(t, map, model, operation);
    });
  });

  test('K2', 'the size is the number of keys that are there', async (t) => {
    await t.forAll(mapOperations(tellingKeys), (operations) => {
      const map = createGuardedMap<Uint8Array, number>(t, compareBytes);
      const model = createModel<Uint8Array, number>(compareBytes);
      t.equal(map.size(), 0, 'a new map has no keys');
      for (const operation of operations) {
        runOperation(t, map, model, operation);
        t.equal(map.size(), model.size(), 'after this, size() must be the number of keys that are there, each once');
      }
    });
  });

  test('K3', 'keys that compare calls equal are one key, whatever they look like', async (t) => {
    const compare = (a: string, b: string) => byCodeUnits(a.toLowerCase(), b.toLowerCase());
    await t.forAll(mapOperations(['pod', 'Pod', 'POD', 'node', 'Node']), (operations) => {
      t.step(`compare takes upper and lower case for the same: ${show('pod')} and ${show('Pod')} are one key`);
      const map = createGuardedMap<string, number>(t, compare);
      const model = createModel<string, number>(compare);
      for (const operation of operations) runOperation(t, map, model, operation);
    });
  });
});

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
