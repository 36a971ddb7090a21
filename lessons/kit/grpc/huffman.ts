/**
 * The Huffman code in which HTTP/2 may send the texts of headers. Only reading is needed: whoever writes is free not
 * to use it.
 *
 * The code is canonical: shorter codes come first, and among codes of one length those of smaller bytes. So the lengths
 * say it all.
 *
 *     "0" 00000   "1" 00001   "2" 00010   "a" 00011  …  " " 010100   "%" 010101  …
 *
 * Source: RFC 7541, appendix B.
 */
import { Failure } from '../failure.ts';

/** Of the codes of bytes 0 to 255, in bits. */
const lengths = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26,
];

const nowhere = -1000;

/**
 * The code as a tree, two places a node: where a 0 leads and where a 1 leads. Positive: another node. Negative: a byte,
 * as -1 - byte. The way that is all ones, of no byte, leads nowhere.
 */
const tree = treeOf();

function treeOf(): Int16Array {
  const nodes = new Int16Array(1024).fill(nowhere);
  let [used, code, length] = [2, 0, 0];
  const inOrder = lengths.map((bits, byte) => ({ bits, byte })).sort((a, b) => a.bits - b.bits || a.byte - b.byte);
  for (const { bits, byte } of inOrder) {
    code *= 2 ** (bits - length);
    length = bits;
    let node = 0;
    for (let bit = bits - 1; bit > 0; bit--) {
      const place = node + ((code >>> bit) & 1);
      if (nodes[place] === nowhere) {
        nodes[place] = used;
        used += 2;
      }
      node = nodes[place];
    }
    nodes[node + (code & 1)] = -byte - 1;
    code++;
  }
  return nodes;
}

/**
 * The text behind the code, one character a byte.
 *
 * @throws {Failure} `protocol`
 */
export function huffmanDecode(bytes: Uint8Array): string {
  let [decoded, node, bitsOfNode, isAllOnes] = ['', 0, 0, true];
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const digit = (byte >>> bit) & 1;
      const next = tree[node + digit];
      if (next === nowhere) throw new Failure('protocol', 'a header is not in the Huffman code');
      if (next > 0) {
        node = next;
        bitsOfNode++;
        isAllOnes &&= digit === 1;
      } else {
        decoded += String.fromCharCode(-next - 1);
        [node, bitsOfNode, isAllOnes] = [0, 0, true];
      }
    }
  }
  // What is left is padding: fewer than eight ones.
  if (bitsOfNode > 7 || !isAllOnes) throw new Failure('protocol', 'a header ends within a character');
  return decoded;
}
