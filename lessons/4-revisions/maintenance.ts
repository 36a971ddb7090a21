/**
 * Given: what the operators of a cluster ask of one member.
 */
import type { EtcdMaintenance, Member } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { createBackup } from './backup.ts';
import type { ServerParts } from './client-api.ts';

/** What `Status` says: the version of etcd whose API this is. */
const version = '3.4.23';

export interface Maintenance {
  apiFor(asker: () => string | undefined): EtcdMaintenance;
  /** Looks whether a leader has handed over. */
  tick(): void;
}

/** @param members the member with raft number n stands at n - 1 */
export function createMaintenance(parts: ServerParts, id: number, members: Member[]): Maintenance {
  const { store, leases, auth, waiting, replica, header } = parts;
  /** Who waits for another leader. */
  let handingOver: { to: number; resolve(): void }[] = [];

  function memberIdOf(raftNumber: number): bigint {
    return raftNumber === 0 ? 0n : members[raftNumber - 1].id;
  }

  return {
    tick() {
      if (handingOver.length === 0) return;
      const { leader } = replica.status();
      for (const { to, resolve } of handingOver) if (to === leader) resolve();
      handingOver = handingOver.filter(({ to }) => to !== leader);
    },
    apiFor: (asker) => ({
      async memberList() {
        return { header: header(0), members };
      },
      async status() {
        const { leader, lastIndex, term, applied } = replica.status();
        const bytes = store.bytes();
        return {
          header: header(),
          version,
          dbSize: bytes,
          dbSizeInUse: bytes,
          leader: memberIdOf(leader),
          raftIndex: lastIndex,
          raftTerm: term,
          raftAppliedIndex: applied,
          errors: leader === 0 ? ['etcdserver: no leader'] : [],
          isLearner: false,
        };
      },
      async hashKv(revision) {
        auth.checkRoot(asker());
        return { header: header(), hash: store.hash(revision), compactRevision: store.compactedRevision() };
      },
      async moveLeader(memberId) {
        const to = members.findIndex((member) => member.id === memberId) + 1;
        if (replica.status().role !== 'leader') throw etcdFailure('not-leader');
        if (to === id) return;
        if (to === 0 || !replica.transferLeadership(to)) throw etcdFailure('bad-leader-transferee');
        await waiting.wait(() => new Promise<void>((resolve) => void handingOver.push({ to, resolve })));
      },
      async snapshot() {
        auth.checkRoot(asker());
        const { applied } = replica.status();
        return createBackup({ store, leases, auth, appliedIndex: applied, members });
      },
    }),
  };
}
