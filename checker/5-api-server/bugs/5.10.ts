import type { Bug } from '../../judge/lesson.ts';

const moment = 'moment.ts';
const reads = 'reads.ts';
const history = 'history.ts';
const window = 'change-window.ts';
const cache = 'watch-cache.ts';
const allocation = 'allocation.ts';

export const bugs: Bug[] = [
  {
    id: 'cache-answers-now',
    exercise: '5.10',
    mistake:
      'a list without resourceVersion is answered by the cache, which may not know yet what somebody was just told',
    edits: [
      {
        file: moment,
        find: "if (revision === undefined) return { from: 'etcd' };",
        replace: "if (revision === undefined) return { from: 'cache' };",
      },
    ],
  },
  {
    id: 'zero-asks-etcd',
    exercise: '5.10',
    mistake: '"0" is answered by etcd, though any moment would do',
    edits: [
      {
        file: moment,
        find: "if (revision === 0) return { from: 'cache' };",
        replace: "if (revision === 0) return { from: 'etcd' };",
      },
    ],
  },
  {
    id: 'limit-is-never-exact',
    exercise: '5.10',
    mistake:
      'a resourceVersion with a limit and without a match is taken as NotOlderThan, so the first page is of another moment than the client asked for',
    edits: [{ file: moment, find: "match === 'Exact' || (match === '' && limit > 0)", replace: "match === 'Exact'" }],
  },
  {
    id: 'exact-shows-now',
    exercise: '5.10',
    mistake: 'Exact is answered with what is there now',
    edits: [
      {
        file: moment,
        find: "return isExact ? { from: 'etcd', revision } :",
        replace: "return isExact ? { from: 'etcd' } :",
      },
    ],
  },
  {
    id: 'version-beside-a-token',
    exercise: '5.10',
    mistake: 'a resourceVersion beside a continue token is passed over, though the two may contradict each other',
    edits: [
      {
        file: moment,
        find: "if (revision) throw badRequest('specifying resource version is not allowed when using continue');",
        replace: '',
      },
    ],
  },
  {
    id: 'any-number-is-a-version',
    exercise: '5.10',
    mistake: 'a resourceVersion is read by `Number`, which also takes "0x2a", " 42" and "1e3"',
    edits: [
      {
        file: moment,
        find: 'if (/^\\d+$/.test(resourceVersion) && Number.isSafeInteger(revision))',
        replace: 'if (Number.isSafeInteger(revision) && revision >= 0)',
      },
    ],
  },
  {
    id: 'match-without-version',
    exercise: '5.10',
    mistake: 'a match without a resourceVersion is passed over in silence',
    edits: [
      {
        file: moment,
        find: "if (resourceVersion === '') throw refuse('is forbidden unless resourceVersion is provided');",
        replace: '',
      },
    ],
  },
  {
    id: 'cache-is-late-enough',
    exercise: '5.10',
    mistake: 'a list that must not be older than 42 is answered by the cache, wherever that is',
    edits: [
      {
        file: reads,
        find: "if (moment.from === 'cache' || cached.revision >= moment.revision) return cached;",
        replace: 'return cached;',
      },
    ],
  },
  {
    id: 'late-cache-is-refused',
    exercise: '5.10',
    mistake: 'a cache that is behind refuses the list with Timeout, though etcd could show it',
    edits: [
      {
        file: reads,
        find: '  const page = await fromEtcd(sources, resource, query);\n  if (page.revision < moment.revision) throw tooLarge(moment.revision, page.revision);\n  return page;',
        replace: '  throw tooLarge(moment.revision, cached.revision);',
      },
    ],
  },
  {
    id: 'older-than-asked',
    exercise: '5.10',
    mistake: 'a list that etcd cannot show yet is answered with what there is, and takes the client back in time',
    edits: [
      {
        file: reads,
        find: '  if (page.revision < moment.revision) throw tooLarge(moment.revision, page.revision);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'future-watch-waits',
    exercise: '5.10',
    mistake: 'a watch from a revision that nobody has reached begins, instead of being refused',
    edits: [
      {
        file: reads,
        find: '    if (after > revision) throw tooLarge(after, revision);\n',
        replace: '    if (after > revision) return { initial: [], after: revision };\n',
      },
    ],
  },
  {
    id: 'watch-ahead-of-the-cache',
    exercise: '5.10',
    mistake: 'a watch behind a revision that this cache has not seen is refused, though another server has shown it',
    edits: [
      {
        file: reads,
        find: '    const revision = await storage.revision();\n',
        replace: '    const revision = cache.revision() + (storage ? 0 : 1);\n',
      },
    ],
  },
  {
    id: 'watch-begins-with-the-cache',
    exercise: '5.10',
    mistake: 'a watch without resourceVersion begins with what the cache has',
    edits: [
      {
        file: reads,
        find: 'const list = { ...query, limit: 0,',
        replace: "const list = { ...query, resourceVersion: query.resourceVersion || '0', limit: 0,",
      },
    ],
  },
  {
    id: 'initial-events-left-out',
    exercise: '5.10',
    mistake: 'a watch that asks for the initial objects behind a resourceVersion does not get them',
    edits: [
      {
        file: reads,
        find: 'if (after === undefined || after === 0 || sendsInitial) {',
        replace: 'if (after === undefined || after === 0) {',
      },
    ],
  },
  {
    id: 'fields-are-passed-over',
    exercise: '5.10',
    mistake: 'a list through etcd goes by the label selector alone, and shows whatever the field selector says',
    edits: [{ file: reads, find: 'labels.length === 0 && fields.length === 0', replace: 'labels.length === 0' }],
  },
  {
    id: 'zero-is-history',
    exercise: '5.10',
    mistake: 'a watch from "0" tells all of history instead of what the cache has, and expires once etcd is compacted',
    edits: [
      {
        file: reads,
        find: 'if (after === undefined || after === 0 || sendsInitial) {',
        replace: 'if (after === undefined || sendsInitial) {',
      },
    ],
  },
  {
    id: 'watch-has-pages',
    exercise: '5.10',
    mistake: 'a watch with a limit begins with one page, and the other objects are never told',
    edits: [
      { file: reads, find: "limit: 0, continueToken: '', resourceVersionMatch", replace: 'resourceVersionMatch' },
    ],
  },
  {
    id: 'watch-with-a-match-is-refused',
    exercise: '5.10',
    mistake: 'a watch that says NotOlderThan and no resourceVersion is refused as a list would be',
    edits: [{ file: reads, find: "continueToken: '', resourceVersionMatch: '' };", replace: "continueToken: '' };" }],
  },
  {
    id: 'cache-cuts-the-list',
    exercise: '5.10',
    mistake: 'the cache cuts a list at its limit, and gives no token for the rest',
    edits: [
      {
        file: reads,
        find: '.filter(matcherOf(resource, query));\n  return { objects,',
        replace: '.filter(matcherOf(resource, query)).slice(0, query.limit || undefined);\n  return { objects,',
      },
    ],
  },
  {
    id: 'history-of-its-own-keys',
    exercise: '5.10',
    mistake: 'history watches only the keys of its resource, and waits for ever if the last write was of another',
    edits: [
      {
        file: history,
        find: "stream.receive({ type: 'create', request: { ...everyKey,",
        replace: "stream.receive({ type: 'create', request: { key: prefix, rangeEnd: Uint8Array.of(...prefix, 0xff),",
      },
    ],
  },
  {
    id: 'history-without-previous',
    exercise: '5.10',
    mistake: 'history does not ask for previous values, so every change looks like a new object',
    edits: [
      { file: history, find: 'startRevision: after + 1, prevKv: true }', replace: 'startRevision: after + 1 }' },
      { file: history, find: 'if (isTorn(event) ||', replace: 'if (isTorn({ ...event, prevKv: event.kv }) ||' },
    ],
  },
  {
    id: 'history-repeats-the-first',
    exercise: '5.10',
    mistake: 'history begins with the revision that the client has seen already',
    edits: [{ file: history, find: 'startRevision: after + 1,', replace: 'startRevision: after,' }],
  },
  {
    id: 'history-beyond-the-window',
    exercise: '5.10',
    mistake: 'history also has what was written behind `until`, which the window has already',
    edits: [{ file: history, find: '        if (event.kv.modRevision > until) break;\n', replace: '' }],
  },
  {
    id: 'history-with-a-gap',
    exercise: '5.10',
    mistake: 'history with a previous value that is compacted away counts as whole',
    edits: [
      {
        file: history,
        find: 'if (isTorn(event) || changes.length === countMax)',
        replace: 'if (changes.length === countMax)',
      },
    ],
  },
  {
    id: 'history-is-cut',
    exercise: '5.10',
    mistake: 'history that is too long is cut off at its end, which is a gap',
    edits: [
      {
        file: history,
        find: 'if (isTorn(event) || changes.length === countMax) finish(undefined);',
        replace:
          'if (changes.length === countMax) finish(changes);\n        else if (isTorn(event)) finish(undefined);',
      },
    ],
  },
  {
    id: 'history-ends-too-soon',
    exercise: '5.10',
    mistake: 'history is taken to be whole with the first answer of the watch',
    edits: [
      {
        file: history,
        find: 'if ((events.at(-1)?.kv.modRevision ?? 0) >= until) finish(changes);',
        replace: 'if (events.length > 0) finish(changes);',
      },
    ],
  },
  {
    id: 'history-waits-for-ever',
    exercise: '5.10',
    mistake: 'a watch of history that is refused or breaks off is waited for without end',
    edits: [
      {
        file: history,
        find: 'etcd.watch(receive, () => finish(undefined));',
        replace: 'etcd.watch(receive, () => undefined);',
      },
    ],
  },
  {
    id: 'history-stream-left-open',
    exercise: '5.10',
    mistake: 'the stream that has told the history is never closed',
    edits: [{ file: history, find: '      queueMicrotask(() => stream.close());\n', replace: '' }],
  },
  {
    id: 'history-with-what-is-no-object',
    exercise: '5.10',
    mistake: 'a write that put junk where nothing was is a change, of which no reader can make anything',
    edits: [{ file: history, find: 'if (!change.object && !change.old && !isTorn(event)) continue;', replace: '' }],
  },
  {
    id: 'history-counts-what-is-no-object',
    exercise: '5.10',
    mistake: 'a write that put junk where nothing was counts among the changes, and soon there are too many',
    edits: [
      {
        file: history,
        find: 'if (isTorn(event) || changes.length === countMax) finish(undefined);',
        replace: 'if (isTorn(event) || ++seen > countMax) finish(undefined);',
      },
      {
        file: history,
        find: 'if (!change.object && !change.old && !isTorn(event)) continue;',
        replace:
          'if (!change.object && !change.old && !isTorn(event)) {\n          seen++;\n          continue;\n        }',
      },
      {
        file: history,
        find: 'const changes: ObjectChange[] = [];',
        replace: 'const changes: ObjectChange[] = [];\n    let seen = 0;',
      },
    ],
  },
  {
    id: 'front-moves-readers',
    exercise: '5.10',
    mistake: 'changes that are put in front of the window move all readers back by as many',
    edits: [{ file: window, find: 'firstNumber = oldest() - older.length;', replace: 'firstNumber = oldest();' }],
  },
  {
    id: 'front-beyond-the-size',
    exercise: '5.10',
    mistake: 'changes are put in front of the window whether there is room or not',
    edits: [{ file: window, find: '      if (older.length + kept.length > sizeMax) return false;\n', replace: '' }],
  },
  {
    id: 'front-keeps-since',
    exercise: '5.10',
    mistake: 'changes are put in front, and the window still says that it begins where it began',
    edits: [{ file: window, find: '      from = earlier;\n', replace: '' }],
  },
  {
    id: 'front-wakes-the-dropped',
    exercise: '5.10',
    mistake: 'what has dropped out of the window comes back when something is put in front of it',
    edits: [
      { file: window, find: 'const kept = changes.slice(dropped);', replace: 'const kept = changes;' },
      { file: window, find: 'firstNumber = oldest() - older.length;', replace: 'firstNumber -= older.length;' },
    ],
  },
  {
    id: 'gap-of-one',
    exercise: '5.10',
    mistake:
      'at a reset one number is left out, and who was lost finds his own again when something is put in front of the new window',
    edits: [
      {
        file: window,
        find: 'firstNumber += changes.length + sizeMax + 1;',
        replace: 'firstNumber += changes.length + 1;',
      },
    ],
  },
  {
    id: 'no-history-at-all',
    exercise: '5.10',
    mistake: 'whoever is older than the window must begin anew, though etcd still knows what came in between',
    edits: [{ file: cache, find: '      if (after < window.since()) {\n', replace: '      if (after < 0) {\n' }],
  },
  {
    id: 'history-for-each',
    exercise: '5.10',
    mistake: 'each reader that needs history has it read for itself',
    edits: [
      {
        file: cache,
        find: '        fetching = fetching.then(() => fetchHistory(after));\n        await fetching;',
        replace: '        await fetchHistory(after);',
      },
    ],
  },
  {
    id: 'history-in-another-window',
    exercise: '5.10',
    mistake: 'history that was read for one window is put in front of the one that a new list has made meanwhile',
    edits: [{ file: cache, find: 'if (history && window.since() === since) window', replace: 'if (history) window' }],
  },
  {
    id: 'gap-instead-of-expired',
    exercise: '5.10',
    mistake: 'a reader whose changes are gone begins with the oldest that are left',
    edits: [
      { file: cache, find: '      if (after < window.since()) throw tooOld(after, window.since());\n', replace: '' },
    ],
  },
  {
    id: 'waits-only-for-time',
    exercise: '5.10',
    mistake: 'a wait for a revision looks once at the beginning and once at the end',
    edits: [{ file: cache, find: '        waiting.add(look);\n', replace: '        if (look()) waiting.add(look);\n' }],
  },
  {
    id: 'waiting-leaves-timers',
    exercise: '5.10',
    mistake: 'the timer of a wait that was answered goes on running',
    edits: [{ file: cache, find: '          cancel();\n', replace: '          if (!isThere) cancel();\n' }],
  },
  {
    id: 'waiting-leaves-listeners',
    exercise: '5.10',
    mistake: 'the listener of a wait that is over stays, and is called at every change from then on',
    edits: [{ file: cache, find: '          waiting.delete(look);\n', replace: '' }],
  },
  {
    id: 'time-over-is-true',
    exercise: '5.10',
    mistake: 'a wait whose time is over says that the revision is there',
    edits: [{ file: cache, find: '() => finish(false));', replace: '() => finish(true));' }],
  },
  {
    id: 'lowest-is-free',
    exercise: '5.10',
    mistake: 'the lowest free number is taken, so all who ask at once take the same one',
    edits: [
      {
        file: allocation,
        find: 'const start = random.integer(0, count - 1);',
        replace: 'const start = random.integer(0, 0);',
      },
    ],
  },
  {
    id: 'last-number-never',
    exercise: '5.10',
    mistake: 'the last number of a pool is never given out',
    edits: [{ file: allocation, find: 'const count = last - first + 1;', replace: 'const count = last - first;' }],
  },
  {
    id: 'list-instead-of-a-claim',
    exercise: '5.10',
    mistake: 'an address is chosen from what is free, and not claimed in the transaction',
    edits: [
      {
        file: allocation,
        find: 'return { object, claims, releases };',
        replace: 'return { object, claims: [], releases };',
      },
    ],
  },
  {
    id: 'claims-what-it-has',
    exercise: '5.10',
    mistake: 'an update claims again what the Service has already, and so is never done',
    edits: [
      {
        file: allocation,
        find: 'claims.push(...[...has].filter((name) => !had.has(name)).map(',
        replace: 'claims.push(...[...has].map(',
      },
    ],
  },
  {
    id: 'one-port-claimed-twice',
    exercise: '5.10',
    mistake: 'two ports of a Service with the same node port claim it twice, and the transaction has a key twice',
    edits: [
      {
        file: allocation,
        find: 'claims.push(...[...has].filter(',
        replace: 'claims.push(...[...chosen.values()].filter(',
      },
    ],
  },
  {
    id: 'never-given-back',
    exercise: '5.10',
    mistake: 'what a Service no longer has stays taken for ever',
    edits: [{ file: allocation, find: 'return { object, claims, releases };', replace: 'return { object, claims };' }],
  },
  {
    id: 'update-takes-another',
    exercise: '5.10',
    mistake: 'an update that does not name the address gets another one',
    edits: [
      {
        file: allocation,
        find: 'const wants = kept(wantsOf(object), wantsOf(write.old));',
        replace: 'const wants = wantsOf(object);',
      },
    ],
  },
  {
    id: 'named-is-replaced',
    exercise: '5.10',
    mistake: 'a named address that somebody has is replaced by another one, and nobody is told',
    edits: [
      {
        file: allocation,
        find: "if (name !== '' && !had.has(name)) faults.push(",
        replace: "if (name !== '' && !had.has(name) && !refused.has(name)) faults.push(",
      },
      {
        file: allocation,
        find: "const own = name === '' ?",
        replace: "const own = name === '' || refused.has(name) ?",
      },
    ],
  },
  {
    id: 'dry-run-grants-all',
    exercise: '5.10',
    mistake: 'a dry run of a Service that names an address which somebody has says that it would be done',
    edits: [{ file: allocation, find: 'new Set(write.dryRun ? used : lost);', replace: 'new Set(lost);' }],
  },
  {
    id: 'named-from-anywhere',
    exercise: '5.10',
    mistake: 'a named address or port outside of the pool is given out',
    edits: [
      { file: allocation, find: '  if (isInside && !isTaken) return [];', replace: '  if (!isTaken) return [];' },
    ],
  },
  {
    id: 'first-allocation-fault-only',
    exercise: '5.10',
    mistake: 'of all that a Service names and cannot have, only the first is told',
    edits: [
      {
        file: allocation,
        find: 'throw invalid(write.resource, write.name, faults);',
        replace: 'throw invalid(write.resource, write.name, faults.slice(0, 1));',
      },
    ],
  },
  {
    id: 'fault-of-the-address-only',
    exercise: '5.10',
    mistake: 'where the address cannot be had, nothing is told of the node ports',
    edits: [
      {
        file: allocation,
        find: '      if (object) object = withChosen(object, chosen);\n',
        replace: '      if (faults.length > 0) break;\n      if (object) object = withChosen(object, chosen);\n',
      },
    ],
  },
  {
    id: 'lost-is-chosen-again',
    exercise: '5.10',
    mistake: 'what the transaction has found taken is chosen again as long as the names do not tell of it',
    edits: [{ file: allocation, find: '[...wants.values(), ...lost]', replace: 'wants.values()' }],
  },
  {
    id: 'none-gets-an-address',
    exercise: '5.10',
    mistake: 'a Service with clusterIP None gets an address',
    edits: [
      {
        file: allocation,
        find: "|| clusterIP === 'None') return new Map();\n  return new Map([['clusterIP', String(clusterIP)]]);",
        replace:
          ") return new Map();\n  return new Map([['clusterIP', clusterIP === 'None' ? '' : String(clusterIP)]]);",
      },
    ],
  },
  {
    id: 'port-chosen-twice',
    exercise: '5.10',
    mistake: 'two ports of a Service that want any are given the same one',
    edits: [
      {
        file: allocation,
        find: '      chosen.set(purpose, own);\n      used.add(own);',
        replace: '      chosen.set(purpose, own);',
      },
    ],
  },
  {
    id: 'fields-of-another-type',
    exercise: '5.10',
    mistake: 'a Service that is ClusterIP now keeps the node port that it has given back',
    edits: [
      {
        file: allocation,
        find: 'if (!hasNodePorts(spec) && ports.some(',
        replace: 'if (!hasAddress(spec) && ports.some(',
      },
    ],
  },
];
