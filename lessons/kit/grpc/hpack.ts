/**
 * How HTTP/2 writes headers. Both sides know 61 headers by their numbers, and the reader keeps those that the writer asks
 * it to keep: they are numbers from 62 on, the newest first.
 *
 *     83                    number 3:  ":method: POST"
 *     44 05 "/a/b/c"        a value for the name of number 4, ":path", to be kept:  from now on number 62
 *     be                    number 62: ":path: /a/b/c"
 *
 * The writer here asks for nothing to be kept and uses no Huffman code: blocks that are sent often are made once.
 *
 * Source: RFC 7541.
 */
import { concatBytes, utf8 } from '../bytes.ts';
import { Failure } from '../failure.ts';
import { huffmanDecode } from './huffman.ts';
import { staticHeaders } from './static-headers.ts';

/** Names in lower case. Of a name that comes twice, the last value. */
export type Headers = Map<string, string>;

export interface HeaderReader {
  /** @throws {Failure} `protocol`, after which the connection can only be ended */
  read(block: Uint8Array): Headers;
}

/** What the writer may ask to be kept: bytes of names and values, plus 32 for each. */
const keptSizeMax = 4096;
const headersSizeMax = 65536;

export function createHeaderReader(): HeaderReader {
  /** The newest last. */
  const kept: [name: string, value: string][] = [];
  let keptSize = 0;
  let sizeMax = keptSizeMax;
  let block = new Uint8Array(0);
  let at = 0;

  function keep(name: string, value: string): void {
    kept.push([name, value]);
    keptSize += sizeOf(name, value);
    evict();
  }

  function evict(): void {
    while (keptSize > sizeMax) keptSize -= sizeOf(...kept.shift()!);
  }

  function known(number: number): [name: string, value: string] {
    const header =
      number <= staticHeaders.length ? staticHeaders[number - 1] : kept.at(-(number - staticHeaders.length));
    if (!header) throw new Failure('protocol', `there is no header number ${number}`);
    return header;
  }

  /** A number that begins in the lower bits of a byte. */
  function number(bits: number): number {
    const mask = (1 << bits) - 1;
    let value = byte() & mask;
    if (value < mask) return value;
    for (let shift = 0; shift < 28; shift += 7) {
      const more = byte();
      value += (more & 127) << shift;
      if (more < 128) return value;
    }
    throw new Failure('protocol', 'a number in a header is too large');
  }

  function byte(): number {
    if (at === block.length) throw new Failure('protocol', 'a block of headers is cut short');
    return block[at++];
  }

  function text(): string {
    const isCoded = block[at] >= 128;
    const length = number(7);
    const end = at + length;
    if (end > block.length) throw new Failure('protocol', 'a block of headers is cut short');
    const bytes = block.subarray(at, end);
    at = end;
    return isCoded ? huffmanDecode(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
  }

  /** The next header, or nothing where there stood a new size of what is kept. */
  function next(): [name: string, value: string] | undefined {
    const first = block[at];
    if (first >= 128) return known(number(7));
    if (first >= 64) return literal(6, true);
    if (first < 32) return literal(4, false);
    const size = number(5);
    if (size > keptSizeMax) throw new Failure('protocol', 'the table of headers would be too large');
    sizeMax = size;
    evict();
    return undefined;
  }

  function literal(bits: number, isKept: boolean): [name: string, value: string] {
    const place = number(bits);
    const name = place === 0 ? text() : known(place)[0];
    const value = text();
    if (isKept) keep(name, value);
    return [name, value];
  }

  return {
    read(bytes) {
      block = bytes as Uint8Array<ArrayBuffer>;
      at = 0;
      let size = 0;
      const headers: Headers = new Map();
      while (at < block.length) {
        const header = next();
        if (!header) continue;
        size += sizeOf(...header);
        if (size > headersSizeMax) throw new Failure('protocol', 'the headers are too large');
        headers.set(...header);
      }
      return headers;
    },
  };
}

function sizeOf(name: string, value: string): number {
  return name.length + value.length + 32;
}

/** A block of headers that any reader understands, whatever came before. */
export function headerBlock(headers: Record<string, string>): Uint8Array {
  return concatBytes(...Object.entries(headers).map(([name, value]) => written(name, value)));
}

function written(name: string, value: string): Uint8Array {
  const place = staticHeaders.findIndex((header) => header[0] === name && header[1] === value);
  if (place >= 0) return Uint8Array.of(128 + place + 1);
  return concatBytes(Uint8Array.of(0), writtenText(name), writtenText(value));
}

function writtenText(value: string): Uint8Array {
  const bytes = utf8(value);
  return concatBytes(writtenLength(bytes.length), bytes);
}

function writtenLength(length: number): Uint8Array {
  if (length < 127) return Uint8Array.of(length);
  const digits = [127];
  let rest = length - 127;
  for (; rest > 127; rest >>>= 7) digits.push((rest & 127) | 128);
  return Uint8Array.from([...digits, rest]);
}
