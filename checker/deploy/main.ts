/**
 * The program behind `npm run deploy`: an API server on a store of its own, one nginx.yaml through its door, and then a look
 * into the store. It begins with nothing each time, and leaves nothing behind.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../apiserver/data-folder.ts';
import { readFlags } from '../apiserver/flags.ts';
import { startApiServer } from '../apiserver/server.ts';
import { inWords } from '../apiserver/words.ts';
import { print } from '../cli/terminal/print.ts';
import { columns } from '../cli/terminal/width.ts';
import { root } from '../paths.ts';
import { applyDeployment } from './apply.ts';
import { odometerLines } from './odometer.ts';
import { progressOf, readRegistry } from './stage.ts';

process.on('uncaughtException', stop);
process.on('unhandledRejection', stop);
process.on('disconnect', () => end(1));
process.channel?.unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(1));

const folder = mkdtempSync(join(tmpdir(), 'slipway-deploy-'));

try {
  end(await main());
} catch (thrown) {
  stop(thrown);
}

async function main(): Promise<number> {
  const missing = await exerciseMissing();
  if (missing) {
    print(odometerLines(missing, { stage: 0, keys: new Map() }, columns()));
    return 1;
  }
  const flags = readFlags(['--secure-port', '0', '--data-dir', folder]);
  const server = await startApiServer({ flags, data: openDataFolder(folder, false), log: () => {}, failed: stop });
  await server.ready;
  const applied = await applyDeployment(readFileSync(join(root, 'nginx.yaml'), 'utf8'), folder, server.port);
  const progress = progressOf(await readRegistry(server.etcd), 'nginx-deployment');
  await server.close();
  print(odometerLines(applied, progress, columns()));
  return progress.stage > 0 ? 0 : 1;
}

/** Why there is nobody to take the Deployment; nothing where there is. */
async function exerciseMissing(): Promise<string | undefined> {
  const { rehearse } = await import('../apiserver/rehearsal.ts');
  try {
    await rehearse();
    return undefined;
  } catch (thrown) {
    return inWords(thrown).replaceAll('npm run apiserver', 'npm run deploy');
  }
}

function end(code: number): never {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

function stop(thrown: unknown): never {
  process.stderr.write(`deploy: ${inWords(thrown).replaceAll('npm run apiserver', 'npm run deploy')}\n`);
  end(1);
}
