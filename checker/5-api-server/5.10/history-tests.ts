/** What happened between two revisions, read from etcd's own history. */
import type { ObjectChange } from '#api-server/change-window.ts';
import { readHistory } from '#api-server/history.ts';
import { utf8 } from '#kit/bytes.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { inShort } from './chronicle.ts';
import { heldEtcd } from './held-etcd.ts';
import { createServers } from './several-servers.ts';

/** `4: a@2 → a@4`: a change with the object before and after. */
function inWords({ revision, object, old }: ObjectChange): string {
  return `${revision}: ${old ? inShort(old) : 'nothing'} → ${object ? inShort(object) : 'nothing'}`;
}

/**
 * At 2 and 3 `a` and `b` are made, 4 changes `a`, 5 is a Secret, 6 removes `b`, 7 makes `b` again, 8 is a Secret.
 */
async function eventful(t: TestContext, splits = false) {
  const servers = createServers(t);
  const { write, writeOther, double } = servers;
  for (const name of ['a', 'b']) await write(name, '1');
  await write('a', '2');
  await writeOther();
  await write('b', undefined);
  await write('b', '3');
  await writeOther();
  const held = heldEtcd(double.facade(), { splits });

  async function read(after: number, until: number, countMax = 100): Promise<string[] | 'nothing' | 'no answer yet'> {
    const answer = start(after, until, countMax);
    await quiet();
    return answer();
  }

  /** Begins to read; the answer so far. */
  function start(after: number, until: number, countMax = 100) {
    let found: string[] | 'nothing' | 'no answer yet' = 'no answer yet';
    t.step(`readHistory behind ${after} up to ${until}${countMax < 100 ? `, ${countMax} changes at most` : ''}`);
    void readHistory(held.etcd, 'configmaps', after, until, countMax).then(
      (changes) => {
        found = changes?.map(inWords) ?? 'nothing';
      },
      () => {
        found = 'nothing';
      },
    );
    return () => found;
  }
  return { ...servers, held, read, start };
}

const story = '2: put a  3: put b  4: put a  5: a Secret  6: remove b  7: put b  8: a Secret';
const all: Record<number, string> = {
  2: '2: nothing → a@2',
  3: '3: nothing → b@3',
  4: '4: a@2 → a@4',
  6: '6: b@3 → nothing',
  7: '7: nothing → b@7',
};

function between(after: number, until: number): string[] {
  return Object.entries(all).flatMap(([at, words]) => (Number(at) > after && Number(at) <= until ? [words] : []));
}

export function declareHistoryTests(test: DeclareTest): void {
  test('A49', 'the history between any two revisions is told whole, with what was before', async (t) => {
    for (const splits of [false, true]) {
      const { read, double } = await eventful(t, splits);
      for (let after = 1; after < 8; after++) {
        for (let until = after + 1; until <= 8; until++) {
          t.newRun();
          t.step(story);
          const why = 'these are the changes of ConfigMaps behind the one revision, up to the other and with it';
          t.equal(await read(after, until), between(after, until), why);
          t.equal(double.openWatches(), 0, 'when it is all there, nobody goes on watching');
        }
      }
    }
  });

  test('A49', 'it is all there when the write at the last revision has come, and not before', async (t) => {
    const { start, held, double } = await eventful(t);
    t.step('etcd is slow to tell');
    held.hold();
    const answer = start(3, 8);
    await quiet();
    t.equal(answer(), 'no answer yet', 'etcd has told nothing, so there may be anything');
    t.step('now it tells');
    held.release();
    await quiet();
    t.equal(answer(), between(3, 8), 'the last revision is a Secret’s: it says that this was all');
    t.equal(double.openWatches(), 0, 'the stream is closed');
  });

  test('A49', 'what is written meanwhile is not part of it', async (t) => {
    const { start, held, write } = await eventful(t);
    held.hold();
    const answer = start(3, 6);
    await quiet();
    await write('a', '9');
    held.release();
    await quiet();
    t.equal(answer(), between(3, 6), 'behind 6 the window goes on, which has those already');
  });

  test('A49', 'a transaction that changes several objects belongs together', async (t) => {
    const { double, read } = await eventful(t);
    const put = (name: string) => ({
      type: 'put' as const,
      request: {
        key: new TextEncoder().encode(`/registry/configmaps/default/${name}`),
        value: new TextEncoder().encode(`{"kind":"ConfigMap","metadata":{"name":"${name}","namespace":"default"}}`),
      },
    });
    t.step('9: c and d are put in one transaction');
    double.store.txn({ compare: [], success: [put('c'), put('d')], failure: [] });
    t.equal(await read(8, 9), ['9: nothing → c@9', '9: nothing → d@9'], 'both are of revision 9');
  });

  test('A49', 'what is no object is as if it were not there', async (t) => {
    for (const splits of [false, true]) {
      t.newRun();
      const { double, read, write } = await eventful(t, splits);
      const junk = (name: string) => {
        t.step(`${double.store.revision() + 1}: somebody puts junk under the key of ${name}`);
        double.store.put({ key: utf8(`/registry/configmaps/default/${name}`), value: utf8('"junk"') });
      };
      for (const name of ['junk', 'junk', 'a', 'a']) junk(name);
      t.step('13: the junk is removed');
      double.store.deleteRange({ key: utf8('/registry/configmaps/default/junk') });
      await write('c', '1');
      const why =
        'where nothing was and nothing is nothing has changed, and a reader must not hear of it; at 11 `a` is gone';
      t.equal(await read(8, 14), ['11: a@4 → nothing', '14: nothing → c@14'], why);
      t.equal(await read(8, 14, 2), ['11: a@4 → nothing', '14: nothing → c@14'], 'so these are two changes');
    }
  });

  test('A49', 'where a part is compacted there is no history', async (t) => {
    for (const [after, at, why] of [
      [2, 5, 'the changes at 3 and 4 are gone'],
      [3, 8, 'all of them are gone'],
      [3, 4, 'the change at 4 is still there, but nobody knows what `a` was before'],
      [5, 6, 'the removal at 6 is still there, but nobody knows what `b` was before'],
    ] as const) {
      t.newRun();
      const { read, compact, double } = await eventful(t);
      compact(at);
      t.equal(await read(after, 8), 'nothing', `${why}, and a history with a gap is none`);
      t.equal(double.openWatches(), 0, 'the stream is closed');
    }
    t.newRun();
    const { read, compact } = await eventful(t);
    compact(5);
    t.equal(await read(5, 8), between(5, 8), 'what is compacted lies before it');
  });

  test('A49', 'no more changes than there may be', async (t) => {
    for (const splits of [false, true]) {
      t.newRun();
      const { read, double } = await eventful(t, splits);
      t.equal(await read(1, 8, 5), between(1, 8), 'five are not too many');
      t.equal(await read(1, 8, 4), 'nothing', 'five are too many, and only a part of them would be a gap');
      t.equal(double.openWatches(), 0, 'and nobody goes on watching');
    }
  });

  test('A49', 'where the connection breaks off there is no history, and no waiting for it', async (t) => {
    const { start, held, double, read } = await eventful(t);
    held.hold();
    const answer = start(3, 8);
    await quiet();
    t.step('the connection breaks off');
    held.breakAll();
    await quiet();
    t.equal(answer(), 'nothing', 'nobody will tell the rest');
    t.equal(double.openWatches(), 0, 'the stream is closed');
    held.release();
    t.equal(await read(3, 8), between(3, 8), 'the next one who asks gets it');
  });
}
