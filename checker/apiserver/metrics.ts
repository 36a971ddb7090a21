/**
 * Counts, for whoever watches over the server, in the text format of Prometheus.
 *
 *     apiserver_request_total{code="201",group="apps",resource="deployments",…,verb="POST"} 3
 *     etcd_requests_total{operation="txn"} 17
 *     process_resident_memory_bytes 91234304
 *
 * Known limits: no durations. A request that is refused by authentication is not counted.
 *
 * Source: Kubernetes documentation, "Kubernetes Metrics Reference"; Prometheus, "Exposition formats".
 */
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { Context, Handler, Link } from '#kit/kubernetes/http.ts';
import { statusOf } from '#kit/kubernetes/status.ts';

export interface Metrics {
  /** Counts requests. Stands where an audit does. */
  ofRequests: Link;
  /** The same etcd; what is asked of it is counted. */
  ofEtcd(etcd: EtcdApi): EtcdApi;
  /** Tells all counts. */
  page: Handler;
}

type Labels = Record<string, string>;

export function createMetrics(): Metrics {
  const requests = counter('apiserver_request_total', 'Requests that were answered.');
  const etcdRequests = counter('etcd_requests_total', 'What was asked of etcd.');
  /** What was answered well at least once. Anybody may ask for anything, and must not fill the memory by that. */
  const known = new Set<string>();

  function count({ info, request }: Context, code: number): void {
    const { group, version, resource, subresource } = info;
    const name = [group, version, resource, subresource].join('/');
    if (code < 400) known.add(name);
    const what = known.has(name) ? { group, resource, subresource, version } : nothing;
    requests.add({ code: String(code), ...what, verb: verbs[info.verb] ?? request.method });
  }

  return {
    ofRequests: (next) => async (context) => {
      try {
        const response = await next(context);
        count(context, response.status);
        return response;
      } catch (thrown) {
        count(context, statusOf(thrown).code);
        throw thrown;
      }
    },
    ofEtcd: (etcd) => counted(etcd, (operation) => etcdRequests.add({ operation })),
    page: async () => {
      const texts = [requests.text(), etcdRequests.text(), ...processTexts()];
      return { status: 200, headers: { 'Content-Type': 'text/plain; version=0.0.4' }, body: texts.join('') };
    },
  };
}

const nothing = { group: '', resource: '', subresource: '', version: '' };

/** The verbs that are called otherwise than the method. */
const verbs: Record<string, string> = { list: 'LIST', watch: 'WATCH', deletecollection: 'DELETECOLLECTION' };

function counter(name: string, help: string) {
  const counts = new Map<string, number>();
  return {
    add(labels: Labels): void {
      const shown = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      const key = shown.sort().join(',');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    text(): string {
      const lines = [...counts].sort().map(([labels, count]) => `${name}{${labels}} ${count}\n`);
      return `${headOf(name, help, 'counter')}${lines.join('')}`;
    },
  };
}

function headOf(name: string, help: string, type: 'counter' | 'gauge'): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function processTexts(): string[] {
  const { user, system } = process.cpuUsage();
  const value = (name: string, help: string, type: 'counter' | 'gauge', number: number) =>
    `${headOf(name, help, type)}${name} ${number}\n`;
  const startedAt = (Date.now() - process.uptime() * 1000) / 1000;
  return [
    value('process_cpu_seconds_total', 'Time on the processor.', 'counter', (user + system) / 1e6),
    value('process_resident_memory_bytes', 'Memory in use.', 'gauge', process.memoryUsage.rss()),
    value('process_start_time_seconds', 'When it was started, since 1970.', 'gauge', Math.round(startedAt)),
  ];
}

const operations = [
  ...(['range', 'put', 'deleteRange', 'txn', 'compact', 'watch'] as const),
  ...(['leaseGrant', 'leaseRevoke', 'leaseKeepAlive', 'leaseTimeToLive', 'leaseLeases'] as const),
];

function counted(etcd: EtcdApi, count: (operation: string) => void): EtcdApi {
  const each = operations.map((operation) => {
    const ask = etcd[operation] as (...asked: unknown[]) => unknown;
    const asked = (...what: unknown[]) => {
      count(operation);
      return ask.apply(etcd, what);
    };
    return [operation, asked];
  });
  return Object.fromEntries(each) as EtcdApi;
}
