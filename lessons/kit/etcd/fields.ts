/** The kinds of fields that the tables of protobuf.ts are made of. */
import { text as textOf, utf8 } from '../bytes.ts';
import type { Codec } from './protobuf.ts';
import type { Reader, Writer } from './varint.ts';

/** One field of a message. */
export interface Field<T> {
  readonly number: number;
  /** A new value for a message that does not have the field; nothing where it may be missing. */
  absent(): T | undefined;
  /** Writes tag and value, or nothing for the default. */
  write(out: Writer, value: T): void;
  /** @param previous what was read of this field so far */
  read(from: Reader, previous: T): T;
}

const none = new Uint8Array(0);
const varintTag = (number: number) => number * 8;
const bytesTag = (number: number) => number * 8 + 2;

/** A whole number below 2^53, negative ones included: int32, int64, uint32, uint64. */
export function int(number: number): Field<number> {
  return {
    number,
    absent: () => 0,
    write(out, value) {
      if (!value) return;
      out.int(value);
      out.int(varintTag(number));
    },
    read: (from) => from.int(),
  };
}

/** All 64 bits, unsigned. */
export function id(number: number): Field<bigint> {
  return {
    number,
    absent: () => 0n,
    write(out, value) {
      if (!value) return;
      out.id(value);
      out.int(varintTag(number));
    },
    read: (from) => from.id(),
  };
}

export function flag(number: number): Field<boolean> {
  return {
    number,
    absent: () => false,
    write(out, value) {
      if (!value) return;
      out.int(1);
      out.int(varintTag(number));
    },
    read: (from) => from.int() !== 0,
  };
}

export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    absent: () => none,
    write(out, value) {
      if (!value?.length) return;
      out.bytes(value);
      out.int(bytesTag(number));
    },
    read: (from) => from.bytes(),
  };
}

export function text(number: number): Field<string> {
  return {
    number,
    absent: () => '',
    write(out, value) {
      if (!value) return;
      out.bytes(utf8(value));
      out.int(bytesTag(number));
    },
    read: (from) => textOf(from.bytes()),
  };
}

/** An enum: its numbers are the places in the list. A number that is not known is read as the first. */
export function choice<T extends string>(number: number, names: readonly T[]): Field<T> {
  const place = int(number);
  return {
    number,
    absent: () => names[0],
    write: (out, value) => place.write(out, value === undefined ? 0 : names.indexOf(value)),
    read: (from) => names[from.int()] ?? names[0],
  };
}

/** A message inside the message, which may be missing. */
export function nested<T>(number: number, codec: Codec<T>): Field<T> {
  return {
    number,
    absent: () => undefined,
    write(out, value) {
      if (value === undefined) return;
      const end = out.position();
      codec.write(out, value);
      out.int(out.position() - end);
      out.int(bytesTag(number));
    },
    read: (from) => from.within((part) => codec.read(part)),
  };
}

/** As `nested`, and read as the empty message where it is missing. */
export function always<T>(number: number, codec: Codec<T>): Field<T> {
  return { ...nested(number, codec), absent: () => codec.decode(none) };
}

/** A repeated message, text or bytes; or a repeated enum, which a reader must take packed and unpacked. */
export function list<T>(each: Field<T>): Field<T[]> {
  return {
    number: each.number,
    absent: () => [],
    write(out, values) {
      for (let i = (values?.length ?? 0) - 1; i >= 0; i--) each.write(out, values[i]);
    },
    read(from, previous) {
      previous.push(each.read(from, each.absent() as T));
      return previous;
    },
  };
}

/** A repeated enum, written without packing so that its first name is written too. */
export function choices<T extends string>(number: number, names: readonly T[]): Field<T[]> {
  return {
    number,
    absent: () => [],
    write(out, values) {
      for (const value of [...(values ?? [])].reverse()) {
        out.int(names.indexOf(value));
        out.int(varintTag(number));
      }
    },
    read(from, previous) {
      const places = from.isPacked() ? from.within((part) => part.ints()) : [from.int()];
      return [...previous, ...places.map((place) => names[place] ?? names[0])];
    },
  };
}

/** A repeated text is written even where it is empty; so is a message. */
export function texts(number: number): Field<string[]> {
  return list({ ...text(number), write: (out, value) => tagged(out, number, utf8(value)) });
}

export function bytesList(number: number): Field<Uint8Array[]> {
  return list({ ...bytes(number), write: (out, value) => tagged(out, number, value) });
}

function tagged(out: Writer, number: number, value: Uint8Array): void {
  out.bytes(value);
  out.int(bytesTag(number));
}
