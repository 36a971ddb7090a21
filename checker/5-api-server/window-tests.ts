/** The window of changes, and readers that each have a place of their own. */
import {
  type ChangeReader,
  type ChangeWindow,
  createChangeWindow,
  type ObjectChange,
} from '#api-server/change-window.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { configMap } from './registry-world.ts';

export const change = (revision: number): ObjectChange => ({
  revision,
  object: configMap('web', { at: String(revision) }),
});

export function add(t: TestContext, window: ChangeWindow, ...revisions: number[]): void {
  for (const revision of revisions) {
    t.step(`add ${revision}`);
    window.add(change(revision));
  }
}

/** All that a reader can say now: revisions, and last `up-to-date` or `lost`. */
export function drain(reader: ChangeReader): (number | string)[] {
  const said: (number | string)[] = [];
  for (;;) {
    const next = reader.next();
    said.push(typeof next === 'string' ? next : next.revision);
    if (typeof next === 'string' || said.length > 10_000) return said;
  }
}

export const nobody = () => undefined;

/** A window, as the first step of the run. */
function windowOf(t: TestContext, since: number, sizeMax: number): ChangeWindow {
  t.step(`createChangeWindow(${since}, ${sizeMax})`);
  return createChangeWindow(since, sizeMax);
}

/** A reader, as a step of the run. */
function readerOf(t: TestContext, window: ChangeWindow, after: number, tell: () => void = nobody): ChangeReader {
  t.step(`read(${after})`);
  return window.read(after, tell);
}

export function declareWindowTests(test: DeclareTest): void {
  test('A45', 'each reader reads all behind its revision, at its own pace', (t: TestContext) => {
    const window = windowOf(t, 40, 10);
    add(t, window, 41, 43);
    const [all, behind41, behind42] = [40, 41, 42].map((after) => readerOf(t, window, after));
    t.equal(drain(all), [41, 43, 'up-to-date'], 'these are all the changes behind 40');
    t.equal(drain(behind41), [43, 'up-to-date'], 'the change at 41 was seen already');
    add(t, window, 44, 47);
    t.equal(drain(all), [44, 47, 'up-to-date'], 'it goes on where it stopped');
    t.equal(drain(behind42), [43, 44, 47, 'up-to-date'], 'another one is not behind for that');
    t.equal(window.since(), 40, 'everything behind 40 is still there');
    t.equal(all.next(), 'up-to-date', 'nothing has happened since');
  });

  test('A45', 'of a change the object before and after is kept', (t: TestContext) => {
    const window = windowOf(t, 1, 10);
    const both = { revision: 7, object: configMap('a', { v: '2' }), old: configMap('a', { v: '1' }) };
    t.step('add 7');
    window.add(both);
    t.equal(readerOf(t, window, 1).next(), both, 'a watch needs both to tell what the change is to its selection');
  });

  test('A45', 'a reader that stays behind is lost, and costs nobody else anything', (t: TestContext) => {
    const window = windowOf(t, 1, 3);
    const [slow, fast] = [readerOf(t, window, 1), readerOf(t, window, 1)];
    add(t, window, 2, 3, 4);
    t.equal(drain(fast), [2, 3, 4, 'up-to-date'], 'it has read everything');
    t.equal([slow.isLost(), window.since()], [false, 1], 'three changes have room');
    add(t, window, 5);
    t.equal(window.since(), 2, 'the change at 2 has dropped out');
    t.equal([slow.isLost(), fast.isLost()], [true, false], 'it is the next one of the slow reader, and of no other');
    t.equal(drain(slow), ['lost'], 'to go on with 3 would be a gap');
    t.equal(drain(slow), ['lost'], 'and it stays lost');
    t.equal(drain(fast), [5, 'up-to-date'], 'the others go on');
    t.equal(drain(readerOf(t, window, 2)), [3, 4, 5, 'up-to-date'], 'whoever begins behind 2 gets all that is left');
  });

  test('A45', 'a window holds no more than it may, however long it goes on', (t: TestContext) => {
    const window = windowOf(t, 0, 4);
    const reader = readerOf(t, window, 0);
    t.step('add 1 … 200, each of them read');
    for (let revision = 1; revision <= 200; revision++) {
      window.add(change(revision));
      t.equal(drain(reader), [revision, 'up-to-date'], 'a reader that is up to date loses nothing');
      t.equal(window.since(), Math.max(0, revision - 4), 'the window holds the last four changes');
    }
    t.equal(drain(readerOf(t, window, 196)), [197, 198, 199, 200, 'up-to-date'], 'these are the last four');
  });

  test('A45', 'every reader is told of every change, and none after it is closed', (t: TestContext) => {
    const window = windowOf(t, 1, 10);
    const told = [0, 0, 0];
    const readers = told.map((_, i) => readerOf(t, window, 1, () => told[i]++));
    t.equal(told, [0, 0, 0], 'nobody is told during the call that makes a reader');
    add(t, window, 2);
    t.equal([told, window.readers()], [[1, 1, 1], 3], 'there is something new for each');
    readers[1].close();
    readers[1].close();
    add(t, window, 3);
    t.equal([told, window.readers()], [[2, 1, 2], 2], 'the second one was closed');
  });

  test('A45', 'a reader may be closed, and another opened, while readers are told', (t: TestContext) => {
    const window = windowOf(t, 1, 10);
    const seen: (number | string)[][] = [];
    let third: ChangeReader | undefined;
    const first = window.read(1, () => {
      seen.push(drain(first));
      second.close();
      third ??= readerOf(t, window, 1);
    });
    const second: ChangeReader = readerOf(t, window, 1);
    add(t, window, 2, 3);
    t.equal(
      seen,
      [
        [2, 'up-to-date'],
        [3, 'up-to-date'],
      ],
      'the first reader has read each change when it was told',
    );
    t.equal(drain(third!), [2, 3, 'up-to-date'], 'the new one has everything behind its revision');
    t.equal(window.readers(), 2, 'two are open');
  });

  test('A45', 'a reader from the future is not told what comes before', (t: TestContext) => {
    const window = windowOf(t, 1, 10);
    add(t, window, 2);
    const reader = readerOf(t, window, 5);
    add(t, window, 3, 5, 6);
    t.equal(drain(reader), [6, 'up-to-date'], 'it has asked for what is behind 5');
  });

  test('A46', 'after a reset every reader is lost, and the window begins anew', (t: TestContext) => {
    const window = windowOf(t, 1, 10);
    let told = 0;
    const upToDate = readerOf(t, window, 1, () => told++);
    const behind = readerOf(t, window, 1);
    add(t, window, 2, 3);
    drain(upToDate);
    t.step('reset to 9');
    window.reset(9);
    t.equal(told, 3, 'it is told of the reset as of each change');
    t.equal(
      [drain(upToDate), drain(behind)],
      [['lost'], ['lost']],
      'nobody knows what happened up to 9, so one who was up to date has a gap as well',
    );
    t.equal(window.since(), 9, 'changes behind 9 will be there');
    const fresh = readerOf(t, window, 9);
    add(t, window, 10);
    t.equal([drain(fresh), drain(upToDate)], [[10, 'up-to-date'], ['lost']], 'only the new reader reads on');
  });
}
