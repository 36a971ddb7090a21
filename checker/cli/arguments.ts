import { UsageError } from './command.ts';

/** Runs `parseArgs` and turns its complaint into a usage error. */
export function readingArguments<T>(parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    const [sentence] = (thrown as Error).message.split('. ');
    throw new UsageError(`${sentence.replace(/\.$/, '')}; --help tells what there is`);
  }
}

/**
 * A whole number out of an option.
 *
 * @throws {UsageError} unless it is one between `min` and `max`
 */
export function wholeNumber(option: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new UsageError(`--${option} takes a whole number from ${min} to ${max}, not "${value}"`);
  }
  return number;
}
