import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
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
  {
    id: 'damage-noticed-late',
    exercise: '2.4',
    mistake: 'a damaged log is opened, and only the replay refuses it: by then somebody may have appended',
    edits: [
      {
        file: 'recovery.ts',
        find: "  if (kind === 'damaged') throw damaged(name, end, 'a whole record comes after this broken one');\n",
        replace: "  if (kind === 'damaged') return { entries: entries.length, end: bytes.length };\n",
      },
    ],
  },
];
