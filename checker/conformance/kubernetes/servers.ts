/** API servers to try kubectl on, each in a process and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../paths.ts';

export interface RunningApiServer {
  kubeconfig: string;
  /** The folder; kubectl's home may be in it. */
  folder: string;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

const layers = ['kv-store', 'wal', 'raft', 'revisions', 'api-server'];

/** The command that runs the program on the reference, without npm and the launcher. */
export function apiServerCommand(args: string[]): [program: string, args: string[]] {
  const conditions = layers.flatMap((layer) => ['-C', `solved-${layer}`]);
  return [process.execPath, ['--import', 'tsx', ...conditions, join(root, 'checker', 'apiserver', 'main.ts'), ...args]];
}

/** @param flags beside the folder and the port */
export async function startApiServer(flags: string[] = []): Promise<RunningApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-apiserver-'));
  const data = join(folder, 'data');
  const [program, args] = apiServerCommand(['--data-dir', data, '--secure-port', '0', ...flags]);
  const env = { ...process.env, SLIPWAY_ROOT: root };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kubeconfig = await kubeconfigSaid(child);
  return {
    ...{ kubeconfig, folder },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = new Promise((resolve) => child.once('close', resolve));
        child.kill();
        await closed;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server says it once it serves. */
function kubeconfigSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: string) => {
      said += chunk;
      const [, found] = /--kubeconfig (\S+) /.exec(said) ?? [];
      if (found) resolve(found);
    };
    child.stdout!.setEncoding('utf8').on('data', hear);
    child.stderr!.setEncoding('utf8').on('data', hear);
    child.once('close', () => reject(new Error(`the server did not start: ${said}`)));
  });
}
