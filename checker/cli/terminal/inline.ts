/**
 * The inside of a paragraph: emphasis, code, links.
 *
 *     `store.range()`                 coloured; in backticks where there is no colour
 *     [etcd's tree](https://…)        etcd's tree [1], and the address in the list at the text's end
 *     [store.ts](store.ts)            lessons/1-kv-store/store.ts, which terminals make clickable
 */
import { posix } from 'node:path';
import type { Token } from 'markdown-it';
import { isColourOn, type Paint, style } from './colour.ts';
import { displayWidth } from './width.ts';
import { glue } from './wrap.ts';

export interface InlineContext {
  /** The folder of the text, relative to the root: relative links are told from there. */
  folder: string;
  /** The addresses met so far; a link shows its number in this list. */
  links: string[];
}

/** Code up to this width is kept on one line, so that a command can be copied. */
const unbrokenCode = 32;

const paints: Record<string, Paint> = { strong: style.strong, em: style.emphasis, s: style.struck };

export function renderInline(tokens: Token[], context: InlineContext): string {
  return renderUntil(tokens.values(), undefined, context);
}

/** Renders until the token that closes what the caller has opened. */
function renderUntil(tokens: IterableIterator<Token>, close: string | undefined, context: InlineContext): string {
  let out = '';
  for (const token of tokens) {
    if (token.type === close) break;
    out += token.nesting === 1 ? renderSpan(token, tokens, context) : renderLeaf(token, context);
  }
  return out;
}

function renderSpan(token: Token, tokens: IterableIterator<Token>, context: InlineContext): string {
  const kind = token.type.replace(/_open$/, '');
  const inside = renderUntil(tokens, `${kind}_close`, context);
  if (kind === 'link') return renderLink(inside, String(token.attrGet('href') ?? ''), context);
  return (paints[kind] ?? ((text: string) => text))(inside);
}

function renderLeaf(token: Token, { folder }: InlineContext): string {
  switch (token.type) {
    case 'text':
      return token.content;
    case 'code_inline':
      return inlineCode(token.content);
    case 'softbreak':
      return ' ';
    case 'hardbreak':
      return '\n';
    case 'image':
      return style.quiet(`[picture: ${token.content}, ${inRoot(String(token.attrGet('src') ?? ''), folder)}]`);
    default:
      return /^<br\s*\/?>/.test(token.content) ? '\n' : '';
  }
}

/** A command to type, kept on one line where it is wrapped. */
export function typed(command: string): string {
  return style.command(command.replaceAll(' ', glue));
}

/** Code in a sentence. */
export function inlineCode(content: string): string {
  const code = displayWidth(content) <= unbrokenCode ? content.replaceAll(' ', glue) : content;
  return isColourOn() ? style.code(code) : `\`${code}\``;
}

function renderLink(text: string, target: string, { folder, links }: InlineContext): string {
  if (target.startsWith('#')) return text;
  if (/^[a-z]+:/.test(target)) {
    if (text === target) return style.link(text);
    if (!links.includes(target)) links.push(target);
    return `${style.link(text)}${glue}${style.quiet(`[${links.indexOf(target) + 1}]`)}`;
  }
  const path = inRoot(target.replace(/#.*$/, ''), folder);
  const isName = path.endsWith(text.replace(/^.*\//, '').replaceAll('`', ''));
  return isName ? style.path(path) : `${text}${glue}(${style.path(path)})`;
}

function inRoot(target: string, folder: string): string {
  return /^[a-z]+:/.test(target) ? target : posix.normalize(posix.join(folder, target));
}
