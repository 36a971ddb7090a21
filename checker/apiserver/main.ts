/**
 * The program behind `npm run apiserver`. Whatever keeps it from going on is said in one line on the error output, and the
 * exit code is not zero.
 */
import { resolve } from 'node:path';
import { createLog } from '../etcd/log.ts';
import { Refusal } from '../etcd/refusal.ts';
import { openDataFolder } from './data-folder.ts';
import { readFlags } from './flags.ts';
import { type RunningServer, startApiServer } from './server.ts';
import { inWords } from './words.ts';

process.on('uncaughtException', stop);
process.on('unhandledRejection', stop);
// The command that has started this program is gone, and whoever waited for it.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

let unlock: (() => void) | undefined;

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  stop(thrown);
}

async function main(args: string[]): Promise<void> {
  const flags = readFlags(args);
  const { rehearse } = await import('./rehearsal.ts');
  await rehearse();
  const data = openDataFolder(resolve(flags.dataDir), flags.etcdServers !== undefined);
  unlock = data.unlock;
  const log = createLog(flags.logLevel);
  const server = await startApiServer({ flags, data, log, failed: stop });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log('info', `stopping on ${signal}`);
      end(server).catch(stop);
    });
  }
  await server.ready;
  log('info', `process ${process.pid}: serves at ${flags.bindAddress} port ${server.port}`);
  process.stdout.write(`kubectl --kubeconfig ${server.kubeconfig} get namespaces\n`);
}

async function end({ close }: RunningServer): Promise<void> {
  await close();
  unlock?.();
  process.exit(0);
}

function stop(thrown: unknown): never {
  process.stderr.write(`apiserver: ${inWords(thrown)}\n`);
  unlock?.();
  process.exit(thrown instanceof Refusal ? thrown.exitCode : 1);
}
