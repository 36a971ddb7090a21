import { codeOf } from '#kit/failure.ts';
import { print } from '../cli/terminal/print.ts';
import { columns } from '../cli/terminal/width.ts';
import { wrap } from '../cli/terminal/wrap.ts';
import { root } from '../paths.ts';

/** Why code of the learner's cannot be played, in a sentence that says what to do; `undefined` for any other error. */
export function todoInWords(thrown: unknown, lesson: number): string | undefined {
  if (codeOf(thrown) !== 'todo') return undefined;
  const { exercise } = thrown as { exercise: string };
  return `Exercise ${exercise} comes first: npm run lesson ${exercise}. On the reference it runs already: npm run play ${lesson} -- --solutions`;
}

/** Prints why it goes no further, and ends the program. */
export function stop(why: string): never {
  print(wrap(why, columns()));
  process.exit(1);
}

/** The module of the learner's, or one line why it does not load. */
export async function load<T>(module: () => Promise<T>, lesson: number): Promise<T> {
  try {
    return await module();
  } catch (thrown) {
    const [firstLine, place = ''] = String((thrown as Error)?.message ?? thrown).split('\n');
    // esbuild counts the errors in its first line, and begins to tell them in the second.
    const reason = (firstLine.startsWith('Transform failed') ? place : firstLine)
      .replace(/ imported from .*/, '')
      .replaceAll(`${root}/`, '');
    stop(todoInWords(thrown, lesson) ?? `Your code does not load: ${reason}. More: npm run check ${lesson}`);
  }
}
