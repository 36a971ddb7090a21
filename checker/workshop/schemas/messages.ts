/**
 * Writes the table of protobuf messages, for the authors of this workbook:
 *
 *     npm run schemas -- /usr/bin/kubectl
 *
 * kubectl carries a description of every message that it may send, packed with gzip. This reads them all and keeps the
 * fields of those messages that a served kind consists of:
 *
 *     "core.v1.Pod": { "1": ["metadata", "meta.v1.ObjectMeta"], "2": ["spec", "core.v1.PodSpec"], … }
 *
 * Source: descriptor.proto of protocol buffers.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { type Codec, flag, int, list, message, nested, text } from '../../../lessons/kit/etcd/protobuf.ts';
import type { MessageTable, ProtobufField } from '../../../lessons/kit/kubernetes/protobuf-bodies.ts';

interface FieldDescriptor {
  name: string;
  number: number;
  label: number;
  type: number;
  typeName: string;
}

interface MessageDescriptor {
  name: string;
  fields: FieldDescriptor[];
  nested: MessageDescriptor[];
  options: { mapEntry: boolean };
}

const field = message<FieldDescriptor>({
  name: text(1),
  number: int(3),
  label: int(4),
  type: int(5),
  typeName: text(6),
});
const options = message<{ mapEntry: boolean }>({ mapEntry: flag(7) });
const descriptor: Codec<MessageDescriptor> = message<MessageDescriptor>(() => ({
  name: text(1),
  fields: list(nested(2, field)),
  nested: list(nested(3, descriptor)),
  options: nested(7, options),
}));
const fileDescriptor = message<{ name: string; package: string; messages: MessageDescriptor[] }>({
  name: text(1),
  package: text(2),
  messages: list(nested(4, descriptor)),
});

/** Fields whose names in JSON are other than those in the message. */
const renamed: Record<string, string> = { Webhooks: 'webhooks', uID: 'uid', aPIGroup: 'apiGroup' };

const simpleTypes: Record<number, string> = { 3: 'int', 5: 'int', 8: 'bool', 9: 'string', 12: 'bytes', 13: 'int' };
const repeated = 3;

/** @param roots as in `core.v1.Pod` */
export function readMessages(program: string, roots: readonly string[]): MessageTable {
  const found: MessageTable = {};
  for (const file of descriptorsIn(readFileSync(program))) {
    const prefix = shortName(`.${file.package}`);
    for (const one of file.messages) found[`${prefix}.${one.name}`] = fieldsOf(one);
  }
  const kept = new Set(roots.filter((root) => found[root]));
  for (const name of kept) for (const [, type] of Object.values(found[name] ?? {})) if (found[type]) kept.add(type);
  return Object.fromEntries([...kept].sort().map((name) => [name, found[name]]));
}

/** Go's gzip begins each stretch with the same ten bytes. */
function descriptorsIn(program: Buffer) {
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);
  const files = [];
  for (let at = program.indexOf(head); at >= 0; at = program.indexOf(head, at + 1)) {
    const bytes = inflateRawSync(program.subarray(at + head.length, at + (1 << 19)));
    const file = fileDescriptor.decode(bytes);
    if (file.name.endsWith('/generated.proto')) files.push(file);
  }
  return files;
}

function fieldsOf(of: MessageDescriptor): Record<string, ProtobufField> {
  const entries = of.fields.map(({ name: given, number, label, type, typeName }): [number, ProtobufField] => {
    const name = renamed[given] ?? given;
    const entry = of.nested.find((one) => one.options?.mapEntry && typeName.endsWith(`.${of.name}.${one.name}`));
    if (entry) return [number, [name, typeOf(entry.fields[1]), '{}']];
    const own = typeOf({ type, typeName });
    return [number, label === repeated ? [name, own, '[]'] : [name, own]];
  });
  return Object.fromEntries(entries);
}

function typeOf({ type, typeName }: { type: number; typeName: string }): string {
  return simpleTypes[type] ?? shortName(typeName);
}

/** `.k8s.io.api.core.v1.Pod` → `core.v1.Pod`; `.k8s.io.apimachinery.pkg.apis.meta.v1.Time` → `meta.v1.Time`. */
function shortName(name: string): string {
  return name.replace(/^\.k8s\.io\.(api|apimachinery\.pkg(\.apis|\.util|\.api)?)\./, '');
}
