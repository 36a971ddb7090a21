import type { Bug } from '../../judge/lesson.ts';

const map = 'ordered-map.ts';

export const bugs: Bug[] = [
  {
    id: 'set-returns-the-new-value',
    exercise: '1.1',
    mistake: 'set returns the value that it has just set, not the one that was there before',
    edits: [
      { file: map, find: '    return previous;\n  }\n  if (node', replace: '    return entry[1];\n  }\n  if (node' },
    ],
  },
  {
    id: 'get-loses-falsy-values',
    exercise: '1.1',
    mistake:
      'get takes a value such as 0 or "" for no value at all (`||` instead of a look at whether the key is there)',
    edits: [
      {
        file: map,
        find: 'if (at >= 0) return node.entries[at][1];',
        replace: 'if (at >= 0) return node.entries[at][1] || undefined;',
      },
    ],
  },
  {
    id: 'delete-returns-a-boolean',
    exercise: '1.1',
    mistake: 'delete says whether there was such a key instead of giving the value that it had',
    edits: [{ file: map, find: 'return removed?.[1];', replace: 'return (removed !== undefined) as V;' }],
  },
  {
    id: 'size-never-shrinks',
    exercise: '1.1',
    mistake: 'the size is counted up at every new key, and never down at a delete',
    edits: [{ file: map, find: 'if (removed) tree.size--;', replace: '' }],
  },
  {
    id: 'size-shrinks-for-a-missing-key',
    exercise: '1.1',
    mistake: 'the size is counted down even when there was no such key to delete',
    edits: [{ file: map, find: 'if (removed) tree.size--;', replace: 'tree.size--;' }],
  },
  {
    id: 'size-counts-replaced-values',
    exercise: '1.1',
    mistake: 'the size is counted up at every set, even when the key was there already',
    edits: [{ file: map, find: 'node.entries[at] = entry;', replace: 'node.entries[at] = entry;\n    tree.size++;' }],
  },
  {
    id: 'keys-by-identity',
    exercise: '1.1',
    mistake:
      'two keys are taken for the same only if they are the same array (=== or a JavaScript Map), not when compare gives 0',
    edits: [
      { file: map, find: 'if (order === 0) return middle;', replace: 'if (key === entries[middle][0]) return middle;' },
    ],
  },
  {
    id: 'keys-as-text',
    exercise: '1.1',
    mistake: 'keys are turned into text, and bytes that are no UTF-8 all become the same character',
    edits: [
      {
        file: map,
        find: 'const order = compare(key, entries[middle][0]);',
        replace: `const [a, b] = [key, entries[middle][0]].map((each) =>
      each instanceof Uint8Array ? new TextDecoder().decode(each) : String(each),
    );
    const order = typeof key === 'number' ? compare(key, entries[middle][0]) : a < b ? -1 : a > b ? 1 : 0;`,
      },
    ],
  },
  {
    id: 'own-order',
    exercise: '1.1',
    mistake: 'keys are compared with < and === instead of with the comparator that was handed in',
    edits: [
      {
        file: map,
        find: 'const order = compare(key, entries[middle][0]);',
        replace: `const other = entries[middle][0];
    const order = typeof key !== 'string' ? compare(key, other) : key < (other as string) ? -1 : key === other ? 0 : 1;`,
      },
    ],
  },
  {
    id: 'search-never-ends',
    exercise: '1.1',
    mistake: 'the search goes on with the middle itself instead of with the place behind it, and so never ends',
    edits: [{ file: map, find: 'else low = middle + 1;', replace: 'else low = middle;' }],
  },
];
