import type { Bug } from '../../judge/lesson.ts';

const map = 'ordered-map.ts';

/** A plain binary tree in place of the map. A deleted key stays in it, without its value. */
const unbalancedTree = `
  interface Knot { key: K; held?: { value: V }; left?: Knot; right?: Knot }
  const top: { right?: Knot } = {};
  let count = 0;
  function knotOf(key: K): Knot {
    let [parent, side]: [{ left?: Knot; right?: Knot }, 'left' | 'right'] = [top, 'right'];
    for (let knot = parent[side]; knot; knot = parent[side]) {
      const order = compare(key, knot.key);
      if (order === 0) return knot;
      [parent, side] = [knot, order < 0 ? 'left' : 'right'];
    }
    return (parent[side] = { key });
  }
  function replace(key: K, held: { value: V } | undefined): V | undefined {
    const knot = knotOf(key);
    const previous = knot.held;
    knot.held = held;
    count += Number(held !== undefined) - Number(previous !== undefined);
    return previous?.value;
  }
  function listFrom(start: K | undefined, end: K | undefined, limit = Number.POSITIVE_INFINITY): Entry<K, V>[] {
    const entries: Entry<K, V>[] = [];
    const path: Knot[] = [];
    let knot = top.right;
    while (entries.length < limit) {
      for (; knot; knot = inside ? knot.left : knot.right) {
        var inside = start === undefined || compare(knot.key, start) >= 0;
        if (inside) path.push(knot);
      }
      const next = path.pop();
      if (!next || (end !== undefined && compare(next.key, end) >= 0)) break;
      if (next.held) entries.push([next.key, next.held.value]);
      knot = next.right;
    }
    return entries;
  }
  if (compare) {
    return {
      get: (key) => knotOf(key).held?.value,
      set: (key, value) => replace(key, { value }),
      delete: (key) => replace(key, undefined),
      size: () => count,
      range: listFrom,
      walk: () => ({ next: () => undefined }),
    };
  }`;

export const bugs: Bug[] = [
  {
    id: 'looks-at-every-key',
    exercise: '1.3',
    mistake: 'a key is found by looking at one entry after another',
    edits: [
      { file: map, find: 'const middle = (low + high) >>> 1;', replace: 'const middle = low;' },
      { file: map, find: 'const entriesMin = 31;', replace: 'const entriesMin = 500_000_000;' },
    ],
  },
  {
    id: 'tree-becomes-a-list',
    exercise: '1.3',
    mistake: 'the tree is never balanced, so that keys in ascending order make it one long path',
    edits: [
      { file: map, find: '  const tree: Tree<K, V> =', replace: `${unbalancedTree}\n  const tree: Tree<K, V> =` },
    ],
  },
  {
    id: 'range-from-the-beginning',
    exercise: '1.3',
    mistake: 'a range goes through all entries from the smallest key on and leaves out those before its start',
    edits: [
      { file: map, find: 'descend(tree.root, start);', replace: 'descend(tree.root);' },
      {
        file: map,
        find: 'if (entry === undefined) break;',
        replace:
          'if (entry === undefined) break;\n        if (start !== undefined && compare(entry[0], start) < 0) continue;',
      },
    ],
  },
  {
    id: 'limit-applied-at-the-end',
    exercise: '1.3',
    mistake: 'a range gathers everything between its bounds, and only then cuts it to the limit',
    edits: [
      { file: map, find: 'while (entries.length < limit) {', replace: 'for (;;) {' },
      { file: map, find: 'return entries;\n      //: end', replace: 'return entries.slice(0, limit);\n      //: end' },
    ],
  },
  {
    id: 'sorts-at-every-range',
    exercise: '1.3',
    mistake: 'every range sorts all entries anew',
    edits: [
      {
        file: map,
        find: 'const cursor = openCursor(tree, start, end);',
        replace: `const all: Entry<K, V>[] = [];
      const everything = openCursor(tree, undefined, undefined);
      for (let entry = everything.next(); entry; entry = everything.next()) all.push(entry);
      all.sort(([a], [b]) => compare(a, b));
      const cursor = openCursor(tree, start, end);`,
      },
    ],
  },
  {
    id: 'split-keeps-the-middle-below',
    exercise: '1.3',
    mistake: 'the entry that a split moves up into the parent stays in the child as well',
    edits: [
      {
        file: map,
        find: 'parent.entries.splice(at, 0, child.entries.pop()!);',
        replace: 'parent.entries.splice(at, 0, child.entries[middle]);',
      },
    ],
  },
  {
    id: 'join-loses-the-separator',
    exercise: '1.3',
    mistake: 'when two nodes are joined, the entry that stood between them in their parent is lost',
    edits: [
      {
        file: map,
        find: 'joined.entries.push(...parent.entries.splice(left, 1), ...right.entries);',
        replace: 'parent.entries.splice(left, 1);\n  joined.entries.push(...right.entries);',
      },
    ],
  },
];
