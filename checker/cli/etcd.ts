import { refuseSwallowed } from '../workshop/npm-options.ts';
import type { Command } from './command.ts';
import { runProgram } from './program.ts';

const command: Command = {
  name: 'etcd',
  summary: 'one member of an etcd on your code, for etcdctl and all other clients',
  help: `
npm run etcd                                      one member, clients at 127.0.0.1:2379
npm run etcd -- --name a --initial-cluster a=127.0.0.1:2380,b=127.0.0.1:2480,c=127.0.0.1:2580
                                                  one of three; start b and c alike, each with its --listen-client
npm run etcd -- restore backup.db --data-dir D    a new member out of what etcdctl snapshot save has saved;
                                                  of several, each once, with its --name and --initial-cluster

  --solutions                    on the reference instead of your code
  --name NAME                    default
  --data-dir FOLDER              NAME.etcd
  --listen-client HOST:PORT      127.0.0.1:2379
  --listen-peer HOST:PORT        the member's own in --initial-cluster, or 127.0.0.1:2380
  --initial-cluster NAME=HOST:PORT,…
  --initial-cluster-token TEXT   sets clusters with the same addresses apart
  --heartbeat-interval MS        100; all members alike
  --election-timeout MS          1000; all members alike
  --log-level LEVEL              error, info or debug
  --cert-file, --key-file        TLS for clients
  --trusted-ca-file              takes clients with a certificate of this authority only
  --peer-cert-file, --peer-key-file, --peer-trusted-ca-file   the same between members

Ctrl-C stops it; the data stay. To kill it, take the number of the process from its log.
Lower lessons that do not pass yet are the reference's.`,
  async run(args) {
    refuseSwallowed('etcd', swallowed);
    return runProgram({ name: 'etcd', layers: ['kv-store', 'wal', 'raft', 'revisions'] }, args);
  },
};

export default command;

/** Options that npm would take for its own where they stand before `--`. */
const swallowed = ['solutions', 'data-dir', 'listen-client', 'listen-peer', 'initial-cluster', 'log-level'];
