import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Writes a new file and syncs it: the copy must outlive a power cut that hits while the original is overwritten. */
export function durably(file: string, content: Uint8Array): void {
  const handle = openSync(file, 'wx');
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
