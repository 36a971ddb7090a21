/**
 * Lines. A file checked out on Windows ends its lines in `\r\n`; everything here compares and merges with `\n` and
 * writes what the file had before.
 */

/** The text with every line ending in `\n`. */
export function unixLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** The text with the line ends that `model` has on its first line. */
export function likeLineEndsOf(model: string, text: string): string {
  const plain = unixLineEnds(text);
  return /^[^\n]*\r\n/.test(model) ? plain.replaceAll('\n', '\r\n') : plain;
}

/** The text as it is compared: without a byte-order mark, lines ending in `\n`, the last one too. */
export function normalised(text: string): string {
  const plain = unixLineEnds(text.replace(/^\uFEFF/, ''));
  return plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`;
}

/** Whether the two differ in nothing but line ends. */
export function sameText(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}
