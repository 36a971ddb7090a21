/**
 * The messages of an OpenAPI v2 document, as far as kubectl reads them.
 *
 *     Document                 swagger 1, info 2, paths 8, definitions 9
 *       paths                  a list of names and path items; of these the operation `patch` 8
 *       definitions            a list of names and schemas
 *     Schema                   $ref 1, format 2, description 4, required 19, additionalProperties 21, type 22, items 23,
 *                              properties 25, extensions 31
 *
 * Source: the OpenAPI v2 messages of the gnostic library.
 */
import { type Codec, list, message, nested, text, texts } from '../etcd/protobuf.ts';

export interface Named<T> {
  name: string;
  value: T;
}

export interface SchemaV2 {
  ref?: string;
  format?: string;
  description?: string;
  required?: string[];
  additionalProperties?: SchemaV2;
  type?: string[];
  items?: SchemaV2[];
  properties?: Named<SchemaV2>[];
  /** What begins with `x-`; the values in YAML. */
  extensions?: Named<string>[];
}

export interface Operation {
  parameters: { in: string; name: string }[];
  extensions: Named<string>[];
}

export interface DocumentV2 {
  swagger: string;
  info: { title: string; version: string };
  /** Of each path, what PATCH does there. */
  paths: Named<Operation>[];
  definitions: Named<SchemaV2>[];
}

/** The codec of a message that is nothing but a place for another. */
function holding<T extends object>(number: number, codec: Codec<T>): Codec<T> {
  const outer = message<{ value: object }>({ value: nested(number, codec as unknown as Codec<object>) });
  return told(outer, (value) => ({ value }));
}

/** As `holding`, of several. */
function holdingList<T extends object>(number: number, codec: Codec<T>): Codec<T[]> {
  const outer = message<{ values: object[] }>({ values: list(nested(number, codec as unknown as Codec<object>)) });
  return told(outer, (values) => ({ values }));
}

/** A codec for writing alone: nobody reads these messages here. */
function told<From, T>(codec: Codec<From>, from: (value: T) => From): Codec<T> {
  const unread = (): never => {
    throw new Error('OpenAPI documents are only written');
  };
  const write: Codec<T>['write'] = (out, value) => codec.write(out, from(value));
  return { encode: (value) => codec.encode(from(value)), write, decode: unread, read: unread };
}

function named<T>(codec: Codec<T>): Codec<Named<T>> {
  return message<Named<T>>({ name: text(1), value: nested(2, codec) as never });
}

const yaml = told<{ yaml: string }, string>(message({ yaml: text(2) }), (value) => ({ yaml: value }));
const extensions = (number: number) => list(nested(number, named(yaml)));

const schema: Codec<SchemaV2> = message<SchemaV2>(() => ({
  ref: text(1),
  format: text(2),
  description: text(4),
  required: texts(19),
  additionalProperties: nested(21, holding(1, schema)),
  type: nested(
    22,
    told<{ types: string[] }, string[]>(message({ types: texts(1) }), (types) => ({ types })),
  ),
  items: nested(23, holdingList(1, schema)),
  properties: nested(25, holdingList(1, named(schema))),
  extensions: extensions(31),
}));

/** A parameter of the query lies four messages deep. */
const query = message<{ in: string; name: string }>({ in: text(2), name: text(4) });
const parameter = holding(1, holding(2, holding(3, query)));

const operation = message<Operation>({ parameters: list(nested(8, parameter)), extensions: extensions(13) });

export const document: Codec<DocumentV2> = message<DocumentV2>({
  swagger: text(1),
  info: nested(2, message<DocumentV2['info']>({ title: text(1), version: text(2) })),
  paths: nested(8, holdingList(2, named(holding(8, operation)))),
  definitions: nested(9, holdingList(1, named(schema))),
});
