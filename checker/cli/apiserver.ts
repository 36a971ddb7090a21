import { refuseSwallowed } from '../workshop/npm-options.ts';
import type { Command } from './command.ts';
import { runProgram } from './program.ts';

const command: Command = {
  name: 'apiserver',
  summary: 'an API server on your code, for kubectl and all other clients',
  help: `
npm run apiserver                                 with an etcd of its own, at https://127.0.0.1:6443
npm run apiserver -- --etcd-servers 127.0.0.1:2379
                                                  on another etcd: npm run etcd, or a real one

  --solutions                    on the reference instead of your code
  --data-dir FOLDER              default.apiserver: certificates, admin.kubeconfig, and the etcd of its own
  --secure-port PORT             6443; 0 for any that is free
  --bind-address IP              127.0.0.1
  --etcd-servers HOST:PORT,…     several API servers may be on one etcd, and share their folder
  --etcd-cafile, --etcd-certfile, --etcd-keyfile   TLS to that etcd
  --listen-etcd HOST:PORT        serves the own etcd to etcdctl as well
  --token-auth-file FILE         users by their tokens: TOKEN,USER,UID,"GROUP,GROUP"
  --audit-log-path FILE          who did what, an event a line (exercise 5.14); - is the terminal
  --log-level LEVEL              error, info or debug; debug tells who does what

Then: kubectl --kubeconfig default.apiserver/admin.kubeconfig get namespaces
Ctrl-C stops it; the data stay. To kill it, take the number of the process from its log.
Lower lessons that do not pass yet are the reference's.`,
  async run(args) {
    refuseSwallowed('apiserver', swallowed);
    return runProgram({ name: 'apiserver', layers: ['kv-store', 'wal', 'raft', 'revisions', 'api-server'] }, args);
  },
};

export default command;

/** Options that npm would take for its own where they stand before `--`. */
const swallowed = [
  ...['solutions', 'data-dir', 'secure-port', 'bind-address', 'etcd-servers', 'etcd-cafile', 'etcd-certfile'],
  ...['etcd-keyfile', 'listen-etcd', 'token-auth-file', 'audit-log-path', 'log-level'],
];
