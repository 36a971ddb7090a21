/**
 * Protocol buffers, as far as etcd's messages need them: a message is described once, by a table of its fields, and the
 * table reads and writes it.
 *
 *     const point = message<{ x: number; name: string }>({ x: int(1), name: text(2) });
 *
 *     { x: 300, name: "a" }   ⇄   08 ac 02   12 01 61
 *                                 │  └ 300   │  │  └ "a"
 *                                 │          │  └ one byte long
 *                                 └ field 1  └ field 2
 *
 * A field that has its default (0, false, empty) is not written, and is there again once read. Fields that the table
 * does not know are skipped. Bytes that were read are parts of what was handed in, not copies.
 *
 * Source: the protocol buffers encoding guide (proto3).
 */
import type { Field } from './fields.ts';
import { Reader, Writer } from './varint.ts';

export * from './fields.ts';

export interface Codec<T> {
  encode(value: T): Uint8Array;
  /** @throws {Failure} `malformed` */
  decode(bytes: Uint8Array): T;
  write(out: Writer, value: T): void;
  read(from: Reader): T;
}

type Fields<T> = { [K in keyof T]-?: Field<NonNullable<T[K]>> };

/** The codec of a message. `fields` may be a function where a message holds itself. */
export function message<T extends object>(fields: Fields<T> | (() => Fields<T>)): Codec<T> {
  let table: Table | undefined;
  const tableOf = () => (table ??= tabulate(typeof fields === 'function' ? fields() : fields));
  return codecOf<T>(
    (out, value) => {
      const { names, entries } = tableOf();
      const record = value as Record<string, unknown>;
      for (let i = entries.length - 1; i >= 0; i--) entries[i].write(out, record[names[i]]);
    },
    (from) => {
      const { names, entries, places } = tableOf();
      const record: Record<string, unknown> = {};
      for (let i = 0; i < entries.length; i++) {
        const value = entries[i].absent();
        if (value !== undefined) record[names[i]] = value;
      }
      for (let number = from.tag(); number !== 0; number = from.tag()) {
        const place = places[number];
        if (place === undefined) from.skip();
        else record[names[place]] = entries[place].read(from, record[names[place]]);
      }
      return record as T;
    },
  );
}

interface Table {
  names: string[];
  entries: Field<unknown>[];
  /** From a field's number to its place in the two lists. */
  places: number[];
}

function tabulate(fields: Record<string, unknown>): Table {
  const names = Object.keys(fields);
  const entries = Object.values(fields) as Field<unknown>[];
  const places: number[] = [];
  for (const [place, { number }] of entries.entries()) places[number] = place;
  return { names, entries, places };
}

/** A codec that hands out another type than the message's own. */
export function mapped<T, Wire>(codec: Codec<Wire>, toWire: (value: T) => Wire, fromWire: (wire: Wire) => T): Codec<T> {
  return codecOf(
    (out, value) => codec.write(out, toWire(value)),
    (from) => fromWire(codec.read(from)),
  );
}

function codecOf<T>(write: Codec<T>['write'], read: Codec<T>['read']): Codec<T> {
  return {
    write,
    read,
    encode(value) {
      const out = new Writer();
      write(out, value);
      return out.finish();
    },
    decode: (encoded) => read(new Reader(encoded, 0, encoded.length)),
  };
}
