/**
 * A run of a whole etcd cluster as plain data: the faults of `raft/plan.ts`, and clients that ask as clients of an etcd do.
 */
import type { DeleteRangeRequest, PutRequest, RangeRequest, TxnRequest } from '#kit/etcd/api.ts';
import { nameOf } from '../raft/message.ts';
import { eventInWords, fateInWords, type Plan, type PlannedEvent } from '../raft/plan.ts';
import { askInWords } from './words.ts';

/** What a client asks for. */
export type EtcdAsk =
  | { type: 'put'; request: PutRequest }
  | { type: 'delete-range'; request: DeleteRangeRequest }
  | { type: 'txn'; request: TxnRequest }
  /** `back`: as of so many revisions before the last one that the client knows of. */
  | { type: 'range'; request: RangeRequest; back?: number }
  | { type: 'compact'; back: number }
  | { type: 'lease-grant'; id: bigint; ttl: number }
  | { type: 'lease-revoke'; id: bigint }
  | { type: 'keep-alive'; id: bigint }
  | { type: 'time-to-live'; id: bigint };

export type EtcdEvent =
  | Exclude<PlannedEvent, { kind: 'ask' }>
  | { at: number; kind: 'ask'; client: string; server: number; ask: EtcdAsk };

export interface EtcdPlan extends Omit<Plan, 'events'> {
  events: EtcdEvent[];
}

export function etcdEventInWords(event: EtcdEvent): string {
  if (event.kind !== 'ask') return eventInWords(event);
  return `${event.client} asks ${nameOf(event.server)} for ${askInWords(event.ask)}`;
}

/** The plan as steps of a report. */
export function etcdPlanInWords({ servers, events, fates = [] }: EtcdPlan): string[] {
  const steps = events.map((event) => `at ${event.at} ms ${etcdEventInWords(event)}`);
  return [servers === 1 ? 'one member starts' : `${servers} members start`, ...steps, ...fates.map(fateInWords)];
}
