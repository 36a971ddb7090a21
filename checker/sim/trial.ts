import type { TestContext } from '../judge/exercise.ts';

/** One of many tries in a test: its steps are reported only if it fails. Like a case of `t.forAll`, but listed. */
export async function trial(t: TestContext, body: (t: TestContext) => void | Promise<void>): Promise<void> {
  const steps: string[] = [];
  try {
    await body({ ...t, step: (line) => steps.push(line) });
  } catch (thrown) {
    for (const line of steps) t.step(line);
    throw thrown;
  }
}
