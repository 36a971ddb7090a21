/**
 * The requests and responses of etcd's API, as plain data. The names are those of etcd's own messages, in camel case.
 *
 *     etcdctl ──gRPC──► etcd-service.ts ──► these types ──► what you write ──► these types ──► etcdctl
 *
 * Revisions, versions and counts are whole numbers below 2^53. What etcd calls int64 or uint64 and fills with random
 * bits (ids of leases, members and clusters) is a `bigint`. What a request may leave out means what is said here.
 *
 * Source: the etcd v3 API reference.
 */

/** A key as of some revision. Not to be changed by whoever receives it. */
export interface KeyValue {
  key: Uint8Array;
  value: Uint8Array;
  /** The revision of the put that made the key: the first one since it was last deleted. 0 in a delete event. */
  createRevision: number;
  /** The revision of its last change. */
  modRevision: number;
  /** 1 for the put that made the key, one more with each put. 0 in a delete event. */
  version: number;
  /** The lease that the key goes away with; 0n for none. */
  lease: bigint;
}

/** Of a sub-response inside a transaction, only `revision` counts. */
export interface ResponseHeader {
  clusterId?: bigint;
  memberId?: bigint;
  /** The store's revision when the request was served. */
  revision: number;
  raftTerm?: number;
}

/**
 * Which keys a request is about: one key, or a range.
 *
 *     key "a"                      the key "a"
 *     key "a", rangeEnd "c"        "a" and behind it, before "c"
 *     key "a", rangeEnd "\0"       "a" and all behind it
 *     key "\0", rangeEnd "\0"      every key
 */
export interface KeySelection {
  /** At least one byte. */
  key: Uint8Array;
  /** Absent or empty: `key` alone. An end that is not behind `key`: no keys. */
  rangeEnd?: Uint8Array;
}

export type SortOrder = 'none' | 'ascend' | 'descend';
export type SortTarget = 'key' | 'version' | 'create' | 'mod' | 'value';

export interface RangeRequest extends KeySelection {
  /** How many keys at most, after sorting; 0 or absent: all. */
  limit?: number;
  /** The store as of this revision; 0, negative or absent: as it is now. */
  revision?: number;
  /** `none` unless said, which is ascending for every target. */
  sortOrder?: SortOrder;
  /** `key` unless said. */
  sortTarget?: SortTarget;
  /** Served by the member that is asked, perhaps stale. Linearizable unless said. */
  serializable?: boolean;
  /** Values are empty. */
  keysOnly?: boolean;
  /** Only `count`. */
  countOnly?: boolean;
  /** Only keys whose revision lies within these bounds, both included; 0 or absent: no bound. */
  minModRevision?: number;
  maxModRevision?: number;
  minCreateRevision?: number;
  maxCreateRevision?: number;
}

export interface RangeResponse {
  header: ResponseHeader;
  kvs: KeyValue[];
  /** Whether `limit` has left keys out. */
  more: boolean;
  /** How many keys the selection holds, whatever the limit and the bounds. */
  count: number;
}

export interface PutRequest {
  key: Uint8Array;
  value: Uint8Array;
  /** The lease to go away with; 0n or absent: none. */
  lease?: bigint;
  /** Asks for the key as it was before. */
  prevKv?: boolean;
  /** Keeps the value that is there; `value` must be empty. */
  ignoreValue?: boolean;
  /** Keeps the lease that is there; `lease` must be 0n. */
  ignoreLease?: boolean;
}

export interface PutResponse {
  header: ResponseHeader;
  prevKv?: KeyValue;
}

export interface DeleteRangeRequest extends KeySelection {
  /** Asks for the keys as they were before. */
  prevKv?: boolean;
}

export interface DeleteRangeResponse {
  header: ResponseHeader;
  deleted: number;
  prevKvs: KeyValue[];
}

/** Holds if it holds for every key of the selection; `target` says what is compared with `value`. */
export type Compare = KeySelection & { result: 'equal' | 'greater' | 'less' | 'not-equal' } & (
    | { target: 'version' | 'create' | 'mod'; value: number }
    | { target: 'lease'; value: bigint }
    | { target: 'value'; value: Uint8Array }
  );

export type RequestOp =
  | { type: 'range'; request: RangeRequest }
  | { type: 'put'; request: PutRequest }
  | { type: 'delete-range'; request: DeleteRangeRequest }
  | { type: 'txn'; request: TxnRequest };

export type ResponseOp =
  | { type: 'range'; response: RangeResponse }
  | { type: 'put'; response: PutResponse }
  | { type: 'delete-range'; response: DeleteRangeResponse }
  | { type: 'txn'; response: TxnResponse };

/** If every compare holds, `success` is done, else `failure`. */
export interface TxnRequest {
  compare: Compare[];
  success: RequestOp[];
  failure: RequestOp[];
}

export interface TxnResponse {
  header: ResponseHeader;
  succeeded: boolean;
  /** One for each operation of the branch that was done, in order. */
  responses: ResponseOp[];
}

export interface CompactionRequest {
  /** What this revision shows stays readable; what is older goes. */
  revision: number;
  /** Resolve only once the memory is free again. */
  physical?: boolean;
}

export interface CompactionResponse {
  header: ResponseHeader;
}

/** What happened to one key. Of a delete event's `kv`, only `key` and `modRevision` are filled. */
export interface Event {
  type: 'put' | 'delete';
  kv: KeyValue;
  /** The key as it was before, where it was and where it was asked for. */
  prevKv?: KeyValue;
}

