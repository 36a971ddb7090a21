/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82f63b78): the checksum of etcd's log, of iSCSI and of ext4. It finds
 * every burst of errors up to 32 bits long, and every error of up to three bits in a record of ordinary size.
 *
 *     crc32c(utf8('123456789'))                              0xe3069283
 *     crc32c(utf8('6789'), crc32c(utf8('12345')))            0xe3069283: a checksum goes on where it stopped
 */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

/**
 * The checksum of `bytes`, as an unsigned 32-bit number.
 *
 * @param previous the checksum of what came before, to go on from it; 0 to begin
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}
