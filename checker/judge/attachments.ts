/**
 * The files that belong to failures, such as pictures, kept where a browser can open them:
 *
 *     .slipway/failures/3.3-2.html      the second test of exercise 3.3, as it failed last
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { failuresFolder, root } from '../paths.ts';
import type { ExerciseResult, TestResult } from './verdict.ts';

/** The result with its attachments written to files. Where nothing can be written, there are none. */
export function keepAttachments(result: ExerciseResult): ExerciseResult {
  return { ...result, tests: result.tests.map((test, i) => keepOf(test, `${result.id}-${i + 1}`)) };
}

function keepOf({ attachments, ...test }: TestResult, name: string): TestResult {
  if (!attachments) return test;
  try {
    mkdirSync(failuresFolder, { recursive: true });
    const files = attachments.map(({ extension, content }) => {
      const file = join(failuresFolder, `${name}.${extension}`);
      writeFileSync(file, content);
      return relative(root, file).replaceAll('\\', '/');
    });
    return { ...test, files };
  } catch {
    return test;
  }
}
