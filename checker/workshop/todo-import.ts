/**
 * The one import that a stub has and its solution has not.
 */
const source = '#kit/todo.ts';
const statement = `import { todo } from '${source}';`;

export function hasTodoImport(text: string): boolean {
  return text.split('\n').includes(statement);
}

/** Without the import, and without a second blank line or one at the top where it stood. */
export function withoutTodoImport(text: string): string {
  const lines = text.split('\n');
  const at = lines.indexOf(statement);
  if (at < 0) return text;
  const leavesGap = lines[at + 1] === '' && (lines[at - 1] ?? '') === '';
  lines.splice(at, leavesGap ? 2 : 1);
  return lines.join('\n');
}

/** Adds the import where the formatter would sort it; does nothing where it is there already. */
export function withTodoImport(text: string): string {
  if (hasTodoImport(text)) return text;
  const lines = text.split('\n');
  const imports = importsIn(lines);
  const after = imports.findLast(({ from }) => rank(from) <= rank(source));
  if (after) lines.splice(after.end, 0, statement);
  else if (imports.length > 0) lines.splice(imports[0].start, 0, statement);
  else insertAfterHeader(lines);
  return lines.join('\n');
}

interface Import {
  from: string;
  /** Its first line, and the line after its last: indexes from 0. */
  start: number;
  end: number;
}

function importsIn(lines: string[]): Import[] {
  const found: Import[] = [];
  let start: number | undefined;
  for (const [i, line] of lines.entries()) {
    if (/^import\b/.test(line)) start = i;
    const [, from] = /(?:^import|\bfrom) '([^']+)';$/.exec(line) ?? [];
    if (start === undefined || from === undefined) continue;
    found.push({ from, start, end: i + 1 });
    start = undefined;
  }
  return found;
}

/** The formatter's order: built-in modules, packages, aliases, relative paths; by the alphabet within each. */
function rank(from: string): string {
  const groups = [/^node:/, /^[^#./]/, /^#/, /^\.\./, /^\./];
  return `${groups.findIndex((group) => group.test(from))} ${from}`;
}

/** After the header, a block comment with a blank line behind it; a comment without one belongs to the code below. */
function insertAfterHeader(lines: string[]): void {
  const end = lines[0]?.startsWith('/*') ? lines.findIndex((line) => line.includes('*/')) + 1 : 0;
  const isHeader = end > 0 && (lines[end] ?? '').trim() === '';
  lines.splice(isHeader ? end + 1 : 0, 0, statement, '');
}
