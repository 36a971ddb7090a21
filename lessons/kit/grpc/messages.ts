/**
 * The messages of a gRPC call, one after another in the data of a stream.
 *
 *     compressed? (1)  length (4)  message …
 */
import { Failure } from '../failure.ts';
import { readUint32 } from './frame.ts';

const prefixSize = 5;

/** A message as it goes out. */
export function prefixed(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(prefixSize + message.length);
  framed[1] = message.length >>> 24;
  framed[2] = message.length >>> 16;
  framed[3] = message.length >>> 8;
  framed[4] = message.length;
  framed.set(message, prefixSize);
  return framed;
}

/** Puts messages together from what comes in. */
export interface MessageReader {
  /** @throws {Failure} `too-large`, `compressed` */
  take(bytes: Uint8Array): void;
  /** Whether the last message is whole. */
  isWhole(): boolean;
}

/**
 * @param sizeMax bytes of a message
 * @param onMessage gets each in bytes of its own
 */
export function createMessageReader(sizeMax: number, onMessage: (message: Uint8Array) => void): MessageReader {
  const prefix = new Uint8Array(prefixSize);
  /** Bytes of the prefix that are there, then bytes of the message. */
  let prefixFilled = 0;
  let message = prefix;
  let filled = 0;

  function begin(): void {
    if (prefix[0] !== 0) throw new Failure('compressed', 'compression is not supported');
    const size = readUint32(prefix, 1);
    if (size > sizeMax)
      throw new Failure('too-large', `grpc: received message larger than max (${size} vs. ${sizeMax})`);
    message = new Uint8Array(size);
    filled = 0;
  }

  return {
    take(bytes) {
      for (let at = 0; at < bytes.length || (prefixFilled === prefixSize && filled === message.length); ) {
        if (prefixFilled < prefixSize) {
          prefix[prefixFilled++] = bytes[at++];
          if (prefixFilled === prefixSize) begin();
        } else {
          const size = Math.min(message.length - filled, bytes.length - at);
          message.set(bytes.subarray(at, at + size), filled);
          filled += size;
          at += size;
        }
        if (prefixFilled < prefixSize || filled < message.length) continue;
        prefixFilled = 0;
        onMessage(message);
      }
    },
    isWhole: () => prefixFilled === 0,
  };
}
