import { bytesOf } from './words.ts';

/** A bound of a range; `-` or nothing leaves it open. */
export function boundOf(word: string | undefined): Uint8Array | undefined {
  return word === undefined || word === '-' ? undefined : bytesOf(word);
}

/** @throws {Error} unless it is a whole number */
export function limitOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (!/^\d+$/.test(word)) throw new Error(`a limit is a whole number, not "${word}"`);
  return Number(word);
}
