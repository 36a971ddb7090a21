import type { Bug } from '../../judge/lesson.ts';

const file = 'request-info.ts';

export const bugs: Bug[] = [
  {
    id: 'api-is-the-group',
    exercise: '5.1',
    mistake: 'the first part behind /api is taken for a group, where the core group has none',
    edits: [
      {
        file,
        find: "const group = root === 'apis' ? (rest.shift() ?? '') : '';",
        replace: "const group = rest.length > 3 ? (rest.shift() ?? '') : '';",
      },
    ],
  },
  {
    id: 'namespace-is-a-path',
    exercise: '5.1',
    mistake: '/api/v1/namespaces/NAME is taken for a namespace with nothing in it, and not for the object',
    edits: [{ file, find: 'below.length > 2 && !(', replace: 'below.length > 1 && !(' }],
  },
  {
    id: 'namespace-status-is-a-collection',
    exercise: '5.1',
    mistake: 'the status of a namespace is taken for a resource named status in that namespace',
    edits: [{ file, find: "['status', 'finalize'];", replace: "['finalize'];" }],
  },
  {
    id: 'namespace-itself-is-in-no-namespace',
    exercise: '5.1',
    mistake: 'a request for a namespace itself has no namespace, so that no rule in the namespace can allow it',
    edits: [
      {
        file,
        find: "const namespace = below[0] === 'namespaces' ? (below[1] ?? '') : '';",
        replace: "const namespace = isInNamespace(below) ? below[1] : '';",
      },
    ],
  },
  {
    id: 'cut-before-unescaping',
    exercise: '5.1',
    mistake: 'the path is cut at its slashes first and unescaped then, so an escaped slash hides a part of it',
    edits: [
      {
        file,
        find: "const parts = path.replace(/^\\/|\\/$/g, '').split('/');",
        replace: "const parts = escaped.replace(/^\\/|\\/$/g, '').split('/').map(unescaped);",
      },
    ],
  },
  {
    id: 'unescaped-twice',
    exercise: '5.1',
    mistake: 'the path is unescaped twice, so that it means something else than what was checked before',
    edits: [
      {
        file,
        find: 'return decodeURIComponent(path);',
        replace: 'return decodeURIComponent(decodeURIComponent(path));',
      },
    ],
  },
  {
    id: 'broken-escape-crashes',
    exercise: '5.1',
    mistake: 'an escape that means nothing throws the error of decodeURIComponent, which is no error of the API',
    edits: [
      {
        file,
        find: 'throw badRequest(`invalid URL escape in the path ${JSON.stringify(path)}`);',
        replace: 'return decodeURIComponent(path);',
      },
    ],
  },
  {
    id: 'empty-parts-are-skipped',
    exercise: '5.1',
    mistake: 'empty parts of a path are left out, so that a part that is missing moves all those behind it',
    edits: [{ file, find: ".split('/');\n", replace: ".split('/').filter((part) => part !== '');\n" }],
  },
  {
    id: 'dots-pass',
    exercise: '5.1',
    mistake: 'a part .. is taken for a name, though a path with it can be read in two ways',
    edits: [{ file, find: "part === '' || part === '.' || part === '..'", replace: "part === ''" }],
  },
  {
    id: 'delete-of-all-is-delete',
    exercise: '5.1',
    mistake: 'DELETE without a name is taken for delete, and who may delete one may then delete all',
    edits: [{ file, find: "['delete', 'deletecollection']", replace: "['delete', 'delete']" }],
  },
  {
    id: 'watch-of-a-write',
    exercise: '5.1',
    mistake: 'a query with watch=1 makes a watch of any request, of a write as well',
    edits: [
      {
        file,
        find: "  if (method !== 'GET' && method !== 'HEAD') return",
        replace: "  if (isYes(query.watch)) return 'watch';\n  if (method !== 'GET' && method !== 'HEAD') return",
      },
    ],
  },
  {
    id: 'watch-false-is-a-watch',
    exercise: '5.1',
    mistake: 'that the parameter watch is there is taken for yes, though it says false',
    edits: [{ file, find: "!['0', 'false'].includes(values[0].toLowerCase())", replace: 'values.length > 0' }],
  },
  {
    id: 'watch-must-be-true',
    exercise: '5.1',
    mistake: 'only watch=true makes a watch, and watch=1 a list',
    edits: [{ file, find: "!['0', 'false'].includes(values[0].toLowerCase())", replace: "values[0] === 'true'" }],
  },
  {
    id: 'selector-without-a-name',
    exercise: '5.1',
    mistake: 'the name in a field selector is passed over, so a rule for one name allows no list of it',
    edits: [{ file, find: "(selectedName(query) ?? '')", replace: "''" }],
  },
  {
    id: 'selector-of-everything-else',
    exercise: '5.1',
    mistake: 'the field selector metadata.name!=x is read as metadata.name=x, and a rule for x allows all the others',
    edits: [{ file, find: '/^metadata\\.name==?(', replace: '/^metadata\\.name!?==?(' }],
  },
  {
    id: 'selector-of-a-delete',
    exercise: '5.1',
    mistake: 'a DELETE of a collection has the name in its field selector, so a right for one name deletes all',
    edits: [
      {
        file,
        find: "const isSearch = verb === 'list' || verb === 'watch';",
        replace: "const isSearch = place.name === '';",
      },
    ],
  },
  {
    id: 'selector-of-any-text',
    exercise: '5.1',
    mistake: 'whatever stands behind metadata.name= is taken for a name, with a slash in it, too',
    edits: [{ file, find: '==?([^=/%]+)$/', replace: '==?(.+)$/' }],
  },
  {
    id: 'selector-of-points',
    exercise: '5.1',
    mistake: 'a point, or two, behind metadata.name= is taken for a name',
    edits: [{ file, find: " && name !== '.' && name !== '..'", replace: '' }],
  },
  {
    id: 'last-selector-counts',
    exercise: '5.1',
    mistake: 'of two field selectors the last one is read, where whoever serves the list goes by the first',
    edits: [{ file, find: "(fieldSelector[0] ?? '')", replace: "(fieldSelector.at(-1) ?? '')" }],
  },
  {
    id: 'last-watch-counts',
    exercise: '5.1',
    mistake: 'of several values of `watch` the last one counts, where it should be the first',
    edits: [{ file, find: 'values[0].toLowerCase()', replace: 'values.at(-1)!.toLowerCase()' }],
  },
  {
    id: 'first-value-only',
    exercise: '5.1',
    mistake: 'of a parameter that is given several times only the last value is kept',
    edits: [{ file, find: '[...(query.get(key) ?? []), value]', replace: '[value]' }],
  },
];
