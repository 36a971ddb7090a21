import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
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
  {
    id: 'limit-reached-is-not-full',
    exercise: '2.5',
    mistake: 'a segment that has reached the limit exactly takes one more record',
    edits: [{ file: 'log.ts', find: 'last.bytes < segmentBytes', replace: 'last.bytes <= segmentBytes' }],
  },
  {
    id: 'too-few-digits',
    exercise: '2.5',
    mistake:
      'the numbers in the names are padded to so few digits that they are sorted wrongly as soon as they outgrow them',
    edits: [
      { file: 'recovery.ts', find: "padStart(16, '0')}`;", replace: "padStart(2, '0')}`;" },
      { file: 'recovery.ts', find: '/^wal-\\d{16}$/', replace: '/^wal-\\d+$/' },
    ],
  },
  {
    id: 'foreign-files-taken',
    exercise: '2.5',
    mistake: 'any file with wal in its name is taken for a segment',
    edits: [{ file: 'recovery.ts', find: '/^wal-\\d{16}$/', replace: '/wal-/' }],
  },
];
