import type { Bug } from '../../judge/lesson.ts';

const map = 'ordered-map.ts';

export const bugs: Bug[] = [
  {
    id: 'walk-on-the-live-map',
    exercise: '1.7',
    mistake: 'a walk reads the map as it is now, and so sees what is set and deleted meanwhile',
    edits: [{ file: map, find: 'tree.owner = {};', replace: '' }],
  },
  {
    id: 'walk-keeps-the-root-only',
    exercise: '1.7',
    mistake: 'only the root is copied before it is written to, and nodes further down change under the walk',
    edits: [{ file: map, find: 'parent.children[at] = writable(tree, parent.children[at]);', replace: '' }],
  },
  {
    id: 'walk-gathers-everything',
    exercise: '1.7',
    mistake: 'a walk goes through its whole range when it is opened',
    edits: [
      {
        file: map,
        find: 'return openCursor(tree, start, end);',
        replace: `const all: Entry<K, V>[] = [];
      const cursor = openCursor(tree, start, end);
      for (let entry = cursor.next(); entry; entry = cursor.next()) all.push(entry);
      return { next: () => all.shift() };`,
      },
    ],
  },
  {
    id: 'falsy-bounds-of-a-walk-are-open',
    exercise: '1.7',
    mistake:
      'a bound of a walk such as 0 or "" is taken for an open one (`if (start && …)` instead of a look at undefined)',
    edits: [
      {
        file: map,
        find: `return openCursor(tree, start, end);`,
        replace: `return openCursor(tree, start || undefined, end || undefined);`,
      },
    ],
  },
];
