/** A line of progress that is overwritten and leaves nothing behind; silent without a terminal. */
export interface TransientLine {
  show(text: string): void;
  clear(): void;
}

export function transientLine(stream: NodeJS.WriteStream = process.stderr): TransientLine {
  let shown = false;
  return {
    show(text) {
      if (!stream.isTTY) return;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(1, stream.columns - 1))}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}
