/** Where a client can see that this is not etcd 3.4, each with the reason why it stays so. */
export const differences: { what: string; why: string }[] = [
  {
    what: 'The keys of a lease are listed in order.',
    why: 'etcd lists them as they come out of a map. Sorted, they are the same on every member, and a test can compare.',
  },
  {
    what: 'Members cannot be added, removed or changed while the cluster runs: UNIMPLEMENTED.',
    why: 'Raft of lesson 3 can (exercise 3.10); the bookkeeping of addresses around it would teach little more.',
  },
  {
    what: 'There is no quota, and so no alarm: alarm list is empty, alarm disarm does nothing.',
    why: 'The store lives in memory; its limit is the machine. Compaction keeps it small.',
  },
  {
    what: 'defrag does nothing.',
    why: 'What compaction frees is free at once: there is no file with holes in it.',
  },
  {
    what: 'The hash of hashkv is another number, and its compacted revision is 0 where nothing was compacted, not -1.',
    why: 'It is compared between members of one cluster only. Another number is as good, and simpler to explain.',
  },
  {
    what: 'dbSize is what keys and values take in memory.',
    why: 'There is no database file except in a backup.',
  },
  {
    what: 'A compare with a target or a result that does not exist is taken for the first of its kind.',
    why: 'No client sends one; etcd says that it holds.',
  },
  {
    what: 'Responses of a watch are never cut into fragments.',
    why: 'Clients must ask for it, and those that are used here do not.',
  },
  {
    what: 'There are no lease checkpoints: after a change of leaders every lease has its full time again.',
    why: 'So it is in etcd too, unless an experimental flag is set.',
  },
  {
    what: 'There is no JSON gateway (/v3/…), no version 2 of the API and no Lock or Election service.',
    why: 'etcdctl and the client libraries make locks and elections out of transactions and watches by themselves.',
  },
];
