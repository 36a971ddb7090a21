/**
 * Goal: a framing that gives back what was written or says why not: a crash (`torn`) or a fault of the disk (`damaged`).
 * Method: every cut, every zero-filled tail and every flipped bit of small files, all of them; random bytes for the rest.
 */
import { concatBytes, equalBytes, utf8 } from '#kit/bytes.ts';
import { type Decoded, decodeRecord, encodeRecord } from '#wal/record.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';

export default exercise('2.1', (test) => {
  test('W1', 'a record comes back as it was encoded, wherever it stands', async (t) => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    await t.forAll(fc.tuple(bytes, bytes, bytes), ([before, payload, after]) => {
      const file = concatBytes(before, encode(t, payload), encode(t, after));
      t.step(`a file of ${before.length} other bytes and these two records`);
      const decoded = decode(t, file, before.length);
      expectRecord(t, decoded, payload, 'the record that stands at the offset');
      expectRecord(t, decode(t, file, nextOf(decoded)), after, 'the record at `next`');
    });
  });

  test('W1', 'the bytes end behind the last record, and nowhere before', (t) => {
    const { file, offsets } = fileOf(t, ...payloads);
    for (const [i, payload] of payloads.entries()) {
      expectRecord(t, decode(t, file, offsets[i]), payload, `record ${i + 1}`);
    }
    t.equal(decode(t, file, file.length), { kind: 'end' }, 'behind the last record is the end');
    t.equal(decode(t, new Uint8Array(0), 0), { kind: 'end' }, 'an empty file is at its end');
  });

  test('W1', 'a payload of 70,000 bytes is a payload like any other', (t) => {
    const payload = Uint8Array.from({ length: 70_000 }, (_, i) => i * 7);
    const { file } = fileOf(t, payload, utf8('b'));
    const decoded = decodeRecord(file, 0);
    t.equal(decoded.kind === 'record' && equalBytes(decoded.payload, payload), true, 'it must come back as it was');
    expectRecord(t, decode(t, file, nextOf(decoded)), utf8('b'), 'the record behind it');
  });

  test('W1', 'no flipped bit goes unnoticed', (t) => {
    const { file, offsets } = fileOf(t, ...payloads);
    forEachBit(file, (damaged, at, bit) => {
      const offset = offsets.findLast((start) => start <= at)!;
      const where = `bit ${bit} of byte ${at} is flipped: byte ${at - offset} of the record at ${offset}`;
      const decoded = decodeQuietly(t, damaged, offset, where);
      if (decoded.kind !== 'record') return;
      t.step(where);
      t.fail({ message: 'a record of which a bit was flipped must not be given back', actual: decoded });
    });
  });

  test('W1', 'bytes that nobody has encoded are no record', async (t) => {
    await t.forAll(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(59)), ([bytes, place]) => {
      const offset = place % bytes.length;
      t.step(`the bytes ${show(bytes)}`);
      const { kind } = decode(t, bytes, offset);
      t.equal(kind === 'torn' || kind === 'damaged', true, `whatever stands there, it is not "${kind}"`);
    });
  });

  test('W2', 'a record is torn at whatever byte its bytes end, or turn into zeros', (t) => {
    for (const payload of [...payloads, new Uint8Array(30)]) {
      const { file, offsets } = fileOf(t, utf8('before'), payload);
      for (let kept = offsets[1]; kept < file.length; kept++) {
        const zeros = concatBytes(file.subarray(0, kept), new Uint8Array(file.length - kept));
        if (kept > offsets[1])
          expectKind(t, file.subarray(0, kept), offsets[1], 'torn', `the file ends at byte ${kept}`);
        // Zeros where zeros belong are no loss.
        if (show(zeros) !== show(file)) {
          expectKind(t, zeros, offsets[1], 'torn', `from byte ${kept} on to its end the file is zeros`);
        }
      }
    }
  });

  test('W2', 'a stretch of zeros is a torn record, however long', (t) => {
    for (let length = 1; length <= 64; length++) {
      expectKind(t, new Uint8Array(length), 0, 'torn', `a file of ${length} zeros`);
    }
  });

  test('W2', 'a broken record with a whole one behind it is damaged, whichever bit is broken', (t) => {
    // The shortest proof is a record of no bytes that ends where the file does.
    for (const contents of [
      [...payloads, utf8('the last')],
      [utf8('a'), utf8('')],
    ]) {
      const { file, offsets } = fileOf(t, ...contents);
      forEachBit(file.subarray(0, offsets.at(-1)), (_, at, bit) => {
        const damaged = new Uint8Array(file);
        damaged[at] ^= 1 << bit;
        const offset = offsets.findLast((start) => start <= at)!;
        const where = `bit ${bit} of byte ${at} is flipped: byte ${at - offset} of the record at ${offset}`;
        expectKind(t, damaged, offset, 'damaged', where);
      });
    }
  });
});

