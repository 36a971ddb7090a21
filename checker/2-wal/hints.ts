import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {
  '2.1': [
    `Write \`encodeRecord\` from the picture at the top of the file. Then ask, for \`decodeRecord\`: which is the first thing that I may believe?

You may believe the length only once the header's own checksum is right. You may believe the payload only once its checksum is right.`,
    `Go through the cases in this order:

1. The offset is the end of the bytes: \`end\`.
2. The header is not whole, or its checksum is wrong. You know nothing about the length. Is there a whole record anywhere behind it? \`damaged\`, else \`torn\`.
3. The header is right, and the record goes beyond the end of the bytes: \`torn\`.
4. The payload's checksum is right: \`record\`.
5. It is wrong. Do the bytes go on behind this record? \`damaged\`, else \`torn\`.`,
    `Two small functions carry it: does a header stand here, and is there a whole record behind here?

\`\`\`ts
function hasHeader(bytes: Uint8Array, offset: number): boolean {
  if (offset + headerBytes > bytes.length) return false;
  const checksum = viewOf(bytes).getUint32(offset + 8, true);
  return crc32c(bytes.subarray(offset, offset + 8)) === checksum;
}
function hasRecordBehind(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset + 1; at + headerBytes <= bytes.length; at++) {
    if (!hasHeader(bytes, at)) continue;
    if (decodeRecord(bytes, at).kind === 'record') return true;
  }
  return false;
}
\`\`\`

\`viewOf\` is \`new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)\`. Use \`getUint32\`, not \`getInt32\`: a checksum has no sign. \`true\` means little-endian.`,
  ],
  '2.2': [
    'What must be known about the log before the first `append`? The name of the file, whether it exists yet, and the number of the last entry. All of it comes out of reading the file once.',
    `\`recover\`: \`disk.list()\`, keep the names that begin with \`wal-\`, \`disk.read\` the file, and call \`decodeRecord\` again and again, each time at \`next\`. Count. Where it is no longer a \`record\`, the log ends.

\`append\`: \`disk.create\` if there is no file yet, \`disk.append\` the record, \`disk.sync\`, and only then resolve.

For the order, and so that two appends do not both create the file, put each behind the one before: keep one promise, \`last\`, and let every append be \`last = last.then(…)\`.`,
    `\`\`\`ts
let last: Promise<unknown> = Promise.resolve();
let closed = false;
// …
append(payload) {
  if (closed) return refused();                // a Failure: 'closed'
  const record = encodeRecord(payload);        // a copy, made now
  const written = last.then(async () => {
    if (!exists) await disk.create(name);
    exists = true;
    await disk.append(name, record);
    await disk.sync(name);                     // durable from here on
    return ++index;
  });
  last = written.catch(() => undefined);
  return written;
},
async close() {
  closed = true;
  await last;
},
\`\`\`

\`replay\` reads the file again and decodes it record by record, \`await\`ing \`visit\`.`,
  ],
  '2.3': [
    'Where the records end and where the file ends may be two places. What lies between them is in the way of the next `append`.',
    `In \`recover\`, remember where the last whole record ends. If \`decodeRecord\` says \`torn\` there, \`disk.truncate\` the file to that length.

Then \`disk.sync\` it, and only then return. Do that even if nothing was cut: after a kill, whole records may be in memory only, and you are about to show them (W6).`,
    `\`\`\`ts
const bytes = await disk.read(name);
const { entries, end } = scan(bytes);          // end of the whole ones
if (end < bytes.length) await disk.truncate(name, end);
await disk.sync(name);
\`\`\`

Does the report show a power cut *while* the log was being opened? Then look at the order: nothing may be appended, and nothing returned, before the sync is done.`,
  ],
  '2.4': [
    'There are four answers of `decodeRecord`. At how many of them may the log be opened?',
    `\`record\` and \`end\` are fine, \`torn\` is cut. At \`damaged\`, throw.

First read everything, then change something. If the truncate of 2.3 comes before the last byte was read and judged, you may cut a log that you refuse a moment later.

The report says that the offset is wrong? It is where the broken record *begins*: the \`next\` of the record before it, or 0.`,
    `\`\`\`ts
const { kind, end } = scan(bytes);             // why the scan stopped
if (kind === 'damaged') {
  const words = \`\${name} is damaged at byte \${end}\`;
  const details = { file: name, offset: end };
  throw new Failure<LogErrorCode>('damaged', words, details);
}
// Only from here on is anything changed.
\`\`\`

A damaged record was opened without a word? Then \`decodeRecord\` called it \`torn\`. Look at 2.1 again: in a broken header, the length may be what is broken.`,
  ],
  '2.5': [
    'Think of the log as a list of segments: name, first index, bytes. Only the last is ever written to. What does `append` do first, and what does it do if that segment is full?',
    `A new segment: \`create\`, then \`syncDirectory\`, then append and sync as before. Its name comes from the index of the entry that goes in first. You know that index, it is the last one and one more.

When opening: sort the names (pad the digits!), read each, and check that each begins where the one before has ended. Only in the last may the scan end with \`torn\`. And sync the directory at the end: what you have found must not vanish either.

An empty last segment is fine. Its name says what the next number is.`,
    `\`\`\`ts
async function segmentFor(firstIndex: number): Promise<Segment> {
  const last = segments.at(-1);
  if (last && last.bytes < segmentBytes) return last;
  const name = \`wal-\${String(firstIndex).padStart(16, '0')}\`;
  const segment = { name, firstIndex, bytes: 0 };
  await disk.create(segment.name);
  await disk.syncDirectory();
  segments.push(segment);
  return segment;
}
\`\`\`

When opening, with \`lastIndex\` counted so far, each segment must satisfy \`firstIndex === lastIndex + 1\`; the first one of all begins at 1. If not, entries are missing before it: \`damaged\`, with offset 0.`,
  ],
  '2.6': [
    `Do it in three steps, each of which can be tested by itself: \`snapshot.ts\`, then \`dropThrough\` and \`snapshotIndex\` in the log, then the store.

For the first: write down, for each of the five steps at the top of \`snapshot.ts\`, what is on the disk if the power goes right after it.`,
    `\`saveSnapshot\`: remove temporary files that were left over (else \`create\` rejects with \`exists\`), then the five steps, then remove what is older.

\`recover\` with a \`snapshotIndex\`: a segment is a leftover if the *next* segment begins at \`snapshotIndex + 1\` or before. Leftovers are not read. The first one that is left must begin at \`snapshotIndex + 1\` or before, and the last entry of all must not be before \`snapshotIndex\`.

The store: a variable \`applied\` holds the index of the last entry that was run. It changes in the same turn as the store does, so that a snapshot can read both.

\`\`\`ts
const bytes = encodeTxn(request);
applied = await log.append(bytes);
return store.txn(decodeTxn(bytes));
\`\`\``,
    `\`\`\`ts
const store = createStore();
const snapshot = await loadSnapshot(disk);
const entries = snapshot ? decodeEntries(snapshot.state) : [];
for (const { key, value } of entries) store.put(key, value);
let applied = snapshot?.index ?? 0;
const log = await openLog(disk, { ...options, snapshotIndex: applied });
await log.replay((bytes, index) => {
  applied = index;
  // It catches empty-key and key-not-found, and nothing else.
  runAgain(() => store.txn(decodeTxn(bytes)));
});

async function takeSnapshot() {
  // Both before the first await: they belong together.
  const index = applied;
  const state = encodeEntries(store.range());
  await saveSnapshot(disk, { index, state });
  await log.dropThrough(index);                  // only now
}
\`\`\`

Let a second \`snapshot\` wait for the first one.

The report shows a kill, and then a power cut during the start? \`loadSnapshot\` has to sync the directory before it removes anything: the name that it trusts may be in memory only.`,
  ],
  '2.7': [
    'Take the chain of promises of 2.2 apart. Instead of one link for each entry you want an array of waiting entries, and one loop that empties it.',
    `\`append\` puts the payload with its \`resolve\` and \`reject\` into the array \`waiting\`, and starts the loop if it is not running.

The loop: while something waits, take *all* that waits, put a new empty array in its place, write those as one record, sync once, and resolve each. Whatever comes during the sync is in the new array, and has its turn next.

In \`batch.ts\`: each entry behind its own length. Use it in \`append\`, in \`replay\`, and where \`recover\` counts.`,
    `\`\`\`ts
async function commitAll(): Promise<void> {
  await Promise.resolve();        // entries of the same turn come along
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await write(batch.map(({ payload }) => payload), lastIndex + 1);
    for (const { resolve } of batch) resolve(++lastIndex);
  }
  committing = undefined;
}

append(payload) {
  return new Promise((resolve, reject) => {
    waiting.push({ payload: new Uint8Array(payload), resolve, reject });
    committing ??= commitAll();
  });
}
\`\`\`

\`write\` is what \`append\` did before, with \`encodeRecord(encodeBatch(entries))\`.`,
  ],
  '2.8': [
    'Who has to be told? The batch that was being written, everybody who waits behind it, and everybody who comes later.',
    `One variable remembers the failure. \`append\` looks at it first. Where the write throws, set it, reject the batch *and* all that wait, and leave the loop for good.

Catch every error of the write, also those of \`create\` and \`syncDirectory\`, and turn them into one \`Failure\` with the code \`log-failed\`. Put the disk's own code into its details: whoever reads the message wants to know whether the disk is full.`,
    `\`\`\`ts
try {
  await write(batch.map(({ payload }) => payload), lastIndex + 1);
} catch (thrown) {
  const { message } = thrown as Error;
  const details = { cause: codeOf(thrown) };
  over = new Failure<LogErrorCode>('log-failed', message, details);
  for (const { reject } of [...batch, ...waiting]) reject(over);
  return;                 // committing stays set: no loop starts again
}
\`\`\`

and in \`append\`: \`if (over) return Promise.reject(over);\`. No \`sync\` in a \`catch\`, no truncate, nothing: the next start will see what is there.`,
  ],
};
