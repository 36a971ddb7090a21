/**
 * A lesson's text for the terminal. Prose keeps to a measure that the eye can follow; tables may use the whole width;
 * code and diagrams stand as they are written.
 */
import { type Paint, style } from './colour.ts';
import { highlight } from './highlight.ts';
import { type InlineContext, inlineCode, renderInline } from './inline.ts';
import { type Align, renderTable } from './table.ts';
import { type Block, parseInline, parseMarkdown } from './tree.ts';
import { displayWidth } from './width.ts';
import { foldCode, hang, wrap } from './wrap.ts';

export interface MarkdownOptions {
  /** Columns of the terminal. */
  width: number;
  /** The folder of the text, relative to the root; `''` unless said. */
  folder?: string;
  /** What to type to see the folded answers; without it they are shown. */
  answersCommand?: string;
}

interface Context extends InlineContext {
  /** Columns for prose. */
  prose: number;
  /** Columns for what may be wider than prose. */
  wide: number;
  /** How many lists this block stands in. */
  depth: number;
  answersCommand?: string;
}

const widestProse = 92;
const widestWhole = 120;
const marginFromWidth = 60;

/** The text as lines of at most `width` columns, except for diagrams and long words of code, which are never broken. */
export function renderMarkdown(source: string, { width, folder = '', answersCommand }: MarkdownOptions): string[] {
  const margin = width >= marginFromWidth ? '  ' : '';
  const wide = Math.min(width, widestWhole) - 2 * margin.length;
  const context = { folder, links: [], prose: Math.min(wide, widestProse), wide, depth: 0, answersCommand };
  const lines = renderBlocks(parseMarkdown(source), context);
  return [...lines, ...linkList(context)].map((line) => (line === '' ? '' : margin + line));
}

/** A few words of Markdown on one paragraph, such as a hint's or a message's, without a margin. */
export function renderMarkdownInline(source: string, width: number): string[] {
  return wrap(renderInline(parseInline(source), { folder: '', links: [] }), width);
}

/** Blocks with a blank line between each two. */
function renderBlocks(blocks: Block[], context: Context): string[] {
  const parts = blocks.map((block) => renderBlock(block, context)).filter((lines) => lines.length > 0);
  return parts.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function renderBlock(block: Block, context: Context): string[] {
  switch (block.type) {
    case 'heading':
      return renderHeading(block, context);
    case 'paragraph':
      return wrap(inlineOf(block, context), context.prose);
    case 'bullet_list':
    case 'ordered_list':
      return renderList(block, context);
    case 'fence':
    case 'code_block':
      return renderCode(block, context);
    case 'blockquote':
      return prefixed(renderBlocks(block.children, narrower(context, 2)), `${style.title('▌')} `);
    case 'table':
      return renderTable(tableOf(block, context), context.wide);
    case 'details':
      return renderDetails(block, context);
    case 'hr':
      return [style.quiet('─'.repeat(context.prose))];
    default:
      return [];
  }
}

function renderHeading(block: Block, context: Context): string[] {
  const text = inlineOf(block, context);
  const wrapped = wrap(text, context.prose);
  switch (block.token.tag) {
    case 'h1':
      return [...paint(wrapped, style.title), style.title('━'.repeat(Math.min(context.prose, displayWidth(text))))];
    case 'h2':
      return ['', ...ruledHeading(text, context.prose)];
    case 'h3':
      return ['', ...paint(hang(text, context.prose, '▍ '), style.title)];
    default:
      return paint(wrapped, style.strong);
  }
}

/** `── The rules ─────────────────────`, or the bare words where they need the whole line. */
function ruledHeading(text: string, width: number): string[] {
  const rest = width - displayWidth(text) - 4;
  if (rest < 3) return paint(wrap(text, width), style.title);
  return [`${style.quiet('──')} ${style.title(text)} ${style.quiet('─'.repeat(rest))}`];
}

function renderList(block: Block, context: Context): string[] {
  const first = Number(block.token.attrGet('start') ?? 1);
  const tight = block.children.every(isTight);
  const inner = { ...context, depth: context.depth + 1 };
  const widest = String(first + block.children.length - 1).length;
  return block.children.flatMap((item, i) => {
    const mark =
      block.type === 'bullet_list' ? '•◦▪'[Math.min(context.depth, 2)] : `${first + i}.`.padStart(widest + 1);
    const indent = mark.length + 1;
    const body = narrower(inner, indent);
    const lines = tight ? item.children.flatMap((each) => renderBlock(each, body)) : renderBlocks(item.children, body);
    const marked = lines.map((line, at) => (at === 0 ? `${style.title(mark)} ${line}` : indented(line, indent)));
    return tight || i === 0 ? marked : ['', ...marked];
  });
}

/** Whether the source has no blank lines between this item's parts. */
function isTight(item: Block): boolean {
  return item.children.every(({ type, token }) => type !== 'paragraph' || token.hidden);
}

function renderCode({ token }: Block, context: Context): string[] {
  const language = token.info.trim().split(/[\s{]/)[0];
  const lines = token.content.replace(/\n$/, '').split('\n');
  const isDiagram = language === 'text' || language === '';
  const widest = Math.max(...lines.map(displayWidth));
  const indent = Math.max(0, Math.min(2, context.wide - widest));
  if (isDiagram) return lines.map((line) => indented(line, indent));
  return foldCode(highlight(lines.join('\n'), language), context.wide - 2).map((line) => indented(line, 2));
}

function renderDetails(block: Block, context: Context): string[] {
  const summary = renderInline(parseInline(block.summary ?? 'answer'), context);
  if (context.answersCommand) {
    return wrap(`${style.title('▸')} ${summary}: ${inlineCode(context.answersCommand)}`, context.prose);
  }
  const inside = renderBlocks(block.children, narrower(context, 2));
  return [
    ...wrap(`${style.title('▾')} ${style.strong(summary)}`, context.prose),
    ...prefixed(inside, `${style.quiet('│')} `),
  ];
}

function tableOf(block: Block, context: Context): { head: string[]; rows: string[][]; align: Align[] } {
  const [head, body] = ['thead', 'tbody'].map((type) => block.children.find((child) => child.type === type));
  const rowsOf = (part?: Block) => (part?.children ?? []).map((row) => row.children);
  const [titles = []] = rowsOf(head);
  return {
    head: titles.map((cell) => inlineOf(cell, context)),
    rows: rowsOf(body).map((row) => row.map((cell) => inlineOf(cell, context))),
    align: titles.map(
      ({ token }) => (/(left|right|center)/.exec(String(token.attrGet('style')))?.[1] ?? 'left') as Align,
    ),
  };
}

function linkList({ links, prose }: Context): string[] {
  if (links.length === 0) return [];
  return [
    '',
    style.quiet('─'.repeat(Math.min(prose, 20))),
    ...links.map((link, i) => `${style.quiet(`[${i + 1}]`)} ${link}`),
  ];
}

function inlineOf(block: Block, context: Context): string {
  return block.children.map(({ token }) => renderInline(token.children ?? [], context)).join(' ');
}

function narrower(context: Context, by: number): Context {
  return { ...context, prose: context.prose - by, wide: context.wide - by };
}

function prefixed(lines: string[], prefix: string): string[] {
  return lines.map((line) => prefix + line);
}

function indented(line: string, by: number): string {
  return line === '' ? '' : ' '.repeat(by) + line;
}

function paint(lines: string[], with_: Paint): string[] {
  return lines.map(with_);
}
