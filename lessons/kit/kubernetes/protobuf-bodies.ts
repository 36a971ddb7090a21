/**
 * Decodes the protobuf bodies that kubectl 1.32 and later sends for `kubectl create configmap` and its like.
 *
 *     6b 38 73 00                      the magic number, "k8s" and a zero
 *     0a … { 0a "v1" 12 "ConfigMap" }  field 1: apiVersion and kind
 *     12 … { 0a … 12 … }               field 2: the object, in the message of its kind
 *
 *     wire                              object
 *     metadata { name "a", generation 0 }   { metadata: { name: 'a' } }    Go writes zeros that are not there
 *     volumeSource { emptyDir {} }          { emptyDir: {} }               what JSON writes inline is a message here
 *
 * Answers are JSON: kubectl takes what the server's Content-Type says, so nothing needs to be encoded.
 *
 * Source: the messages that kubectl 1.32 carries; Kubernetes documentation, "Kubernetes API Concepts", "Protobuf encoding".
 */
import { equalBytes, text } from '../bytes.ts';
import { Reader } from '../etcd/varint.ts';
import { codeOf } from '../failure.ts';
import json from './messages.json' with { type: 'json' };
import { flattened, keepsEmpty, keepsZero, specialTypes } from './protobuf-types.ts';
import { badRequest } from './status.ts';

/** A field's name, its type, and whether there is a list or a map of it. */
export type ProtobufField = [name: string, type: string, many?: '[]' | '{}'];

/** By the message's name, then by the field's number. */
export type MessageTable = Record<string, Record<string, ProtobufField>>;

const messages = json as unknown as MessageTable;

const magic = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

type Fields = Record<string, unknown>;

/**
 * @returns the object with its apiVersion and kind
 * @throws {Failure} `BadRequest` for bytes that are no such body, or of a kind that is not known
 */
export function decodeProtobufBody(body: Uint8Array): Fields {
  if (!equalBytes(body.subarray(0, 4), magic))
    throw badRequest('provided data does not appear to be a protobuf message');
  try {
    const { apiVersion, kind, raw } = readEnvelope(body);
    const name = `${messagePackage(apiVersion, kind)}.${kind}`;
    if (!Object.hasOwn(messages, name)) {
      throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
    }
    return { apiVersion, kind, ...(readMessage(name, readerOf(raw)) as Fields) };
  } catch (error) {
    if (codeOf(error) !== 'malformed') throw error;
    throw badRequest((error as Error).message);
  }
}

function readerOf(bytes: Uint8Array): Reader {
  return new Reader(bytes, 0, bytes.length);
}

interface Envelope {
  apiVersion: string;
  kind: string;
  /** The object's message. */
  raw: Uint8Array;
}

function readEnvelope(body: Uint8Array): Envelope {
  const envelope: Envelope = { apiVersion: '', kind: '', raw: new Uint8Array(0) };
  const reader = new Reader(body, magic.length, body.length);
  for (let number = reader.tag(); number !== 0; number = reader.tag()) {
    if (number === 1) reader.within((type) => readType(type, envelope));
    else if (number === 2) envelope.raw = reader.bytes();
    else reader.skip();
  }
  return envelope;
}

function readType(reader: Reader, envelope: Envelope): void {
  for (let number = reader.tag(); number !== 0; number = reader.tag()) {
    if (number === 1) envelope.apiVersion = text(reader.bytes());
    else if (number === 2) envelope.kind = text(reader.bytes());
    else reader.skip();
  }
}

/** `rbac.authorization.k8s.io/v1` → `rbac.v1`; a DeleteOptions belongs to no group. */
function messagePackage(apiVersion: string, kind: string): string {
  if (kind === 'DeleteOptions') return 'meta.v1';
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  return `${group.split('.')[0]}.${version}`;
}

function readMessage(name: string, reader: Reader): unknown {
  const special = specialTypes[name];
  if (special) return special(reader);
  const fields = messages[name] ?? {};
  const object: Fields = {};
  for (let number = reader.tag(); number !== 0; number = reader.tag()) {
    const field = fields[number];
    if (field === undefined) reader.skip();
    else put(object, name, field, reader);
  }
  return object;
}

function put(object: Fields, owner: string, [name, type, many]: ProtobufField, reader: Reader): void {
  if (many === '{}') {
    const [key, value] = readEntry(type, reader);
    object[name] = { ...(object[name] as Fields), [key]: value };
  } else if (many === '[]') {
    // Go writes numbers one by one, but a packed list is as good.
    const values =
      type === 'int' && reader.isPacked() ? reader.within((part) => part.ints()) : [readValue(type, reader)];
    object[name] = [...((object[name] as unknown[]) ?? []), ...values];
  } else {
    const value = readValue(type, reader);
    const kind = owner.slice(owner.lastIndexOf('.') + 1);
    if (flattened.has(`${kind}.${name}`)) Object.assign(object, value);
    else if (isThere(kind, name, value)) object[name] = value;
  }
}

/** Whether a value was set: Go writes the zero of a field that is no pointer as well. */
function isThere(owner: string, name: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (value === 0 || value === '' || value === false) return keepsZero(owner, name);
  const isEmpty = typeof value === 'object' && Object.keys(value).length === 0;
  return !isEmpty || keepsEmpty(name);
}

function readEntry(type: string, reader: Reader): [string, unknown] {
  return reader.within((part) => {
    let key = '';
    let value: unknown = type === 'string' || type === 'bytes' ? '' : undefined;
    for (let number = part.tag(); number !== 0; number = part.tag()) {
      if (number === 1) key = text(part.bytes());
      else if (number === 2) value = readValue(type, part);
      else part.skip();
    }
    return [key, value];
  });
}

function readValue(type: string, reader: Reader): unknown {
  if (type === 'string') return text(reader.bytes());
  if (type === 'int') return reader.int();
  if (type === 'bool') return reader.int() !== 0;
  if (type === 'bytes') return Buffer.from(reader.bytes()).toString('base64');
  return reader.within((part) => readMessage(type, part));
}
