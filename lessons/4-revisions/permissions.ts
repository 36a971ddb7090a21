/**
 * What a request needs, and whether permissions cover it.
 *
 *     permissions on    [a ─────── c)[c ── d)        [foo ── fop)
 *     get a d           [a ─────────────── d)                        covered, by two together
 *     get a e           [a ─────────────────── e)                    not covered: nobody may read "d"
 *
 * A permission is as long as its range: many small ones add up.
 */
import { compareBytes, concatBytes } from '#kit/bytes.ts';
import type { Compare, KeySelection, PutRequest, RangeRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import type { Permission } from '#kit/etcd/auth-api.ts';
import { todo } from '#kit/todo.ts';
import type { Command } from './command.ts';

/** What may be asked for: commands, and what is answered without one. */
export type Request =
  | Command
  | { type: 'range'; request: Pick<RangeRequest, 'key' | 'rangeEnd'> }
  | { type: 'lease-time-to-live'; id: bigint; keys: boolean };

/** One thing that a user must be allowed to do. */
export interface Need {
  access: 'read' | 'write';
  keys: KeySelection;
}

/** @returns a lease's keys; none where there is no such lease */
export type KeysOf = (lease: bigint) => Uint8Array[];

/**
 * All that a request needs, whichever branches of its transactions are taken. Who compares, or asks for a previous value,
 * reads. Who attaches a key to a lease, or revokes it, has all its keys deleted, now or later.
 */
export function needsOf(request: Request, keysOf: KeysOf): Need[] {
  todo('4.10', 'List them, operation by operation.');
}

/** Whether someone who has all these permissions may do it. */
export function isCovered({ access, keys }: Need, permissions: readonly Permission[]): boolean {
  todo('4.10', 'Go through the permissions that count, by their beginning, and see how far they reach without a gap.');
}
