/**
 * Goal: equal objects are equal bytes, and nothing is lost on the way there and back.
 * Method: exact bytes for the cases that are easily got wrong; random objects whose members come in another order.
 */
import { text, utf8 } from '#kit/bytes.ts';
import { createRandom, type Random } from '#kit/random.ts';
import { decodeObject, encodeObject, type JsonObject } from '#kv-store/object-codec.ts';
import { exercise, fc, Rendered, show, type TestContext } from '../judge/exercise.ts';
import { insideLarger } from './model.ts';

export default exercise('1.5', (test) => {
  test('K13', 'an object is exactly these bytes', async (t) => {
    await t.forEach(examples, ([object, expected]) => {
      t.step(`encodeObject(${show(object)})`);
      expectText(t, encoded(t, object), expected, 'the bytes must be the UTF-8 of exactly this text');
    });
  });

  test('K13', 'members are sorted by code units, keys that look like numbers too', async (t) => {
    await t.forEach(keysToSort, (keys) => {
      const object = Object.fromEntries(keys.map((key, i) => [key, i]));
      const expected = `{${[...keys].sort().map((key) => `${JSON.stringify(key)}:${keys.indexOf(key)}`)}}`;
      t.step(`encodeObject of an object with the keys ${keys.map(show).join(', ')}`);
      expectText(
        t,
        encodeObject(object),
        expected,
        'the members must stand in the order of their keys, as < compares them',
      );
    });
  });

  test('K13', 'the order in which members were added makes no difference', async (t) => {
    await t.forAll(fc.tuple(jsonObject, fc.nat()), ([object, seed]) => {
      const other = shuffled(object, createRandom(seed)) as JsonObject;
      t.step(`one:   ${inOrder(object)}`);
      t.step(`other: ${inOrder(other)}`);
      expectText(t, encodeObject(other), text(encodeObject(object)), 'the two are equal, and so must their bytes be');
    });
  });

  test('K14', 'what was encoded is decoded to an equal object', async (t) => {
    await t.forAll(jsonObject, (object) => {
      t.step(`decodeObject(encodeObject(${show(object)}))`);
      t.equal(decodeObject(insideLarger(encoded(t, object))), object, 'the object must come back as it was');
    });
  });

  test('K14', 'half of a surrogate pair survives', (t) => {
    const object = { annotation: 'cut in half: \ud83d' };
    t.step(`decodeObject(encodeObject(${show(object)}))`);
    t.equal(decodeObject(encodeObject(object)), object, 'the object must come back as it was');
  });

  test('K14', 'what JSON would lose or change is refused', async (t) => {
    await t.forEach(unfit, async ([words, value]) => {
      t.step(`encodeObject({ spec: ${words} })`);
      await t.throws(() => encodeObject({ spec: value }), 'cannot-encode', `JSON cannot carry ${words}: refuse it`);
      t.step(`encodeObject({ list: [{ spec: ${words} }] })`);
      const deep = { list: [{ spec: value }] };
      await t.throws(() => encodeObject(deep), 'cannot-encode', `JSON cannot carry ${words}, however deep: refuse it`);
    });
  });

  test('K14', 'undefined in an array is refused', async (t) => {
    const lists: [words: string, list: unknown[]][] = [
      ['[1, undefined]', [1, undefined]],
      ['[1, , 2], with a hole', Object.assign([1], { 2: 2 })],
    ];
    const message = 'left out it would move those behind it, and JSON.stringify would make it null: refuse it';
    await t.forEach(lists, async ([words, list]) => {
      t.step(`encodeObject of an object whose list is ${words}`);
      await t.throws(() => encodeObject({ list }), 'cannot-encode', message);
    });
  });

  test('K15', 'bytes that are no JSON object in UTF-8 are refused', async (t) => {
    await t.forEach(notObjects, async (bytes) => {
      t.step(`decodeObject(${show(bytes)})`);
      await t.throws(
        () => decodeObject(bytes),
        'cannot-decode',
        'these bytes are no JSON object in UTF-8: refuse them',
      );
    });
  });

  test('K15', 'JSON in another form is decoded', (t) => {
    t.step('decodeObject of JSON with spaces, and members in any order');
    t.equal(decodeObject(utf8(' { "b" : 1, "a": [ ] } ')), { a: [], b: 1 }, 'JSON of any form must be decoded');
  });
});

