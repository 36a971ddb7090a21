/**
 * The words of a line. Quotes keep spaces together, and `\xNN` is a byte that no key on the keyboard makes:
 *
 *     put "a key" v1       ["put", "a key", "v1"]
 *     get a\xff            ["get", <61 ff>]
 */
import { concatBytes, utf8 } from '#kit/bytes.ts';

/** A word as it was typed, without its quotes. */
export function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g), ([word, quoted]) => quoted ?? word);
}

/** The bytes that a word stands for. */
export function bytesOf(word: string): Uint8Array {
  const parts = word.split(/(\\x[\da-fA-F]{2}|\\")/);
  return concatBytes(
    ...parts.map((part) =>
      /^\\x/.test(part) ? Uint8Array.of(Number.parseInt(part.slice(2), 16)) : utf8(part.replace('\\"', '"')),
    ),
  );
}
