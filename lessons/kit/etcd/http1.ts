/**
 * What etcd answers over HTTP/1.1 on the port of its clients: whether it is well, its version, and a few figures.
 */
import type { RequestListener } from 'node:http';
import type { EtcdMaintenance, StatusResponse } from './api.ts';

export function serveHttp1(backend: EtcdMaintenance): RequestListener {
  return async (request, response) => {
    const answer = answers[new URL(request.url ?? '/', 'http://etcd').pathname];
    if (!answer) return void response.writeHead(404).end('404 page not found\n');
    try {
      const { status = 200, type = 'application/json', body } = answer(await backend.status());
      response.writeHead(status, { 'content-type': type }).end(body);
    } catch (thrown) {
      response.writeHead(503).end(`${(thrown as Error).message}\n`);
    }
  };
}

interface Answer {
  status?: number;
  type?: string;
  body: string;
}

const answers: Record<string, (status: StatusResponse) => Answer> = {
  '/health': ({ leader }) => ({ status: leader === 0n ? 503 : 200, body: `{"health":"${leader !== 0n}"}` }),
  '/version': ({ version }) => ({
    body: `{"etcdserver":"${version}","etcdcluster":"${version.replace(/\.\d+$/, '.0')}"}`,
  }),
  '/metrics': (status) => ({ type: 'text/plain; version=0.0.4', body: metrics(status) }),
};

/** Names and meanings are those of etcd's own figures. */
function metrics({ header, leader, dbSize, dbSizeInUse, raftAppliedIndex }: StatusResponse): string {
  const figures: Record<string, number> = {
    etcd_server_has_leader: leader === 0n ? 0 : 1,
    etcd_server_is_leader: leader !== 0n && leader === header.memberId ? 1 : 0,
    etcd_server_proposals_applied_total: raftAppliedIndex,
    etcd_mvcc_db_total_size_in_bytes: dbSize,
    etcd_mvcc_db_total_size_in_use_in_bytes: dbSizeInUse,
    process_resident_memory_bytes: process.memoryUsage.rss(),
  };
  return Object.entries(figures)
    .map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('');
}
