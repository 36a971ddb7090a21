import type { Bug } from '../../judge/lesson.ts';

const registry = 'registry-key.ts';

export const bugs: Bug[] = [
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
    id: 'namespace-is-undefined',
    exercise: '1.4',
    mistake: 'the parts of a cluster-scoped key have a namespace that is undefined, where it must be left out',
    edits: [
      {
        file: registry,
        find: `return namespace === undefined ? { resource, name } : { resource, namespace, name };`,
        replace: `return { resource, namespace, name };`,
      },
    ],
  },
  {
    id: 'replacement-character-refused',
    exercise: '1.4',
    mistake:
      'a key is taken for broken UTF-8 because its text has the character U+FFFD in it, which is a character like any other',
    edits: [
      {
        file: registry,
        find: `!equalBytes(utf8(path), key)`,
        replace: `path.includes('\\ufffd') || !equalBytes(utf8(path), key)`,
      },
    ],
  },
  {
    id: 'parse-reads-the-whole-buffer',
    exercise: '1.4',
    mistake:
      'the key is read from the `buffer` of the array, which may be larger than the array itself and begin earlier',
    sealed: 'pass',
    edits: [
      { file: registry, find: `const path = text(key);`, replace: `const path = text(new Uint8Array(key.buffer));` },
    ],
  },
];