/** Among them one of no bytes, one of zeros, and one that looks like a length. */
const payloads = [utf8('a'), utf8(''), Uint8Array.from([0, 0, 0, 0]), Uint8Array.from([1, 0, 0, 0, 0xff]), utf8('xyz')];

function encode(t: TestContext, payload: Uint8Array): Uint8Array {
  t.step(`encodeRecord(${show(payload)})`);
  const record = encodeRecord(payload);
  t.ok(record instanceof Uint8Array, 'encodeRecord must give bytes');
  return record;
}

function decode(t: TestContext, bytes: Uint8Array, offset: number): Decoded {
  t.step(`decodeRecord(a file of ${bytes.length} bytes, ${offset})`);
  // The bytes are part of a larger array: they do not begin where their buffer does.
  const padded = concatBytes(new Uint8Array(3), bytes);
  return decodeRecord(padded.subarray(3), offset);
}

/** One call of very many: its steps are added only where it throws. */
function decodeQuietly(t: TestContext, bytes: Uint8Array, offset: number, where: string): Decoded {
  try {
    return decodeRecord(bytes, offset);
  } catch (thrown) {
    t.step(where);
    t.step(`decodeRecord(a file of ${bytes.length} bytes, ${offset})`);
    throw thrown;
  }
}

/** A file of these records, and where each begins. */
function fileOf(t: TestContext, ...contents: Uint8Array[]): { file: Uint8Array; offsets: number[] } {
  const records = contents.map((payload) => encode(t, payload));
  let offset = 0;
  const offsets = records.map(({ length }) => {
    offset += length;
    return offset - length;
  });
  t.step(`a file of these records, which begin at ${offsets.join(', ')}`);
  return { file: concatBytes(...records), offsets };
}

function expectRecord(t: TestContext, decoded: Decoded, payload: Uint8Array, what: string): void {
  const { kind } = decoded;
  t.equal(kind, 'record', `${what} is whole`);
  if (kind === 'record') t.equal(decoded.payload, payload, `${what} must come back with the payload that was encoded`);
}

function expectKind(t: TestContext, bytes: Uint8Array, offset: number, kind: Decoded['kind'], where: string): void {
  const decoded = decodeQuietly(t, bytes, offset, where);
  if (decoded.kind === kind) return;
  t.step(where);
  t.step(`decodeRecord(a file of ${bytes.length} bytes, ${offset})`);
  t.fail({ message: meaning[kind], expected: { kind }, actual: decoded });
}

const meaning: Record<Decoded['kind'], string> = {
  record: 'the record is whole',
  end: 'here the file ends',
  torn: 'a crash can leave this, and nothing whole is behind it',
  damaged: 'no crash breaks a record that has a whole one behind it',
};

function nextOf(decoded: Decoded): number {
  return decoded.kind === 'record' ? decoded.next : Number.NaN;
}

function forEachBit(bytes: Uint8Array, visit: (damaged: Uint8Array, at: number, bit: number) => void): void {
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = new Uint8Array(bytes);
      damaged[at] ^= 1 << bit;
      visit(damaged, at, bit);
    }
  }
}
