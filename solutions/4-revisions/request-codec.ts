/**
 * Given: requests as bytes, for the log. What a request leaves out is written as what it means.
 *
 *     put           key │ value │ flags │ lease, where there is one
 *     delete-range  key │ end of the range, empty for none │ flags
 *     txn           how many compares │ compare │ … │ how many │ operation │ … │ how many │ operation │ …
 */
import type { ByteReader, ByteWriter } from '#kit/byte-codec.ts';
import type { Compare, DeleteRangeRequest, PutRequest, RangeRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';

const operations: RequestOp['type'][] = ['range', 'put', 'delete-range', 'txn'];
const results: Compare['result'][] = ['equal', 'greater', 'less', 'not-equal'];
const targets: Compare['target'][] = ['version', 'create', 'mod', 'lease', 'value'];
const sortOrders = ['none', 'ascend', 'descend'] as const;
const sortTargets = ['key', 'version', 'create', 'mod', 'value'] as const;
const none = new Uint8Array(0);

interface RequestCodec<Request> {
  write(writer: ByteWriter, request: Request): void;
  read(reader: ByteReader): Request;
}

/** How the request of each operation is written and read. */
export const requestCodecs: {
  readonly [Type in RequestOp['type']]: RequestCodec<Extract<RequestOp, { type: Type }>['request']>;
} = {
  range: { write: writeRange, read: readRange },
  put: { write: writePut, read: readPut },
  'delete-range': { write: writeDeleteRange, read: readDeleteRange },
  txn: { write: writeTxn, read: readTxn },
};

function writePut(writer: ByteWriter, request: PutRequest): void {
  writer.bytes(request.key);
  writer.bytes(request.value);
  const { prevKv = false, ignoreValue = false, ignoreLease = false, lease = 0n } = request;
  writer.byte(flags(prevKv, ignoreValue, ignoreLease, lease !== 0n));
  if (lease !== 0n) writer.id(lease);
}

function readPut(reader: ByteReader): PutRequest {
  const key = reader.bytes();
  const value = reader.bytes();
  const set = reader.byte();
  const lease = isSet(set, 3) ? reader.id() : 0n;
  return { key, value, lease, prevKv: isSet(set, 0), ignoreValue: isSet(set, 1), ignoreLease: isSet(set, 2) };
}

function writeDeleteRange(writer: ByteWriter, { key, rangeEnd = none, prevKv = false }: DeleteRangeRequest): void {
  writer.bytes(key);
  writer.bytes(rangeEnd);
  writer.byte(flags(prevKv));
}

function readDeleteRange(reader: ByteReader): DeleteRangeRequest {
  return { key: reader.bytes(), rangeEnd: reader.bytes(), prevKv: isSet(reader.byte(), 0) };
}

const rangeNumbers = [
  'limit',
  'revision',
  'minModRevision',
  'maxModRevision',
  'minCreateRevision',
  'maxCreateRevision',
] as const;

function writeRange(writer: ByteWriter, request: RangeRequest): void {
  writer.bytes(request.key);
  writer.bytes(request.rangeEnd ?? none);
  for (const name of rangeNumbers) writer.number(request[name] ?? 0);
  writer.byte(sortOrders.indexOf(request.sortOrder ?? 'none'));
  writer.byte(sortTargets.indexOf(request.sortTarget ?? 'key'));
  const { serializable = false, keysOnly = false, countOnly = false } = request;
  writer.byte(flags(serializable, keysOnly, countOnly));
}

function readRange(reader: ByteReader): RangeRequest {
  const request: RangeRequest = { key: reader.bytes(), rangeEnd: reader.bytes() };
  for (const name of rangeNumbers) request[name] = reader.number();
  request.sortOrder = sortOrders[reader.byte()];
  request.sortTarget = sortTargets[reader.byte()];
  const set = reader.byte();
  [request.serializable, request.keysOnly, request.countOnly] = [isSet(set, 0), isSet(set, 1), isSet(set, 2)];
  return request;
}

function writeTxn(writer: ByteWriter, { compare, success, failure }: TxnRequest): void {
  writer.count(compare.length);
  for (const each of compare) writeCompare(writer, each);
  for (const branch of [success, failure]) {
    writer.count(branch.length);
    for (const operation of branch) writeOperation(writer, operation);
  }
}

function readTxn(reader: ByteReader): TxnRequest {
  const compare = readMany(reader, readCompare);
  return { compare, success: readMany(reader, readOperation), failure: readMany(reader, readOperation) };
}

function writeCompare(writer: ByteWriter, compare: Compare): void {
  writer.bytes(compare.key);
  writer.bytes(compare.rangeEnd ?? none);
  writer.byte(results.indexOf(compare.result));
  writer.byte(targets.indexOf(compare.target));
  if (compare.target === 'value') writer.bytes(compare.value);
  else if (compare.target === 'lease') writer.id(compare.value);
  else writer.number(compare.value);
}

function readCompare(reader: ByteReader): Compare {
  const selection = { key: reader.bytes(), rangeEnd: reader.bytes() };
  const result = results[reader.byte()];
  const target = targets[reader.byte()];
  if (target === 'value') return { ...selection, result, target, value: reader.bytes() };
  if (target === 'lease') return { ...selection, result, target, value: reader.id() };
  return { ...selection, result, target, value: reader.number() };
}

function writeOperation(writer: ByteWriter, { type, request }: RequestOp): void {
  writer.byte(operations.indexOf(type));
  (requestCodecs[type] as RequestCodec<typeof request>).write(writer, request);
}

function readOperation(reader: ByteReader): RequestOp {
  const type = operations[reader.byte()];
  return { type, request: requestCodecs[type].read(reader) } as RequestOp;
}

function readMany<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  const many: T[] = [];
  for (let left = reader.count(); left > 0; left--) many.push(read(reader));
  return many;
}

function flags(...set: boolean[]): number {
  return set.reduce((bits, isSet, i) => bits + (isSet ? 2 ** i : 0), 0);
}

/** Whether the so manyth flag is set. */
function isSet(bits: number, place: number): boolean {
  return (bits & (1 << place)) !== 0;
}
