/** Bodies that claim to be protobuf: chance behind the right beginning, and messages within messages without end. */
import { fc } from '../../../judge/exercise.ts';
import { bytesOf, collection, dryRun, type HostileRequest, protobuf, withQuery } from './request.ts';

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

/** A field that holds bytes. */
function field(number: number, content: Uint8Array): Uint8Array {
  return Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length), ...content]);
}

function envelope(apiVersion: string, kind: string, raw: Uint8Array): Uint8Array {
  const type = Buffer.concat([field(1, bytesOf(apiVersion)), field(2, bytesOf(kind))]);
  return Buffer.concat([magic, field(1, type), field(2, raw)]);
}

const kinds: [string, string][] = [
  ['v1', 'ConfigMap'],
  ['v1', 'Pod'],
  ['v1', 'Secret'],
  ['apps/v1', 'Deployment'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['v1', 'Nothing'],
  ['__proto__', 'constructor'],
  ['', ''],
];

const chance = fc.uint8Array({ maxLength: 60 });

/** Fields with small numbers, some of them in one another. */
const fields: fc.Arbitrary<Uint8Array> = fc.letrec<{ fields: Uint8Array; content: Uint8Array }>((tie) => ({
  content: fc.oneof({ maxDepth: 5 }, fc.uint8Array({ maxLength: 8 }), tie('fields')),
  fields: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 20 }), tie('content')), { maxLength: 4 })
    .map((parts) => Buffer.concat(parts.map(([number, content]) => field(number, content)))),
})).fields;

/** A message in the same field of itself, so many times. */
const nested = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(10, 300, 3000)).map(([number, levels]) => {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (let level = 0; level < levels; level++) {
    const opening = Uint8Array.from([...varint(number * 8 + 2), ...varint(size)]);
    size += opening.length;
    parts = [opening, ...parts];
  }
  return Buffer.concat(parts);
});

const raw = fc.oneof(
  { weight: 3, arbitrary: chance },
  { weight: 6, arbitrary: fields },
  { weight: 1, arbitrary: nested },
);

const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...kinds), raw)
      .map(([[version, kind], inner]) => envelope(version, kind, inner)),
  },
  { weight: 1, arbitrary: chance.map((bytes) => Buffer.concat([magic, bytes])) },
  { weight: 1, arbitrary: chance },
);

export const hostileProtobuf: fc.Arbitrary<HostileRequest> = fc
  .tuple(body, collection, dryRun)
  .map(([bytes, url, dry]) => ({
    what: 'protobuf',
    method: 'POST',
    url: withQuery(url, dry),
    headers: { 'content-type': protobuf },
    body: bytes,
  }));
