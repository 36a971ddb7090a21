import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
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
  {
    id: 'opening-does-not-wait-for-sync',
    exercise: '2.3',
    mistake: 'the sync at opening is called but not awaited, so that entries are shown before they are durable',
    edits: [{ file: 'recovery.ts', find: 'await disk.sync(tail.name);', replace: 'void disk.sync(tail.name);' }],
  },
];
