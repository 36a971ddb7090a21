/**
 * The terminal's second screen, with single keys: what was on the first comes back at the end, however the end comes.
 */
export interface Screen {
  width(): number;
  height(): number;
  /** @param lines as many as the screen has */
  draw(lines: readonly string[]): void;
  close(): void;
}

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';

/** @param onKey told of each key; several that come at once come one after another */
export function openScreen(onKey: (key: string) => void, onResize: () => void): Screen {
  const { stdin, stdout } = process;
  let isOpen = true;
  const hear = (keys: string) => {
    // An arrow or a function key comes as a sequence; none of its letters is meant.
    if (keys.startsWith('\u001b')) return;
    for (const key of keys) if (isOpen) onKey(key);
  };
  const end = () => process.exit(0);

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    stdin.off('data', hear);
    stdin.setRawMode(false);
    stdin.pause();
    stdout.off('resize', onResize);
    stdout.write(leave);
  }

  stdin.setRawMode(true);
  stdin.setEncoding('utf8').on('data', hear);
  stdout.on('resize', onResize);
  process.on('exit', close);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  stdout.write(enter);
  return {
    width: () => stdout.columns || 80,
    height: () => stdout.rows || 24,
    // Cleared before it is written: behind a full line the cursor still stands on its last character.
    draw: (lines) => void stdout.write(home + lines.map((line) => clearLine + line).join('\r\n')),
    close,
  };
}
