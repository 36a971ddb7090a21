import type { Bug } from '../../judge/lesson.ts';

const map = 'ordered-map.ts';

export const bugs: Bug[] = [
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
    id: 'prefix-end-writes-into-the-prefix',
    exercise: '1.2',
    mistake:
      'the end of a prefix is made in the array that was given, by way of subarray or without a copy, and so the prefix is changed',
    sealed: 'pass',
    edits: [
      {
        file: map,
        find: `const end = prefix.slice(0, last + 1);`,
        replace: `const end = prefix.subarray(0, last + 1);`,
      },
    ],
  },
  {
    id: 'prefix-end-of-the-whole-buffer',
    exercise: '1.2',
    mistake:
      'the bytes are read from the `buffer` of the array, which may be larger than the array itself and begin earlier',
    sealed: 'pass',
    edits: [
      {
        file: map,
        find: `const end = prefix.slice(0, last + 1);`,
        replace: `const end = new Uint8Array(prefix.buffer.slice(0, last + 1));`,
      },
    ],
  },
  {
    id: 'falsy-bounds-are-open',
    exercise: '1.2',
    mistake: 'a bound such as 0 or "" is taken for an open one (`if (start && …)` instead of a look at undefined)',
    edits: [
      {
        file: map,
        find: `const cursor = openCursor(tree, start, end);`,
        replace: `const cursor = openCursor(tree, start || undefined, end || undefined);`,
      },
    ],
  },
  {
    id: 'range-changes-afterwards',
    exercise: '1.2',
    mistake: 'an entry that range gave is the one inside the map, and a later set writes into it',
    sealed: 'pass',
    edits: [
      {
        file: map,
        find: `    node.entries[at] = entry;`,
        replace: `    (node.entries[at] as unknown as [K, V])[1] = entry[1];`,
      },
    ],
  },
  {
    id: 'range-hands-out-its-own-array',
    exercise: '1.2',
    mistake: "a range without bounds is the map's own array of entries, so whoever changes the one changes the other",
    sealed: 'pass',
    edits: [
      {
        file: map,
        find: `const entries: Entry<K, V>[] = [];
      const cursor`,
        replace: `if (start === undefined && end === undefined && tree.root.children.length === 0 && limit > tree.size) return tree.root.entries;
      const entries: Entry<K, V>[] = [];
      const cursor`,
      },
    ],
  },
];
