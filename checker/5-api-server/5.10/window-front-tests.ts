/** Older changes in front of a window that has readers. */
import { type ChangeReader, createChangeWindow } from '#api-server/change-window.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { change, drain, nobody } from '../window-tests.ts';

export function declareWindowFrontTests(test: DeclareTest): void {
  test('A49', 'older changes come in front, and every reader stays where it is', (t: TestContext) => {
    const window = createChangeWindow(40, 10);
    t.step('add 41, 43');
    for (const revision of [41, 43]) window.add(change(revision));
    const [first, second] = [window.read(40, nobody), window.read(40, nobody)];
    t.equal(typeof second.next(), 'object', 'the second reader has read 41');
    t.step('addBefore 30: 35, 38');
    t.equal(window.addBefore(30, [change(35), change(38)]), true, 'there is room for two');
    t.equal(window.since(), 30, 'all changes behind 30 are there now');
    t.equal(drain(first), [41, 43, 'up-to-date'], 'this reader begins behind 40, as before');
    t.equal(drain(second), [43, 'up-to-date'], 'and this one goes on behind 41');
    t.equal(drain(window.read(30, nobody)), [35, 38, 41, 43, 'up-to-date'], 'whoever begins behind 30 gets all');
    t.equal(drain(window.read(36, nobody)), [38, 41, 43, 'up-to-date'], 'and behind 36 what is later');
    t.step('addBefore 20: 21, then add 44');
    window.addBefore(20, [change(21)]);
    window.add(change(44));
    t.equal(
      [drain(first), drain(second)],
      [
        [44, 'up-to-date'],
        [44, 'up-to-date'],
      ],
      'nothing is told twice',
    );
  });

  test('A49', 'no changes in front say that nothing happened', (t: TestContext) => {
    const window = createChangeWindow(40, 2);
    t.step('addBefore 30: nothing');
    t.equal([window.addBefore(30, []), window.since()], [true, 30], 'nothing happened between 30 and 40');
    window.add(change(41));
    t.equal(drain(window.read(30, nobody)), [41, 'up-to-date'], 'so whoever begins behind 30 has missed nothing');
  });

  test('A49', 'where there is no room in front, nothing changes', (t: TestContext) => {
    const window = createChangeWindow(40, 3);
    window.add(change(41));
    window.add(change(43));
    const reader = window.read(40, nobody);
    t.step('a window for three, with 41 and 43 in it; addBefore 30: 35, 38');
    t.equal(window.addBefore(30, [change(35), change(38)]), false, 'four are too many');
    t.equal(window.since(), 40, 'the window begins where it began');
    t.equal(drain(reader), [41, 43, 'up-to-date'], 'nobody has lost anything');
    t.step('addBefore 37: 38');
    t.equal(window.addBefore(37, [change(38)]), true, 'three are not too many');
    t.step('add 44: 38 drops out');
    window.add(change(44));
    t.equal(window.since(), 38, 'the oldest is the one that came in front');
    t.equal(drain(reader), [44, 'up-to-date'], 'the reader is far ahead of it');
  });

  test('A49', 'what has dropped out leaves room in front', (t: TestContext) => {
    const window = createChangeWindow(40, 3);
    t.step('a window for three; add 41 … 47; reset to 50; add 51');
    for (let at = 41; at <= 47; at++) window.add(change(at));
    const late = window.read(45, nobody);
    window.reset(50);
    const reader = window.read(50, nobody);
    window.add(change(51));
    t.step('addBefore 48: 49, 50');
    t.equal(window.addBefore(48, [change(49), change(50)]), true, 'only 51 is in the window');
    t.equal(drain(window.read(48, nobody)), [49, 50, 51, 'up-to-date'], 'the three belong together');
    t.equal(drain(reader), [51, 'up-to-date'], 'this one began behind 50');
    t.equal(drain(late), ['lost'], 'and this one has lost its place at the reset, for good');
  });

  test('A49', 'who was lost at a reset stays lost, whatever comes in front', (t: TestContext) => {
    for (let count = 0; count <= 3; count++) {
      t.newRun();
      t.step(`a window for three, in which 41 is; two readers, of which one has read it; reset to 50`);
      const window = createChangeWindow(40, 3);
      window.add(change(41));
      const [upToDate, behind] = [window.read(41, nobody), window.read(40, nobody)];
      window.reset(50);
      const older = [47, 48, 49].slice(3 - count);
      t.step(`addBefore 46: ${older.join(', ') || 'nothing'}`);
      window.addBefore(46, older.map(change));
      const why = 'what happened between 41 and 46 it will never hear: what comes in front must not get its number';
      t.equal(drain(upToDate), ['lost'], why);
      t.equal(drain(behind), ['lost'], why);
    }
  });

  test('A49', 'whatever is added at either end, each reader gets all behind its revision or is lost', async (t) => {
    const some = fc.record({
      size: fc.integer({ min: 1, max: 5 }),
      acts: fc.array(fc.constantFrom('add', 'add', 'front', 'front', 'open', 'read', 'read'), {
        maxLength: 25,
        size: 'max',
      }),
      which: fc.array(fc.nat(3), { minLength: 25, maxLength: 25 }),
    });
    await t.forAll(some, ({ size, acts, which }) => {
      t.step(`a window for ${size}, since 1000`);
      const window = createChangeWindow(1000, size);
      let all: number[] = [];
      let [since, newest] = [1000, 1000];
      const readers: { reader: ChangeReader; after: number; isLost: boolean }[] = [];
      for (const [i, act] of acts.entries()) {
        if (act === 'add') {
          newest += 2;
          t.step(`add ${newest}`);
          window.add(change(newest));
          all.push(newest);
          if (all.length > size) since = all.shift()!;
          for (const each of readers) each.isLost ||= each.after < since;
        } else if (act === 'front') {
          const older = [3, 2, 1].slice(3 - which[i]).map((step) => since - 2 * step);
          const fits = older.length + all.length <= size;
          t.step(`addBefore ${since - 9}: ${older.join(', ') || 'nothing'}`);
          t.equal(window.addBefore(since - 9, older.map(change)), fits, fits ? 'there is room' : 'there is no room');
          if (fits) [all, since] = [[...older, ...all], since - 9];
        } else if (act === 'open') {
          readers.push({ reader: window.read(since, nobody), after: since, isLost: false });
          t.step(`reader ${readers.length} behind ${since}`);
        } else if (readers.length > 0) {
          const place = which[i] % readers.length;
          const each = readers[place];
          const next = all.find((revision) => revision > each.after) ?? 'up-to-date';
          const expected = each.isLost ? 'lost' : next;
          const said = each.reader.next();
          t.step(`reader ${place + 1} reads`);
          t.equal(typeof said === 'string' ? said : said.revision, expected, 'what comes next, by counting');
          if (typeof said !== 'string') each.after = said.revision;
        }
        t.equal(window.since(), since, 'all changes behind this revision are in the window, and none is missing');
      }
    });
  });
}
