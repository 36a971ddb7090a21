/** How an answer ended, where a refusal is a result like any other. */
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';

/** The code of a refusal, or nothing. A `Todo` and what has no code go on. */
export async function codeIfRefused(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    return code;
  }
}

/** `done`, or the code of the refusal. */
export async function endOf(answer: Promise<unknown>): Promise<string> {
  return (await codeIfRefused(answer)) ?? 'done';
}

/** Fails unless a step of the write chain refuses with this code. @returns the refusal */
export function isRefusedBy(
  t: TestContext,
  step: () => Promise<Write>,
  code: string,
  because: string,
): ReturnType<TestContext['throws']> {
  // What came out is not shown: a whole write, with all that the kit knows of its kind, hides what it is about.
  return t.throws(() => step().then(() => 'the write: it passes'), code, because);
}

/** Fails unless a step of the write chain lets a write pass as it is. */
export async function letsPass(
  t: TestContext,
  step: () => Promise<Write>,
  asked: Write,
  because: string,
): Promise<void> {
  try {
    isAsAsked(t, await step(), asked, because);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    const [first] = (thrown as Error).message.split('\n');
    const actual = new Rendered(`refused with ${code}: ${first.length > 300 ? `${first.slice(0, 300)} …` : first}`);
    t.fail({ message: because, expected: new Rendered('it passes'), actual });
  }
}

/** Fails unless the write that came out is the one that was asked for. What the kit knows of its kind is not shown. */
export function isAsAsked(t: TestContext, write: Write, asked: Write, because: string): void {
  const { resource, ...rest } = write;
  const { resource: expected, ...expectedRest } = asked;
  t.equal({ ...rest, resource: resource?.resource }, { ...expectedRest, resource: expected.resource }, because);
}
