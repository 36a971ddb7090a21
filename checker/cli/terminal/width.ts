/**
 * How many columns a text takes in a terminal:
 *
 *     displayWidth('key')       3
 *     displayWidth('鍵')        2: East Asian characters are wide
 *     displayWidth('e\u0301')   1: an accent stands on the letter before it
 *     displayWidth('👩‍🚀')        2: one picture, however many code points
 *
 * Source: Unicode Standard Annexes 11 (East Asian width) and 29 (grapheme clusters). Known limit: terminals differ
 * on characters of ambiguous width; here they count as one column.
 */
import { stripVTControlCharacters } from 'node:util';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const printableAscii = /^[ -~]*$/;
const halfWidthForms = /^[\uff61-\uffdc\uffe8-\uffee]/;
const wideScripts =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\u3000-\u303e\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const emoji = /^\p{Emoji_Presentation}|\ufe0f|^\p{Regional_Indicator}{2}/u;
const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}\p{Control}]/u;

/** The terminal's width in columns; 80 where there is none. */
export function columns(): number {
  const { columns: width } = process.stdout;
  return width && width > 0 ? width : 80;
}

/** The columns that a text takes on one line; escape sequences take none. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  const visible = stripVTControlCharacters(text);
  if (printableAscii.test(visible)) return visible.length;
  return graphemes(visible).reduce((width, each) => width + graphemeWidth(each), 0);
}

/** What a reader sees as characters, each with its accents and joiners. */
export function graphemes(text: string): string[] {
  if (printableAscii.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function graphemeWidth(grapheme: string): 0 | 1 | 2 {
  if (invisible.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  return wideScripts.test(grapheme) && !halfWidthForms.test(grapheme) ? 2 : 1;
}

/** The text with spaces after it up to `width` columns; a longer one is returned as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with spaces before it up to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}
