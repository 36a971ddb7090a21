import type { Bug } from '../../judge/lesson.ts';

const [hub, reader, stream, index] = ['watch-hub.ts', 'watch-reader.ts', 'watch-stream.ts', 'watch-index.ts'];

export const bugs: Bug[] = [
  {
    id: 'slow-watcher-misses',
    exercise: '4.6',
    mistake: 'what a watcher without room cannot take is dropped',
    edits: [{ file: hub, find: 'else fallBehind(watching, batch.revision);', replace: '' }],
  },
  {
    id: 'slow-watcher-is-not-asked',
    exercise: '4.6',
    mistake: 'what deliver says is not heeded, and a watcher without room is told all the same',
    edits: [{ file: hub, find: 'watching.hasRoom = watching.deliver(batch);', replace: 'watching.deliver(batch);' }],
  },
  {
    id: 'slow-watcher-has-a-queue',
    exercise: '4.6',
    mistake: 'what a watcher without room cannot take is kept in a queue of its own, without end',
    edits: [
      { file: hub, find: '  hasRoom: boolean;\n}', replace: '  hasRoom: boolean;\n  queue?: WatchBatch[];\n}' },
      {
        file: hub,
        find: 'else fallBehind(watching, batch.revision);',
        replace: 'else (watching.queue ??= []).push(batch);',
      },
      {
        file: hub,
        find: '        watching.hasRoom = true;\n        catchUp(watching);',
        replace:
          '        watching.hasRoom = true;\n        while (watching.hasRoom && watching.queue?.length) deliver(watching, watching.queue.shift()!);\n        catchUp(watching);',
      },
    ],
  },
  {
    id: 'catching-up-without-asking',
    exercise: '4.6',
    mistake: 'a watcher that catches up is told all the past at once, however little room it has',
    edits: [{ file: hub, find: 'else if (!watching.hasRoom) return;', replace: '' }],
  },
  {
    id: 'portions-without-end',
    exercise: '4.6',
    mistake: 'all that was missed comes in one batch, however much it is',
    edits: [{ file: reader, find: 'store.changes(lot.next, batchRevisionsMax)', replace: 'store.changes(lot.next)' }],
  },
  {
    id: 'goes-on-one-too-late',
    exercise: '4.6',
    mistake: 'the revision at which a watcher fell behind is missing when it goes on',
    edits: [{ file: hub, find: 'watching.cursor = revision;', replace: 'watching.cursor = revision + 1;' }],
  },
  {
    id: 'goes-on-from-its-last',
    exercise: '4.6',
    mistake: 'a watcher that fell behind is told its last revision once more when it goes on',
    edits: [{ file: hub, find: 'watching.cursor = revision;', replace: 'watching.cursor = revision - 1;' }],
  },
  {
    id: 'told-while-behind',
    exercise: '4.6',
    mistake: 'a watcher that is behind stays where changes find it, and is told new ones before the old ones',
    edits: [
      {
        file: hub,
        find: "    index.remove(watching.request, watching);\n    watching.state = 'behind';\n    watching.cursor = revision;",
        replace: '    watching.cursor = Math.min(watching.cursor || revision, revision);',
      },
    ],
  },
  {
    id: 'resume-does-not-read',
    exercise: '4.6',
    mistake: 'resume only notes that there is room, and waits for the next change before it tells what was missed',
    edits: [
      {
        file: hub,
        find: '        watching.hasRoom = true;\n        catchUp(watching);',
        replace: '        watching.hasRoom = true;',
      },
    ],
  },
  {
    id: 'overtaken-watcher-goes-on',
    exercise: '4.6',
    mistake: 'a watcher that compaction has overtaken goes on with what is left, and does not notice the gap',
    edits: [
      {
        file: hub,
        find: 'watching.cursor < store.compactedRevision()) sayCompacted(watching);',
        replace: 'watching.cursor < store.compactedRevision()) watching.cursor = store.compactedRevision();',
      },
    ],
  },
  {
    id: 'every-compaction-ends-the-slow',
    exercise: '4.6',
    mistake: 'any compaction ends a watcher that is behind, even where nothing that it needs is gone',
    edits: [
      {
        file: hub,
        find: 'watching.cursor < store.compactedRevision()) sayCompacted',
        replace: 'watching.cursor <= store.compactedRevision()) sayCompacted',
      },
    ],
  },
  {
    id: 'every-watcher-is-asked',
    exercise: '4.6',
    mistake: 'to find the watchers of a key, every watcher is looked at',
    edits: [
      {
        file: index,
        find: 'return [...(byKey.get(key) ?? []), ...segmentBefore(keyAfter(key)).watchers];',
        replace:
          'const found = byKey.range(undefined, undefined).filter(([each]) => compare(each, key) === 0);\n      return [...found.flatMap(([, watchers]) => [...watchers]), ...segmentBefore(keyAfter(key)).watchers];',
      },
    ],
  },
  {
    id: 'every-watcher-reads-the-store',
    exercise: '4.6',
    mistake: 'at each change every watcher reads in the store whether there is something for it',
    edits: [
      {
        file: hub,
        find: '    told = revision;\n    //: end',
        replace:
          "    told = revision;\n    for (const { cursor, state } of all) if (state === 'current') store.changes(Math.max(cursor, revision));\n    //: end",
      },
    ],
  },
  {
    id: 'segments-are-not-split',
    exercise: '4.6',
    mistake: 'where a range begins within another one, the new segment forgets the watchers of the old one',
    edits: [
      { file: index, find: 'watchers: new Set(segmentBefore(point).watchers) });', replace: 'watchers: new Set() });' },
    ],
  },
  {
    id: 'segments-merge-too-early',
    exercise: '4.6',
    mistake: 'a cut that two ranges share is taken back with the first of them',
    edits: [
      { file: index, find: 'if (segment.cuts === 0) segments.delete(point);', replace: 'segments.delete(point);' },
    ],
  },
  {
    id: 'delivered-is-now',
    exercise: '4.6',
    mistake: 'deliveredRevision says the revision of the store, even for a watcher that is behind',
    edits: [
      {
        file: hub,
        find: "return watching.state === 'current' ? told : watching.cursor - 1;",
        replace: 'return told;',
      },
    ],
  },
  {
    id: 'progress-promises-too-much',
    exercise: '4.6',
    mistake: 'a progress request is answered with the current revision, though events up to it still wait for room',
    edits: [
      {
        file: stream,
        find: 'return Math.min(header().revision, ...all);',
        replace: 'return Math.max(header().revision, ...all);',
      },
    ],
  },
  {
    id: 'stream-resumes-one',
    exercise: '4.6',
    mistake: 'when a stream has room again, only the first of its watches goes on',
    edits: [{ file: stream, find: 'if (waiting.has(watch)) return;', replace: 'return;' }],
  },
  {
    id: 'restore-is-not-noticed',
    exercise: '4.6',
    mistake: 'when the store is replaced by a later one, watchers go on as if nothing had happened in between',
    edits: [{ file: hub, find: '  store.onRestore(restored);\n', replace: '' }],
  },
  {
    id: 'a-busy-watch-starves-the-others',
    exercise: '4.6',
    mistake: 'when a stream has room again, the same watch goes on each time, and the others never have a turn',
    edits: [
      {
        file: stream,
        find: '        waiting.delete(watch);\n        watch.watcher?.resume();\n        if (waiting.has(watch)) return;',
        replace:
          '        const before = [...waiting];\n        waiting.delete(watch);\n        watch.watcher?.resume();\n        if (waiting.has(watch)) {\n          waiting.clear();\n          for (const each of before) waiting.add(each);\n          return;\n        }',
      },
    ],
  },
  {
    id: 'portions-of-any-size',
    exercise: '4.6',
    mistake: 'a portion of the past has a hundred revisions, however large their values are',
    edits: [{ file: reader, find: 'if (bytes >= batchBytesMax) return lot;', replace: 'if (bytes < 0) return lot;' }],
  },
  {
    id: 'ranges-are-a-list',
    exercise: '4.6',
    mistake: 'the ranges stand in a list, and each of them is looked at for every key',
    edits: [
      {
        file: 'watch-index.ts',
        find: 'segmentBefore(keyAfter(key)).watchers];\n      //: end',
        replace: 'ranges.filter(([bounds]) => isWithin(bounds, key)).map(([, watcher]) => watcher)];\n      //: end',
      },
      {
        file: 'watch-index.ts',
        find: '        cut(bounds.start);\n        if (bounds.end) cut(bounds.end);\n        for (const segment of covered(bounds)) segment.watchers.add(watcher);',
        replace: '        ranges.push([bounds, watcher]);',
      },
      {
        file: 'watch-index.ts',
        find: '        for (const segment of covered(bounds)) segment.watchers.delete(watcher);\n        mend(bounds.start);\n        if (bounds.end) mend(bounds.end);',
        replace: '        ranges.splice(ranges.findIndex(([, each]) => each === watcher), 1);',
      },
      {
        file: 'watch-index.ts',
        find: '  /** The segment without an end. */',
        replace:
          '  const ranges: [KeyBounds, Watcher][] = [];\n  const unused = [cut, mend, covered];\n  if (unused.length < 0) return undefined as never;\n  /** The segment without an end. */',
      },
      { file: 'watch-index.ts', find: 'isOneKey, type KeyBounds', replace: 'isOneKey, isWithin, type KeyBounds' },
    ],
  },
  {
    id: 'hub-asks-every-watcher',
    exercise: '4.6',
    mistake: 'the hub does not ask the index but every watcher whether it wants a change',
    edits: [
      {
        file: 'watch-hub.ts',
        find: 'for (const watching of index.find(event.kv.key)) {',
        replace:
          "for (const watching of [...all].filter((each) => each.state === 'current' && isWithin(boundsOf(each.request), event.kv.key))) {",
      },
      {
        file: 'watch-hub.ts',
        find: 'import { createWatchIndex }',
        replace: "import { boundsOf, isWithin } from './key-selection.ts';\nimport { createWatchIndex }",
      },
    ],
    sealed: 'pass',
  },
  {
    id: 'reads-on-without-a-limit',
    exercise: '4.6',
    mistake: 'for each portion all that came since is read from the history, and most of it thrown away',
    edits: [
      {
        file: 'watch-reader.ts',
        find: 'store.changes(lot.next, batchRevisionsMax)',
        replace: 'store.changes(lot.next).slice(0, batchRevisionsMax)',
      },
    ],
  },
  {
    id: 'told-not-moved-by-restore',
    exercise: '4.6',
    mistake: 'when the store was replaced, deliveredRevision still says the revision from before',
    edits: [
      {
        file: 'watch-hub.ts',
        find: '      catchUp(watching);\n    }\n    told = store.revision();',
        replace: '      catchUp(watching);\n    }',
      },
    ],
  },
  {
    id: 'never-noisy',
    exercise: '4.6',
    mistake: 'a watch that was sent events is told of progress all the same',
    edits: [{ file: 'watch-stream.ts', find: '    watch.isQuiet = false;\n', replace: '' }],
  },
];