const keysToSort = [
  ['10', '9', '1'],
  ['b', 'B', 'a', 'A', '_'],
  ['é', 'z', 'f'],
  ['\uff5e', '😀'],
  ['a"b', 'a\\b', 'a\nb'],
];

const notObjects = [
  ...['', '{', '{"a":1}}', "{'a':1}", 'null', '[]', '[{"a":1}]', '1', '"a"', 'true'].map(utf8),
  Uint8Array.from([...utf8('{"a":"'), 0xff, ...utf8('"}')]),
];

const examples: [object: JsonObject, expected: string][] = [
  [{}, '{}'],
  [{ metadata: { name: 'web' }, kind: 'Pod' }, '{"kind":"Pod","metadata":{"name":"web"}}'],
  [{ kind: 'Pod', metadata: { name: 'web' } }, '{"kind":"Pod","metadata":{"name":"web"}}'],
  [{ list: [{ b: 1, a: 2 }, [], null, true, 'é "'] }, '{"list":[{"a":2,"b":1},[],null,true,"é \\""]}'],
  [{ b: undefined, a: { c: undefined } }, '{"a":{}}'],
  [{ n: [0.1, 1e21, -5, 1.0] }, '{"n":[0.1,1e+21,-5,1]}'],
  [{ n: -0 }, '{"n":0}'],
  [{ 'a "quoted" key': { 'C:\\': 1 } }, '{"a \\"quoted\\" key":{"C:\\\\":1}}'],
  [{ constructor: 1 }, '{"constructor":1}'],
  [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
];

const unfit: [words: string, value: unknown][] = [
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['10n', 10n],
  ['() => 1', () => 1],
  ['new Date(0)', new Date(0)],
  ['new Map([["a", 1]])', new Map([['a', 1]])],
  ['new Set([1])', new Set([1])],
  ['Uint8Array.of(1)', Uint8Array.of(1)],
];

const key = fc.constantFrom('a', 'b', 'B', '10', '9', 'é', '😀', '', '"', '\\', '\n');

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '\n', '\u0000', 'é', '\u2028', '😀'), maxLength: 4 }),
);

const { object: jsonObject } = fc.letrec<{ object: JsonObject; value: unknown }>((tie) => ({
  object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
}));

/** An equal value whose objects were put together in another order. */
function shuffled(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const drawn = Object.entries(value).map(([name, member]) => ({ name, member, at: random.next() }));
  return Object.fromEntries(
    drawn.sort((a, b) => a.at - b.at).map(({ name, member }) => [name, shuffled(member, random)]),
  );
}

function inOrder(object: JsonObject): string {
  return JSON.stringify(object);
}

/** Encodes the object, and looks at it afterwards. */
function encoded(t: TestContext, object: JsonObject): Uint8Array {
  const before = show(object);
  const bytes = encodeObject(object);
  const after = show(object);
  if (after === before) return bytes;
  const message = 'encodeObject changed the object that it was given: copy before you write';
  return t.fail({ message, expected: new Rendered(before), actual: new Rendered(after) });
}

/** Both are shown as they read, without the quotes and backslashes of a string. */
function expectText(t: TestContext, bytes: Uint8Array, expected: string, message: string): void {
  t.ok(bytes instanceof Uint8Array, 'what encodeObject returns is bytes, a Uint8Array, and not a string');
  if (text(bytes) === expected) return;
  t.fail({ message, expected: new Rendered(expected), actual: new Rendered(text(bytes)) });
}
