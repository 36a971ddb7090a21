/**
 * The store at a prompt. Behind each answer stands what it cost: how often two keys were compared, beside log2 of the
 * number of keys, which is what a balanced structure needs.
 *
 *     store› get /registry/pods/default/web
 *     "{}"
 *     17 comparisons · 100,000 keys, log2 = 16.6
 */
import { createInterface } from 'node:readline';
import { compareBytes } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { style } from '../cli/terminal/colour.ts';
import { print } from '../cli/terminal/print.ts';
import { columns, padEnd } from '../cli/terminal/width.ts';
import { fold, hang } from '../cli/terminal/wrap.ts';
import { transientLine } from '../cli/transient.ts';
import { load, stop, todoInWords } from '../play/stop.ts';

const { createStore } = await load(() => import('#kv-store/store.ts'), 1);
const { help, helpNote, runLine } = await load(() => import('./play/commands.ts'), 1);

const isWatched = process.stdin.isTTY && process.stdout.isTTY;
const prompt = style.title('store› ');
const progress = transientLine(process.stdout);
let comparisons = 0;
let isBusy = false;
let isInterrupted = false;

const playground = {
  store: createStore({
    compare(a, b) {
      comparisons++;
      return compareBytes(a, b);
    },
  }),
  isInterrupted: () => isInterrupted,
  tell: (text: string) => progress.show(text),
};

try {
  playground.store.count();
} catch (thrown) {
  stop(todoInWords(thrown, 1) ?? `The store fails on its first call: ${String(thrown)}. More: npm run check 1`);
}

print(['', style.strong('A store of your own.'), ...(isWatched ? ['', ...helpLines()] : []), '']);
const input = createInterface({ input: process.stdin, output: isWatched ? process.stdout : undefined, prompt });
input.on('SIGINT', () => {
  if (isBusy) isInterrupted = true;
  else input.close();
});
if (isWatched) input.prompt();
for await (const line of input) {
  const text = line.trim();
  if (!isWatched && text !== '') print([prompt + text]);
  if (text === 'quit' || text === 'exit') break;
  if (text === 'help') print(helpLines());
  else if (text !== '' && !text.startsWith('#')) await answer(text);
  if (isWatched) input.prompt();
}
input.close();
if (isWatched) print(['']);

async function answer(line: string): Promise<void> {
  comparisons = 0;
  isInterrupted = false;
  isBusy = true;
  try {
    const lines = await runLine(line, playground);
    const spent = comparisons;
    progress.clear();
    print([...indented(lines), `  ${cost(spent)}`]);
  } catch (thrown) {
    progress.clear();
    print(hang(style.bad(inWords(thrown)), columns(), '  '));
  } finally {
    isBusy = false;
  }
}

function helpLines(): string[] {
  const column = Math.max(...help.map(([syntax]) => syntax.length)) + 2;
  const isNarrow = columns() < 72;
  const rows = help.flatMap(([syntax, does]) => {
    if (isNarrow)
      return [`  ${style.code(syntax)}`, ...(does === '' ? [] : hang(style.quiet(does), columns(), '    '))];
    return hang(style.quiet(does), columns(), `  ${style.code(padEnd(syntax, column))}`);
  });
  return [...rows, '', ...hang(style.quiet(helpNote), columns(), '  ')];
}

function indented(lines: string[]): string[] {
  return lines.flatMap((line) => fold(line, columns() - 2)).map((line) => (line === '' ? '' : `  ${line}`));
}

function cost(spent: number): string {
  const keys = playground.store.count();
  const depth = keys > 1 ? `, log2 = ${Math.log2(keys).toFixed(1)}` : '';
  const words = `${spent.toLocaleString('en')} ${spent === 1 ? 'comparison' : 'comparisons'}`;
  return `${style.warning(words)} ${style.quiet(`· ${keys.toLocaleString('en')} ${keys === 1 ? 'key' : 'keys'}${depth}`)}`;
}

function inWords(thrown: unknown): string {
  const code = codeOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return todoInWords(thrown, 1) ?? (code ? `${code}: ${message}` : message);
}
