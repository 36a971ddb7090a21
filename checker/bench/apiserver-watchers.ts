/**
 * Many watchers and many updates, in a process of their own: of an API server, or of its etcd without it. Prints as JSON how
 * many milliseconds passed from the first update to the last event at the last watcher, and from the answer to the last update.
 *
 *     node apiserver-watchers.mjs DATA PORT ETCD --of api --watchers 1000 --updates 1000
 */
import { parseArgs } from 'node:util';
import { utf8 } from '#kit/bytes.ts';
import { connectEtcd } from '#kit/etcd/client.ts';
import { connectApi } from './apiserver-client.ts';

export interface WatchersOutcome {
  wholeMs: number;
  lastMs: number;
}

/** Something that can be watched and updated. */
interface Watched {
  /** Resolves once all watch. @param heard how many events have come */
  watch(heard: (events: number) => void): Promise<void>;
  update(n: number): Promise<unknown>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    of: { type: 'string', default: 'api' },
    watchers: { type: 'string', default: '1000' },
    updates: { type: 'string', default: '1000' },
  },
});
const [data, port, endpoint] = positionals;
const [watchers, updates] = [values.watchers, values.updates].map(Number);
/** Updates under way at once, each of an object of its own. */
const writers = 10;
/** TLS connections that are made at once. */
const greetings = 50;
const streams = 10;

async function watchedApi(): Promise<Watched> {
  const api = connectApi(data, Number(port), writers);
  const collection = '/api/v1/namespaces/default/configmaps';
  const names = Array.from({ length: writers }, (_, i) => `watched-${process.pid}-${i}`);
  for (const name of names) await api.send('POST', collection, JSON.stringify({ metadata: { name } }));
  return {
    async watch(heard) {
      const count = (part: Buffer) => heard(linesIn(part));
      // Changes only: what is there already is told to nobody.
      const path = `${collection}?watch=1&resourceVersion=${await revisionOf()}`;
      for (let opened = 0; opened < watchers; opened += greetings) {
        const some = Math.min(greetings, watchers - opened);
        await Promise.all(Array.from({ length: some }, () => api.watch(path, count)));
      }
    },
    update: (n) => api.send('PATCH', `${collection}/${names[n % writers]}`, JSON.stringify({ data: { n: String(n) } })),
  };
}

async function revisionOf(): Promise<number> {
  const etcd = connectEtcd({ endpoints: [endpoint] });
  const { header } = await etcd.range({ key: utf8('nothing'), countOnly: true });
  etcd.close();
  return header.revision;
}

function linesIn(part: Buffer): number {
  let lines = 0;
  for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines++;
  return lines;
}

async function watchedEtcd(): Promise<Watched> {
  const etcd = connectEtcd({ endpoints: [endpoint] });
  const keyOf = (n: number) => utf8(`/store-alone/watched/${n % writers}`);
  const value = utf8('x'.repeat(400));
  return {
    async watch(heard) {
      let created = 0;
      await new Promise<void>((resolve) => {
        for (let stream = 0; stream < streams; stream++) {
          const { receive } = etcd.watch(({ created: isNew, events }) => {
            if (isNew && ++created === watchers) resolve();
            heard(events.length);
            return true;
          });
          const request = { key: utf8('/store-alone/watched/'), rangeEnd: utf8('/store-alone/watched0') };
          for (let i = 0; i < watchers / streams; i++) receive({ type: 'create', request });
        }
      });
    },
    update: (n) => etcd.put({ key: keyOf(n), value }),
  };
}

async function time({ watch, update }: Watched): Promise<WatchersOutcome> {
  let left = watchers * updates;
  let allHeard = () => {};
  const heard = new Promise<void>((resolve) => {
    allHeard = resolve;
  });
  await watch((events) => {
    left -= events;
    if (left <= 0) allHeard();
  });
  const startedAt = performance.now();
  let next = 0;
  const writer = async () => {
    while (next < updates) await update(next++);
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const updatedAt = performance.now();
  await heard;
  const endedAt = performance.now();
  return { wholeMs: endedAt - startedAt, lastMs: endedAt - updatedAt };
}

const outcome = await time(await (values.of === 'api' ? watchedApi() : watchedEtcd()));
process.stdout.write(JSON.stringify(outcome), () => process.exit());
