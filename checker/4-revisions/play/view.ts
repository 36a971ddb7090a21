/**
 * What is to be seen of a member: its status, and its store at some revision, both asked for as a client would.
 */
import { utf8 } from '#kit/bytes.ts';
import type { KeyValue, StatusResponse } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import type { EtcdServer } from '#revisions/etcd-server.ts';

export interface MemberView {
  isUp: boolean;
  /** `starting` until it can be asked. */
  role: 'leader' | 'follower' | 'alone' | 'starting' | 'down';
  term: number;
  applied: number;
  revision: number;
  compacted: number;
  /** Over all that can be read: alike on all members that are at the same revision. */
  hash: string;
}

export interface StoreView {
  /** 0 for now. */
  asOf: number;
  kvs: KeyValue[];
  /** Why there is nothing to be seen. */
  refusal?: string;
}

const everything = { key: utf8('\0'), rangeEnd: utf8('\0') };

const unknown = { term: 0, applied: 0, revision: 0, compacted: 0, hash: '' };

export const down: MemberView = { isUp: false, role: 'down', ...unknown };
export const starting: MemberView = { isUp: true, role: 'starting', ...unknown };

export async function viewOf(server: EtcdServer): Promise<MemberView> {
  const [status, hash] = await Promise.all([server.status(), server.hashKv(0)]);
  return {
    isUp: true,
    role: roleOf(server, status),
    term: status.raftTerm,
    applied: status.raftAppliedIndex,
    revision: status.header.revision,
    compacted: hash.compactRevision,
    hash: hash.hash.toString(16).padStart(8, '0'),
  };
}

function roleOf(server: EtcdServer, { leader }: StatusResponse): MemberView['role'] {
  if (server.isLeader()) return 'leader';
  return leader === 0n ? 'alone' : 'follower';
}

/** Reads without asking anybody else, so that it answers on a member that is cut off. */
export async function storeOf(server: EtcdServer, asOf: number): Promise<StoreView> {
  try {
    const { kvs } = await server.range({ ...everything, revision: asOf, serializable: true });
    return { asOf, kvs };
  } catch (thrown) {
    if (codeOf(thrown) === 'todo') throw thrown;
    return { asOf, kvs: [], refusal: String((thrown as Error)?.message ?? thrown) };
  }
}
