/** Whether leases live as long as their holders were told. */
import type { LeaseGrantResponse, LeaseKeepAliveResponse } from '#kit/etcd/api.ts';
import { breakEtcdRule } from './etcd-rules.ts';
import type { EtcdOperation } from './etcd-story.ts';

export interface LeaseTimes {
  /** The lease ran out, and this revision shows it. @throws {EtcdRuleBroken} where it was promised to live longer */
  checkEnd(lease: bigint, revision: number, seenMs: number): void;
}

export function createLeaseTimes(operations: readonly EtcdOperation[]): LeaseTimes {
  /** Who was promised what: that the lease lives so long from the moment at which they asked, or longer. */
  const promises = operations.flatMap(({ ask, answer, invokedMs, words }) => {
    const { response } = answer ?? {};
    if (!response || (ask.type !== 'lease-grant' && ask.type !== 'keep-alive')) return [];
    const { ttl } = response as LeaseGrantResponse | LeaseKeepAliveResponse;
    return ttl > 0
      ? [{ lease: ask.id, askedMs: invokedMs, answeredMs: answer!.ms, untilMs: invokedMs + 1000 * ttl, words }]
      : [];
  });

  /** Whether somebody may have ended that life of the lease, so that this one has other promises. */
  function mayBeRevoked({ lease, askedMs }: { lease: bigint; askedMs: number }, beforeMs: number): boolean {
    return operations.some(
      ({ ask, answer, invokedMs }) =>
        ask.type === 'lease-revoke' &&
        ask.id === lease &&
        !answer?.refused &&
        invokedMs < beforeMs &&
        (answer?.ms ?? Number.POSITIVE_INFINITY) >= askedMs,
    );
  }

  return {
    checkEnd(lease, revision, seenMs) {
      // One that was answered later than the end is seen may be of the lease's next life.
      const broken = promises.find(
        (each) =>
          each.lease === lease && each.answeredMs < seenMs && each.untilMs > seenMs && !mayBeRevoked(each, seenMs),
      );
      if (!broken) return;
      const message = `lease ${lease} ends at ${seenMs} ms, with revision ${revision}; ${broken.words} was promised that it lives until ${broken.untilMs} ms`;
      breakEtcdRule('lease kept', message);
    },
  };
}
