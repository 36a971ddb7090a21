/**
 * Given: addresses of IPv4 as numbers, so that one can count through a range.
 *
 *     10.96.0.0/16    10.96.0.1 to 10.96.255.254: the first and the last belong to nobody
 */
export interface AddressRange {
  first: number;
  last: number;
}

export function addressRange(cidr: string): AddressRange {
  const [base, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = Math.floor(numberOf(base) / size) * size;
  return { first: start + 1, last: start + size - 2 };
}

/** NaN for what is no address. */
export function numberOf(address: string): number {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (!parts?.every((part) => part < 256)) return Number.NaN;
  return parts.reduce((number, part) => number * 256 + part);
}

export function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
