import type { Bug } from '../../judge/lesson.ts';

const window = 'change-window.ts';
const cache = 'watch-cache.ts';

export const bugs: Bug[] = [
  {
    id: 'buffers-for-ever',
    exercise: '5.9',
    mistake: 'nothing ever drops out of the window, so that one slow client fills the memory',
    edits: [{ file: window, find: 'if (changes.length - dropped > sizeMax) drop();', replace: '' }],
  },
  {
    id: 'window-one-too-small',
    exercise: '5.9',
    mistake: 'the window drops a change when it is just full',
    edits: [
      {
        file: window,
        find: 'if (changes.length - dropped > sizeMax) drop();',
        replace: 'if (changes.length - dropped >= sizeMax) drop();',
      },
    ],
  },
  {
    id: 'watch-from-repeats',
    exercise: '5.9',
    mistake: 'a reader of what is behind a revision is told the change of that revision once more',
    edits: [
      {
        file: window,
        find: 'if (changes[middle].revision > revision) high',
        replace: 'if (changes[middle].revision >= revision) high',
      },
      { file: window, find: 'if (change.revision > after) return change;', replace: 'return change;' },
    ],
  },
  {
    id: 'lost-skips',
    exercise: '5.9',
    mistake: 'a reader that has lost its place goes on with the oldest change that is left, and with a gap',
    edits: [
      {
        file: window,
        find: "if (lost()) return 'lost';",
        replace: 'number = Math.max(number, oldest());',
      },
    ],
  },
  {
    id: 'reset-keeps-readers',
    exercise: '5.9',
    mistake: 'after a new list, readers that were up to date go on as if they had missed nothing',
    edits: [
      { file: window, find: 'firstNumber += changes.length + sizeMax + 1;', replace: 'firstNumber += changes.length;' },
    ],
  },
  {
    id: 'reset-untold',
    exercise: '5.9',
    mistake: 'readers are not told of a reset, and wait for ever',
    edits: [{ file: window, find: 'from = newSince;\n      tellAll();', replace: 'from = newSince;' }],
  },
  {
    id: 'since-is-the-first-left',
    exercise: '5.9',
    mistake: 'the window says that it begins behind the oldest change that is left, which a client then misses',
    edits: [
      { file: window, find: 'from = changes[dropped].revision;', replace: 'from = changes[dropped + 1].revision;' },
    ],
  },
  {
    id: 'numbers-shift-when-cleared',
    exercise: '5.9',
    mistake: 'when what has dropped out is cleared away, the places of the readers are not moved along',
    edits: [{ file: window, find: '    firstNumber += dropped;\n    dropped = 0;', replace: '    dropped = 0;' }],
  },
  {
    id: 'closed-still-told',
    exercise: '5.9',
    mistake: 'a reader that was closed is still told of every change, and kept in memory',
    edits: [{ file: window, find: 'close: () => void tells.delete(own),', replace: 'close: () => undefined,' }],
  },
  {
    id: 'relist-keeps-old-objects',
    exercise: '5.9',
    mistake: 'a new list is put on top of what was there, so removed objects stay for ever',
    edits: [{ file: cache, find: '    objects.clear();\n', replace: '' }],
  },
  {
    id: 'deletes-not-applied',
    exercise: '5.9',
    mistake: 'a removal is told to the readers, and the object stays in the cache',
    edits: [{ file: cache, find: '    objects.delete(kv.key);\n    return {', replace: '    return {' }],
  },
  {
    id: 'cache-revision-stays',
    exercise: '5.9',
    mistake: 'the cache does not count its revision on, so after a break everything is told once more',
    edits: [{ file: cache, find: '      advanceTo(change.revision);\n', replace: '' }],
  },
  {
    id: 'changes-not-in-the-window',
    exercise: '5.9',
    mistake: 'the cache shows what has changed, and never tells its readers',
    edits: [{ file: cache, find: '      if (change.object || change.old) window.add(change);\n', replace: '' }],
  },
  {
    id: 'told-before-it-is-there',
    exercise: '5.9',
    mistake: 'readers are told of a change before the cache shows it',
    edits: [
      {
        file: cache,
        find: '      const change = changeOf(event);\n      advanceTo(change.revision);\n      if (change.object || change.old) window.add(change);\n',
        replace:
          "      const { kv, type } = event;\n      const object = type === 'put' ? decodeIfObject(kv) : undefined;\n      const old = objects.get(text(kv.key));\n      if (object || old) window.add({ revision: kv.modRevision, object, old });\n      changeOf(event);\n      advanceTo(kv.modRevision);\n",
      },
    ],
  },
  {
    id: 'window-not-begun-anew',
    exercise: '5.9',
    mistake: 'after a new list the window goes on as if nothing were missing',
    edits: [
      { file: cache, find: '    window.reset(at);\n', replace: '    if (window.since() === 0) window.reset(at);\n' },
    ],
  },
  {
    id: 'nothing-is-a-change',
    exercise: '5.9',
    mistake: 'what was no object and is none is told as a change',
    edits: [{ file: cache, find: 'if (change.object || change.old) window', replace: 'window' }],
  },
  {
    id: 'before-is-not-kept',
    exercise: '5.9',
    mistake: 'a change has the object as it is now, and not as it was',
    edits: [
      {
        file: cache,
        find: '    const old = objects.get(text(kv.key));\n',
        replace: '    const old = kv.version > 0 ? undefined : objects.get(text(kv.key));\n',
      },
    ],
  },
];
