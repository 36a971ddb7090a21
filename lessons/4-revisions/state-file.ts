/**
 * Given: one state in one file, piece by piece. Each piece is a record of lesson 2 and so has a checksum of its own.
 *
 *     state-0000000000004711   │ 1 MiB │ 1 MiB │ … │ less │
 *
 * All pieces are of one length but the last, which is shorter, and may be empty: so each can be read where it lies, and a
 * file that was cut off between two of them is known.
 */
import type { Disk } from '#kit/disk.ts';
import { Failure } from '#kit/failure.ts';
import { decodeCheckpoint } from '#raft/durable-record.ts';
import { decodeRecord, encodeRecord } from '#wal/record.ts';
import { loadSnapshot } from '#wal/snapshot.ts';
import { ticketIn } from './machine-state.ts';
import type { NextPiece } from './store-snapshot.ts';

const pieceBytes = 1 << 20;
const recordBytes = encodeRecord(new Uint8Array(0)).length + pieceBytes;
/** Made durable so many at a time: the disk has other things to do, and nobody waits for long. */
const piecesPerSync = 16;

/** The ticket in the snapshot that the disk holds; nothing where there is none, or where it holds the state itself. */
export async function savedTicket(disk: Disk): Promise<number | undefined> {
  const saved = await loadSnapshot(disk);
  return saved && ticketIn(decodeCheckpoint(saved.state).snapshot.data);
}

/**
 * Resolves once the state is durable. Between two pieces everybody else has a turn.
 *
 * @param isOver asked before each piece; breaks off with `closed`
 * @throws {Failure} `closed` and whatever the disk rejects with
 */
export async function writeState(disk: Disk, ticket: number, next: NextPiece, isOver: () => boolean): Promise<void> {
  const name = nameOf(ticket);
  const nextEven = evenly(next);
  await disk.create(name);
  for (let number = 1, piece = nextEven(); piece; number++, piece = nextEven()) {
    if (isOver()) throw new Failure('closed', 'the state is not needed any more');
    await disk.append(name, encodeRecord(piece));
    if (number % piecesPerSync === 0) await disk.sync(name);
  }
  await disk.sync(name);
  await disk.syncDirectory();
}

/** @throws {Failure} `damaged`, `not-found` and whatever the disk rejects with */
export async function readState(disk: Disk, ticket: number): Promise<Uint8Array> {
  const name = nameOf(ticket);
  const size = await disk.size(name);
  const state = new Uint8Array(Math.max(0, size - Math.ceil(size / recordBytes) * (recordBytes - pieceBytes)));
  let filled = 0;
  for (let offset = 0; offset <= size; offset += recordBytes) {
    const bytes = await disk.read(name, offset, recordBytes);
    const record = decodeRecord(bytes, 0);
    const isLast = offset + recordBytes > size;
    if (record.kind !== 'record' || record.next !== bytes.length || isLast !== bytes.length < recordBytes) {
      throw new Failure('damaged', `${name} is not as it was written`, { file: name, offset });
    }
    state.set(record.payload, filled);
    filled += record.payload.length;
  }
  return state;
}

/** Removes the files of the tickets that are chosen. */
export async function removeStates(disk: Disk, chosen: (ticket: number) => boolean): Promise<void> {
  for (const name of await disk.list()) {
    if (/^state-\d{16}$/.test(name) && chosen(Number(name.slice('state-'.length)))) await disk.remove(name);
  }
}

/** What is in memory already, as the only piece. */
export function onePiece(bytes: Uint8Array): NextPiece {
  let rest: Uint8Array | undefined = bytes;
  return () => {
    const piece = rest;
    rest = undefined;
    return piece;
  };
}

/** The same bytes in pieces of one length, behind them one that is shorter. */
function evenly(next: NextPiece): NextPiece {
  let given: Uint8Array | undefined = new Uint8Array(0);
  let isOver = false;
  return () => {
    if (isOver) return undefined;
    const piece = new Uint8Array(pieceBytes);
    let filled = 0;
    while (given && filled < pieceBytes) {
      if (given.length === 0) {
        given = next();
        continue;
      }
      const part = given.subarray(0, pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      given = given.subarray(part.length);
    }
    isOver = filled < pieceBytes;
    return piece.subarray(0, filled);
  };
}

function nameOf(ticket: number): string {
  return `state-${String(ticket).padStart(16, '0')}`;
}
