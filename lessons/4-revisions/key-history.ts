/**
 * One key through time: a version for each revision that changed it, oldest first.
 *
 *                    put "1"    put "2"    delete     put "3"
 *     modRevision       2          5          6          9
 *     createRevision    2          2          0          9
 *     version           1          2          0          1
 *                    ╰───── first life ─────╯          ╰─ second life
 *
 *     as of revision    1: nothing    2, 3, 4: "1"    5: "2"    6, 7, 8: nothing    9 and on: "3"
 *
 * A delete leaves a version too, the tombstone: without it nobody could tell that the key was gone from 6 to 8.
 *
 * Invariants: modRevision ascends, since one revision changes a key at most once (see `txn-check.ts`). No version is ever
 * changed, so it may be handed out. The first version is no tombstone, nor does a tombstone follow another.
 */
import type { KeyValue } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';

/** The versions of one key, by ascending `modRevision`. */
export type KeyHistory = KeyValue[];

const noBytes = new Uint8Array(0);

/** What a delete leaves behind, and what the delete's event shows: only `key` and `modRevision` are filled. */
export function tombstone(key: Uint8Array, modRevision: number): KeyValue {
  return { key, value: noBytes, createRevision: 0, modRevision, version: 0, lease: 0n };
}

/** A put counts versions from 1, so 0 tells a tombstone. */
export function isTombstone({ version }: KeyValue): boolean {
  return version === 0;
}

/** The key as it is after the last of its changes, or `undefined` where it was deleted or never made. */
export function latest(history: KeyHistory): KeyValue | undefined {
  const last = history.at(-1);
  return last && !isTombstone(last) ? last : undefined;
}

/**
 * The key as it was right after the given revision, or `undefined` where it was not there.
 *
 * Among n versions it looks at some log2(n): a key that was changed a million times is found in 20 looks.
 */
export function asOf(history: KeyHistory, revision: number): KeyValue | undefined {
  todo('4.1', 'Find the last version that is not newer than the revision, by halving.');
}

/**
 * The version that a put adds. It goes on with the key's life where there is one and begins a new life where not.
 *
 * @param before the key as it is, or `undefined` where it is not there
 */
export function nextVersion(
  before: KeyValue | undefined,
  { key, value, lease }: Pick<KeyValue, 'key' | 'value' | 'lease'>,
  revision: number,
): KeyValue {
  todo('4.1', 'Fill in createRevision, modRevision and version.');
}

/**
 * Drops the versions that can no longer be read once only `revision` and what is newer may be asked for. What the key was
 * as of `revision` stays; a tombstone that is not newer does not, for nothing shows the same. May leave no version at all.
 */
export function forgetBefore(history: KeyHistory, revision: number): void {
  todo('4.4', 'Drop what is older than the version as of the revision; drop that too if it is a tombstone.');
}
