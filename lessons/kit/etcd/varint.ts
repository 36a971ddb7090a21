/**
 * The bytes under protobuf.ts: numbers of seven bits a byte, the lowest first, and stretches with their length in front.
 *
 *     300  =  10 0101100   →   1|0101100  0|0000010
 *                              └ more follow
 *
 * The writer goes from the end to the beginning: what a length counts is written before the length. So whoever writes
 * a field writes its value first and its tag last.
 */
import { Failure } from '../failure.ts';

const two32 = 4294967296;

/** All writers begin in this, one after another, and copy out what they have written. */
let shared = new Uint8Array(16384);

export class Writer {
  #bytes = shared;
  #at = shared.length;

  /** How many bytes stand in it. */
  position(): number {
    return this.#bytes.length - this.#at;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#at -= value.length;
    this.#bytes.set(value, this.#at);
    this.int(value.length);
  }

  /** A whole number in (-2^53, 2^53). */
  int(value: number): void {
    if (value >= 0 && value < 128) {
      this.#reserve(1);
      this.#bytes[--this.#at] = value;
    } else {
      const low = value >>> 0;
      // Of a negative number these are the upper bits of its two's complement.
      this.#varint(low, ((value - low) / two32) >>> 0);
    }
  }

  /** The lower 64 bits of a number of any size. */
  id(value: bigint): void {
    const bits = BigInt.asUintN(64, value);
    this.#varint(Number(bits & 0xffffffffn), Number(bits >> 32n));
  }

  finish(): Uint8Array {
    const written = this.#bytes.slice(this.#at);
    // What has had to grow once is kept for the next, up to a size.
    if (this.#bytes.length > shared.length && this.#bytes.length <= 1 << 20) shared = this.#bytes;
    return written;
  }

  #varint(low: number, high: number): void {
    const length = lengthOf(low, high);
    this.#reserve(length);
    this.#at -= length;
    let at = this.#at;
    while (high !== 0 || low > 127) {
      this.#bytes[at++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#bytes[at] = low;
  }

  #reserve(length: number): void {
    if (length <= this.#at) return;
    const written = this.position();
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, written + length));
    larger.set(this.#bytes.subarray(this.#at), larger.length - written);
    this.#bytes = larger;
    this.#at = larger.length - written;
  }
}

function lengthOf(low: number, high: number): number {
  const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
  return Math.max(1, Math.ceil(bits / 7));
}

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;

/** Every method may throw a {@link Failure} `malformed`. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at: number;
  #end: number;
  #low = 0;
  #high = 0;
  #wire = 0;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  /** The number of the next field; 0 at the end. */
  tag(): number {
    if (this.#at === this.#end) return 0;
    this.#varint();
    this.#wire = this.#low & 7;
    const number = this.#low >>> 3;
    if (number === 0) throw malformed('a field has the number 0');
    return number;
  }

  int(): number {
    this.#expect(wireVarint);
    this.#varint();
    return (this.#high | 0) * two32 + this.#low;
  }

  id(): bigint {
    this.#expect(wireVarint);
    this.#varint();
    return this.#high === 0 ? BigInt(this.#low) : (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** A part of what is read, not a copy. */
  bytes(): Uint8Array {
    const end = this.#endOfBytes();
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  /** Hands over the field's bytes as if there were nothing behind them. */
  within<T>(read: (part: Reader) => T): T {
    const [end, outer] = [this.#endOfBytes(), this.#end];
    this.#end = end;
    const value = read(this);
    this.#end = outer;
    return value;
  }

  /** Whether the field that has begun holds several numbers in a row. */
  isPacked(): boolean {
    return this.#wire === wireBytes;
  }

  /** All numbers up to the end. */
  ints(): number[] {
    const values: number[] = [];
    this.#wire = wireVarint;
    while (this.#at < this.#end) values.push(this.int());
    return values;
  }

  /** Goes behind the field that has begun. */
  skip(): void {
    if (this.#wire === wireVarint) this.#varint();
    else if (this.#wire === wireBytes) this.#at = this.#endOfBytes();
    else if (this.#wire === wireFixed64) this.#at += 8;
    else if (this.#wire === wireFixed32) this.#at += 4;
    else throw malformed(`there is no wire type ${this.#wire}`);
    if (this.#at > this.#end) throw malformed('a field is longer than its message');
  }

  #endOfBytes(): number {
    this.#expect(wireBytes);
    this.#varint();
    const end = this.#at + this.#low;
    if (this.#high !== 0 || end > this.#end) throw malformed('a field is longer than its message');
    return end;
  }

  #expect(wire: number): void {
    if (this.#wire !== wire) throw malformed(`a field has the wire type ${this.#wire} and not ${wire}`);
  }

  #varint(): void {
    let [low, high] = [0, 0];
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at === this.#end) throw malformed('a number is cut short');
      const byte = this.#bytes[this.#at++];
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 67) high |= bits << (shift - 32);
      if (byte < 128) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw malformed('a number has more than ten bytes');
  }
}

function malformed(what: string): Failure<'malformed'> {
  return new Failure('malformed', `not a protobuf message: ${what}`);
}
