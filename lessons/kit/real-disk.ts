/**
 * A {@link Disk} on a real directory, through `node:fs/promises`.
 *
 *     sync            fdatasync(2), or fsync(2) once the file was cut; on macOS Node turns both into F_FULLFSYNC
 *     syncDirectory   fsync(2) of the directory; nothing on Windows, where a directory cannot be opened to be synced
 *
 * On Windows a name made or renamed just before a power cut may therefore be lost, whatever the code above does.
 * A second process on the same directory is not noticed: keep to one.
 */
import { constants, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Disk, DiskErrorCode } from './disk.ts';
import { Failure } from './failure.ts';

export interface RealDisk extends Disk {
  /** Closes every file. Syncs nothing. No call may follow. */
  close(): Promise<void>;
}

/** A file that stays open, since opening costs more than a small write. */
interface OpenFile {
  handle: FileHandle;
  /** Where the next append goes. */
  end: number;
  /** Resolves once every append and cut called so far is done; they run one after another. */
  written: Promise<unknown>;
  /** Written to since the last sync. Such a file stays open, so that its sync is told of every error. */
  dirty: boolean;
  /** Cut since the last sync. */
  cut: boolean;
}

/** A file's place in the cache, taken before it is open. */
interface Cached {
  opened: Promise<OpenFile>;
  /** Calls that are under way; such a file is not closed. */
  users: number;
}

const openFilesMax = 32;

/** A write of so many bytes only copies them to the system's memory: that is done before another thread has heard of it. */
const writtenAtOnceMax = 64 * 1024;

/**
 * Opens the directory, which is made if it is missing.
 *
 * @throws {Failure} with a {@link DiskErrorCode}
 */
export async function openRealDisk(folder: string): Promise<RealDisk> {
  const root = resolve(folder);
  await answer(() => makeDurably(root));
  const files = new Map<string, Cached>();

  async function use<T>(name: string, action: (file: OpenFile) => Promise<T>): Promise<T> {
    const cached = files.get(name) ?? { opened: openFile(pathOf(root, name)), users: 0 };
    // The map's order is the order of use: the least recently used stands first.
    files.delete(name);
    files.set(name, cached);
    cached.users++;
    try {
      return await action(await cached.opened);
    } catch (thrown) {
      // A file that could not be opened may be there the next time.
      if (!(await isOpen(cached)) && files.get(name) === cached) files.delete(name);
      throw thrown;
    } finally {
      cached.users--;
      await closeIdle();
    }
  }

  async function closeIdle(): Promise<void> {
    for (const [name, cached] of files) {
      if (files.size <= openFilesMax) return;
      if (cached.users > 0) continue;
      const file = await cached.opened.catch(() => undefined);
      if (cached.users > 0 || file?.dirty) continue;
      files.delete(name);
      await file?.handle.close();
    }
  }

  /** A file that is about to lose its name is closed first: Windows neither renames nor removes an open one. */
  async function release(name: string): Promise<void> {
    const cached = files.get(name);
    files.delete(name);
    const file = await cached?.opened.catch(() => undefined);
    await file?.written;
    await file?.handle.close();
  }

  return {
    list: () => answer(async () => (await readdir(root)).sort()),
    size: (name) => answer(() => use(name, async (file) => file.written.then(() => file.end))),
    read: (name, offset = 0, length = Number.POSITIVE_INFINITY) =>
      answer(() => use(name, (file) => file.written.then(() => readFrom(file, offset, length)))),
    create: (name) => answer(async () => (await open(pathOf(root, name), 'wx')).close()),
    append: (name, bytes) => answer(() => use(name, (file) => inTurn(file, () => writeAtEnd(file, bytes)))),
    truncate: (name, length) => answer(() => use(name, (file) => inTurn(file, () => cutTo(file, length)))),
    sync: (name) => answer(() => use(name, (file) => file.written.then(() => syncFile(file)))),
    rename: (from, to) =>
      answer(async () => {
        await Promise.all([release(from), release(to)]);
        await rename(pathOf(root, from), pathOf(root, to));
      }),
    remove: (name) =>
      answer(async () => {
        await release(name);
        await unlink(pathOf(root, name));
      }),
    syncDirectory: () => answer(() => syncFolder(root)),
    close: () =>
      answer(async () => {
        await Promise.all([...files.keys()].map(release));
      }),
  };
}

function isOpen({ opened }: Cached): Promise<boolean> {
  return opened.then(
    () => true,
    () => false,
  );
}

async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path, constants.O_RDWR);
  const { size } = await handle.stat();
  return { handle, end: size, written: Promise.resolve(), dirty: false, cut: false };
}

/** Runs `action` after the file's earlier appends and cuts; one that failed does not hold up the next. */
function inTurn(file: OpenFile, action: () => Promise<void>): Promise<void> {
  const done = file.written.then(action);
  file.written = done.catch(() => undefined);
  return done;
}

async function writeAtEnd(file: OpenFile, bytes: Uint8Array): Promise<void> {
  file.dirty = true;
  for (let at = 0; at < bytes.length; ) {
    // One write may take fewer bytes than it was given.
    const written = await writeSome(file, bytes.subarray(at));
    at += written;
    file.end += written;
  }
}

/** How many of the bytes it has written. */
async function writeSome({ handle, end }: OpenFile, bytes: Uint8Array): Promise<number> {
  if (bytes.length <= writtenAtOnceMax) return writeSync(handle.fd, bytes, 0, bytes.length, end);
  return (await handle.write(bytes, 0, bytes.length, end)).bytesWritten;
}

async function cutTo(file: OpenFile, length: number): Promise<void> {
  if (length > file.end) throw new RangeError(`cannot cut ${file.end} bytes to ${length}`);
  file.dirty = true;
  file.cut = true;
  await file.handle.truncate(length);
  file.end = length;
}

async function syncFile(file: OpenFile): Promise<void> {
  const { cut } = file;
  file.dirty = false;
  file.cut = false;
  await (cut ? file.handle.sync() : file.handle.datasync());
}

async function readFrom(file: OpenFile, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, file.end - offset)));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.handle.read(bytes, filled, bytes.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Makes the directory and those above it, each name durable before this resolves. */
async function makeDurably(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function pathOf(root: string, name: string): string {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) throw new RangeError(`"${name}" is no name of a file`);
  return join(root, name);
}

const codes: Record<string, DiskErrorCode> = { ENOENT: 'not-found', EEXIST: 'exists', ENOSPC: 'full', EDQUOT: 'full' };

/** Turns the system's errors into the disk's. */
async function answer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const { code = '', message } = thrown as NodeJS.ErrnoException;
    throw new Failure<DiskErrorCode>(codes[code] ?? 'io', message, { cause: code });
  }
}
