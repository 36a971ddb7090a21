import type { Bug } from '../judge/lesson.ts';

const map = 'ordered-map.ts';
const registry = 'registry-key.ts';
const codec = 'object-codec.ts';
const store = 'store.ts';

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
    id: 'end-is-included',
    exercise: '1.2',
    mistake: 'a range includes its end key',
    edits: [{ file: map, find: 'tree.compare(entry[0], end) >= 0', replace: 'tree.compare(entry[0], end) > 0' }],
  },
  {
    id: 'start-is-left-out',
    exercise: '1.2',
    mistake: 'a range leaves out its start key',
    edits: [{ file: map, find: 'next: at < 0 ? ~at : at });', replace: 'next: at < 0 ? ~at : at + 1 });' }],
  },
  {
    id: 'limit-zero-is-no-limit',
    exercise: '1.2',
    mistake: 'a limit of 0 is taken for no limit (`limit || …`)',
    edits: [
      {
        file: map,
        find: 'while (entries.length < limit) {',
        replace: 'while (entries.length < (limit || Number.POSITIVE_INFINITY)) {',
      },
    ],
  },
  {
    id: 'limit-gives-one-more',
    exercise: '1.2',
    mistake: 'a range gives one entry more than its limit',
    edits: [{ file: map, find: 'while (entries.length < limit) {', replace: 'while (entries.length <= limit) {' }],
  },
  {
    id: 'no-end-is-one-key',
    exercise: '1.2',
    mistake: 'a range without an end gives its start key only, instead of everything from there on',
    edits: [
      {
        file: map,
        find: 'const cursor = openCursor(tree, start, end);',
        replace:
          'const cursor = openCursor(tree, start, end);\n      if (start !== undefined && end === undefined) limit = Math.min(limit, 1);',
      },
    ],
  },
  {
    id: 'signed-bytes',
    exercise: '1.2',
    mistake: 'bytes are compared as signed numbers, so that those from 0x80 on come first',
    edits: [
      {
        file: map,
        find: 'const order = compare(key, entries[middle][0]);',
        replace: `const signed = (bytes: K) => Array.from(new Int8Array(bytes as ArrayLike<number>), (byte) => byte + 128);
    const other = entries[middle][0];
    const order = key instanceof Uint8Array
      ? compare(Uint8Array.from(signed(key)) as K, Uint8Array.from(signed(other)) as K)
      : compare(key, other);`,
      },
    ],
  },
  {
    id: 'prefix-end-wraps-around',
    exercise: '1.2',
    mistake: 'the end of a prefix is made by adding one to its last byte, even when that byte is 0xff and becomes 0x00',
    edits: [
      {
        file: map,
        find: 'const last = prefix.findLastIndex((byte) => byte < 0xff);',
        replace: 'const last = prefix.length - 1;',
      },
    ],
  },
  {
    id: 'prefix-end-keeps-trailing-bytes',
    exercise: '1.2',
    mistake: 'the byte before the trailing 0xff bytes is counted up, but those bytes stay, so the end is too far',
    edits: [{ file: map, find: 'const end = prefix.slice(0, last + 1);', replace: 'const end = prefix.slice();' }],
  },
  {
    id: 'prefix-end-appends-ff',
    exercise: '1.2',
    mistake:
      'the end of a prefix is made by adding a byte 0xff to it, which leaves out keys that go on with 0xff themselves',
    edits: [
      {
        file: map,
        find: 'if (last < 0) return undefined;',
        replace: 'if (last < 0) return undefined;\n  if (last >= 0) return Uint8Array.from([...prefix, 0xff]);',
      },
    ],
  },
  {
    id: 'prefix-end-empty-array',
    exercise: '1.2',
    mistake: 'where no end exists an empty array is returned, which is the smallest key of all and not an open end',
    edits: [{ file: map, find: 'if (last < 0) return undefined;', replace: 'if (last < 0) return new Uint8Array();' }],
  },
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
  {
    id: 'prefix-without-its-slash',
    exercise: '1.4',
    mistake: 'the prefix has no slash at its end, so that the one of default is also the beginning of default-2',
    edits: [
      {
        file: registry,
        find: 'return utf8(folderOf(resource, namespace));',
        replace: 'return utf8(folderOf(resource, namespace).slice(0, -1));',
      },
    ],
  },
  {
    id: 'slash-in-a-name',
    exercise: '1.4',
    mistake: 'a name with a slash in it is accepted, and leads into another folder',
    edits: [{ file: registry, find: '!/[/%]/.test(segment)', replace: '!/[%]/.test(segment)' }],
  },
  {
    id: 'percent-in-a-name',
    exercise: '1.4',
    mistake: 'a name with a percent sign in it is accepted, though a URL cannot carry it as it is',
    edits: [{ file: registry, find: '!/[/%]/.test(segment)', replace: '!/[/]/.test(segment)' }],
  },
  {
    id: 'dots-as-a-name',
    exercise: '1.4',
    mistake: 'the names . and .. are accepted, which mean "here" and "one up" in a path',
    edits: [{ file: registry, find: "segment !== '.' && segment !== '..' && ", replace: '' }],
  },
  {
    id: 'empty-namespace-is-none',
    exercise: '1.4',
    mistake: 'an empty namespace is taken for no namespace, so that a mistake elsewhere makes a cluster-scoped key',
    edits: [
      { file: registry, find: 'return namespace === undefined ? folder :', replace: 'return !namespace ? folder :' },
    ],
  },
  {
    id: 'double-slash-without-namespace',
    exercise: '1.4',
    mistake: 'the key of a cluster-scoped object keeps the slash of the namespace that it does not have',
    edits: [
      {
        file: registry,
        find: 'return utf8(folderOf(resource, namespace) + checked(name));',
        replace: "return utf8(folderOf(resource, namespace) + (namespace === undefined ? '/' : '') + checked(name));",
      },
    ],
  },
  {
    id: 'key-is-a-string',
    exercise: '1.4',
    mistake: 'registryKey returns a string, where the store takes bytes',
    edits: [
      {
        file: registry,
        find: 'return utf8(folderOf(resource, namespace) + checked(name));',
        replace: 'return (folderOf(resource, namespace) + checked(name)) as unknown as Uint8Array;',
      },
    ],
  },
  {
    id: 'parse-ignores-what-follows',
    exercise: '1.4',
    mistake: 'parseRegistryKey takes the first parts of the path and does not look at what comes after them',
    edits: [{ file: registry, find: '([^/]+)$/.exec(path)', replace: '([^/]+)/.exec(path)' }],
  },
  {
    id: 'parse-takes-any-bytes',
    exercise: '1.4',
    mistake: 'parseRegistryKey accepts bytes that are no UTF-8, and gives a name that makes another key',
    edits: [
      { file: registry, find: ' || !equalBytes(utf8(path), key)', replace: ' || equalBytes(utf8(path), utf8(""))' },
    ],
  },
  {
    id: 'plain-json-stringify',
    exercise: '1.5',
    mistake: 'the object is written by JSON.stringify alone, with its members in the order in which they were added',
    edits: [
      {
        file: codec,
        find: 'return utf8(canonical(object, []));',
        replace: 'canonical(object, []);\n  return utf8(JSON.stringify(object));',
      },
    ],
  },
  {
    id: 'sorted-copy',
    exercise: '1.5',
    mistake:
      'the members are put into a new object in order, but JavaScript keeps keys that look like numbers, such as "9" and "10", before all others and in the order of the numbers',
    edits: [
      {
        file: codec,
        find: '.filter((key) => value[key] !== undefined);',
        replace: `.filter((key) => value[key] !== undefined);
    const member = (key: string) => [key, JSON.parse(canonical(value[key], path))];
    if (value !== undefined) return JSON.stringify(Object.fromEntries(keys.sort().map(member)));`,
      },
    ],
  },
  {
    id: 'sorted-on-top-only',
    exercise: '1.5',
    mistake: 'only the outermost members are sorted, not those of the objects inside',
    edits: [
      {
        file: codec,
        find: 'canonical(value[key], [...path, key])',
        replace: '(canonical(value[key], path), JSON.stringify(value[key]))',
      },
    ],
  },
  {
    id: 'sorted-by-locale',
    exercise: '1.5',
    mistake:
      'the keys are sorted with localeCompare, whose order depends on the language and is not that of code units',
    edits: [{ file: codec, find: 'keys.sort()', replace: 'keys.sort((a, b) => a.localeCompare(b))' }],
  },
  {
    id: 'undefined-becomes-null',
    exercise: '1.5',
    mistake: 'members that are undefined are written as null instead of being left out',
    edits: [
      { file: codec, find: '.filter((key) => value[key] !== undefined)', replace: '' },
      { file: codec, find: 'canonical(value[key], [...path, key])', replace: 'canonical(value[key] ?? null, path)' },
    ],
  },
  {
    id: 'nan-becomes-null',
    exercise: '1.5',
    mistake: 'NaN and infinite numbers are let through, and JSON.stringify writes them as null',
    edits: [{ file: codec, find: 'Number.isFinite(value)', replace: "typeof value === 'number'" }],
  },
  {
    id: 'any-object-is-plain',
    exercise: '1.5',
    mistake: 'a Date, a Map or a Uint8Array is written like a plain object, and what it holds is lost',
    edits: [
      { file: codec, find: 'return prototype === Object.prototype || prototype === null;', replace: 'return true;' },
    ],
  },
  {
    id: 'decodes-any-json',
    exercise: '1.5',
    mistake: 'decodeObject returns whatever JSON.parse gives, be it an array, a number or null',
    edits: [
      {
        file: codec,
        find: 'if (isPlainObject(value)) return value;',
        replace: 'if (value !== undefined) return value as JsonObject;',
      },
    ],
  },
  {
    id: 'decodes-broken-utf8',
    exercise: '1.5',
    mistake: 'bytes that are no UTF-8 are decoded all the same, with a replacement character where they are broken',
    edits: [{ file: codec, find: '{ fatal: true }', replace: '{ fatal: false }' }],
  },
  {
    id: 'parse-error-gets-out',
    exercise: '1.5',
    mistake: 'the SyntaxError of JSON.parse reaches the caller, who waits for a failure with a code',
    edits: [
      {
        file: codec,
        find: 'const value = parsed(bytes);',
        replace: 'const value: unknown = JSON.parse(new TextDecoder().decode(bytes));',
      },
    ],
  },
  {
    id: 'keeps-the-callers-array',
    exercise: '1.6',
    mistake: "put keeps the caller's own array, and not a copy of it",
    sealed: 'pass',
    edits: [{ file: store, find: 'ownCopy(checked(key)), ownCopy(value)', replace: 'ownCopy(checked(key)), value' }],
  },
  {
    id: 'hands-out-its-own-array',
    exercise: '1.6',
    mistake: "get hands out the store's own array, and not a copy of it",
    sealed: 'pass',
    edits: [{ file: store, find: 'return value && ownCopy(value);', replace: 'return value;' }],
  },
  {
    id: 'empty-key-accepted',
    exercise: '1.6',
    mistake: 'a key without bytes is accepted',
    edits: [{ file: store, find: 'if (key.length === 0) throw', replace: 'if (key.length < 0) throw' }],
  },
  {
    id: 'one-comparison-is-enough',
    exercise: '1.6',
    mistake: 'a transaction succeeds when one of its comparisons holds, not only when all do',
    edits: [
      {
        file: store,
        find: 'const succeeded = compare.every(holds);',
        replace: 'const succeeded = compare.length === 0 || compare.some(holds);',
      },
    ],
  },
  {
    id: 'compares-again-afterwards',
    exercise: '1.6',
    mistake: 'whether the transaction succeeded is found out after its operations, which may have changed the answer',
    edits: [
      {
        file: store,
        find: 'return { succeeded, results };',
        replace: 'return { succeeded: compare.every(holds), results };',
      },
    ],
  },
  {
    id: 'missing-key-equals-empty-value',
    exercise: '1.6',
    mistake: 'a key that does not exist is taken for one with an empty value',
    edits: [
      {
        file: store,
        find: 'if (value === undefined) return false;',
        replace: "if (value === undefined) return condition.type === 'value' && condition.value.length === 0;",
      },
    ],
  },
  {
    id: 'empty-value-is-absent',
    exercise: '1.6',
    mistake: 'a key with an empty value is taken for one that does not exist',
    edits: [{ file: store, find: 'return value === undefined;', replace: 'return !value?.length;' }],
  },
  {
    id: 'no-rollback',
    exercise: '1.6',
    mistake: 'when an operation fails, what the ones before it did stays',
    edits: [{ file: store, find: 'for (const takeBack of undo.reverse()) takeBack();', replace: '' }],
  },
  {
    id: 'rollback-in-the-wrong-order',
    exercise: '1.6',
    mistake:
      'operations are undone first to last, so that a key changed twice gets the value from between the two changes',
    edits: [{ file: store, find: 'undo.reverse()', replace: 'undo' }],
  },
  {
    id: 'rollback-forgets-deletes',
    exercise: '1.6',
    mistake: 'a rollback undoes puts, and forgets to bring back what was deleted',
    edits: [{ file: store, find: 'undo.push(() =>', replace: "if (type === 'put') undo.push(() =>" }],
  },
  {
    id: 'rollback-forgets-new-keys',
    exercise: '1.6',
    mistake: 'a rollback brings back old values, and leaves keys that the transaction added',
    edits: [
      {
        file: store,
        find: '(previous === undefined ? map.delete(key) :',
        replace: '(previous === undefined ? undefined :',
      },
    ],
  },
  {
    id: 'failure-is-swallowed',
    exercise: '1.6',
    mistake: 'a transaction whose operation fails returns as if it had merely not succeeded, and the failure is lost',
    edits: [{ file: store, find: 'throw thrown;', replace: 'return { succeeded: false, results: [] };' }],
  },
  {
    id: 'must-exist-is-ignored',
    exercise: '1.6',
    mistake: 'an operation with mustExist is run even though there is no such key',
    edits: [
      { file: store, find: 'if (mustExist && previous === undefined)', replace: 'if (mustExist && previous === null)' },
    ],
  },
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
];
