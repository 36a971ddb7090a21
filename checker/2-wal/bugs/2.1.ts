import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
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
    id: 'broken-header-is-torn',
    exercise: '2.1',
    mistake: 'a record whose header is broken is called torn even where whole records stand behind it',
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
  {
    id: 'record-view-of-whole-buffer',
    exercise: '2.1',
    mistake: 'a DataView is made on `buffer` without `byteOffset`: wrong as soon as the file is part of a larger array',
    sealed: 'pass',
    edits: [
      {
        file: 'record.ts',
        find: 'return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);',
        replace: 'return new DataView(bytes.buffer);',
      },
    ],
  },
  {
    id: 'last-place-not-looked-at',
    exercise: '2.1',
    mistake: 'the search for a whole record behind a broken one ends one place too early, where an empty record may be',
    edits: [
      {
        file: 'record.ts',
        find: 'at + headerBytes <= bytes.length; at++',
        replace: 'at + headerBytes < bytes.length; at++',
      },
    ],
  },
];
