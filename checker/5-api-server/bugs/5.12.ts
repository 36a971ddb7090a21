import type { Bug } from '../../judge/lesson.ts';

const fields = 'field-set.ts';
const managed = 'managed-fields.ts';
const merge = 'apply-merge.ts';
const apply = 'apply.ts';

export const bugs: Bug[] = [
  {
    id: 'owns-its-name',
    exercise: '5.12',
    mistake: 'names, uids and times of the metadata count as fields that can be owned',
    edits: [
      {
        file: fields,
        find: '.filter(([name]) => owned.has(name));',
        replace: ".filter(([name]) => owned.has(name) || name === 'name' || name === 'uid');",
      },
    ],
  },
  {
    id: 'owns-apiversion',
    exercise: '5.12',
    mistake: 'apiVersion and kind count as fields that can be owned',
    edits: [
      {
        file: fields,
        find: 'const { apiVersion: _, kind: __, metadata, ...rest } = object as JsonMap;',
        replace: 'const { metadata, ...rest } = object as JsonMap;',
      },
    ],
  },
  {
    id: 'items-by-their-place',
    exercise: '5.12',
    mistake: 'items of a list are told apart by where they stand, so one that moves is another one',
    edits: [
      {
        file: fields,
        find: "  for (const item of value) {\n    const step = isMap(item) && listType === 'map' ? keyStep(item, applyKeys) :",
        replace:
          '  for (const [place, item] of value.entries()) {\n    const step = isMap(item) && listType === \'map\' ? `k:{"index":${place}}` :',
      },
    ],
  },
  {
    id: 'atomic-lists-taken-apart',
    exercise: '5.12',
    mistake: 'an atomic list is taken apart into its values, so that several could own parts of it',
    edits: [{ file: fields, find: " || listType === 'atomic') {", replace: ' || value.length === 0) {' }],
  },
  {
    id: 'empty-lists-are-fields',
    exercise: '5.12',
    mistake: 'a list of items that has none counts as a field',
    edits: [
      { file: fields, find: "listType === 'atomic') {", replace: "listType === 'atomic' || value.length === 0) {" },
    ],
  },
  {
    id: 'trees-are-trusted',
    exercise: '5.12',
    mistake: 'what is stored is taken for a tree of maps without a look, and one null in it ends every later write',
    edits: [
      {
        file: fields,
        find: '    if (!isMap(node)) return;\n    const steps = Object.keys(node);',
        replace: '    const steps = Object.keys(node as JsonMap);',
      },
      { file: fields, find: 'visit(node[step], path', replace: 'visit((node as JsonMap)[step], path' },
    ],
  },
  {
    id: 'atomic-maps-taken-apart',
    exercise: '5.12',
    mistake: 'an atomic map is taken apart into its fields',
    edits: [
      {
        file: fields,
        find: 'if (entries.length === 0 || rules(names).isAtomicMap)',
        replace: 'if (entries.length === 0)',
      },
    ],
  },
  {
    id: 'empty-maps-are-nothing',
    exercise: '5.12',
    mistake: 'a map that is empty is no field, so nobody can ask for one',
    edits: [
      {
        file: fields,
        find: 'if (entries.length === 0 || rules(names).isAtomicMap) into.set(path, value);',
        replace: 'if (rules(names).isAtomicMap) into.set(path, value);',
      },
    ],
  },
  {
    id: 'items-are-no-fields',
    exercise: '5.12',
    mistake: 'an item is no field, only what is in it',
    edits: [
      {
        file: fields,
        find: '    into.set(`${path}\\n${step}`, true);\n',
        replace: '    if (!isMap(item)) into.set(`${path}\\n${step}`, true);\n',
      },
    ],
  },
  {
    id: 'false-is-no-value',
    exercise: '5.12',
    mistake: 'a field that is false or 0 is left out',
    edits: [
      {
        file: fields,
        find: "  if (!Array.isArray(value) || listType === 'atomic') {\n    into.set(path, value);",
        replace: "  if (!Array.isArray(value) || listType === 'atomic') {\n    if (value) into.set(path, value);",
      },
    ],
  },
  {
    id: 'protocol-is-not-defaulted',
    exercise: '5.12',
    mistake: 'a port without a protocol is another one than the same port with TCP',
    edits: [{ file: fields, find: "...(keys.includes('protocol') && { protocol: 'TCP' }), ", replace: '' }],
  },
  {
    id: 'keys-as-they-come',
    exercise: '5.12',
    mistake: 'the keys of an item stand in the order of the schema, so that its step is not always the same text',
    edits: [
      {
        file: fields,
        find: 'return `k:${text(encodeObject(Object.fromEntries(own)))}`;',
        replace:
          'return `k:${own.length > 1 ? JSON.stringify(Object.fromEntries(own.reverse())) : text(encodeObject(Object.fromEntries(own)))}`;',
      },
    ],
  },
  {
    id: 'no-dots',
    exercise: '5.12',
    mistake: 'a field that other fields are in is not marked by a dot, and is lost when it is read again',
    edits: [
      { file: fields, find: "      if (ends.has(node)) node['.'] = {};\n", replace: '' },
      { file: fields, find: "    if (Object.keys(node).length > 0) node['.'] = {};\n", replace: '' },
    ],
  },
  {
    id: 'dots-depend-on-order',
    exercise: '5.12',
    mistake: 'a dot is only put where the longer path comes first',
    edits: [{ file: fields, find: "      if (ends.has(node)) node['.'] = {};\n", replace: '' }],
  },
  {
    id: 'dots-everywhere',
    exercise: '5.12',
    mistake: 'every step on the way gets a dot, as if it were a field, too',
    edits: [
      {
        file: fields,
        find: '      if (!Object.hasOwn(node, step)) addTo(node, step);\n',
        replace: "      node['.'] = {};\n      if (!Object.hasOwn(node, step)) addTo(node, step);\n",
      },
    ],
  },
  {
    id: 'dots-not-read',
    exercise: '5.12',
    mistake: "a dot is not read, so that an item whose fields are somebody's is nobody's",
    edits: [{ file: fields, find: "(steps.length === 0 || steps.includes('.'))", replace: 'steps.length === 0' }],
  },
  {
    id: 'update-shares',
    exercise: '5.12',
    mistake: 'who changes a field by an update has it together with those who had it before',
    edits: [
      {
        file: managed,
        find: 'filter((path) => after.has(path) && !changedPaths.has(path));',
        replace: 'filter((path) => after.has(path));',
      },
    ],
  },
  {
    id: 'gone-is-still-owned',
    exercise: '5.12',
    mistake: 'what an update has removed stays in the entries of those who had it',
    edits: [
      {
        file: managed,
        find: 'filter((path) => after.has(path) && !changedPaths.has(path));',
        replace: 'filter((path) => !changedPaths.has(path));',
      },
    ],
  },
  {
    id: 'update-owns-everything',
    exercise: '5.12',
    mistake: 'an update makes its sender the manager of the whole object, not of what has changed',
    edits: [
      {
        file: managed,
        find: 'const changed = [...after].filter(([path, value]) => !before.has(path) || !sameValue(before.get(path), value));',
        replace: 'const changed = [...after];',
      },
    ],
  },
  {
    id: 'update-forgets-its-own',
    exercise: '5.12',
    mistake: 'with each update the sender has only what it has changed this time',
    edits: [
      {
        file: managed,
        find: 'return withFields(entry, isOwn ? [...kept, ...changedPaths] : kept, time);',
        replace: 'return withFields(entry, isOwn && changedPaths.size > 0 ? changedPaths : kept, time);',
      },
    ],
  },
  {
    id: 'operation-makes-no-difference',
    exercise: '5.12',
    mistake: 'an update by someone who has applied goes into the entry of the apply',
    edits: [
      {
        file: managed,
        find: 'entry.manager === manager && entry.operation === operation;',
        replace: 'entry.manager === manager;',
      },
    ],
  },
  {
    id: 'appliers-by-version',
    exercise: '5.12',
    mistake: 'who applies in another version is somebody else, and in conflict with himself',
    edits: [
      {
        file: managed,
        find: "operation === 'Apply' || entry.apiVersion === apiVersion",
        replace: 'entry.apiVersion === apiVersion',
      },
    ],
  },
  {
    id: 'entry-of-the-first-version',
    exercise: '5.12',
    mistake: 'the entry of an applier stays in the version in which it was applied first',
    edits: [{ file: apply, find: '{ ...entry, apiVersion: manager.apiVersion }', replace: 'entry' }],
  },
  {
    id: 'manages-what-is-cut-off',
    exercise: '5.12',
    mistake: 'who applies an unknown field manages it, though it is not stored',
    edits: [
      { file: apply, find: 'config: pruneObject(resource, config) };', replace: 'config };\n    void pruneObject;' },
    ],
  },
  {
    id: 'unknown-fields-go-in-silence',
    exercise: '5.12',
    mistake: 'a config is cut before the chain has seen it, so unknown fields are neither refused nor warned of',
    edits: [
      {
        file: apply,
        find: 'const { object } = applied(old, request);\n      ({ entries } = applied(old, known));',
        replace: 'const { object, entries: all } = applied(old, known);\n      entries = all;',
      },
    ],
  },
  {
    id: 'a-map-goes-under-others',
    exercise: '5.12',
    mistake: 'a map that is given up goes with what somebody else has in it',
    edits: [
      {
        file: merge,
        find: '!held.has(path) && !isKey',
        replace:
          "(!held.has(path) || (path.slice(path.lastIndexOf('\\n') + 1).startsWith('f:') && !kept.has(path))) && !isKey",
      },
    ],
  },
  {
    id: 'a-map-leaves-nobodys-fields',
    exercise: '5.12',
    mistake: 'a map that is given up stays with the fields in it that nobody has',
    edits: [
      {
        file: merge,
        find: '    if (part.whole) return [];\n',
        replace: '    if (part.whole && (!isMap(child) || isEmpty(child))) return [];\n',
      },
    ],
  },
  {
    id: 'status-in-the-same-entry',
    exercise: '5.12',
    mistake: 'what is written through the subresource status goes into the same entry as all else',
    edits: [
      {
        file: managed,
        find: "return isSame && isVersion && (entry.subresource ?? '') === subresource;",
        replace: 'return (isSame && isVersion) || entry.subresource === `no ${subresource}`;',
      },
    ],
  },
  {
    id: 'every-time-is-new',
    exercise: '5.12',
    mistake: 'an entry gets a new time even if its fields are the same',
    edits: [{ file: managed, find: 'return [isSame ? entry : { ...entry,', replace: 'return [{ ...entry,' }],
  },
  {
    id: 'empty-entries-stay',
    exercise: '5.12',
    mistake: 'an entry without fields stays',
    edits: [{ file: managed, find: '  if (next.size === 0) return [];\n', replace: '' }],
  },
  {
    id: 'subresource-left-out',
    exercise: '5.12',
    mistake: 'a new entry does not say of which subresource it is',
    edits: [{ file: managed, find: '    ...(subresource && { subresource }),\n', replace: '' }],
  },
  {
    id: 'config-replaces-lists',
    exercise: '5.12',
    mistake: 'a list in a config takes the place of the one that is there, and the items of others are gone',
    edits: [
      {
        file: merge,
        find: "  if (listType === 'atomic') return config;",
        replace: "  if (listType !== 'set') return config;",
      },
    ],
  },
  {
    id: 'config-replaces-sets',
    exercise: '5.12',
    mistake: 'a set in a config takes the place of the one that is there',
    edits: [
      {
        file: merge,
        find: "  if (listType === 'atomic') return config;",
        replace: "  if (listType !== 'map') return config;",
      },
    ],
  },
  {
    id: 'atomic-maps-merged',
    exercise: '5.12',
    mistake: 'an atomic map in a config is merged into the one that is there',
    edits: [
      {
        file: merge,
        find: 'if (!isMap(live) || rules(names).isAtomicMap) return config;',
        replace: 'if (!isMap(live)) return config;',
      },
    ],
  },
  {
    id: 'items-replace-items',
    exercise: '5.12',
    mistake: 'an item of a config takes the place of the one with its keys, with the fields that others have in it',
    edits: [
      {
        file: merge,
        find: 'else result[at] = mergeValue(result[at], item, names, rules);',
        replace: 'else result[at] = item;',
      },
    ],
  },
  {
    id: 'item-goes-under-others',
    exercise: '5.12',
    mistake: 'an item is removed though somebody still has a field in it',
    edits: [{ file: merge, find: 'const held = new Set([...kept].flatMap(pathsTo));', replace: 'const held = kept;' }],
  },
  {
    id: 'item-loses-its-key',
    exercise: '5.12',
    mistake: 'an item that stays loses the name by which it is found',
    edits: [{ file: merge, find: "!held.has(path) && !isKey(path.split('\\n'))", replace: '!held.has(path)' }],
  },
  {
    id: 'empty-maps-stay',
    exercise: '5.12',
    mistake: 'a map whose last field was removed stays, and is empty',
    edits: [
      {
        file: merge,
        find: 'return isNothing ? [] : [[name, rest]];',
        replace: 'return isNothing ? [[name, rest]] : [[name, rest]];',
      },
    ],
  },
  {
    id: 'wanted-empty-is-removed',
    exercise: '5.12',
    mistake: 'a map that somebody wants to be there and empty goes with its last field',
    edits: [{ file: merge, find: " && !given.kept.has(path.join('\\n'))", replace: '' }],
  },
  {
    id: 'nothing-is-ever-removed',
    exercise: '5.12',
    mistake: 'what a manager has stopped applying stays for ever',
    edits: [
      {
        file: apply,
        find: 'const givenUp = [...(own ? decodeFields(own.fieldsV1) : [])].filter((path) => !kept.has(path));',
        replace: 'const givenUp: FieldPath[] = [];',
      },
    ],
  },
  {
    id: 'removes-what-others-have',
    exercise: '5.12',
    mistake: 'what a manager has stopped applying is removed though somebody else has it, too',
    edits: [
      {
        file: apply,
        find: 'const kept = new Set(entries.flatMap((entry) => [...decodeFields(entry.fieldsV1)]));',
        replace: 'const kept = wanted;',
      },
    ],
  },
  {
    id: 'removes-what-is-not-named',
    exercise: '5.12',
    mistake: 'everything that a config does not name is removed, and not only what was its own',
    edits: [
      {
        file: apply,
        find: '[...(own ? decodeFields(own.fieldsV1) : [])].filter(',
        replace: '[...fieldsOf(live, rules).keys()].filter(',
      },
    ],
  },
  {
    id: 'same-value-conflicts',
    exercise: '5.12',
    mistake: 'a field that somebody else has is a conflict even with the same value',
    edits: [
      {
        file: apply,
        find: 'wanted.has(path) && !sameValue(before.get(path), after.get(path));',
        replace: 'wanted.has(path) && before.has(path) && after.has(path);',
      },
    ],
  },
  {
    id: 'updaters-never-conflict',
    exercise: '5.12',
    mistake: 'only those who apply can be in conflict, so what an autoscaler has set is undone',
    edits: [
      {
        file: apply,
        find: '.filter((entry) => !isOf(entry, manager))',
        replace: ".filter((entry) => !isOf(entry, manager) && entry.operation === 'Apply')",
      },
    ],
  },
  {
    id: 'force-shares',
    exercise: '5.12',
    mistake: 'by force the value is changed, and those who had the field keep it',
    edits: [
      {
        file: apply,
        find: 'minus(decodeFields(entry.fieldsV1), lost.get(entry))',
        replace: 'minus(decodeFields(entry.fieldsV1))',
      },
    ],
  },
  {
    id: 'force-takes-all',
    exercise: '5.12',
    mistake: 'by force the others lose every field that the config names, in conflict or not',
    edits: [
      {
        file: apply,
        find: 'lost.get(entry)), time)',
        replace: 'force ? wanted : lost.get(entry)), time)',
      },
    ],
  },
  {
    id: 'one-conflict-at-a-time',
    exercise: '5.12',
    mistake: 'only the first conflict is told',
    edits: [
      {
        file: apply,
        find: 'throw conflictFailure(conflicts);',
        replace: 'throw conflictFailure(conflicts.slice(0, 1));',
      },
    ],
  },
  {
    id: 'own-entry-goes-last',
    exercise: '5.12',
    mistake: 'whoever applies gets the last entry each time, so two who take turns change the object for ever',
    edits: [
      {
        file: apply,
        find: '  const entries = all.flatMap((entry) =>\n',
        replace:
          '  const others = all.filter((entry) => entry !== own);\n  const entries = [...others, ...(own ? [own] : [])].flatMap((entry) =>\n',
      },
    ],
  },
  {
    id: 'empty-config-has-an-entry',
    exercise: '5.12',
    mistake: 'whoever applies nothing gets an entry for it, which the next apply removes again',
    edits: [{ file: apply, find: 'if (!own && wanted.size > 0) entries', replace: 'if (!own) entries' }],
  },
  {
    id: 'adds-to-what-it-had',
    exercise: '5.12',
    mistake: 'the manager keeps what it had before besides what it applies now',
    edits: [
      {
        file: apply,
        find: 'apiVersion: manager.apiVersion }, wanted, time)',
        replace: 'apiVersion: manager.apiVersion }, [...decodeFields(entry.fieldsV1), ...wanted], time)',
      },
    ],
  },
];
