/**
 * The project's own tests, all of them: style, types, unit tests, and the proof that the grade is true. Prints a line a
 * part, what a failing part said, and at the end `N passed, N failed, N skipped`.
 *
 *     npm test                  everything
 *     npm test -- stubs update  only the parts whose names contain one of the words
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inLanes } from '../checker/judge/run.ts';
import type { Proof } from '../checker/verify/proof.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Part {
  name: string;
  command: string[];
  /** Reads how many tests there were out of what the command printed; one test that is its exit code unless given. */
  count?: (output: string, exitCode: number) => Counts;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name: string, script: string) => [process.execPath, join('node_modules', name, script)];
const slipway = (...args: string[]) => [process.execPath, 'checker/cli/slipway.mjs', ...args];

const unitTests: Part[] = readdirSync(join(root, 'tests'))
  .filter((file) => file.endsWith('.test.ts'))
  .sort()
  .map((file) => ({
    name: file.replace('.test.ts', ''),
    command: [process.execPath, '--import', 'tsx', join('tests', file)],
    count: countUvu,
  }));

const proof: Part = { name: 'verify', command: slipway('verify', '--json'), count: countProof };

const parts: Part[] = [
  { name: 'style', command: [...bin('@biomejs/biome', 'bin/biome'), 'check', '.'] },
  { name: 'types of the lessons', command: [...bin('typescript', 'bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the solutions', command: [...bin('typescript', 'bin/tsc'), '-p', 'tsconfig.solutions.json'] },
  { name: 'stubs are what the generator writes', command: slipway('stubs', '--check') },
  ...unitTests,
  proof,
];

const words = process.argv.slice(2);
const asked = parts.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
// Some parts wait more than they work, so they run side by side; the proof keeps every core busy by itself.
await inLanes(
  asked.filter((part) => part !== proof),
  tryPart,
);
if (asked.includes(proof)) await tryPart(proof);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function tryPart(part: Part): Promise<void> {
  const startedAt = performance.now();
  const { output, exitCode } = await run(part.command);
  const counts = (part.count ?? countExit)(output, exitCode);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(
    `${counts.failed > 0 ? '✘' : '✔'} ${part.name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`,
  );
  if (counts.failed > 0) console.log(output);
  for (const outcome of ['passed', 'failed', 'skipped'] as const) total[outcome] += counts[outcome];
}

function run([program, ...args]: string[]): Promise<{ output: string; exitCode: number }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ output: String(error), exitCode: 1 }));
    child.once('close', (code) => resolve({ output, exitCode: code ?? 1 }));
  });
}

function countExit(_output: string, exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** uvu's closing lines. A file that ends without them, or fails outside a test, has failed as a whole. */
function countUvu(output: string, exitCode: number): Counts {
  const numbers = /Total:\s+(\d+)\s+Passed:\s+(\d+)\s+Skipped:\s+(\d+)/.exec(output)?.slice(1).map(Number);
  if (!numbers) return countExit(output, 1);
  const [all, passed, skipped] = numbers;
  const failed = Math.max(all - passed, exitCode === 0 ? 0 : 1);
  return { passed, failed: all === 0 ? 1 : failed, skipped };
}

/** Every exercise on its stub and on the reference, every known mistake, the texts and the sealed build. */
function countProof(output: string, exitCode: number): Counts {
  try {
    const { stubs, reference, bugs, texts, parity } = JSON.parse(output) as Proof;
    const problems = [stubs, reference, bugs, texts, parity].reduce((sum, part) => sum + part.problems.length, 0);
    const sound = [texts, parity].filter((part) => part.problems.length === 0).length;
    return { passed: stubs.failing + reference.passing + bugs.caught + sound, failed: problems, skipped: 0 };
  } catch {
    return countExit(output, exitCode || 1);
  }
}
