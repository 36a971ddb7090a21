/**
 * The real kubectl, with a home of its own, so that it finds nobody's settings and leaves nothing behind. Which one it is,
 * `SLIPWAY_KUBECTL` may say.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { comparable, oldMinor, type Step, wordsOf } from './step.ts';

export interface KubectlOptions {
  kubeconfig: string;
  /** A folder for its caches. */
  home: string;
  /** Of its version: the 32 of 1.32. */
  minor: number;
}

export interface Outcome {
  code: number | null;
  /** What it has printed, then what it has complained about. */
  said: string;
}

export const program = process.env.SLIPWAY_KUBECTL ?? 'kubectl';
const patienceMs = 30_000;
/** A watch is over when it has said nothing for so long. */
const quietMs = 500;

/** The 32 of 1.32. @throws where there is no kubectl */
export function minorVersion(): number {
  const { stdout } = spawnSync(program, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  return Number.parseInt(JSON.parse(stdout).clientVersion.minor, 10);
}

function start({ kubeconfig, home }: KubectlOptions, words: string[], editor = 'false'): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: home, KUBE_EDITOR: editor };
  return spawn(program, ['--kubeconfig', kubeconfig, ...words], { env, timeout: patienceMs });
}

export async function kubectl(options: KubectlOptions, words: string[], input = '', editor?: string): Promise<Outcome> {
  const child = start(options, words, editor);
  const said = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (chunk) => (said.out += chunk));
  child.stderr!.setEncoding('utf8').on('data', (chunk) => (said.err += chunk));
  child.stdin!.on('error', () => {}).end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: `${said.out}${said.out === '' || said.out.endsWith('\n') ? '' : '\n'}${said.err}` };
}

/** A command that goes on, while others are run. It is ended when it has nothing more to say. */
async function whileWatching(options: KubectlOptions, words: string[], others: string[][]): Promise<string> {
  const child = start(options, words);
  let said = '';
  let heard = performance.now();
  child.stdout!.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
    heard = performance.now();
  });
  const quiet = async () => {
    while (said === '' || performance.now() < heard + quietMs) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await quiet();
  for (const other of others) await kubectl(options, other);
  await quiet();
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill();
  await closed;
  return said;
}

/** @returns what is wrong, or nothing */
export async function tryStep(options: KubectlOptions, namespace: string, step: Step): Promise<string | undefined> {
  const [command, usual, { input, code = 0, editor, meanwhile, older } = {}] = step;
  const expected = older !== undefined && options.minor <= oldMinor ? older : usual;
  const own = (text: string) => text.replaceAll('NAMESPACE', namespace);
  const words = (text: string) => [...(text.includes(' -n ') ? [] : ['-n', namespace]), ...wordsOf(own(text))];
  const outcome: Outcome = meanwhile
    ? { code, said: await whileWatching(options, words(command), meanwhile.map(words)) }
    : await kubectl(options, words(command), input && own(input), editor);
  const said = comparable(outcome.said).replaceAll(namespace, 'NAMESPACE');
  const isRight = typeof expected === 'string' ? said === comparable(expected) : expected.test(said);
  if (isRight && outcome.code === code) return undefined;
  return `$ kubectl ${command}\n${said}\n  exit code ${outcome.code}\nexpected:\n${expected}\n  exit code ${code}`;
}
