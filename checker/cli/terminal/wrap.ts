/**
 * Breaks text into lines that fit. Escape sequences of colour may stand anywhere: each line closes what is open at its
 * end, and the next line opens it again, so that lines can be indented, boxed and cut apart.
 *
 *     wrap('a long sentence', 8)      'a long' 'sentence'
 *     fold('  indented code', 8)      '  indent' 'ed code'
 */
import { style } from './colour.ts';
import { displayWidth, graphemes, graphemeWidth } from './width.ts';

/** A space at which no line may break; it becomes an ordinary space in the output. */
export const glue = '\u00a0';

const escapeCharacter = String.fromCharCode(27);
const escapeSequence = new RegExp(`(${escapeCharacter}\\[[0-9;]*m)`);

/** Part of a line that is not broken, and whether a space stands before it. */
interface Piece {
  text: string;
  width: number;
  spaced: boolean;
}

/**
 * Prose in lines of at most `width` columns, broken at spaces and between wide characters. Runs of spaces become one.
 * A word that is wider than a line is cut. A line feed in the text always breaks.
 */
export function wrap(text: string, width: number): string[] {
  const inner = Math.max(1, width);
  const lines = text.split('\n').flatMap((line) => fill(piecesOf(unglueWide(line, inner)), inner));
  return carryStyles(lines).map((line) => line.replaceAll(glue, ' '));
}

/**
 * Lines of at most `width` columns that keep all their spaces: for code and what programs print. Cut after a space
 * where one stands in the line's second half, else wherever it is.
 */
export function fold(text: string, width: number): string[] {
  return carryStyles(text.split('\n').flatMap((line) => cut(line, Math.max(2, width), true)));
}

/** As {@link fold}, with a sign before what is only the rest of a line. */
export function foldCode(code: string, width: number): string[] {
  const mark = style.quiet('↪ ');
  return fold(code, Number.POSITIVE_INFINITY).flatMap((line) => {
    if (displayWidth(line) <= width) return [line];
    const [first, ...rest] = fold(line, width - 2);
    return [first, ...rest.map((part) => mark + part)];
  });
}

/** A first line after `first`, the following ones after `rest`; both count towards the width. */
export function hang(text: string, width: number, first: string, rest = ' '.repeat(displayWidth(first))): string[] {
  const inner = width - Math.max(displayWidth(first), displayWidth(rest));
  return wrap(text, inner).map((line, i) => (i === 0 ? first : rest) + line);
}

/** The text cut to `width` columns, with `…` where something was left out. */
export function shorten(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${cut(text, Math.max(1, width - 1))[0]}…`;
}

/** What is glued together and does not fit on a line anyway may break. */
function unglueWide(line: string, width: number): string {
  return line.replace(/[^ \t]+/g, (word) => (displayWidth(word) > width ? word.replaceAll(glue, ' ') : word));
}

/** One line's words; a wide character, which may start a line, counts as a word by itself. */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [i, word] of line.split(/[ \t]+/).entries()) {
    const parts = /[^ -~]/.test(word)
      ? word.split(/(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u)
      : [word];
    parts.forEach((text, part) => {
      if (text !== '') pieces.push({ text, width: displayWidth(text), spaced: i > 0 && part === 0 });
    });
  }
  return pieces;
}

function fill(pieces: Piece[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces) {
    const space = piece.spaced && line !== '' ? 1 : 0;
    if (used + space + piece.width <= width) {
      line += ' '.repeat(space) + piece.text;
      used += space + piece.width;
      continue;
    }
    const parts = cut(piece.text, width);
    if (line !== '') lines.push(line);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1)!;
    used = displayWidth(line);
  }
  return [...lines, line];
}

function cut(line: string, width: number, afterSpaces = false): string[] {
  if (displayWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const part of line.split(escapeSequence)) {
    const isEscape = part.startsWith(escapeCharacter);
    for (const grapheme of isEscape ? [part] : graphemes(part)) {
      const more = isEscape ? 0 : graphemeWidth(grapheme);
      if (used + more > width) {
        const end = afterSpaces ? lastBreak(current, width) : current.length;
        lines.push(current.slice(0, end));
        current = current.slice(end);
        used = displayWidth(current);
      }
      current += grapheme;
      used += more;
    }
  }
  return [...lines, current];
}

/** Where a full line is cut. */
function lastBreak(line: string, width: number): number {
  const end = line.lastIndexOf(' ') + 1;
  return displayWidth(line.slice(0, end)) > width / 2 ? end : line.length;
}

/** An opened style and the code that closes it. */
interface Open {
  sequence: string;
  closedBy: number;
}

/** Makes each line complete by itself: see the head of this file. */
function carryStyles(lines: string[]): string[] {
  let open: Open[] = [];
  return lines.map((line) => {
    const before = open.map(({ sequence }) => sequence).join('');
    for (const part of line.split(escapeSequence)) {
      if (part.startsWith(escapeCharacter)) open = after(open, part);
    }
    const closing = [...open].reverse().map(({ closedBy }) => `${escapeCharacter}[${closedBy}m`);
    return before + line + closing.join('');
  });
}

function after(open: Open[], sequence: string): Open[] {
  const code = Number.parseInt(sequence.slice(2), 10) || 0;
  if (code === 0) return [];
  const closedBy = closingCode(code);
  if (closedBy === undefined) return open.filter((each) => each.closedBy !== code);
  return [...open, { sequence, closedBy }];
}

/** The code that ends what `code` begins; `undefined` for a code that itself ends something. */
function closingCode(code: number): number | undefined {
  if (code === 1 || code === 2) return 22;
  if (code >= 3 && code <= 9) return code + 20;
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39;
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49;
  return undefined;
}
