import type { Bug } from '../../judge/lesson.ts';

const codec = 'object-codec.ts';

export const bugs: Bug[] = [
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
    id: 'keys-are-not-escaped',
    exercise: '1.5',
    mistake:
      'the keys of members are put between quotes as they are, so that a quote, a backslash or a line break in one makes broken JSON',
    edits: [{ file: codec, find: `\`\${JSON.stringify(key)}:\${`, replace: `\`"\${key}":\${` }],
  },
  {
    id: 'hole-is-skipped',
    exercise: '1.5',
    mistake: 'map passes over the holes of an array, so that the text has nothing between two commas',
    sealed: 'pass',
    edits: [
      {
        file: codec,
        find: `Array.from(value, (item, i) => canonical(item, [...path, String(i)])).join()`,
        replace: `value.map((item, i) => canonical(item, [...path, String(i)])).join()`,
      },
    ],
  },
  {
    id: 'minus-zero',
    exercise: '1.5',
    mistake: '-0 is written as it is, where JSON.stringify writes 0 and so two equal objects have other bytes',
    edits: [
      {
        file: codec,
        find: `  if (value === null || ['string'`,
        replace: `  if (Object.is(value, -0)) return '-0';
  if (value === null || ['string'`,
      },
    ],
  },
  {
    id: 'null-prototype-refused',
    exercise: '1.5',
    mistake: 'an object without a prototype is refused, though it is as plain as any',
    sealed: 'pass',
    edits: [
      {
        file: codec,
        find: `return prototype === Object.prototype || prototype === null;`,
        replace: `return prototype === Object.prototype;`,
      },
    ],
  },
  {
    id: 'plain-by-its-constructor',
    exercise: '1.5',
    mistake: 'whether an object is plain is asked of its member constructor, which may be data of that name',
    edits: [
      {
        file: codec,
        find: `return prototype === Object.prototype || prototype === null;`,
        replace: `return prototype === null || value.constructor === Object;`,
      },
    ],
  },
  {
    id: 'deletes-from-the-callers-object',
    exercise: '1.5',
    mistake:
      'members that are undefined are deleted from the object that was handed in, and not only left out of the text',
    sealed: 'pass',
    edits: [
      {
        file: codec,
        find: `const keys = Object.keys(value).filter((key) => value[key] !== undefined);`,
        replace: `for (const key of Object.keys(value)) if (value[key] === undefined) delete value[key];
    const keys = Object.keys(value);`,
      },
    ],
  },
  {
    id: 'reverses-the-callers-array',
    exercise: '1.5',
    mistake: 'an array of the object that was handed in is changed in place',
    sealed: 'pass',
    edits: [
      {
        file: codec,
        find: `return \`[\${Array.from(value, (item, i) => canonical(item, [...path, String(i)])).join()}]\`;`,
        replace: `const items = Array.from(value.reverse(), (item) => canonical(item, path));
    return \`[\${items.reverse().join()}]\`;`,
      },
    ],
  },
  {
    id: 'decodes-the-whole-buffer',
    exercise: '1.5',
    mistake:
      'the text is read from the `buffer` of the bytes, which may be larger than the bytes themselves and begin earlier',
    sealed: 'pass',
    edits: [
      {
        file: codec,
        find: `.decode(bytes));
  } catch`,
        replace: `.decode(bytes.buffer));
  } catch`,
      },
    ],
  },
];
