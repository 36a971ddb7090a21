/**
 * What goes wrong with a disk, as data: it can be generated, replayed, shrunk and put into words.
 */
export const diskOperations = [
  'list',
  'size',
  'read',
  'create',
  'append',
  'truncate',
  'sync',
  'rename',
  'remove',
  'syncDirectory',
] as const;

export type DiskOperation = (typeof diskOperations)[number];

export type DiskFault =
  /**
   * The `nth` call of that operation, counted from 1, rejects with `io`. A failed append has written half of the bytes.
   * After a failed sync the bytes that it was to make durable never will be, though readers still see them and the
   * next sync succeeds: what Linux does.
   */
  | { kind: 'fail'; operation: DiskOperation; nth: number }
  /** The files together hold at most this many bytes; an append beyond writes what fits and rejects with `full`. */
  | { kind: 'full'; capacityBytes: number };

export function faultInWords(fault: DiskFault): string {
  if (fault.kind === 'full') return `the disk is full at ${fault.capacityBytes} bytes`;
  return `call ${fault.nth} of disk.${fault.operation} fails`;
}
