/**
 * Values into bytes and back, one after another, for logs and snapshots.
 *
 *     count 300          ac 02                  7 bits a byte, the low ones first; the high bit says that more follow
 *     number -1.5        8 bytes                a double, little-endian: whole numbers are exact up to 2^53
 *     id 1n              8 bytes                an int64, little-endian
 *     bytes "ab"         02 61 62               behind their count
 */
import { text, utf8 } from './bytes.ts';
import { Failure } from './failure.ts';

export interface ByteWriter {
  /** @param value 0 to 255 */
  byte(value: number): void;
  /** @param value a whole number, 0 to 2^53 - 1 */
  count(value: number): void;
  number(value: number): void;
  /** @param value taken modulo 2^64 */
  id(value: bigint): void;
  bytes(value: Uint8Array): void;
  text(value: string): void;
  /** All that was written, in an array of its own. The writer is empty afterwards and may be used again. */
  finish(): Uint8Array;
}

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1024);
  let view = new DataView(buffer.buffer);
  let end = 0;

  /** Makes room for so many bytes, and returns where they go. */
  function reserve(length: number): number {
    const at = end;
    end += length;
    if (end > buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * buffer.length));
      larger.set(buffer);
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    return at;
  }

  const writer: ByteWriter = {
    byte(value) {
      const at = reserve(1);
      buffer[at] = value;
    },
    count(value) {
      let rest = value;
      for (; rest >= 128; rest = Math.floor(rest / 128)) writer.byte((rest % 128) + 128);
      writer.byte(rest);
    },
    number(value) {
      const at = reserve(8);
      view.setFloat64(at, value, true);
    },
    id(value) {
      const at = reserve(8);
      view.setBigInt64(at, value, true);
    },
    bytes(value) {
      writer.count(value.length);
      const at = reserve(value.length);
      buffer.set(value, at);
    },
    text: (value) => (value === '' ? writer.count(0) : writer.bytes(utf8(value))),
    finish() {
      const written = buffer.slice(0, end);
      end = 0;
      return written;
    },
  };
  return writer;
}

/** Reads what a {@link ByteWriter} wrote, in the same order. Each call throws `damaged` where the bytes end too soon. */
export interface ByteReader {
  byte(): number;
  count(): number;
  number(): number;
  id(): bigint;
  /** A part of what is read, not a copy. */
  bytes(): Uint8Array;
  text(): string;
  isAtEnd(): boolean;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  return new Reader(bytes);
}

/** A class, since a reader is made for every single command. */
class Reader implements ByteReader {
  private readonly whole: Uint8Array;
  private readonly view: DataView;
  private end = 0;

  constructor(whole: Uint8Array) {
    this.whole = whole;
    this.view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  }

  byte(): number {
    return this.whole[this.take(1)];
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  number(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  id(): bigint {
    return this.view.getBigInt64(this.take(8), true);
  }

  bytes(): Uint8Array {
    const length = this.count();
    const at = this.take(length);
    return this.whole.subarray(at, at + length);
  }

  text(): string {
    const bytes = this.bytes();
    return bytes.length === 0 ? '' : text(bytes);
  }

  isAtEnd(): boolean {
    return this.end === this.whole.length;
  }

  /** Where the next so many bytes begin. */
  private take(length: number): number {
    const at = this.end;
    this.end += length;
    if (this.end > this.whole.length) {
      throw new Failure('damaged', `${length} bytes are missing behind byte ${this.whole.length}`);
    }
    return at;
  }
}
