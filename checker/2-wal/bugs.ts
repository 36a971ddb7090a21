import type { Bug } from '../judge/lesson.ts';

export const bugs: Bug[] = [
  // 2.1 Records
  {
    id: 'length-not-checked',
    exercise: '2.1',
    mistake:
      'the checksum covers the payload only, so a damaged length goes unnoticed and zeros look like empty records',
    edits: [
      {
        file: 'record.ts',
        find: 'return crc32c(bytes.subarray(offset, offset + 8)) === viewOf(bytes).getUint32(offset + 8, true);',
        replace: 'return true;',
      },
    ],
  },
  {
    id: 'checksum-not-compared',
    exercise: '2.1',
    mistake: 'the checksum of the payload is written, but never compared when the record is read',
    edits: [
      {
        file: 'record.ts',
        find: 'if (crc32c(payload) === view.getUint32(offset + 4, true)) return',
        replace: 'return',
      },
    ],
  },
  {
    id: 'signed-checksum',
    exercise: '2.1',
    mistake:
      'the checksum is written as an unsigned and read as a signed number, so that half of all records do not match',
    edits: [
      {
        file: 'record.ts',
        find: 'crc32c(payload) === view.getUint32(offset + 4, true)',
        replace: 'crc32c(payload) === view.getInt32(offset + 4, true)',
      },
    ],
  },
  {
    id: 'view-of-whole-buffer',
    exercise: '2.1',
    mistake:
      'a DataView is made on `bytes.buffer` without `byteOffset`: wrong as soon as the bytes are part of a larger buffer',
    edits: [
      {
        file: 'record.ts',
        find: 'return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);',
        replace: 'return new DataView(bytes.buffer);',
      },
    ],
  },
  {
    id: 'broken-header-is-torn',
    exercise: '2.1',
    mistake: 'a record whose header is broken is always called torn, even with whole records behind it',
    edits: [
      {
        file: 'record.ts',
        find: "return { kind: hasRecordBehind(bytes, offset) ? 'damaged' : 'torn' };",
        replace: "return { kind: 'torn' };",
      },
    ],
  },
  {
    id: 'broken-payload-is-damaged',
    exercise: '2.1',
    mistake:
      'a record whose checksum is wrong is always called damaged, even where a crash has left it half-written at the end',
    edits: [
      {
        file: 'record.ts',
        find: "return { kind: next < bytes.length ? 'damaged' : 'torn' };",
        replace: "return { kind: 'damaged' };",
      },
    ],
  },
  // 2.2 Append, sync, replay
  {
    id: 'acknowledged-before-sync',
    exercise: '2.2',
    mistake: 'an entry is acknowledged when it is written, before the sync that makes it durable is done',
    edits: [
      {
        file: 'log.ts',
        find: 'await disk.sync(segment.name);',
        replace: 'void disk.sync(segment.name);',
      },
    ],
  },
  {
    id: 'numbers-begin-anew',
    exercise: '2.2',
    mistake: 'after a restart numbering begins at 1 again, so that two entries have the same number',
    edits: [
      {
        file: 'log.ts',
        find: 'const commits = createGroupCommit(lastIndex, write);',
        replace: 'const commits = createGroupCommit(0 * lastIndex, write);',
      },
    ],
  },
  {
    id: 'payload-not-copied',
    exercise: '2.2',
    mistake: 'an entry that waits is kept as the caller’s own array, which the caller may change before it is written',
    edits: [
      {
        file: 'log.ts',
        find: 'waiting.push({ payload: new Uint8Array(payload), acknowledge, refuse });',
        replace: 'waiting.push({ payload, acknowledge, refuse });',
      },
    ],
  },
  {
    id: 'replay-from-memory',
    exercise: '2.2',
    mistake: 'state is kept in a variable of the module, where it outlives the crash and is shared by all logs',
    edits: [
      {
        file: 'log.ts',
        find: 'const { segments, lastIndex } = await recover(disk, snapshotIndex);',
        replace: `const fresh = await recover(disk, snapshotIndex);
  const { segments, lastIndex } = fresh.segments.length > 0 ? (remembered ??= fresh) : fresh;`,
      },
      {
        file: 'log.ts',
        find: '/** An entry on its way, and how to tell whoever appended it. */',
        replace: 'let remembered: Awaited<ReturnType<typeof recover>> | undefined;\n',
      },
    ],
  },
  // 2.3 The torn tail
  {
    id: 'torn-tail-refused',
    exercise: '2.3',
    mistake: 'a torn tail is refused like damage, although every power cut may leave one',
    edits: [
      {
        file: 'recovery.ts',
        find: "if (kind === 'damaged') throw",
        replace: "if (kind === 'damaged' || kind === 'torn') throw",
      },
    ],
  },
  {
    id: 'torn-tail-not-cut',
    exercise: '2.3',
    mistake: 'the torn tail is passed over when reading but not cut off, so that new records are written behind it',
    edits: [
      {
        file: 'recovery.ts',
        find: 'if ((await disk.size(tail.name)) > tail.bytes) await disk.truncate(tail.name, tail.bytes);',
        replace: '',
      },
    ],
  },
  {
    id: 'cut-one-record-too-many',
    exercise: '2.3',
    mistake: 'the cut goes to where the last whole record begins instead of where it ends',
    edits: [
      {
        file: 'recovery.ts',
        find: '    end = decoded.next;',
        replace:
          "    end = decoded.next;\n    if (decodeRecord(bytes, end).kind === 'torn') return { entries: entries.slice(0, -1), end: end - 12, kind: 'torn' as const };",
      },
    ],
  },
  {
    id: 'tail-not-synced',
    exercise: '2.3',
    mistake:
      'what was found at opening is not synced: after a kill it may be in memory only, and a power cut takes back what was shown',
    edits: [
      {
        file: 'recovery.ts',
        find: '  await disk.sync(tail.name);\n',
        replace: '',
      },
    ],
  },
  // 2.4 Damage
  {
    id: 'damage-skipped',
    exercise: '2.4',
    mistake:
      'a damaged record is skipped and the log read on behind it, so that an acknowledged entry silently vanishes',
    edits: [
      {
        file: 'recovery.ts',
        find: "    if (decoded.kind !== 'record') return { entries, end, kind: decoded.kind };",
        replace: `    if (decoded.kind === 'damaged') {
      end++;
      continue;
    }
    if (decoded.kind !== 'record') return { entries, end, kind: decoded.kind };`,
      },
    ],
  },
  {
    id: 'damage-cut-off',
    exercise: '2.4',
    mistake: 'damage in the middle is cut off like a torn tail, and everything behind it with it',
    edits: [
      {
        file: 'recovery.ts',
        find: "  if (kind === 'damaged') throw damaged(name, end, 'a whole record comes after this broken one');\n",
        replace: '',
      },
    ],
  },
  {
    id: 'damage-without-place',
    exercise: '2.4',
    mistake: 'the offset that is reported is not that of the broken record',
    edits: [
      {
        file: 'recovery.ts',
        find: "throw damaged(name, end, 'a whole record comes after this broken one');",
        replace: "throw damaged(name, 0, 'a whole record comes after this broken one');",
      },
    ],
  },
  // 2.5 Segments
  {
    id: 'directory-not-synced',
    exercise: '2.5',
    mistake: 'the new segment’s bytes are synced but not the directory, so that a power cut takes the whole file',
    edits: [
      {
        file: 'log.ts',
        find: '    await disk.syncDirectory();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'segments-in-text-order',
    exercise: '2.5',
    mistake: 'the numbers in the names are not padded, so that wal-10 is sorted before wal-2',
    edits: [
      {
        file: 'recovery.ts',
        find: "return `wal-${String(firstIndex).padStart(16, '0')}`;",
        replace: 'return `wal-${firstIndex}`;',
      },
      {
        file: 'recovery.ts',
        find: '/^wal-\\d{16}$/',
        replace: '/^wal-\\d+$/',
      },
    ],
  },
  {
    id: 'torn-anywhere',
    exercise: '2.5',
    mistake: 'a torn record is accepted at the end of any segment, not only of the last',
    edits: [
      {
        file: 'recovery.ts',
        find: "if (kind === 'torn' && !isLast) throw",
        replace: "if (kind === 'torn' && !isLast && end < 0) throw",
      },
      {
        file: 'recovery.ts',
        find: 'if (firstIndex !== lastIndex + 1) throw damaged(name, 0, `entry ${lastIndex + 1} is missing before it`);',
        replace: 'lastIndex = firstIndex - 1;',
      },
    ],
  },
  {
    id: 'gap-not-noticed',
    exercise: '2.5',
    mistake: 'a missing segment goes unnoticed: nobody compares a segment’s first number with the last one before it',
    edits: [
      {
        file: 'recovery.ts',
        find: 'if (firstIndex !== lastIndex + 1) throw damaged(name, 0, `entry ${lastIndex + 1} is missing before it`);',
        replace: 'lastIndex = firstIndex - 1;',
      },
    ],
  },
  {
    id: 'segment-named-after-itself',
    exercise: '2.5',
    mistake:
      'a new segment is named after the last entry instead of its own first, so that numbering is off by one after it',
    edits: [
      {
        file: 'log.ts',
        find: 'const segment = { name: segmentName(firstIndex), firstIndex, bytes: 0 };',
        replace: 'const segment = { name: segmentName(Math.max(1, firstIndex - 1)), firstIndex, bytes: 0 };',
      },
    ],
  },
  {
    id: 'only-last-segment-replayed',
    exercise: '2.5',
    mistake: 'replay reads only the last segment',
    edits: [
      {
        file: 'log.ts',
        find: 'of [...segments]) {',
        replace: 'of segments.slice(-1)) {',
      },
    ],
  },
  // 2.6 Snapshots and the durable store
  {
    id: 'snapshot-in-place',
    exercise: '2.6',
    mistake: 'the snapshot is written under its final name at once, where a crash leaves half of one',
    edits: [
      { file: 'snapshot.ts', find: 'await disk.create(`${name}.tmp`);', replace: 'await disk.create(name);' },
      {
        file: 'snapshot.ts',
        find: 'await disk.append(`${name}.tmp`, encodeRecord(state));',
        replace: 'await disk.append(name, encodeRecord(state));',
      },
      { file: 'snapshot.ts', find: 'await disk.sync(`${name}.tmp`);', replace: 'await disk.sync(name);' },
      { file: 'snapshot.ts', find: '  await disk.rename(`${name}.tmp`, name);\n', replace: '' },
    ],
  },
  {
    id: 'renamed-without-sync',
    exercise: '2.6',
    mistake: 'the snapshot is renamed before its bytes are synced: the name may survive a power cut and the bytes not',
    edits: [{ file: 'snapshot.ts', find: '  await disk.sync(`${name}.tmp`);\n', replace: '' }],
  },
  {
    id: 'rename-not-synced',
    exercise: '2.6',
    mistake:
      'older snapshots and segments are removed before the directory is synced, so that a power cut may take both',
    edits: [
      {
        file: 'snapshot.ts',
        find: '  // The snapshot is durable once this has resolved, not before.\n  await disk.syncDirectory();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'log-dropped-first',
    exercise: '2.6',
    mistake: 'the log is dropped before the snapshot that replaces it is durable',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    await saveSnapshot(disk, { index, state: encodeEntries(store.range()) });\n    await log.dropThrough(index);\n',
        replace:
          '    const state = encodeEntries(store.range());\n    await log.dropThrough(index);\n    await saveSnapshot(disk, { index, state });\n',
      },
    ],
  },
  {
    id: 'start-trusts-unsynced-name',
    exercise: '2.6',
    mistake:
      'at the start, what a snapshot replaces is removed although the snapshot’s name may be in memory only, left there by a process that was killed',
    edits: [
      {
        file: 'snapshot.ts',
        find: '    await disk.syncDirectory();\n    await removeAll',
        replace: '    await removeAll',
      },
    ],
  },
  {
    id: 'replay-from-the-beginning',
    exercise: '2.6',
    mistake: 'the replay applies entries that are in the snapshot already, a second time',
    edits: [
      {
        file: 'log.ts',
        find: 'if (index > snapshotIndex) await visit(entry, index);',
        replace: 'await visit(entry, index);',
      },
    ],
  },
  {
    id: 'snapshot-index-too-late',
    exercise: '2.6',
    mistake:
      'the snapshot is labelled with a later index than its state: what happened while it was written is missing from both',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    const index = applied;\n    await saveSnapshot(disk, { index, state: encodeEntries(store.range()) });',
        replace:
          '    const state = encodeEntries(store.range());\n    await disk.list();\n    await disk.list();\n    const index = log.lastIndex();\n    await saveSnapshot(disk, { index, state });',
      },
    ],
  },
  {
    id: 'applied-before-durable',
    exercise: '2.6',
    mistake: 'a change is made in memory before it is durable, so that readers see what a power cut can take back',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    applied = await log.append(bytes);\n    return store.txn(decodeTxn(bytes));',
        replace:
          '    const result = store.txn(decodeTxn(bytes));\n    applied = await log.append(bytes);\n    return result;',
      },
    ],
  },
  {
    id: 'refusal-stops-the-start',
    exercise: '2.6',
    mistake: 'a transaction that was refused when it was new is refused in the replay, and nobody catches that',
    edits: [
      {
        file: 'durable-store.ts',
        find: 'runAgain(() => store.txn(decodeTxn(bytes)));',
        replace: 'store.txn(decodeTxn(bytes));',
      },
    ],
  },
  {
    id: 'broken-snapshot-means-none',
    exercise: '2.6',
    mistake: 'a damaged snapshot is taken for none, although the log behind it is gone: the store starts empty',
    edits: [
      {
        file: 'recovery.ts',
        find: 'if (needed[0] && needed[0].firstIndex > snapshotIndex + 1) {',
        replace: 'if (needed[0] && snapshotIndex > 0 && needed[0].firstIndex > snapshotIndex + 1) {',
      },
    ],
  },
  {
    id: 'log-never-dropped',
    exercise: '2.6',
    mistake: 'after a snapshot the segments behind it stay for ever',
    edits: [{ file: 'durable-store.ts', find: '    await log.dropThrough(index);\n', replace: '' }],
  },
  // 2.7 Group commit
  {
    id: 'one-sync-an-entry',
    exercise: '2.7',
    mistake: 'every entry is written and synced by itself, however many wait',
    edits: [
      {
        file: 'log.ts',
        find: '      const batch = waiting;\n      waiting = [];',
        replace: '      const batch = waiting.splice(0, 1);',
      },
    ],
  },
  {
    id: 'acknowledged-by-an-earlier-sync',
    exercise: '2.7',
    mistake: 'a sync acknowledges everything that waits when it ends, also what was appended after it had begun',
    edits: [
      {
        file: 'log.ts',
        find: '      for (const { acknowledge } of batch) acknowledge(++durable);',
        replace:
          '      for (const { acknowledge } of [...batch, ...waiting]) acknowledge(++durable);\n      durable -= waiting.length;',
      },
    ],
  },
  {
    id: 'record-for-each-entry',
    exercise: '2.7',
    mistake:
      'a batch is written as several records: where a crash keeps the second and not the first, that looks like damage',
    edits: [
      {
        file: 'log.ts',
        find: 'const record = encodeRecord(encodeBatch(entries));',
        replace: 'const record = concatBytes(...entries.map((entry) => encodeRecord(encodeBatch([entry]))));',
      },
      {
        file: 'log.ts',
        find: "import { codeOf, Failure } from '#kit/failure.ts';",
        replace: "import { concatBytes } from '#kit/bytes.ts';\nimport { codeOf, Failure } from '#kit/failure.ts';",
      },
    ],
  },
  {
    id: 'batch-backwards',
    exercise: '2.7',
    mistake: 'a batch is acknowledged from its end',
    edits: [
      {
        file: 'log.ts',
        find: 'const entries = batch.map(({ payload }) => payload);',
        replace: 'const entries = batch.reverse().map(({ payload }) => payload);',
      },
    ],
  },
  // 2.8 Failed syncs
  {
    id: 'sync-tried-again',
    exercise: '2.8',
    mistake: 'a failed sync is tried again, and the second one succeeds although the bytes are lost',
    edits: [
      {
        file: 'log.ts',
        find: 'await disk.sync(segment.name);',
        replace: 'await disk.sync(segment.name).catch(() => disk.sync(segment.name));',
      },
    ],
  },
  {
    id: 'goes-on-after-failure',
    exercise: '2.8',
    mistake: 'only the batch that failed is refused; the next ones are written behind bytes that nobody knows',
    edits: [
      {
        file: 'log.ts',
        find: '        over = failed(thrown);\n        for (const { refuse } of [...batch, ...waiting]) refuse(over);\n        return;',
        replace: '        for (const { refuse } of batch) refuse(failed(thrown));\n        continue;',
      },
    ],
  },
  {
    id: 'waiting-entries-forgotten',
    exercise: '2.8',
    mistake: 'entries that wait while a sync fails are neither acknowledged nor refused',
    verdict: 'timeout',
    edits: [
      {
        file: 'log.ts',
        find: 'for (const { refuse } of [...batch, ...waiting]) refuse(over);',
        replace: 'for (const { refuse } of batch) refuse(over);',
      },
    ],
  },
  {
    id: 'error-passed-on',
    exercise: '2.8',
    mistake: 'the disk’s own error reaches the caller instead of `log-failed`',
    edits: [
      {
        file: 'log.ts',
        find: "return new Failure('log-failed', `the log could not be written: ${message}`, { cause: codeOf(thrown) });",
        replace: 'return thrown as Failure<LogErrorCode>;',
      },
      {
        file: 'log.ts',
        find: '  const { message } = thrown as Error;\n',
        replace: '',
      },
    ],
  },
];
