/**
 * Many watchers of one key, in a process of their own: puts the key again and again, and prints as JSON how many
 * milliseconds each time passed until the last of them was told.
 *
 *     node --import tsx checker/bench/etcd-watchers.ts 127.0.0.1:2379 --streams 10 --watchers 1000 --puts 30
 */
import { parseArgs } from 'node:util';
import { utf8 } from '#kit/bytes.ts';
import { connectEtcd } from '#kit/etcd/client.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    streams: { type: 'string', default: '10' },
    watchers: { type: 'string', default: '1000' },
    puts: { type: 'string', default: '30' },
  },
});
const [streams, watchers, puts] = [values.streams, values.watchers, values.puts].map(Number);
const etcd = connectEtcd({ endpoints: [positionals[0]] });
const key = utf8('watched');
/** What happens when as many responses have come as there are watchers. */
let allTold = () => {};
let told = 0;

function count(): void {
  if (++told < watchers) return;
  told = 0;
  allTold();
}

const everyone = () =>
  new Promise<void>((resolve) => {
    allTold = resolve;
  });

const created = everyone();
for (let stream = 0; stream < streams; stream++) {
  const { receive } = etcd.watch(() => {
    count();
    return true;
  });
  for (let i = 0; i < watchers / streams; i++) receive({ type: 'create', request: { key } });
}
await created;
const times: number[] = [];
for (let i = 0; i < puts; i++) {
  const last = everyone();
  const startedAt = performance.now();
  await etcd.put({ key, value: utf8(String(i)) });
  await last;
  times.push(performance.now() - startedAt);
}
process.stdout.write(JSON.stringify(times));
process.exit();
