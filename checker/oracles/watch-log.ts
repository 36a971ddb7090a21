/** Whether watches were given what they asked for: ordered, each revision whole and once, and all of them. */
import { compareBytes } from '#kit/bytes.ts';
import type { Event, WatchCreateRequest } from '#kit/etcd/api.ts';
import { eventInWords } from './chronicle.ts';
import { breakEtcdRule } from './etcd-rules.ts';
import type { Revision, WatchLog } from './etcd-story.ts';

/** @param revisions all that there are: a watch has seen to the last of them */
export function checkWatches(watches: readonly WatchLog[], revisions: readonly Revision[]): void {
  for (const watch of watches) checkWatch(watch, revisions);
}

function checkWatch(watch: WatchLog, revisions: readonly Revision[]): void {
  const { name, request, from, entries, gaps } = watch;
  for (const [i, { revision }] of entries.entries()) {
    const before = entries[i - 1]?.revision ?? 0;
    if (revision > before) continue;
    breakEtcdRule('watch ordered', `${name} is given revision ${revision} after revision ${before}`);
  }
  const given = new Map(entries.map((entry) => [entry.revision, entry.events]));
  for (const { revision, events } of revisions) {
    const wanted = revision < from ? [] : events.filter((event) => isWanted(request, event));
    const got = given.get(revision) ?? [];
    given.delete(revision);
    const isExcused = got.length === 0 && gaps.some(([first, last]) => first <= revision && revision <= last);
    if (isExcused) continue;
    const [a, b] = [got, wanted].map((each) => each.map(eventInWords).join(', ') || 'nothing');
    if (a !== b) breakEtcdRule('watch complete', `${name} is given ${a} of revision ${revision}, and should get ${b}`);
  }
  const [invented] = given.keys();
  if (invented !== undefined) {
    breakEtcdRule('watch complete', `${name} is given revision ${invented}, which there is not`);
  }
}

/** Whether the watch asked for such an event. */
export function isWanted({ key, rangeEnd, filters = [] }: WatchCreateRequest, { type, kv }: Event): boolean {
  if (filters.includes(type === 'put' ? 'no-put' : 'no-delete')) return false;
  if (!rangeEnd || rangeEnd.length === 0) return compareBytes(kv.key, key) === 0;
  const isFromKey = rangeEnd.length === 1 && rangeEnd[0] === 0;
  return compareBytes(kv.key, key) >= 0 && (isFromKey || compareBytes(kv.key, rangeEnd) < 0);
}
