import prompts from 'prompts';
import { UsageError } from '../cli/command.ts';

/**
 * Asks before something is overwritten. Ctrl-C is a no.
 *
 * @param question ends in a question mark
 * @param otherwise what to type where there is no terminal to ask in
 * @throws {UsageError} without a terminal
 */
export async function agrees(question: string, otherwise: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(`${question} There is no terminal to ask in: ${otherwise}`);
  const { answer } = await prompts({ type: 'confirm', name: 'answer', message: question, initial: false });
  return answer === true;
}
