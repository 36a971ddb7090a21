/** YAML that its parser should better not follow. */
import { fc } from '../../../judge/exercise.ts';
import { bytesOf, dryRun, type HostileRequest, hostileNames, withQuery, yaml } from './request.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n';
const letters = [...'abcdefghij'];

/** Each line is ten times the line before. */
const bomb = letters
  .map((letter, i) => `${letter}: &${letter} [${Array(10).fill(i === 0 ? 'x' : `*${letters[i - 1]}`)}]\n`)
  .join('');

const refused = [400, 413, 422];

const spoilt: [what: string, body: string, codes?: number[]][] = [
  ['a bomb', `${head}data:\n${bomb.replace(/^/gm, '  ')}`, refused],
  ['a circle', `${head}data: &a\n  b: *a\n`, refused],
  ['a circle of two', 'a: &a\n  b: &b {c: *a}\n  d: *b\n', refused],
  ['an alias of nothing', `${head}data: *a\n`, refused],
  ['two documents', `${head}---\n${head}`, refused],
  ['a tab', 'a:\n\tb: c\n', refused],
  ['a tag of a language', `${head}data: !!js/function 'function () { throw 1 }'\n`],
  ['a tag of binary', `${head}data: {a: !!binary AAAA}\n`],
  ['a tag of a set', `${head}data: !!set {a, b}\n`],
  ['a tag of a map', `${head}data: !!omap [a: b]\n`],
  ['no number', `${head}data: {a: .nan, b: .inf, c: -.inf}\n`],
  ['a date', `${head}data: {a: 2001-12-14t21:59:43.10-05:00}\n`],
  ['a key that is a map', `${head}data: {? {a: b} : c}\n`],
  ['a key that is null', `${head}data: {null: c, ~: d, : e}\n`],
  ['a key that is a number', `${head}data: {1: c, 0x1: d, 1e3: e}\n`],
  ['a merge', `base: &b {a: b}\n${head}data: {<<: *b}\n`],
  ['a directive', `%YAML 9.9\n---\n${head}`],
  ['a long tag', `!!${'x'.repeat(10_000)} a\n`],
  ['a document of nothing', '', [400, 422]],
  ['a document of a comment', '# nothing\n', [400, 422]],
  ['a text', 'only words', [400]],
  ['a list', '- a\n- b\n', [400]],
  ['more than is read', `# ${'x'.repeat(300_000)}\n${head}`, [413]],
  ...hostileNames.map((name): [string, string] => [name, `${head}${name}: {polluted: true}\ndata: {${name}: x}\n`]),
  ...hostileNames.map((name): [string, string] => [`an alias ${name}`, `&${name} a: *${name}\n`]),
];

const nests = ['- ', '? ', '[', '{a: ', 'a: [', '&a [', '!!seq [', '- ? '];

const deep = fc
  .tuple(fc.constantFrom(...nests), fc.constantFrom(100, 600, 3000, 20_000))
  .map(([nest, levels]): (typeof spoilt)[number] => [`${levels} levels deep`, nest.repeat(levels)]);

const repeated = fc
  .tuple(
    fc.constantFrom('a: &a b\n', '- \n', '\n', 'a: @\n', '? a\n', 'x: [,,,]\n', '"\\x', '# \n'),
    fc.constantFrom(100, 5000),
  )
  .map(([part, count]): (typeof spoilt)[number] => ['long', part.repeat(count)]);

const spliced = fc
  .tuple(fc.nat(head.length), fc.string({ unit: fc.constantFrom(...'-?:,[]{}#&*!|>\'"%@` \n\tab~.<='), maxLength: 12 }))
  .map(([place, noise]): (typeof spoilt)[number] => ['noise', head.slice(0, place) + noise + head.slice(place)]);

const any = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...spoilt) },
  { weight: 1, arbitrary: deep },
  { weight: 2, arbitrary: repeated },
  { weight: 30, arbitrary: spliced },
);

export const hostileYaml: fc.Arbitrary<HostileRequest> = fc
  .tuple(any, fc.boolean(), dryRun)
  .map(([[what, body, codes], isApply, dry]) => {
    const path = '/api/v1/namespaces/dev/configmaps';
    const write = isApply
      ? {
          method: 'PATCH',
          url: withQuery(`${path}/new`, 'fieldManager=m', dry),
          headers: { 'content-type': 'application/apply-patch+yaml' },
        }
      : { method: 'POST', url: withQuery(path, dry), headers: { 'content-type': yaml } };
    return { what: `YAML with ${what}`, ...write, body: bytesOf(body), codes };
  });
