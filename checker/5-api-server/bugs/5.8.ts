import type { Bug } from '../../judge/lesson.ts';

const selectors = 'selectors.ts';
const list = 'list.ts';
const watch = 'watch.ts';

export const bugs: Bug[] = [
  {
    id: 'not-equal-needs-the-label',
    exercise: '5.8',
    mistake: '`app!=web` leaves out the objects that have no label app at all',
    edits: [
      {
        file: selectors,
        find: "return (has && values.includes(labels[key])) === (operator === 'in');",
        replace: "return has && values.includes(labels[key]) === (operator === 'in');",
      },
    ],
  },
  {
    id: 'comma-in-parentheses',
    exercise: '5.8',
    mistake: 'a selector is cut at every comma, and so inside of `in (a,b)`, too',
    edits: [{ file: selectors, find: 'text.split(/,(?![^(]*\\))/)', replace: "text.split(',')" }],
  },
  {
    id: 'commas-mean-or',
    exercise: '5.8',
    mistake: 'an object is selected if one part of the selector holds, instead of all',
    edits: [
      {
        file: selectors,
        find: 'return terms.every(({ key, operator, values }) => {',
        replace: 'return terms.length === 0 || terms.some(({ key, operator, values }) => {',
      },
    ],
  },
  {
    id: 'inherited-labels',
    exercise: '5.8',
    mistake: 'a label is looked up with `in`, which finds what every object inherits',
    edits: [
      { file: selectors, find: 'const has = Object.hasOwn(labels, key);', replace: 'const has = key in labels;' },
    ],
  },
  {
    id: 'any-field-selects',
    exercise: '5.8',
    mistake: 'a field that cannot be selected is passed over instead of being refused',
    edits: [{ file: selectors, find: 'if (!Object.hasOwn(selectable, field))', replace: "if (field === '')" }],
  },
  {
    id: 'missing-field-is-undefined',
    exercise: '5.8',
    mistake: 'a field that is missing is compared as the text "undefined"',
    edits: [{ file: selectors, find: ' ?? selectable[field]);', replace: ');' }],
  },
  {
    id: 'namespace-by-prefix',
    exercise: '5.8',
    mistake: 'a namespace fits if it only begins like the one that was asked for',
    edits: [
      {
        file: selectors,
        find: 'object.metadata.namespace === namespace;',
        replace: 'String(object.metadata.namespace).startsWith(namespace);',
      },
    ],
  },
  {
    id: 'continue-without-revision',
    exercise: '5.8',
    mistake: 'the next page is read as the store is now, and not as the first page has found it',
    edits: [
      {
        file: list,
        find: 'let [revision, after] = [token?.revision ?? request.revision,',
        replace: 'let [revision, after] = [request.revision,',
      },
    ],
  },
  {
    id: 'page-repeats-its-last',
    exercise: '5.8',
    mistake: 'a page that is full in the middle of what was read goes on behind what was read, and loses the rest',
    edits: [
      {
        file: list,
        find: 'text(keyIn(all[all.length - 1])).slice(prefix.length)',
        replace: '(after ? text(after) : text(keyIn(all[all.length - 1]))).slice(prefix.length)',
      },
    ],
  },
  {
    id: 'limit-before-matching',
    exercise: '5.8',
    mistake: 'objects that do not match count for the limit of a page',
    edits: [
      {
        file: list,
        find: 'if (matches && !matches(object)) continue;\n',
        replace: '',
      },
      {
        file: list,
        find: '      objects.push(object);',
        replace:
          '      if (!matches || matches(object)) objects.push(object);\n      else if (objects.length === 0) continue;\n      else objects.push(objects[0]);',
      },
    ],
  },
  {
    id: 'token-believed',
    exercise: '5.8',
    mistake: 'whatever a continue token holds is believed',
    edits: [
      { file: list, find: 'if (!Number.isSafeInteger(rv) || (rv as number) < 1)', replace: 'if (rv === undefined)' },
    ],
  },
  {
    id: 'token-not-for-urls',
    exercise: '5.8',
    mistake: 'the token is plain JSON, which cannot stand in a URL',
    edits: [
      {
        file: list,
        find: "start: after })).toString('base64url');",
        replace: 'start: after })).toString();',
      },
    ],
  },
  {
    id: 'leaving-is-modified',
    exercise: '5.8',
    mistake: 'an object that leaves the selection shows no DELETED, so clients keep it for ever',
    edits: [
      {
        file: watch,
        find: "return was ? { type: 'DELETED', object: withRevision(old, revision) } : undefined;",
        replace: "return was && !object ? { type: 'DELETED', object: withRevision(old, revision) } : undefined;",
      },
    ],
  },
  {
    id: 'coming-in-is-modified',
    exercise: '5.8',
    mistake: 'an object that comes into the selection is MODIFIED, though the client has never seen it',
    edits: [{ file: watch, find: "type: was ? 'MODIFIED' : 'ADDED'", replace: "type: old ? 'MODIFIED' : 'ADDED'" }],
  },
  {
    id: 'deleted-with-the-old-revision',
    exercise: '5.8',
    mistake: 'a DELETED event has the resourceVersion of the write before, so a watch from there repeats it',
    edits: [{ file: watch, find: 'object: withRevision(old, revision) }', replace: 'object: old }' }],
  },
  {
    id: 'bookmark-unasked',
    exercise: '5.8',
    mistake: 'bookmarks are sent to clients that have not asked for any',
    edits: [
      { file: watch, find: 'if (request.bookmarks && hasRoom && isUpToDate)', replace: 'if (hasRoom && isUpToDate)' },
    ],
  },
  {
    id: 'bookmark-too-early',
    exercise: '5.8',
    mistake: 'a bookmark is sent while changes still wait to be sent, which the client will then never ask for',
    edits: [
      {
        file: watch,
        find: 'if (request.bookmarks && hasRoom && isUpToDate) hasRoom = send(bookmark());',
        replace: 'isUpToDate = true;\n    if (request.bookmarks) hasRoom = send(bookmark());',
      },
    ],
  },
  {
    id: 'bookmark-of-the-last-event',
    exercise: '5.8',
    mistake: 'a bookmark repeats the resourceVersion of the last event, so a quiet watch still falls out of the window',
    edits: [
      {
        file: watch,
        find: 'return isUpToDate ? Math.max(seen, request.revision()) : seen;',
        replace: 'return request.after;',
      },
    ],
  },
  {
    id: 'full-is-not-noticed',
    exercise: '5.8',
    mistake: 'what `send` says is not listened to, and everything is pushed into a full connection',
    edits: [{ file: watch, find: '      hasRoom = send(event);\n', replace: '      send(event);\n' }],
  },
  {
    id: 'lost-goes-on',
    exercise: '5.8',
    mistake: 'a client whose changes are gone is left waiting, without an ERROR',
    edits: [
      { file: watch, find: "if (change === 'lost') fail(tooOld());", replace: '' },
      { file: watch, find: 'if (!isOver && reader?.isLost()) fail(tooOld());', replace: '' },
    ],
  },
  {
    id: 'full-and-lost-waits',
    exercise: '5.8',
    mistake: 'a client that is full is never looked after, so it is not dropped when its changes are gone',
    edits: [
      {
        file: watch,
        find: 'if (!isOver && reader?.isLost()) fail(tooOld());',
        replace: 'if (!isOver && hasRoom && reader?.isLost()) fail(tooOld());',
      },
      {
        file: watch,
        find: '      hasRoom = true;\n      pump();',
        replace: '      hasRoom = !reader?.isLost();\n      pump();',
      },
    ],
  },
  {
    id: 'unselected-stops-the-pump',
    exercise: '5.8',
    mistake: 'a change that is not selected ends the sending, and what comes behind it waits',
    edits: [
      {
        file: watch,
        find: 'if (event) return { ...event, object: request.served(event.object as KubernetesObject) };',
        replace: 'return event && { ...event, object: request.served(event.object as KubernetesObject) };',
      },
    ],
  },
  {
    id: 'page-over-the-limit',
    exercise: '5.8',
    mistake: 'a page takes all that matches in what was read, and has more objects than were asked for',
    edits: [
      {
        file: list,
        find: '  return matches ? Math.max(limit, partSize) : limit;',
        replace: '  return matches ? limit : limit;',
      },
      {
        file: list,
        find: '      if (limit > 0 && objects.length === limit)\n        return { objects, revision, continueToken: nextToken(objects, revision) };\n',
        replace: '',
      },
      {
        file: list,
        find: '    if (objects.length === limit)\n',
        replace: '    if (limit > 0 && objects.length >= limit)\n',
      },
    ],
  },
  {
    id: 'token-too-old-unsaid',
    exercise: '5.8',
    mistake: 'a token that is too old is refused without a word of beginning anew',
    edits: [
      {
        file: list,
        find: "if (token && codeOf(thrown) === 'Expired') throw expired(tokenTooOld);",
        replace: "if (token && codeOf(thrown) === 'Expired') throw expired('');",
      },
    ],
  },
  {
    id: 'mark-says-now',
    exercise: '5.8',
    mistake: 'the mark behind the initial objects says what is known now, so what came behind the list is lost',
    edits: [
      {
        file: watch,
        find: 'String(revisionKnown())',
        replace: 'String(annotations ? request.revision() : revisionKnown())',
      },
    ],
  },
  {
    id: 'lost-told-at-resume',
    exercise: '5.8',
    mistake: 'a full connection that has lost its place is not told before it has room again',
    edits: [
      {
        file: watch,
        find: 'if (!isOver && reader?.isLost()) fail(tooOld());',
        replace: 'if (!isOver && hasRoom && reader?.isLost()) fail(tooOld());',
      },
    ],
  },
  {
    id: 'events-as-stored',
    exercise: '5.8',
    mistake: 'events have the version of the store, and not the one that was asked for',
    edits: [
      {
        file: watch,
        find: 'if (event) return { ...event, object: request.served(event.object as KubernetesObject) };',
        replace: 'if (event) return event;',
      },
    ],
  },
];
