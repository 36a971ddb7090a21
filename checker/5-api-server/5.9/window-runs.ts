/** A window and its readers, in whatever order: a part of 5.9. */
import { type ChangeReader, createChangeWindow } from '#api-server/change-window.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { add } from '../window-tests.ts';

const nobody = () => undefined;

export function declareWindowRuns(test: DeclareTest): void {
  test(
    'A45',
    'whatever is added and read, each reader gets all behind its revision or is lost',
    async (t: TestContext) => {
      const some = fc.record({
        size: fc.integer({ min: 1, max: 5 }),
        acts: fc.array(fc.constantFrom('add', 'add', 'open', 'read', 'read'), { maxLength: 30 }),
        which: fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
      });
      await t.forAll(some, ({ size, acts, which }) => {
        const window = createChangeWindow(0, size);
        const all: number[] = [];
        const readers: { reader: ChangeReader; at: number }[] = [];
        for (const [i, act] of acts.entries()) {
          if (act === 'add') {
            all.push(2 * (all.length + 1));
            add(t, window, all[all.length - 1]);
          } else if (act === 'open') {
            readers.push({ reader: window.read(window.since(), nobody), at: Math.max(0, all.length - size) });
            t.step(`reader ${readers.length} behind ${window.since()}`);
          } else if (readers.length > 0) {
            const each = readers[which[i] % readers.length];
            const said = each.reader.next();
            const isLost = each.at < all.length - size;
            const expected = isLost ? 'lost' : (all[each.at] ?? 'up-to-date');
            t.step(`reader ${readers.indexOf(each) + 1} reads`);
            t.equal(typeof said === 'string' ? said : said.revision, expected, 'what comes next, by counting');
            if (typeof said !== 'string') each.at++;
          }
        }
      });
    },
  );
}
