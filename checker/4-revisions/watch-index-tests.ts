/** The tests of exercise 4.6 that are about finding who wants a change, without a look at everybody. */
import { compareBytes, utf8 } from '#kit/bytes.ts';
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import { createWatchIndex } from '#revisions/watch-index.ts';
import { type DeclareTest, Rendered, type TestContext } from '../judge/exercise.ts';
import { all, type Keys, putOf, selection } from './requests.ts';
import { quiet } from './watch-hand.ts';

export function declareIndexTests(test: DeclareTest): void {
  test('V19', 'the watchers of a key are found without a look at the others', (t) => {
    let comparisons = 0;
    const index = createWatchIndex<string>((a, b) => {
      comparisons++;
      return compareBytes(a, b);
    });
    const count = 2000;
    t.step(`${count} watchers, each of a key of its own, and ${count}, each of a range of its own`);
    for (let i = 0; i < count; i++) {
      index.add(selection(nameOf(i)), `key ${i}`);
      index.add(selection([`${nameOf(i)}/`, `${nameOf(i)}0`]), `range ${i}`);
    }
    const find = (key: string, expected: string[]) => {
      t.step(`find("${key}")`);
      comparisons = 0;
      t.equal(index.find(utf8(key)).sort(), expected, 'these watch the key');
      if (comparisons <= 150) return;
      const message = 'so many comparisons look at far more watchers than those of the key';
      t.fail({ message, expected: new Rendered('at most 150'), actual: new Rendered(`${comparisons}`) });
    };
    find(nameOf(0), ['key 0']);
    find(nameOf(1234), ['key 1234']);
    find(`${nameOf(1999)}/a`, ['range 1999']);
    find('nobody', []);
    index.remove(selection(nameOf(1234)), 'key 1234');
    find(nameOf(1234), []);
  });

  test('V19', 'the ranges that hold a key are found by comparing, and not one by one', (t) => {
    let comparisons = 0;
    const index = createWatchIndex<string>((a, b) => {
      comparisons++;
      return compareBytes(a, b);
    });
    const count = 2000;
    t.step(`${count} watchers, each of a range of its own`);
    for (let i = 0; i < count; i++) index.add(selection([`${nameOf(i)}/`, `${nameOf(i)}0`]), `range ${i}`);
    for (const i of [0, 1234, 1999]) {
      const key = `${nameOf(i)}/a`;
      t.step(`find("${key}")`);
      comparisons = 0;
      t.equal(index.find(utf8(key)), [`range ${i}`], 'this one watches the key');
      const expected = new Rendered('from 1 to 150 comparisons with the `compare` that was handed in');
      const actual = new Rendered(comparisons === 0 ? 'none' : `${comparisons}`);
      if (comparisons > 150) t.fail({ message: 'so many comparisons look at far more ranges', expected, actual });
      const message = 'the order of the keys is handed in, and was not asked: is every range looked at?';
      if (comparisons === 0) t.fail({ message, expected, actual });
    }
  });

  test('V19', 'ranges that overlap are found by every key that they hold, and by no other', (t) => {
    const index = createWatchIndex<string>();
    const ranges: [name: string, keys: Keys][] = [
      ['A', ['b', 'd']],
      ['B', ['c', 'f']],
      ['C', all],
      ['D', ['d', '\0']],
      ['E', 'c'],
      ['F', ['b', 'd']],
      ['G', ['f', 'b']],
    ];
    const find = (expected: Record<string, string>) => {
      for (const [key, names] of Object.entries(expected)) {
        t.step(`find("${key}")`);
        t.equal(index.find(utf8(key)).sort().join(''), names, 'these selections hold the key');
      }
    };
    for (const [name, keys] of ranges) {
      t.step(`add ${name}: ${typeof keys === 'string' ? keys : `${keys[0]} to ${keys[1]}`}`.replace('\0', '\\0'));
      index.add(selection(keys), name);
    }
    find({ a: 'C', b: 'ACF', bz: 'ACF', c: 'ABCEF', cc: 'ABCF', d: 'BCD', ez: 'BCD', f: 'CD', z: 'CD' });
    for (const [name, keys] of ranges.slice(0, 3)) {
      t.step(`remove ${name}`);
      index.remove(selection(keys), name);
    }
    find({ a: '', b: 'F', c: 'EF', cc: 'F', d: 'D', f: 'D' });
  });

  test('V19', 'the store is not read for watchers that are up to date', async (t: TestContext) => {
    const inner = createRevisionStore();
    let reads = 0;
    const store: RevisionStore = {
      ...inner,
      changes(...args) {
        reads++;
        return inner.changes(...args);
      },
    };
    const hub = createWatchHub(store);
    const count = 300;
    t.step(`${count} watchers, each of a key of its own`);
    const told: number[] = [];
    let looks = 0;
    for (let i = 0; i < count; i++) {
      const { key } = selection(nameOf(i));
      const looked = {
        get key() {
          looks++;
          return key;
        },
      };
      hub.watch(looked, () => told.push(i) > 0);
    }
    await quiet();
    [reads, looks] = [0, 0];
    t.step(`put("${nameOf(7)}", "x")`);
    inner.put(putOf(nameOf(7), 'x'));
    await quiet();
    t.equal(told, [7], 'only the watcher of that key is told');
    t.ok(reads < 20, `changes() was called ${reads} times for one change that one watcher wants`);
    const because = `for one change ${looks} watchers were asked for their key: the index says who wants it`;
    t.ok(looks < 20, because);
  });
}

function nameOf(i: number): string {
  return `/pods/${String(i).padStart(4, '0')}`;
}
