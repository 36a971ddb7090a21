/** The lease that the show has taken last, and how long it has: asked of the leader now and then, counted in between. */
import type { EtcdServer } from '#revisions/etcd-server.ts';

export interface LeaseWatch {
  /** 0n where there is none. */
  id(): bigint;
  /** Seconds, as far as is known; below 0 where its time is over and nobody has revoked it yet. */
  left(): number;
  /** Granted or renewed now. */
  begin(id: bigint, seconds: number): void;
  /** @param leader where there is one */
  tick(leader: EtcdServer | undefined): void;
}

const ticksBetweenQuestions = 5;

export function createLeaseWatch({ now, say }: { now(): number; say(words: string): void }): LeaseWatch {
  let id = 0n;
  /** In milliseconds of the members' time. */
  let end = 0;
  let ticks = 0;
  let isAsking = false;

  async function ask(leader: EtcdServer): Promise<void> {
    const asked = id;
    const { ttl } = await leader.leaseTimeToLive({ id: asked });
    if (asked !== id) return;
    if (ttl < 0) {
      id = 0n;
      say('the lease is over, and its key is gone with it');
    }
    // Whole seconds, rounded down: only where that is far off, the leader has begun anew.
    else if (Math.abs(end - now() - 1000 * ttl) > 1500) end = now() + 1000 * ttl;
  }

  return {
    id: () => id,
    left: () => (end - now()) / 1000,
    begin(granted, seconds) {
      id = granted;
      end = now() + 1000 * seconds;
    },
    tick(leader) {
      if (id === 0n || !leader || isAsking || ++ticks % ticksBetweenQuestions !== 0) return;
      isAsking = true;
      ask(leader)
        .catch(() => {})
        .finally(() => {
          isAsking = false;
        });
    },
  };
}