export interface WatchCreateRequest extends KeySelection {
  /** The first revision wanted, past or future; 0 or absent: whatever comes from now on. */
  startRevision?: number;
  /** Asks for an empty response now and then, where nothing happens. */
  progressNotify?: boolean;
  /** Events not wanted. */
  filters?: ('no-put' | 'no-delete')[];
  prevKv?: boolean;
  /** The id that the watch shall have on its stream; 0 or absent: the next free one. */
  watchId?: number;
}

export type WatchRequest =
  | { type: 'create'; request: WatchCreateRequest }
  | { type: 'cancel'; watchId: number }
  /** "As of which revision am I up to date?" */
  | { type: 'progress' };

export interface WatchResponse {
  header: ResponseHeader;
  /** -1 where no watch is meant. */
  watchId: number;
  created: boolean;
  canceled: boolean;
  /** Where the watch was canceled because what it wants is compacted: the compacted revision; else 0. */
  compactRevision: number;
  cancelReason: string;
  events: Event[];
}

/** One stream of a client with any number of watches on it. */
export interface WatchStream {
  receive(request: WatchRequest): void;
  /** There is room again, after `send` has said that there was none. */
  resume(): void;
  close(): void;
}

export interface LeaseGrantRequest {
  /** Seconds. Less than 2 counts as 2. At most 9,000,000,000. */
  ttl: number;
  /** 0n or absent: the server chooses. */
  id?: bigint;
}

export interface LeaseGrantResponse {
  header: ResponseHeader;
  id: bigint;
  /** Seconds granted. */
  ttl: number;
}

export interface LeaseRevokeResponse {
  header: ResponseHeader;
}

export interface LeaseKeepAliveResponse {
  header: ResponseHeader;
  id: bigint;
  /** Seconds from now; 0 where there is no such lease. */
  ttl: number;
}

export interface LeaseTimeToLiveRequest {
  id: bigint;
  /** Asks for the lease's keys too. */
  keys?: boolean;
}

export interface LeaseTimeToLiveResponse {
  header: ResponseHeader;
  id: bigint;
  /** Whole seconds left, rounded down; -1 where there is no such lease. */
  ttl: number;
  /** Seconds granted; 0 where there is no such lease. */
  grantedTtl: number;
  /** Sorted; empty unless asked for. */
  keys: Uint8Array[];
}

export interface LeaseLeasesResponse {
  header: ResponseHeader;
  leases: bigint[];
}

export interface Member {
  id: bigint;
  name: string;
  peerUrls: string[];
  clientUrls: string[];
  isLearner: boolean;
}

export interface MemberListResponse {
  /** Its revision is 0. */
  header: ResponseHeader;
  members: Member[];
}

export interface StatusResponse {
  header: ResponseHeader;
  version: string;
  /** Bytes that the store takes, roughly. */
  dbSize: number;
  dbSizeInUse: number;
  /** Member id of the leader; 0n for unknown. */
  leader: bigint;
  raftIndex: number;
  raftTerm: number;
  raftAppliedIndex: number;
  errors: string[];
  isLearner: boolean;
}

export interface HashKvResponse {
  header: ResponseHeader;
  /** CRC-32C over every revision up to the one asked for that is not compacted: alike on all members. Unsigned. */
  hash: number;
  compactRevision: number;
}

/**
 * What a client of etcd can ask. A server of lesson 4 has it, and so does a client of any etcd, `connectEtcd` of
 * `client.ts`: whoever needs an etcd takes one of these and cannot tell them apart.
 *
 * Every method rejects with a {@link Failure} whose `code` is an `EtcdErrorCode` of `errors.ts`.
 */
export interface EtcdApi {
  range(request: RangeRequest): Promise<RangeResponse>;
  put(request: PutRequest): Promise<PutResponse>;
  deleteRange(request: DeleteRangeRequest): Promise<DeleteRangeResponse>;
  txn(request: TxnRequest): Promise<TxnResponse>;
  compact(request: CompactionRequest): Promise<CompactionResponse>;
  /**
   * Opens a stream for watches.
   *
   * @param send takes a response; `false` asks to send no more until `resume` is called
   * @param failed told once where the stream breaks off on the other side
   */
  watch(send: (response: WatchResponse) => boolean, failed?: (why: unknown) => void): WatchStream;
  leaseGrant(request: LeaseGrantRequest): Promise<LeaseGrantResponse>;
  leaseRevoke(id: bigint): Promise<LeaseRevokeResponse>;
  leaseKeepAlive(id: bigint): Promise<LeaseKeepAliveResponse>;
  leaseTimeToLive(request: LeaseTimeToLiveRequest): Promise<LeaseTimeToLiveResponse>;
  leaseLeases(): Promise<LeaseLeasesResponse>;
}

/** What the operators of a cluster ask of one member. */
export interface EtcdMaintenance {
  memberList(): Promise<MemberListResponse>;
  status(): Promise<StatusResponse>;
  /** @param revision 0: now */
  hashKv(revision: number): Promise<HashKvResponse>;
  /** Hands leadership over to a member; rejects where this one does not lead. */
  moveLeader(memberId: bigint): Promise<void>;
  /** The whole store as one backup file with its checksum behind it, in parts. */
  snapshot(): Promise<Uint8Array[]>;
}
