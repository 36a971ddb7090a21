/** The programs of the lessons, such as an etcd: built on the learner's code, and run in a process of their own. */
import { spawn } from 'node:child_process';
import { lessons } from '../catalog.ts';
import { bundleProgram, nodeFlags } from '../etcd/bundle.ts';
import { root } from '../paths.ts';
import { readProgress } from '../progress/progress-file.ts';
import { exitCode } from './command.ts';
import { isDone } from './guide.ts';

export interface Program {
  name: 'etcd' | 'apiserver' | 'deploy';
  /** What it is made of. The last is what happens behind the wire: the learner's even where it does not pass. */
  layers: readonly string[];
}

/**
 * @param args of the command; `--solutions` is taken out
 * @returns the program's exit code
 */
export async function runProgram({ name, layers }: Program, args: string[]): Promise<number> {
  const isReference = args.includes('--solutions');
  const progress = readProgress();
  const isStandIn = (layer: string) => {
    const lesson = lessons.find((each) => each.name === layer);
    return isReference || (layer !== layers.at(-1) && lesson !== undefined && !isDone(lesson, progress));
  };
  const conditions = layers.filter(isStandIn).map((layer) => `solved-${layer}`);
  const program = await bundleProgram(conditions, name);
  const given = args.filter((arg) => arg !== '--solutions');
  return run(program.path, given).finally(program.remove);
}

function run(path: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [...nodeFlags, path, ...args], {
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
