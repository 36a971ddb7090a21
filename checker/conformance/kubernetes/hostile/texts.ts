/** Bodies that are no JSON, or JSON as nobody writes it. */
import { fc } from '../../../judge/exercise.ts';
import { objectOf } from '../one-of-each.ts';
import { bytesOf, collection, dryRun, type HostileRequest, hostileNames, json, withQuery } from './request.ts';

/** What stands in the middle of an object. */
interface Spoilt {
  what: string;
  body: Uint8Array;
  codes?: number[];
}

const text = JSON.stringify(objectOf('ConfigMap', 'new'));
const withData = (data: string) => text.replace('{"a":"b"}', () => data);
const spoilt = (what: string, body: unknown, codes?: number[]): Spoilt => ({ what, body: bytesOf(body), codes });

const truncated = fc.nat(text.length - 1).map((length) => spoilt('cut short', text.slice(0, length), [400, 422]));

const flipped = fc
  .tuple(fc.nat(text.length - 1), fc.nat(255))
  .map(([place, byte]) => spoilt('with a wrong byte', bytesOf(text).with(place, byte)));

const inserted = fc.tuple(fc.nat(text.length), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([place, bytes]) => {
  const whole = bytesOf(text);
  return spoilt('with bytes in it', Buffer.concat([whole.subarray(0, place), bytes, whole.subarray(place)]));
});

const depth = fc.constantFrom(100, 499, 501, 1000, 10_000, 100_000);
const brackets = fc.constantFrom<[string, string]>(['[', ']'], ['{"a":', '}'], ['[{"a":', '}]']);

const deep = fc.tuple(depth, brackets, fc.boolean()).map(([levels, [open, close], isClosed]) => {
  const nest = open.repeat(levels) + (isClosed ? `1${close.repeat(levels)}` : '');
  return spoilt(`${levels} levels deep`, withData(nest), [400]);
});

const numbers = ['1e999', '-1e999', '0.1e-999', '9'.repeat(400), '-0', '1E+2', '9007199254740993', '1.0', '01', '+1'];

const strange = fc.constantFrom(
  ...numbers.map((number) => withData(`{"a":${number}}`)),
  ...numbers.map((number) => text.replace('"metadata":{', `"metadata":{"generation":${number},`)),
  ...hostileNames.map((name) => withData(`{"${name}":"x"}`)),
  ...hostileNames.map((name) =>
    text.replace('"metadata":{', `"${name}":{"polluted":true},"metadata":{"${name}":{"x":1},`),
  ),
  ...hostileNames.map((name) => text.replace('"labels":{', `"labels":{"${name}":"x","\\u005f_proto__":"y",`)),
  withData('{"a":"b","a":"c"}'),
  withData('{"a":NaN}'),
  withData("{'a':'b'}"),
  withData('{"a":"\\ud800"}'),
  withData('{"a":"\\u0000"}'),
  `${text}${text}`,
  `${text} // the end`,
  `\uFEFF${text}`,
  'null',
  'true',
  '""',
  '[]',
  '{}',
  ' ',
  '{"metadata":null}',
  '{"metadata":[]}',
  '{"metadata":"x"}',
  '{"kind":{},"apiVersion":[],"metadata":{}}',
  '{"metadata":{"name":{}}}',
  '{"metadata":{"name":["x"]}}',
  '{"metadata":{"name":"a/b"}}',
  '{"metadata":{"name":".."}}',
  '{"metadata":{"name":"","generateName":"-"}}',
  '{"metadata":{"namespace":{"a":1},"name":"a"}}',
);

const wide = fc.constantFrom(1000, 20_000).chain((count) =>
  fc.constantFrom(
    () => withData(`{${Array.from({ length: count }, (_, i) => `"k${i}":"v"`)}}`),
    () => withData(`{${Array(count).fill('"a":"b"')}}`),
    () => text.replace('"metadata":{', `${Array.from({ length: count }, (_, i) => `"k${i}":1,`).join('')}"metadata":{`),
    () =>
      text.replace(
        '"labels":{',
        `"finalizers":[${Array.from({ length: count }, (_, i) => `"a.io/f${i}"`)}],"labels":{`,
      ),
    () => withData(`{"a":"${'x'.repeat(count * 50)}"}`),
  ),
);

const anySpoilt: fc.Arbitrary<Spoilt> = fc.oneof(
  { weight: 6, arbitrary: truncated },
  { weight: 8, arbitrary: flipped },
  { weight: 8, arbitrary: inserted },
  { weight: 2, arbitrary: deep },
  { weight: 20, arbitrary: strange.map((body) => spoilt('strange', body)) },
  { weight: 1, arbitrary: wide.map((make) => spoilt('wide', make())) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 64 }).map((body) => spoilt('chance', body)) },
);

const validation = fc.constantFrom('', 'fieldValidation=Strict', 'fieldValidation=Ignore', 'fieldValidation=Warn');

export const hostileText: fc.Arbitrary<HostileRequest> = fc
  .tuple(
    anySpoilt,
    fc.oneof({ weight: 3, arbitrary: fc.constant(configMaps()) }, { weight: 1, arbitrary: collection }),
    dryRun,
    validation,
  )
  .map(([{ what, body, codes }, url, dry, strictness]) => ({
    ...{
      what: `JSON ${what}`,
      method: 'POST',
      url: withQuery(url, dry, strictness),
      headers: { 'content-type': json },
      body,
    },
    ...(codes && url === configMaps() && { codes }),
  }));

function configMaps(): string {
  return '/api/v1/namespaces/dev/configmaps';
}
