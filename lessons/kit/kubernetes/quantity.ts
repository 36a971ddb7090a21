/**
 * Amounts of resources: `500m`, `1.5Gi`, `2e3`.
 *
 *     compareQuantities('1', '1000m')        0
 *     addQuantities('100m', '0.9')           '1'
 *     addQuantities('128Mi', '1Gi')          '1152Mi'
 *
 * They are counted in whole billionths, so nothing is lost that Kubernetes keeps; what is smaller is rounded up.
 *
 * Source: Kubernetes API reference, "Quantity".
 */

const billion = 1_000_000_000n;
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,3})?$/;

/** @returns billionths, rounded away from zero; nothing for what is no quantity */
export function parseQuantity(quantity: string | number): bigint | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = pattern.exec(String(quantity)) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const [base, exponent] = scaleOf(suffix);
  const top = BigInt(whole + fraction) * billion * (exponent >= 0 ? base ** BigInt(exponent) : 1n);
  const bottom = 10n ** BigInt(fraction.length) * (exponent < 0 ? base ** BigInt(-exponent) : 1n);
  const amount = (top + bottom - 1n) / bottom;
  return sign === '-' ? -amount : amount;
}

function scaleOf(suffix: string): [base: bigint, exponent: number] {
  if (suffix.endsWith('i')) return [1024n, binary.indexOf(suffix) + 1];
  if (/^[eE]./.test(suffix)) return [10n, Number(suffix.slice(1))];
  return [1000n, decimal.indexOf(suffix) - 3];
}

/** Negative, 0 or positive, as `a` is less than, as much as, or more than `b`. Both must be quantities. */
export function compareQuantities(a: string | number, b: string | number): number {
  const difference = amountOf(a) - amountOf(b);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function addQuantities(a: string | number, b: string | number): string {
  return formatQuantity(amountOf(a) + amountOf(b), isBinary(a) || isBinary(b));
}

export function subtractQuantities(a: string | number, b: string | number): string {
  return formatQuantity(amountOf(a) - amountOf(b), isBinary(a) || isBinary(b));
}

/** The same amount as Kubernetes writes it: `1000m` as `1`, `2048Mi` as `2Gi`. */
export function canonicalQuantity(quantity: string | number): string {
  return formatQuantity(amountOf(quantity), isBinary(quantity));
}

/**
 * The shortest way to write an amount without a point.
 *
 * @param amount in billionths
 * @param inBinary with suffixes such as `Mi`, where it is a whole number of at least 1024
 */
export function formatQuantity(amount: bigint, inBinary: boolean): string {
  if (amount === 0n) return '0';
  if (inBinary && amount % billion === 0n && abs(amount) >= 1024n * billion) {
    return shortest(amount / billion, 1024n, ['', ...binary]);
  }
  return shortest(amount, 1000n, decimal);
}

function shortest(amount: bigint, base: bigint, suffixes: string[]): string {
  let [left, at] = [amount, 0];
  while (left % base === 0n && at < suffixes.length - 1) {
    left /= base;
    at++;
  }
  return `${left}${suffixes[at]}`;
}

function isBinary(quantity: string | number): boolean {
  return String(quantity).endsWith('i');
}

function amountOf(quantity: string | number): bigint {
  return parseQuantity(quantity) ?? 0n;
}

function abs(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
