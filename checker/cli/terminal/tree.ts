/**
 * Markdown as a tree. markdown-it gives a flat list in which a block opens and closes; here each block holds what
 * stands between. HTML's `<details>`, which Markdown passes through as text, becomes a block like the others.
 */
import MarkdownIt, { type Token } from 'markdown-it';

export interface Block {
  /** markdown-it's name without `_open`: `paragraph`, `bullet_list`, `fence`, `inline` …, and `details`. */
  type: string;
  token: Token;
  children: Block[];
  /** On `details`: what stands in its `<summary>`, as Markdown. */
  summary?: string;
}

const parser = new MarkdownIt({ html: true });

export function parseMarkdown(source: string): Block[] {
  return gather(parser.parse(spaced(source), {}));
}

/** The inline tokens of a text that is Markdown itself. */
export function parseInline(source: string): Token[] {
  return parser.parseInline(source, {})[0]?.children ?? [];
}

/** Each tag of `<details>` on a line of its own between blank ones, so that Markdown inside and after it is read as such. */
function spaced(source: string): string {
  const tags = /<details>\s*<summary>.*?<\/summary>|<\/details>/g;
  const lines = source.split('\n').map((line) => {
    const indent = /^[ \t]*/.exec(line)![0];
    return line.replace(tags, (tag) => `\n\n${indent}${tag}\n\n${indent}`);
  });
  return lines.join('\n');
}

function gather(tokens: Token[]): Block[] {
  const top: Block[] = [];
  const open: Block[] = [];
  for (const token of tokens) {
    const siblings = open.at(-1)?.children ?? top;
    const turn = token.type === 'html_block' ? turnOf(token.content) : token.nesting;
    if (turn === -1) {
      open.pop();
      continue;
    }
    const block = blockOf(token, turn);
    siblings.push(block);
    if (turn === 1) open.push(block);
  }
  return top;
}

/** 1 where the HTML opens a `<details>`, -1 where it closes one, else 0. */
function turnOf(html: string): number {
  const opens = html.includes('<details');
  const closes = html.includes('</details');
  return opens && !closes ? 1 : closes && !opens ? -1 : 0;
}

function blockOf(token: Token, turn: number): Block {
  if (token.type !== 'html_block') return { type: token.type.replace(/_open$/, ''), token, children: [] };
  const summary = /<summary>([\s\S]*?)<\/summary>/.exec(token.content)?.[1].trim();
  return { type: turn === 1 ? 'details' : 'html', token, children: [], ...(summary !== undefined && { summary }) };
}
