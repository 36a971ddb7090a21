/**
 * Given: a place for many small arrays of bytes. In memory of its own, one of 256 bytes takes more than 600.
 *
 *     block of 64 KiB   │ value │ value │ value │      free      │
 *                         each is handed out as a part of the block
 *
 * A block is in memory as long as any part of it is in use. So what is to stay after a clearance is copied once more, into
 * a new place, and the old blocks go as wholes.
 */
export interface ByteBlocks {
  /** A copy of the bytes, not to be changed. */
  copy(bytes: Uint8Array): Uint8Array;
  /** How many bytes were set aside for all copies together. */
  bytes(): number;
}

const blockBytes = 64 * 1024;

/** An empty place. */
export function createByteBlocks(): ByteBlocks {
  let block = new ArrayBuffer(0);
  let used = 0;
  let total = 0;
  return {
    copy(bytes) {
      // Whatever is large has memory of its own, so that at most a small part of a block is left empty.
      if (bytes.length > blockBytes / 16) {
        total += bytes.length;
        return new Uint8Array(bytes);
      }
      if (used + bytes.length > block.byteLength) {
        block = new ArrayBuffer(blockBytes);
        used = 0;
        total += blockBytes;
      }
      const own = new Uint8Array(block, used, bytes.length);
      own.set(bytes);
      used += bytes.length;
      return own;
    },
    bytes: () => total,
  };
}
