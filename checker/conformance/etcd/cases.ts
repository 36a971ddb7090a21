import type { Case } from './case.ts';
import { compactionCases } from './compaction-cases.ts';
import { concurrencyCases } from './concurrency-cases.ts';
import { kvCases } from './kv-cases.ts';
import { leaseCases } from './lease-cases.ts';
import { rangeCases } from './range-cases.ts';
import { txnCases } from './txn-cases.ts';
import { watchCases } from './watch-cases.ts';

/** By what they are about, in an order in which a reader meets them. */
export const etcdCases: Record<string, Case[]> = {
  'keys and values': kvCases,
  ranges: rangeCases,
  transactions: txnCases,
  compaction: compactionCases,
  watches: watchCases,
  leases: leaseCases,
  'locks and elections': concurrencyCases,
};
