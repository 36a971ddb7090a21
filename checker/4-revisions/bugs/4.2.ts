import type { Bug } from '../../judge/lesson.ts';

const range = 'range.ts';

export const bugs: Bug[] = [
  {
    id: 'future-revision-is-now',
    exercise: '4.2',
    mistake: 'a revision that does not exist yet is answered with the store as it is now, instead of being refused',
    edits: [{ file: range, find: "if (revision > now) throw etcdFailure('future-revision');", replace: '' }],
  },
  {
    id: 'current-revision-refused',
    exercise: '4.2',
    mistake: 'the current revision is taken for one of the future',
    edits: [
      {
        file: range,
        find: 'if (revision > now) throw',
        replace: 'if (request.revision === now || revision > now) throw',
      },
    ],
  },
  {
    id: 'negative-revision-is-no-revision',
    exercise: '4.2',
    mistake: 'a negative revision is taken for one before all others, where it means now',
    edits: [
      {
        file: range,
        find: 'return revision > 0 ? revision : now;',
        replace: 'return revision === 0 ? now : revision;',
      },
    ],
  },
  {
    id: 'past-header',
    exercise: '4.2',
    mistake: 'the header of a range in the past carries that revision, and not the current one',
    edits: [
      {
        file: range,
        find: 'const answer = { header: { revision: now },',
        replace: 'const answer = { header: { revision: revisionOf(request, now) },',
      },
    ],
  },
  {
    id: 'past-is-ignored',
    exercise: '4.2',
    mistake: 'the revision of a range is ignored, and the store shown as it is now',
    edits: [{ file: range, find: 'request, revisionOf(request, now));', replace: 'request, now);' }],
  },
  {
    id: 'limit-before-sort',
    exercise: '4.2',
    mistake: 'the limit cuts off the first keys by name, and only those are sorted',
    edits: [
      {
        file: range,
        find: 'const wanted = sorted(withinBounds(all, request), request);',
        replace:
          'const bound = withinBounds(all, request);\n  const wanted = sorted(request.limit ? bound.slice(0, request.limit) : bound, request);',
      },
      { file: range, find: 'more: kvs.length < wanted.length', replace: 'more: kvs.length < bound.length' },
    ],
  },
  {
    id: 'limit-before-bounds',
    exercise: '4.2',
    mistake: 'the limit is applied before the bounds, so that keys are missing although there are enough',
    edits: [
      {
        file: range,
        find: 'sorted(withinBounds(all, request), request);',
        replace: 'withinBounds(sorted([...all], request).slice(0, request.limit || all.length), request);',
      },
      { file: range, find: 'kvs.length < wanted.length', replace: 'wanted.length < withinBounds(all, request).length' },
    ],
  },
  {
    id: 'count-after-limit',
    exercise: '4.2',
    mistake: 'count is the number of keys that are given, and not of all that are selected',
    edits: [
      {
        file: range,
        find: 'more: kvs.length < wanted.length };',
        replace: 'more: kvs.length < wanted.length, count: kvs.length };',
      },
    ],
  },
  {
    id: 'count-after-bounds',
    exercise: '4.2',
    mistake: 'count leaves out the keys that are not within the bounds',
    edits: [
      {
        file: range,
        find: 'more: kvs.length < wanted.length };',
        replace: 'more: kvs.length < wanted.length, count: wanted.length };',
      },
    ],
  },
  {
    id: 'more-when-the-limit-is-reached',
    exercise: '4.2',
    mistake: '`more` says yes whenever the limit is reached, even when nothing was left out',
    edits: [
      {
        file: range,
        find: 'more: kvs.length < wanted.length',
        replace: 'more: (request.limit ?? 0) > 0 && kvs.length === request.limit',
      },
    ],
  },
  {
    id: 'more-compares-with-count',
    exercise: '4.2',
    mistake: '`more` says yes when bounds have left keys out, where only the limit counts',
    edits: [{ file: range, find: 'more: kvs.length < wanted.length', replace: 'more: kvs.length < all.length' }],
  },
  {
    id: 'order-none-is-by-key',
    exercise: '4.2',
    mistake: 'without a sort order the target is forgotten, and the keys stay in the order of their names',
    edits: [
      {
        file: range,
        find: "return sortTarget === 'key' ? kvs : kvs.sort(order);",
        replace: "return sortOrder === 'none' ? kvs : kvs.sort(order);",
      },
    ],
  },
  {
    id: 'blanked-before-sorting',
    exercise: '4.2',
    mistake: 'keysOnly takes the values away first, and then all of them are alike when they are sorted',
    edits: [
      {
        file: range,
        find: 'sorted(withinBounds(all, request), request);',
        replace: 'sorted(withinBounds(request.keysOnly ? all.map(withoutValue) : all, request), request);',
      },
    ],
  },
  {
    id: 'keys-only-blanks-the-store',
    exercise: '4.2',
    mistake: 'keysOnly empties the values in the store itself, and not in a copy for the answer',
    edits: [
      {
        file: range,
        find: 'return { ...kv, value: new Uint8Array(0) };',
        replace: 'return Object.assign(kv, { value: new Uint8Array(0) });',
      },
    ],
  },
  {
    id: 'bounds-leave-themselves-out',
    exercise: '4.2',
    mistake: 'a bound leaves out the revision that it names',
    edits: [{ file: range, find: '(!max || revision <= max)', replace: '(!max || revision < max)' }],
  },
  {
    id: 'bounds-of-the-wrong-revision',
    exercise: '4.2',
    mistake: 'the bounds for createRevision are compared with modRevision',
    edits: [
      {
        file: range,
        find: 'isWithin(createRevision, minCreateRevision, maxCreateRevision)',
        replace: 'isWithin(modRevision, minCreateRevision, maxCreateRevision)',
      },
      { file: range, find: '({ modRevision, createRevision }) =>', replace: '({ modRevision }) =>' },
    ],
  },
  {
    id: 'descending-value-only',
    exercise: '4.2',
    mistake: 'values are compared as text in the order of a dictionary, and descending is not the reverse of it',
    edits: [
      {
        file: range,
        find: "if (sortOrder === 'descend') return kvs.sort((a, b) => order(b, a));",
        replace: "if (sortOrder === 'descend') return kvs.sort(order);",
      },
    ],
  },
  {
    id: 'bound-of-zero',
    exercise: '4.2',
    mistake: 'a bound of 0 is taken for a bound, and not for none',
    edits: [
      {
        file: 'range.ts',
        find: '(!min || revision >= min) && (!max || revision <= max)',
        replace: '(!min || revision >= min) && (max === undefined || revision <= max)',
      },
    ],
  },
  {
    id: 'one-key-walks-over-all',
    exercise: '4.2',
    mistake: 'a range of one key goes through all keys',
    edits: [
      {
        file: 'key-selection.ts',
        find: 'isOneKey(selection) ? [index.get(selection.key) ?? []] : historiesIn(index, boundsOf(selection))',
        replace:
          'index.range(undefined, undefined).filter(([key]) => isWithin(boundsOf(selection), key)).map(([, history]) => history)',
      },
    ],
  },
];
