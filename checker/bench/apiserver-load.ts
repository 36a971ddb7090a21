/**
 * Load on an API server, or on its etcd without it, from a process of its own. Prints one line of JSON.
 *
 *     node apiserver-load.mjs create DATA PORT ETCD --in-flight 50 --seconds 2     pods, each with a name of its own
 *     node apiserver-load.mjs put    DATA PORT ETCD --in-flight 50 --seconds 2     what such a pod is in etcd, in a transaction
 *     node apiserver-load.mjs create DATA PORT ETCD --count 10000                  so many
 *     node apiserver-load.mjs put    DATA PORT ETCD --count 10000 --from OTHER     the same, of a pod that is in another etcd
 *     node apiserver-load.mjs list   DATA PORT ETCD --count 5                      all pods, so many times
 *     node apiserver-load.mjs range  DATA PORT ETCD --count 5                      their keys and values
 */
import { parseArgs } from 'node:util';
import { utf8 } from '#kit/bytes.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import { connectEtcd } from '#kit/etcd/client.ts';
import { type ApiClient, connectApi } from './apiserver-client.ts';

/** What the program has done. */
export interface LoadOutcome {
  perSecond: number;
  /** Of single calls, in milliseconds. */
  ms: number[];
  /** Of the last answer. */
  bytes: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'in-flight': { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    count: { type: 'string', default: 'Infinity' },
    from: { type: 'string' },
  },
});
const [kind, data, port, endpoint] = positionals;
const inFlight = Number(values['in-flight']);

const pods = '/api/v1/namespaces/default/pods';
const podsInEtcd = '/registry/pods/default/';
const behindPods = '/registry/pods/default0';
/** Beside the pods: the API server must not take it for its own. */
const ownInEtcd = '/store-alone/';
const run = `${kind}-${process.pid}`;

function podOf(name: string): string {
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
  const containers = [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }], resources }];
  const metadata = { name, labels: { app: 'web', 'pod-template-hash': '5d4f8c7b9' } };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, nodeName: 'node-1' } });
}

type Call = (n: number) => Promise<number>;

const calls: Record<string, (api: ApiClient, etcd: EtcdApi) => Promise<Call>> = {
  create: async (api) => (n) => api.send('POST', pods, podOf(`${run}-${n}`)),
  list: async (api) => () => api.send('GET', pods),
  put: async (api, etcd) => {
    const value = await storedPod(api);
    return (n) => putNew(etcd, utf8(`${ownInEtcd}${run}-${n}`), value);
  },
  range: async (_, etcd) => async () => {
    const { kvs } = await etcd.range({ key: utf8(podsInEtcd), rangeEnd: utf8(behindPods) });
    return kvs.reduce((sum, { value }) => sum + value.length, 0);
  },
};

/** As the API server has it in its etcd. */
async function storedPod(api: ApiClient): Promise<Uint8Array> {
  await api.send('POST', pods, podOf(run));
  const itsOwn = connectEtcd({ endpoints: [values.from ?? endpoint] });
  const { kvs } = await itsOwn.range({ key: utf8(`${podsInEtcd}${run}`) });
  itsOwn.close();
  if (kvs.length === 0) throw new Error('a pod is not where it should be');
  return kvs[0].value;
}

async function putNew(etcd: EtcdApi, key: Uint8Array, value: Uint8Array): Promise<number> {
  const compare = [{ key, target: 'create' as const, result: 'equal' as const, value: 0 }];
  await etcd.txn({ compare, success: [{ type: 'put', request: { key, value } }], failure: [] });
  return value.length;
}

async function load(call: Call): Promise<LoadOutcome> {
  const ms: number[] = [];
  let [next, bytes] = [0, 0];
  const startedAt = performance.now();
  const endsAt = startedAt + Number(values.seconds) * 1000;

  async function worker(): Promise<void> {
    while (next < Number(values.count) && performance.now() < endsAt) {
      const n = next++;
      const sentAt = performance.now();
      bytes = await call(n);
      ms.push(performance.now() - sentAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, worker));
  return { perSecond: (ms.length / (performance.now() - startedAt)) * 1000, ms, bytes };
}

const api = connectApi(data, Number(port), inFlight);
const etcd = connectEtcd({ endpoints: [endpoint] });
const call = await calls[kind](api, etcd);
// Greetings take long, and are not what is measured.
await Promise.all(Array.from({ length: inFlight }, () => api.send('GET', '/version')));
await etcd.range({ key: utf8(podsInEtcd) });
process.stdout.write(JSON.stringify(await load(call)), () => process.exit());
