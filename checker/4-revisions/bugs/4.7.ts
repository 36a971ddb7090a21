import type { Bug } from '../../judge/lesson.ts';

const [leases, write] = ['leases.ts', 'write.ts'];

export const bugs: Bug[] = [
  {
    id: 'no-shortest-lease',
    exercise: '4.7',
    mistake: 'a time to live of less than two seconds is granted as it is',
    edits: [{ file: leases, find: 'ttl: Math.max(ttl, ttlMin),', replace: 'ttl,' }],
  },
  {
    id: 'lease-granted-twice',
    exercise: '4.7',
    mistake: 'a lease with an id that is taken replaces the one that is there',
    edits: [{ file: leases, find: "if (leases.has(id)) throw etcdFailure('lease-exists');", replace: '' }],
  },
  {
    id: 'any-time-to-live',
    exercise: '4.7',
    mistake: 'a time to live above the greatest one is granted',
    edits: [{ file: leases, find: "if (ttl > ttlMax) throw etcdFailure('ttl-too-large');", replace: '' }],
  },
  {
    id: 'seconds-are-milliseconds',
    exercise: '4.7',
    mistake: 'the time to live is in seconds and the clock in milliseconds, and they are added',
    edits: [{ file: leases, find: 'clock.now() + 1000 * lease.ttl;', replace: 'clock.now() + lease.ttl;' }],
  },
  {
    id: 'due-one-too-late',
    exercise: '4.7',
    mistake: 'a lease is due only when its time is more than over',
    edits: [{ file: leases, find: 'at: clock.now(), id: idEnd };', replace: 'at: clock.now(), id: idEnd - idEnd };' }],
  },
  {
    id: 'old-deadline-stays',
    exercise: '4.7',
    mistake: 'a renewal adds a new deadline and leaves the old one, so that the lease is due at its first time',
    edits: [
      {
        file: leases,
        find: 'if (lease.deadline !== undefined) deadlines.delete({ at: lease.deadline, id: lease.id });',
        replace: '',
      },
    ],
  },
  {
    id: 'renewed-too-late',
    exercise: '4.7',
    mistake: 'a lease whose time is over can still be renewed, while somebody is about to revoke it',
    edits: [
      { file: leases, find: "if (lease.deadline! <= clock.now()) throw etcdFailure('lease-not-found');", replace: '' },
    ],
  },
  {
    id: 'followers-count-time',
    exercise: '4.7',
    mistake: 'every member counts the time of leases by its own clock, whether it leads or not',
    edits: [{ file: leases, find: 'if (isLeader) begin(lease);', replace: 'begin(lease);' }],
  },
  {
    id: 'new-leader-knows-nothing',
    exercise: '4.7',
    mistake: 'a new leader counts the time only of leases that are granted while it leads',
    edits: [{ file: leases, find: 'for (const lease of leases.values()) begin(lease);', replace: '' }],
  },
  {
    id: 'deposed-leader-goes-on',
    exercise: '4.7',
    mistake: 'a leader that leads no more still finds leases that are due',
    edits: [
      {
        file: leases,
        find: 'for (const lease of leases.values()) lease.deadline = undefined;\n      deadlines = createOrderedMap(byTime);\n      //: end',
        replace: '//: end',
      },
    ],
  },
  {
    id: 'deadlines-of-an-earlier-lead',
    exercise: '4.7',
    mistake: 'who leads again goes on with the deadlines of its earlier lead',
    edits: [
      {
        file: leases,
        find: 'isLeader = true;\n      for (const lease of leases.values()) begin(lease);',
        replace:
          'isLeader = true;\n      for (const lease of leases.values()) if (lease.deadline === undefined) begin(lease);',
      },
      {
        file: leases,
        find: 'for (const lease of leases.values()) lease.deadline = undefined;\n      deadlines = createOrderedMap(byTime);\n      //: end',
        replace: '//: end',
      },
    ],
  },
  {
    id: 'remaining-is-rounded',
    exercise: '4.7',
    mistake: 'the seconds left are rounded to the nearest, instead of down',
    edits: [{ file: leases, find: 'Math.floor((deadline', replace: 'Math.round((deadline' }],
  },
  {
    id: 'remaining-below-zero',
    exercise: '4.7',
    mistake: 'the seconds left of a lease that is due are less than 0',
    edits: [
      {
        file: leases,
        find: 'Math.max(0, Math.floor((deadline - clock.now()) / 1000))',
        replace: 'Math.floor((deadline - clock.now() - 1) / 1000)',
      },
    ],
  },
  {
    id: 'revoked-lease-is-due',
    exercise: '4.7',
    mistake: 'a lease that was revoked is still found among those that are due',
    edits: [{ file: leases, find: 'const lease = get(id);\n      stop(lease);', replace: 'const lease = get(id);' }],
  },
  {
    id: 'all-leases-are-looked-at',
    exercise: '4.7',
    mistake: 'to find the leases that are due, all of them are looked at',
    edits: [
      {
        file: leases,
        find: 'return deadlines.range(undefined, end, limit).map(([{ id }]) => id);',
        replace:
          'const due = deadlines.range(undefined, undefined).filter(([{ at, id }]) => id < end.id && at <= clock.now());\n      return due.slice(0, limit).map(([{ id }]) => id);',
      },
    ],
  },
  {
    id: 'limit-of-due-leases-ignored',
    exercise: '4.7',
    mistake: 'all that are due are returned, however few were asked for',
    edits: [
      {
        file: leases,
        find: 'return deadlines.range(undefined, end, limit)',
        replace: 'return deadlines.range(undefined, end, limit && undefined)',
      },
    ],
  },
  {
    id: 'put-without-lease-stays-bound',
    exercise: '4.7',
    mistake: 'a put without a lease leaves the key bound to the lease that it had',
    edits: [
      {
        file: write,
        find: 'if (before && before.lease !== 0n) leases.detach',
        replace: 'if (before && before.lease !== 0n && lease !== 0n) leases.detach',
      },
    ],
  },
  {
    id: 'key-of-two-leases',
    exercise: '4.7',
    mistake: 'a put with another lease leaves the key bound to the first one, too',
    edits: [
      {
        file: write,
        find: 'if (before && before.lease !== 0n) leases.detach',
        replace: 'if (before && before.lease !== 0n && lease === 0n) leases.detach',
      },
    ],
  },
  {
    id: 'deleted-key-stays-bound',
    exercise: '4.7',
    mistake: 'a deleted key stays bound to its lease',
    edits: [{ file: write, find: 'if (kv.lease !== 0n) leases.detach(kv.lease, kv.key);', replace: '' }],
  },
  {
    id: 'ignore-lease-forgets-it',
    exercise: '4.7',
    mistake: 'ignoreLease drops the lease, where it shall keep it',
    edits: [{ file: write, find: 'request.ignoreLease ? before!.lease :', replace: 'request.ignoreLease ? 0n :' }],
  },
  {
    id: 'restored-book-leads',
    exercise: '4.7',
    mistake: 'a book of leases that was restored still takes itself for the leader’s',
    edits: [{ file: leases, find: 'restore(saved) {\n      isLeader = false;', replace: 'restore(saved) {' }],
  },
  {
    id: 'running-deadlines-are-kept',
    exercise: '4.7',
    mistake: 'who leads again goes on with deadlines that still run, and they stand in no order any more',
    edits: [
      {
        file: 'leases.ts',
        find: 'for (const lease of leases.values()) begin(lease);',
        replace: 'for (const lease of leases.values()) if (!(lease.deadline! > clock.now())) begin(lease);',
      },
      { file: 'leases.ts', find: 'for (const lease of leases.values()) lease.deadline = undefined;\n', replace: '' },
    ],
  },
  {
    id: 'promoted-twice-counts-on',
    exercise: '4.7',
    mistake: 'who is promoted while it leads already goes on with the old deadlines',
    edits: [
      {
        file: 'leases.ts',
        find: '      isLeader = true;\n      for (const lease',
        replace: '      if (isLeader) return;\n      isLeader = true;\n      for (const lease',
      },
    ],
  },
];
