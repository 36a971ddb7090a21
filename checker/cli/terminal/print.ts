/** Writes lines to the terminal or wherever the output goes. */
export function print(lines: string[]): void {
  leaveQuietly();
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

let isListening = false;

/** A reader that stops early, as `head` does, is no fault of anybody's. */
function leaveQuietly(): void {
  if (isListening) return;
  isListening = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
