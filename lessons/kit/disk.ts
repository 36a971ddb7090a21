/**
 * One directory on a disk that may lose power at any moment. What a call *did* and what is *durable* are two things:
 *
 *     create("a")       the file exists             … but only until a crash
 *     append("a", xyz)  a reader sees xyz           … after a crash: none, some or all of it, or other bytes in its place
 *     sync("a")         the bytes of "a" are durable… but the *name* "a" is not yet
 *     syncDirectory()   names made, renamed and removed so far are durable
 *
 * These are the rules of POSIX file systems: fsync(2) of a file says nothing about the directory that names it.
 * A name is one path segment of letters, digits, `.`, `_` and `-`.
 *
 * Every method may reject with a {@link DiskError}. A rejected append may have written any part of the bytes.
 * A rejected `sync` is final: what the file holds is unknown until it is read again after a restart, and a second
 * `sync` that succeeds says nothing about bytes from before the first.
 */
export interface Disk {
  /** The names in the directory, sorted. */
  list(): Promise<string[]>;
  /** The file's length in bytes. */
  size(name: string): Promise<number>;
  /** The file's bytes from `offset` on, at most `length` of them; fewer at its end. */
  read(name: string, offset?: number, length?: number): Promise<Uint8Array>;
  /** Makes an empty file. Rejects with `exists` if the name is taken. */
  create(name: string): Promise<void>;
  /** Adds bytes at the file's end. Calls on one file take effect in the order in which they were made. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** Cuts the file to `length` bytes, which is at most its size. Durable after the next `sync` of the file. */
  truncate(name: string, length: number): Promise<void>;
  /** Resolves once everything appended to and cut from the file before the call is durable. */
  sync(name: string): Promise<void>;
  /** Renames a file, replacing whatever had the new name: afterwards, and after any crash, a reader finds one of the two whole. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file. */
  remove(name: string): Promise<void>;
  /** Resolves once all names created, renamed and removed before the call are durable. */
  syncDirectory(): Promise<void>;
}

/**
 * Why a disk refused: `not-found` and `exists` are about a name; `full` means no room; `io` that the device failed.
 * Carried as the `code` of a {@link Failure}.
 */
export type DiskErrorCode = 'not-found' | 'exists' | 'full' | 'io';
