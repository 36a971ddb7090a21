import { spawn } from 'node:child_process';
import { lessons } from '../catalog.ts';
import { bundleProgram } from '../etcd/bundle.ts';
import { root } from '../paths.ts';
import { readProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { type Command, exitCode } from './command.ts';
import { isDone } from './guide.ts';

/** What the program is made of. The last is what happens behind the wire: the learner's even where it does not pass. */
const layers = ['kv-store', 'wal', 'raft', 'revisions'];
const ownLayer = 'revisions';

const command: Command = {
  name: 'etcd',
  summary: 'one member of an etcd on your code, for etcdctl and all other clients',
  help: `
npm run etcd                                      one member, clients at 127.0.0.1:2379
npm run etcd -- --name a --initial-cluster a=127.0.0.1:2380,b=127.0.0.1:2480,c=127.0.0.1:2580
                                                  one of three; start b and c alike, each with its --listen-client
npm run etcd -- restore backup.db --data-dir D    a new member out of what etcdctl snapshot save has saved

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

Ctrl-C stops it; the data stay. Lower lessons that do not pass yet are the reference's.`,
  async run(args) {
    refuseSwallowed('etcd', swallowed);
    const isReference = args.includes('--solutions');
    const progress = readProgress();
    const isStandIn = (layer: string) => {
      const lesson = lessons.find(({ name }) => name === layer);
      return isReference || (layer !== ownLayer && lesson !== undefined && !isDone(lesson, progress));
    };
    const program = await bundleProgram(layers.filter(isStandIn).map((layer) => `solved-${layer}`));
    return runProgram(
      program.path,
      args.filter((arg) => arg !== '--solutions'),
    ).finally(program.remove);
  },
};

export default command;

/** Options that npm would take for its own where they stand before `--`. */
const swallowed = ['solutions', 'data-dir', 'listen-client', 'listen-peer', 'initial-cluster', 'log-level'];

function runProgram(program: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    env: { ...process.env, SLIPWAY_ROOT: root },
    // The channel tells the program when this one is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches both; whoever stops this process by its number means the program.
  const ignore = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', pass);
      resolve(code ?? exitCode.failed);
    });
  });
}
