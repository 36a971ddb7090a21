/**
 * Given: leases for objects that go away by themselves, which are Events. A lease of its own for each would be a lot of
 * leases, so all that is written within a minute shares one; an object may live that much longer than it asked for.
 */
import type { Clock } from '#kit/clock.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';

export interface LeasePool {
  /** A lease that holds for `ttl` seconds at least. */
  leaseFor(ttl: number): Promise<bigint>;
}

const sharedSeconds = 60;

export function createLeasePool(etcd: Pick<EtcdApi, 'leaseGrant'>, clock: Pick<Clock, 'now'>): LeasePool {
  /** By the ttl asked for. */
  const current = new Map<number, { id: Promise<bigint>; until: number }>();

  async function grant(ttl: number): Promise<bigint> {
    const { id } = await etcd.leaseGrant({ ttl: ttl + sharedSeconds });
    return id;
  }

  return {
    async leaseFor(ttl) {
      const found = current.get(ttl);
      if (found && clock.now() < found.until) return found.id;
      const lease = { id: grant(ttl), until: clock.now() + sharedSeconds * 1000 };
      current.set(ttl, lease);
      // A grant that failed is nobody's lease: the next one asks again.
      lease.id.catch(() => current.delete(ttl));
      return lease.id;
    },
  };
}
