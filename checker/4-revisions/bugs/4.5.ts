import type { Bug } from '../../judge/lesson.ts';

const [hub, reader, stream, history, index] = [
  'watch-hub.ts',
  'watch-reader.ts',
  'watch-stream.ts',
  'history.ts',
  'watch-index.ts',
];

export const bugs: Bug[] = [
  {
    id: 'watch-begins-with-the-present',
    exercise: '4.5',
    mistake: 'a watch without a start revision begins with the current revision, and so tells the last change again',
    edits: [{ file: hub, find: 'startRevision : store.revision() + 1;', replace: 'startRevision : store.revision();' }],
  },
  {
    id: 'gap-at-the-hand-over',
    exercise: '4.5',
    mistake: 'between the end of the past and the first change that comes, a revision is left out',
    edits: [{ file: hub, find: 'watching.cursor = next;', replace: 'watching.cursor = next + 1;' }],
  },
  {
    id: 'past-is-not-told',
    exercise: '4.5',
    mistake: 'the start revision is ignored where it lies in the past',
    edits: [
      {
        file: hub,
        find: 'const cursor = startRevision > 0 ?',
        replace: 'const cursor = startRevision > store.revision() ?',
      },
    ],
  },
  {
    id: 'future-is-now',
    exercise: '4.5',
    mistake: 'a watch from a revision of the future begins at once',
    edits: [
      {
        file: hub,
        find: 'const cursor = startRevision > 0 ?',
        replace: 'const cursor = startRevision > 0 && startRevision <= store.revision() ?',
      },
    ],
  },
  {
    id: 'start-revision-left-out',
    exercise: '4.5',
    mistake: 'the start revision itself is left out, and only what is behind it told',
    edits: [
      { file: hub, find: 'startRevision > 0 ? startRevision :', replace: 'startRevision > 0 ? startRevision + 1 :' },
    ],
  },
  {
    id: 'a-batch-for-each-event',
    exercise: '4.5',
    mistake: 'each event of a transaction comes in a batch of its own',
    edits: [
      {
        file: hub,
        find: 'tellOne(watching, { revision, events: own });',
        replace: '{ for (const event of own) tellOne(watching, { revision, events: [event] }); }',
      },
    ],
  },
  {
    id: 'events-in-the-order-of-keys',
    exercise: '4.5',
    mistake: 'the events of a transaction are sorted by key, and not in the order in which they were done',
    edits: [
      {
        file: hub,
        find: 'for (const event of events) {\n      for (const watching',
        replace:
          'for (const event of [...events].sort((a, b) => (a.kv.key[0] ?? 0) - (b.kv.key[0] ?? 0))) {\n      for (const watching',
      },
    ],
  },
  {
    id: 'prev-kv-for-everybody',
    exercise: '4.5',
    mistake: 'prevKv is told to everybody, whether it was asked for or not',
    edits: [
      {
        file: reader,
        find: 'return prevKv || !event.prevKv ? event : { type: event.type, kv: event.kv };',
        replace: 'return event;',
      },
      {
        file: reader,
        find: '({ filters = [], prevKv }: WatchCreateRequest',
        replace: '({ filters = [] }: WatchCreateRequest',
      },
    ],
  },
  {
    id: 'filters-leave-empty-batches',
    exercise: '4.5',
    mistake: 'where filters leave no event, an empty batch is sent',
    edits: [
      {
        file: hub,
        find: 'if (own && !wanted.get(watching)?.push(own)) wanted.set(watching, [own]);',
        replace: 'wanted.set(watching, [...(wanted.get(watching) ?? []), ...(own ? [own] : [])]);',
      },
    ],
  },
  {
    id: 'filters-the-wrong-way-round',
    exercise: '4.5',
    mistake: 'a filter is taken for what is wanted, and not for what is left out',
    edits: [
      {
        file: reader,
        find: "filters.includes(event.type === 'put' ? 'no-put' : 'no-delete')",
        replace: "filters.includes(event.type === 'put' ? 'no-delete' : 'no-put')",
      },
    ],
  },
  {
    id: 'filters-only-what-comes',
    exercise: '4.5',
    mistake: 'filters are applied to what comes, and not to the past',
    edits: [
      {
        file: reader,
        find: 'return ofItsKeys.map((event) => wantedOf(request, event))',
        replace: 'return ofItsKeys.map((event) => wantedOf({ ...request, filters: [] }, event))',
      },
    ],
  },
  {
    id: 'compacted-watch-begins-in-the-middle',
    exercise: '4.5',
    mistake: 'a watch from a compacted revision begins with what is left, instead of being canceled',
    edits: [
      {
        file: hub,
        find: 'else if (watching.cursor < store.compactedRevision()) sayCompacted(watching);',
        replace: 'else if (watching.cursor < store.compactedRevision()) watching.cursor = store.compactedRevision();',
      },
    ],
  },
  {
    id: 'compacted-revision-cannot-be-watched',
    exercise: '4.5',
    mistake: 'a watch from the compacted revision itself is canceled, where only older ones are',
    edits: [
      {
        file: hub,
        find: 'watching.cursor < store.compactedRevision())',
        replace: 'watching.cursor <= store.compactedRevision())',
      },
    ],
  },
  {
    id: 'compacted-watch-stays',
    exercise: '4.5',
    mistake: 'a watch that is over because of compaction is still counted',
    edits: [
      {
        file: hub,
        find: '    end(watching);\n    watching.deliver({',
        replace: "    watching.state = 'over';\n    watching.deliver({",
      },
    ],
  },
  {
    id: 'past-of-other-keys',
    exercise: '4.5',
    mistake: 'the past is told of all keys, and not only of those that are watched',
    edits: [
      {
        file: reader,
        find: 'events.filter(({ kv }) => isWithin(bounds, kv.key));',
        replace: 'events.filter(({ kv }) => isWithin({ ...bounds, end: undefined }, kv.key));',
      },
    ],
  },
  {
    id: 'range-end-is-watched',
    exercise: '4.5',
    mistake: 'a watch of a range is told of its end as well',
    edits: [
      { file: index, find: '...segmentBefore(keyAfter(key)).watchers', replace: '...segmentBefore(key).watchers' },
    ],
  },
  {
    id: 'changes-from-behind',
    exercise: '4.5',
    mistake: 'the first revision that is asked for is missing from the changes',
    edits: [
      {
        file: history,
        find: 'firstEventFrom(state.events, from);',
        replace: 'firstEventFrom(state.events, from + 1);',
      },
    ],
  },
  {
    id: 'ids-count-from-one',
    exercise: '4.5',
    mistake: 'the ids of watches count from 1, instead of from 0',
    edits: [{ file: stream, find: 'let nextId = 0;', replace: 'let nextId = 1;' }],
  },
  {
    id: 'chosen-id-ignored',
    exercise: '4.5',
    mistake: 'the id that the client has chosen is ignored',
    edits: [{ file: stream, find: 'id: request.watchId || freeId(),', replace: 'id: freeId(),' }],
  },
  {
    id: 'chosen-ids-given-again',
    exercise: '4.5',
    mistake: 'an id that the client has chosen is given to the next watch once more',
    edits: [{ file: stream, find: 'while (watches.has(nextId)) nextId++;\n', replace: '' }],
  },
  {
    id: 'duplicate-id-replaces',
    exercise: '4.5',
    mistake: 'a watch with an id that is taken replaces the first one, instead of being refused',
    edits: [
      {
        file: stream,
        find: 'if (watchId !== 0 && watches.has(watchId))',
        replace: 'if (watchId < 0 && watches.has(watchId))',
      },
    ],
  },
  {
    id: 'empty-range-is-watched',
    exercise: '4.5',
    mistake: 'a watch of a range without keys is created like any other, and waits for ever',
    edits: [
      {
        file: stream,
        find: 'if (end && compareBytes(start, end) >= 0) return',
        replace: 'if (end && compareBytes(start, end) > 1000) return',
      },
    ],
  },
  {
    id: 'created-behind-the-past',
    exercise: '4.5',
    mistake: 'the past is told before the watch was answered `created`',
    edits: [
      { file: stream, find: '    respond(watch.id, { created: true });\n', replace: '' },
      {
        file: stream,
        find: '    // Canceled meanwhile, by',
        replace: '    respond(watch.id, { created: true });\n    // Canceled meanwhile, by',
      },
    ],
  },
  {
    id: 'cancel-of-an-unknown-watch-answered',
    exercise: '4.5',
    mistake: 'a request to cancel a watch that is not there is answered',
    edits: [
      {
        file: stream,
        find: '    if (!watch) return;\n    forget(watch);',
        replace: '    if (!watch) return void respond(watchId, { canceled: true });\n    forget(watch);',
      },
    ],
  },
  {
    id: 'canceled-watch-goes-on',
    exercise: '4.5',
    mistake: 'a canceled watch is answered, but still there among the watchers',
    edits: [{ file: hub, find: 'cancel: () => end(watching),', replace: 'cancel: () => void all.delete(watching),' }],
  },
  {
    id: 'closed-stream-leaves-watchers',
    exercise: '4.5',
    mistake: 'the watchers of a stream that was closed stay for ever',
    edits: [
      {
        file: stream,
        find: '        forget(watch);\n        watch.watcher?.cancel();',
        replace: '        forget(watch);',
      },
    ],
  },
  {
    id: 'no-cancel-for-compaction',
    exercise: '4.5',
    mistake: 'a watch that compaction has ended is answered without the compacted revision',
    edits: [
      {
        file: stream,
        find: 'return respond(watch.id, { canceled: true, compactRevision });',
        replace: 'return respond(watch.id, { canceled: true });',
      },
    ],
  },
  {
    id: 'past-batch-with-the-revision-of-its-events',
    exercise: '4.5',
    mistake: 'a batch of the past carries the revision of its last event, and not that of the store',
    edits: [
      {
        file: 'watch-hub.ts',
        find: 'deliver(watching, { revision: store.revision(), events });',
        replace: 'deliver(watching, { revision: events.at(-1)!.kv.modRevision, events });',
      },
    ],
  },
  {
    id: 'watch-from-the-compacted-misses-deletes',
    exercise: '4.5',
    mistake:
      'the tombstones of the compacted revision are gone, so that a watch from there on is not told of these deletes',
    edits: [
      {
        file: 'compaction.ts',
        find: 'kv.modRevision === revision || !(replaced.has(kv) || isTombstone(kv))',
        replace: '!(replaced.has(kv) || isTombstone(kv))',
      },
    ],
  },
  {
    id: 'id-before-range',
    exercise: '4.5',
    mistake: 'a watch with a taken id and an empty range is refused for its id',
    edits: [
      {
        file: 'watch-stream.ts',
        find: "    const { start, end } = boundsOf(request);\n    if (end && compareBytes(start, end) >= 0) return 'mvcc: watcher range is empty';\n    const { watchId = 0 } = request;\n    if (watchId !== 0 && watches.has(watchId)) return 'mvcc: duplicate watch ID provided on the WatchStream';",
        replace:
          "    const { watchId = 0 } = request;\n    if (watchId !== 0 && watches.has(watchId)) return 'mvcc: duplicate watch ID provided on the WatchStream';\n    const { start, end } = boundsOf(request);\n    if (end && compareBytes(start, end) >= 0) return 'mvcc: watcher range is empty';",
      },
    ],
  },
  {
    id: 'ended-while-it-begins',
    exercise: '4.5',
    mistake: 'a watch that the client ends as soon as it hears of it leaves its watcher in the hub',
    edits: [
      {
        file: 'watch-stream.ts',
        find: '    if (watches.get(watch.id) !== watch) watch.watcher.cancel();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'canceled-by-another-and-told',
    exercise: '4.5',
    mistake: 'who is canceled while others are told of a change is told of it all the same',
    edits: [
      {
        file: 'watch-hub.ts',
        find: "if (watching.state !== 'current' || batch.revision < watching.cursor) return;",
        replace: 'if (batch.revision < watching.cursor) return;',
      },
    ],
  },
  {
    id: 'told-after-its-end',
    exercise: '4.5',
    mistake: 'a watch that the client ends while the past is told is told the rest of the past, behind `canceled`',
    edits: [
      {
        file: 'watch-stream.ts',
        find: '    if (watches.get(watch.id) !== watch) return false;\n    watch.isQuiet',
        replace: '    watch.isQuiet',
      },
    ],
  },
];
