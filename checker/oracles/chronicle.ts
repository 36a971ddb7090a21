/**
 * What each revision changed, put together from what every member tells a watch on everything. Members must agree.
 */
import { hex } from '#kit/bytes.ts';
import type { Event, KeyValue } from '#kit/etcd/api.ts';
import { breakEtcdRule } from './etcd-rules.ts';
import type { Revision } from './etcd-story.ts';

export interface Chronicle {
  /** A member tells of the events of one response. */
  told(by: string, events: readonly Event[], at: number, ms: number): void;
  revisions(): Revision[];
  last(): number;
}

export function createChronicle(): Chronicle {
  const revisions = new Map<number, Revision>();

  function note(revision: number, events: Event[], by: string, seenAt: number, seenMs: number): void {
    const known = revisions.get(revision);
    if (!known) {
      revisions.set(revision, { revision, events, seenAt, seenMs, by });
      return;
    }
    const [a, b] = [known.events, events].map((each) => each.map(eventInWords).join(', '));
    if (a !== b) {
      breakEtcdRule('members agree', `revision ${revision} is ${a} for ${known.by}, and ${b} for ${by}`);
    }
  }

  return {
    told(by, events, at, ms) {
      for (const [revision, its] of byRevision(events)) note(revision, its, by, at, ms);
    },
    revisions: () => [...revisions.values()].sort((a, b) => a.revision - b.revision),
    last: () => Math.max(1, ...revisions.keys()),
  };
}

/** The events of a response by their revisions, in the order in which they stand. */
export function byRevision(events: readonly Event[]): [revision: number, events: Event[]][] {
  const groups: [number, Event[]][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0] === event.kv.modRevision) last[1].push(event);
    else groups.push([event.kv.modRevision, [event]]);
  }
  return groups;
}

export function eventInWords({ type, kv }: Event): string {
  return type === 'delete' ? `delete ${textOf(kv.key)}` : `put ${kvInWords(kv)}`;
}

function kvInWords({ key, value, createRevision, modRevision, version, lease }: KeyValue): string {
  const tied = lease === 0n ? '' : ` lease ${lease}`;
  return `${textOf(key)}=${textOf(value)} (create ${createRevision} mod ${modRevision} version ${version}${tied})`;
}

function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return /^[\w -]*$/.test(text) ? text : `0x${hex(bytes)}`;
}
