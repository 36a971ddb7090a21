/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82f63b78): the checksum of etcd's log, of iSCSI and of ext4. It finds
 * every burst of errors up to 32 bits long, and every error of up to three bits in a record of ordinary size.
 *
 *     crc32c(utf8('123456789'))                              0xe3069283
 *     crc32c(utf8('6789'), crc32c(utf8('12345')))            0xe3069283: a checksum goes on where it stopped
 */

/** `tables[n][byte]`: what a byte leaves behind when n more bytes of zeros have come after it. */
const tables = [Uint32Array.from({ length: 256 }, (_, byte) => remainderOf(byte))];
for (let n = 1; n < 8; n++) tables.push(tables[n - 1].map((before) => tables[0][before & 0xff] ^ (before >>> 8)));
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;

function remainderOf(byte: number): number {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
}

/**
 * The checksum of `bytes`, as an unsigned 32-bit number. Eight bytes are done at a time ("slicing by 8"): none of the eight
 * looks waits for another.
 *
 * @param previous the checksum of what came before, to go on from it; 0 to begin
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    const first = crc ^ (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    crc =
      t7[first & 0xff] ^
      t6[(first >>> 8) & 0xff] ^
      t5[(first >>> 16) & 0xff] ^
      t4[first >>> 24] ^
      t3[bytes[i + 4]] ^
      t2[bytes[i + 5]] ^
      t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) crc = t0[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}
