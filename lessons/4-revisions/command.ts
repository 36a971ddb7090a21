/**
 * Given: what goes through the log, as bytes. Puts are what a cluster does most, so they are short.
 *
 *     member │ number │ user │ kind │ fields of the request
 *
 * `member` and `number` say whose request it is: that member's client waits for it.
 */

import type { ByteReader, ByteWriter } from '#kit/byte-codec.ts';
import { createByteReader, createByteWriter } from '#kit/byte-codec.ts';
import type { DeleteRangeRequest, PutRequest, TxnRequest } from '#kit/etcd/api.ts';
import type { AuthChange } from '#kit/etcd/auth-api.ts';
import { fromJson, toJson } from './json.ts';
import { requestCodecs } from './request-codec.ts';

/** What a replicated cluster does, one after another. */
export type Command =
  | { type: 'put'; request: PutRequest }
  | { type: 'delete-range'; request: DeleteRangeRequest }
  | { type: 'txn'; request: TxnRequest }
  | { type: 'compact'; revision: number }
  | { type: 'lease-grant'; id: bigint; ttl: number }
  | { type: 'lease-revoke'; id: bigint }
  /** Exercise 4.10. */
  | { type: 'auth'; change: AuthChange };

/** A command on its way through the log. */
export interface Proposal {
  /** Whose client asks for it, by raft number; 0 for the cluster itself. */
  member: number;
  /** The member's own number for it, never used before, not even before a restart. */
  number: number;
  /** Who asks, where the cluster knows its users (exercise 4.10). */
  user?: string;
  command: Command;
}

const kinds: Command['type'][] = ['put', 'delete-range', 'txn', 'compact', 'lease-grant', 'lease-revoke', 'auth'];

interface CommandCodec<C extends Command> {
  write(writer: ByteWriter, command: C): void;
  read(reader: ByteReader): Omit<C, 'type'>;
}

const codecs: { readonly [Type in Command['type']]: CommandCodec<Extract<Command, { type: Type }>> } = {
  put: requestOnly(requestCodecs.put),
  'delete-range': requestOnly(requestCodecs['delete-range']),
  txn: requestOnly(requestCodecs.txn),
  compact: {
    write: (writer, { revision }) => writer.number(revision),
    read: (reader) => ({ revision: reader.number() }),
  },
  'lease-grant': {
    write(writer, { id, ttl }) {
      writer.id(id);
      writer.number(ttl);
    },
    read: (reader) => ({ id: reader.id(), ttl: reader.number() }),
  },
  'lease-revoke': {
    write: (writer, { id }) => writer.id(id),
    read: (reader) => ({ id: reader.id() }),
  },
  auth: {
    write: (writer, { change }) => writer.text(toJson(change)),
    read: (reader) => ({ change: fromJson(reader.text()) as AuthChange }),
  },
};

function requestOnly<Request>(codec: {
  write(writer: ByteWriter, request: Request): void;
  read(reader: ByteReader): Request;
}) {
  return {
    write: (writer: ByteWriter, { request }: { request: Request }) => codec.write(writer, request),
    read: (reader: ByteReader) => ({ request: codec.read(reader) }),
  };
}

const shared = createByteWriter();

export function encodeProposal({ member, number, user, command }: Proposal): Uint8Array {
  shared.count(member);
  shared.count(number);
  shared.text(user ?? '');
  shared.byte(kinds.indexOf(command.type));
  (codecs[command.type] as CommandCodec<Command>).write(shared, command);
  return shared.finish();
}

/** @param bytes what {@link encodeProposal} gave; keys and values are parts of it */
export function decodeProposal(bytes: Uint8Array): Proposal {
  const reader = createByteReader(bytes);
  const [member, number, user] = [reader.count(), reader.count(), reader.text()];
  const type = kinds[reader.byte()];
  const command = { type, ...codecs[type].read(reader) } as Command;
  return { member, number, ...(user && { user }), command };
}
