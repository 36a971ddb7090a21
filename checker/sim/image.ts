/**
 * What a directory holds, as plain data: name to bytes. Starting a disk on an image is switching the machine on.
 */
import { hex } from '#kit/bytes.ts';

export type Image = ReadonlyMap<string, Uint8Array>;

/** A text that two images share exactly when they hold the same. */
export function keyOf(image: Image): string {
  return [...image.keys()]
    .sort()
    .map((name) => `${name}:${Buffer.from(image.get(name)!).toString('latin1')}`)
    .join('\n');
}

/** The image with one bit of one file turned over. @param bit 0 to 7, 0 the lowest */
export function withFlippedBit(image: Image, name: string, offset: number, bit: number): Image {
  const bytes = new Uint8Array(image.get(name)!);
  bytes[offset] ^= 1 << bit;
  return new Map(image).set(name, bytes);
}

/** Every bit of every file. */
export function bitsOf(image: Image): { file: string; at: number; bit: number }[] {
  const bits = [0, 1, 2, 3, 4, 5, 6, 7];
  return [...image].flatMap(([file, bytes]) =>
    [...bytes.keys()].flatMap((at) => bits.map((bit) => ({ file, at, bit }))),
  );
}

/** The image with other bytes in the place of some of a file's. */
export function withStretch(image: Image, name: string, offset: number, stretch: Uint8Array): Image {
  const bytes = new Uint8Array(image.get(name)!);
  bytes.set(stretch, offset);
  return new Map(image).set(name, bytes);
}

/** The image without the file's bytes from `length` on. */
export function withCutFile(image: Image, name: string, length: number): Image {
  return new Map(image).set(name, image.get(name)!.subarray(0, length));
}

export function withoutFile(image: Image, name: string): Image {
  const rest = new Map(image);
  rest.delete(name);
  return rest;
}

/** One line a file: name, size, and its bytes as far as they fit on the line. */
export function describeImage(image: Image): string[] {
  return [...image].map(([name, bytes]) => {
    const shown = hex(bytes.subarray(0, 16));
    return `${name}: ${bytes.length} bytes ${shown}${bytes.length > 16 ? '…' : ''}`;
  });
}
