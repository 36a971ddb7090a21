import { readFileSync } from 'node:fs';
import { usage } from './refusal.ts';

/**
 * The text of the file that a flag names; nothing where the flag was not given.
 *
 * @throws {Refusal} where it cannot be read
 */
export function fileOf(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw usage(`--${option}: ${(thrown as Error).message}`);
  }
}
