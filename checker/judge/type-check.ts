/**
 * The compiler's opinion, asked beside the run and never part of a verdict.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from '../paths.ts';
import type { Target } from './judgement.ts';
import { folderOf } from './lesson.ts';

export interface TypeProblem {
  /** Such as `lessons/1-kv-store/store.ts:12:3`. */
  place: string;
  /** The compiler's words, with its number: `TS2322: Type …`. */
  message: string;
}

/** Type errors in the asked lessons' files, those of the asked exercises first; none where the compiler itself fails. */
export async function typeProblems(targets: Target[]): Promise<TypeProblem[]> {
  const output = await compilerOutput();
  const problems = [...output.matchAll(/^(.+?)\((\d+),(\d+)\): error (.+)$/gm)].map(
    ([, file, line, column, message]) => ({ file, place: `${file}:${line}:${column}`, message }),
  );
  const isOf = (file: string, { lesson, exercises }: Target) =>
    exercises.some((exercise) => file === `lessons/${folderOf(lesson)}/${exercise.file}`);
  const near = problems.filter(({ file }) =>
    targets.some(({ lesson }) => file.startsWith(`lessons/${folderOf(lesson)}/`)),
  );
  const [own, others] = [true, false].map((wanted) =>
    near.filter(({ file }) => targets.some((target) => isOf(file, target)) === wanted),
  );
  return [...own, ...others].map(({ place, message }) => ({ place, message }));
}

/** Far more than the compiler needs; a file that sends it round in circles must not hold up the verdict's other words. */
const timeLimitMs = 5000;

/** The compiler is a program of its own: started without Node, it is done in a tenth of a second. */
function compilerOutput(): Promise<string> {
  const limits = { maxBuffer: 1 << 24, timeout: timeLimitMs, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    execFile(compiler(), ['-p', 'lessons', '--pretty', 'false'], { cwd: root, ...limits }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}

function compiler(): string {
  const require = createRequire(join(root, 'package.json'));
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const manifest = createRequire(require.resolve('typescript/package.json')).resolve(platform);
  return join(dirname(manifest), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc');
}
