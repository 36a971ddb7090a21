/**
 * Two texts held against each other. `+` marks what should be and `-` what is, as in a patch that would mend it; the
 * signs say all that the colours say.
 *
 *     + expected  [{ key: "a" }]
 *     - actual    [{ key: "a" }, { key: "b" }]
 */
import { diffLines, diffWordsWithSpace } from 'diff';
import { type Paint, style } from './colour.ts';
import { padEnd } from './width.ts';
import { fold } from './wrap.ts';

/** What the two sides are called. */
export interface Sides {
  /** What should be. */
  wanted: string;
  /** What is. */
  given: string;
}

interface Line {
  sign: '+' | '-' | ' ';
  text: string;
}

/** Equal lines that stand around a difference; more are left out. */
const context = 3;

/** @param width columns for each line, its sign included */
export function renderDiff(wanted: string, given: string, width: number, sides: Sides): string[] {
  if (!wanted.includes('\n') && !given.includes('\n')) return renderPair(wanted, given, width, sides);
  const legend = `${style.good(`+ ${sides.wanted}`)}   ${style.bad(`- ${sides.given}`)}`;
  return [legend, ...renderLines(linesOf(wanted, given), width)];
}

/** A file's difference to another, without a legend. */
export function renderLineDiff(wanted: string, given: string, width: number): string[] {
  return renderLines(linesOf(wanted, given), width);
}

function renderPair(wanted: string, given: string, width: number, sides: Sides): string[] {
  const label = Math.max(sides.wanted.length, sides.given.length) + 2;
  const [markedWanted, markedGiven] = markChanges(wanted, given);
  return [
    ...signed('+', padEnd(sides.wanted, label), markedWanted, width),
    ...signed('-', padEnd(sides.given, label), markedGiven, width),
  ];
}

function signed(sign: '+' | '-', label: string, text: string, width: number): string[] {
  const paint = paintOf(sign);
  const indent = ' '.repeat(label.length + 2);
  return fold(paint(text), Math.max(20, width - indent.length)).map((line, i) =>
    i === 0 ? `${paint(`${sign} ${label}`)}${line}` : indent + line,
  );
}

function linesOf(wanted: string, given: string): Line[] {
  return diffLines(`${given}\n`, `${wanted}\n`).flatMap(({ value, added, removed }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Line => ({ sign, text }));
  });
}

function renderLines(lines: Line[], width: number): string[] {
  const out: string[] = [];
  let left = 0;
  const tellLeft = () => {
    if (left > 0) out.push(style.quiet(left === 1 ? '  … 1 equal line' : `  … ${left} equal lines`));
    left = 0;
  };
  lines.forEach((line, i) => {
    if (!isNearChange(lines, i)) {
      left++;
      return;
    }
    tellLeft();
    out.push(...renderLine(line.sign === ' ' ? line.text : marked(lines, i), line.sign, width));
  });
  tellLeft();
  return out;
}

function renderLine(text: string, sign: Line['sign'], width: number): string[] {
  const paint = paintOf(sign);
  return fold(paint(text), width - 2).map((part, i) => `${paint(i === 0 ? sign : '↪')} ${part}`);
}

function isNearChange(lines: Line[], at: number): boolean {
  return lines.slice(Math.max(0, at - context), at + context + 1).some(({ sign }) => sign !== ' ');
}

/** One line changed into one other: then the words that differ are marked. */
function marked(lines: Line[], at: number): string {
  const { sign, text } = lines[at];
  const partner = sign === '-' ? at + 1 : at - 1;
  const isPair = lines[partner]?.sign === (sign === '-' ? '+' : '-') && isAlone(lines, at) && isAlone(lines, partner);
  if (!isPair) return text;
  return sign === '+' ? markChanges(text, lines[partner].text)[0] : markChanges(lines[partner].text, text)[1];
}

function isAlone(lines: Line[], at: number): boolean {
  const { sign } = lines[at];
  return lines[at - 1]?.sign !== sign && lines[at + 1]?.sign !== sign;
}

/** Both texts with what only one of them has marked; unmarked where they have too little in common. */
function markChanges(wanted: string, given: string): [string, string] {
  const parts = diffWordsWithSpace(given, wanted);
  const shared = parts.filter(({ added, removed }) => !added && !removed).reduce((n, { value }) => n + value.length, 0);
  if (shared * 3 < Math.max(wanted.length, given.length)) return [wanted, given];
  const side = (skip: 'added' | 'removed', own: 'added' | 'removed') =>
    parts.map((part) => (part[skip] ? '' : part[own] ? style.marked(part.value) : part.value)).join('');
  return [side('removed', 'added'), side('added', 'removed')];
}

function paintOf(sign: Line['sign']): Paint {
  return sign === '+' ? style.good : sign === '-' ? style.bad : style.quiet;
}
