/**
 * Given: the servers of a cluster as the data of a `config` entry.
 *
 *     encodePeers([1, 2, 3])   the bytes of "[1,2,3]"
 */
import { text, utf8 } from '#kit/bytes.ts';

export function encodePeers(peers: readonly number[]): Uint8Array {
  return utf8(JSON.stringify(peers));
}

export function decodePeers(data: Uint8Array): number[] {
  return JSON.parse(text(data)) as number[];
}
