/**
 * Given: what a member holds, as the buckets of etcd's own database file, and back.
 *
 *     bucket key    0000000000000005 _ 0000000000000000      the put or delete that made revision 5
 *                   0000000000000006 _ 0000000000000000      the first of revision 6
 *                   0000000000000006 _ 0000000000000001 t    the second; "t" tells a delete
 *     bucket meta   how far it was compacted, and applied
 *     bucket lease  the leases, without their keys: each key says its lease
 *
 * Numbers in keys are big-endian, so that their order as bytes is their order.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { KeyValue, Member } from '#kit/etcd/api.ts';
import { keyValue } from '#kit/etcd/messages.ts';
import { id, int, message } from '#kit/etcd/protobuf.ts';
import { Failure } from '#kit/failure.ts';
import { isTombstone } from './key-history.ts';
import type { SavedLease } from './leases.ts';

/** The name of a bucket to what it holds, by ascending key. */
export type Buckets = Map<string, [key: Uint8Array, value: Uint8Array][]>;

/** All that a backup keeps of a cluster. */
export interface Contents {
  revision: number;
  compactedRevision: number;
  /** Every version left, in the order in which they were made. */
  versions: KeyValue[];
  leases: SavedLease[];
  /** Users and roles, as `Auth.snapshot` gives them. Nothing where there are none. */
  auth?: Uint8Array;
}

const compacted = utf8('finishedCompactRev');
const authEnabled = utf8('authEnabled');
const lease = message<{ id: bigint; ttl: number }>({ id: id(1), ttl: int(2) });

/** @param members whoever restores it makes others of them; etcd's tools want to see them */
export function bucketsOf(contents: Contents, appliedIndex: number, members: Member[]): Buckets {
  const { compactedRevision, versions, leases, auth } = contents;
  return new Map([
    ['alarm', []],
    ['auth', []],
    ['authRoles', []],
    ['authUsers', []],
    ['cluster', [[utf8('clusterVersion'), utf8('3.4.0')]]],
    ['key', entriesOf(versions)],
    ['lease', leases.map((each) => [int64(each.id), lease.encode(each)])],
    ['members', members.map(memberEntry).sort(byText)],
    ['members_removed', []],
    [
      'meta',
      [
        [utf8('consistent_index'), int64(BigInt(appliedIndex))],
        ...(compactedRevision > 0 ? [[compacted, revisionKey(compactedRevision, 0)] as [Uint8Array, Uint8Array]] : []),
      ],
    ],
    // etcd has passwords in another form, so it could not take these users over. It ignores what it does not know.
    ['slipway', auth ? [[utf8('auth'), auth]] : []],
  ]);
}

/** @throws {Failure} `damaged` where it is no database of etcd's; `unsupported` where it holds what cannot be taken over */
export function contentsOf(buckets: Buckets): Contents {
  const versions = (bucket(buckets, 'key') ?? []).map(versionOf);
  const meta = bucket(buckets, 'meta') ?? [];
  const compactedRevision = mainRevision(valueIn(meta, compacted) ?? new Uint8Array(17));
  const auth = valueIn(bucket(buckets, 'slipway') ?? [], utf8('auth'));
  if (!auth && valueIn(bucket(buckets, 'auth') ?? [], authEnabled)?.[0] === 1) {
    throw new Failure(
      'unsupported',
      'the users of this backup are another etcd’s, and nobody could prove who they are',
    );
  }
  return {
    revision: Math.max(1, compactedRevision, versions.at(-1)?.modRevision ?? 0),
    compactedRevision,
    versions,
    leases: (bucket(buckets, 'lease') ?? []).map(([, value]) => lease.decode(value)),
    ...(auth && { auth }),
  };
}

function bucket(buckets: Buckets, name: string): [Uint8Array, Uint8Array][] | undefined {
  return buckets.get(name);
}

function valueIn(entries: [Uint8Array, Uint8Array][], key: Uint8Array): Uint8Array | undefined {
  return entries.find(([each]) => text(each) === text(key))?.[1];
}

function entriesOf(versions: KeyValue[]): [Uint8Array, Uint8Array][] {
  let revision = 0;
  let sub = 0;
  return versions.map((version) => {
    sub = version.modRevision === revision ? sub + 1 : 0;
    revision = version.modRevision;
    return isTombstone(version)
      ? [tombstoneKey(revision, sub), keyValue.encode({ ...version, modRevision: 0 })]
      : [revisionKey(revision, sub), keyValue.encode(version)];
  });
}

function versionOf([key, value]: [Uint8Array, Uint8Array]): KeyValue {
  const version = keyValue.decode(value);
  return key.length === revisionBytes ? version : { ...version, modRevision: mainRevision(key) };
}

const revisionBytes = 17;

function revisionKey(main: number, sub: number): Uint8Array {
  const key = new Uint8Array(revisionBytes);
  const view = new DataView(key.buffer);
  view.setBigUint64(0, BigInt(main));
  key[8] = '_'.charCodeAt(0);
  view.setBigUint64(9, BigInt(sub));
  return key;
}

function tombstoneKey(main: number, sub: number): Uint8Array {
  const key = new Uint8Array(revisionBytes + 1);
  key.set(revisionKey(main, sub));
  key[revisionBytes] = 't'.charCodeAt(0);
  return key;
}

function mainRevision(key: Uint8Array): number {
  if (key.length < revisionBytes) throw new Failure('damaged', `${key.length} bytes are no revision`);
  return Number(new DataView(key.buffer, key.byteOffset).getBigUint64(0));
}

function int64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value);
  return bytes;
}

function memberEntry({ id, name, peerUrls, clientUrls }: Member): [Uint8Array, Uint8Array] {
  // By hand: JSON knows no numbers of 64 bits.
  const json = `{"id":${id},"peerURLs":${JSON.stringify(peerUrls)},"name":${JSON.stringify(name)},"clientURLs":${JSON.stringify(clientUrls)}}`;
  return [utf8(id.toString(16)), utf8(json)];
}

function byText([a]: [Uint8Array, Uint8Array], [b]: [Uint8Array, Uint8Array]): number {
  return text(a) < text(b) ? -1 : 1;
}
