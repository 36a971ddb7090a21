/**
 * Colours for code: enough for the eye to find its way, not a parser. A language is a list of patterns, tried in
 * order at every place; what none of them matches stays plain.
 */
import { type Paint, style } from './colour.ts';

type Language = [pattern: string, paint: Paint][];

const keywords =
  'abstract as asserts async await break case catch class const continue default delete do else export extends finally ' +
  'for from function get if implements import in infer instanceof interface is keyof let new null of override private ' +
  'protected public readonly return satisfies set static super switch this throw true false try type typeof undefined ' +
  'unique unknown var void while yield never string number boolean bigint symbol object any';

const quoted = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`;
const plainNumber = String.raw`\b(?:0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)n?\b`;

const typescript: Language = [
  [String.raw`//[^\n]*|/\*[\s\S]*?\*/`, style.comment],
  [`${quoted}|\`(?:[^\`\\\\]|\\\\[\\s\\S])*\``, style.string],
  [String.raw`(?<![\w$.])(?:${keywords.replaceAll(' ', '|')})\b(?!\s*:(?!:))`, style.keyword],
  [plainNumber, style.number],
  [String.raw`\b[A-Z][\w$]*\b`, style.type],
  [String.raw`\b[\w$]+(?=(?:<[\w\s,[\]|]*>)?\()`, style.callee],
  [String.raw`[\w$]+`, (text) => text],
];

const json: Language = [
  [String.raw`//[^\n]*|/\*[\s\S]*?\*/`, style.comment],
  [String.raw`"(?:[^"\\\n]|\\.)*"(?=\s*:)`, style.type],
  [quoted, style.string],
  [`-?${plainNumber}`, style.number],
  [String.raw`\b(?:true|false|null)\b`, style.keyword],
  [String.raw`\w+`, (text) => text],
];

const shell: Language = [
  [String.raw`(?<=^|\s)#[^\n]*`, style.comment],
  [quoted, style.string],
  [String.raw`(?<=^\s*)\$(?=\s)`, style.quiet],
  [String.raw`(?<=^\s*(?:\$\s+)?|[|;&]\s*)[\w./-]+`, style.code],
  [String.raw`(?<=\s)--?[\w-]+`, style.number],
  [String.raw`[^\s'"]+`, (text) => text],
];

const yaml: Language = [
  [String.raw`(?<=^|\s)#[^\n]*`, style.comment],
  [quoted, style.string],
  [String.raw`(?<=^[\s-]*)[\w./-]+(?=:(?:\s|$))`, style.type],
  [plainNumber, style.number],
  [String.raw`[^\s'"]+`, (text) => text],
];

const differences: Language = [
  [String.raw`^\+[^\n]*`, style.good],
  [String.raw`^-[^\n]*`, style.bad],
  [String.raw`^@@[^\n]*`, style.quiet],
  [String.raw`^[^\n]+`, (text) => text],
];

const languages: Record<string, Language> = {
  ts: typescript,
  typescript,
  js: typescript,
  javascript: typescript,
  json,
  jsonc: json,
  sh: shell,
  bash: shell,
  shell,
  console: shell,
  yaml,
  yml: yaml,
  diff: differences,
};

/**
 * The same text with colours.
 *
 * @param language what stands after the fence, such as `ts`; an unknown one leaves the text plain
 */
export function highlight(code: string, language: string): string {
  const patterns = languages[language];
  if (!patterns) return code;
  const alternatives = new RegExp(patterns.map(([pattern]) => `(${pattern})`).join('|'), 'gm');
  return code.replace(alternatives, (whole: string, ...groups: unknown[]) => {
    const which = groups.slice(0, patterns.length).findIndex((group) => group !== undefined);
    return whole.split('\n').map(patterns[which][1]).join('\n');
  });
}
