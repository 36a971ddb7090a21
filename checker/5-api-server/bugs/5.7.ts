import type { Bug } from '../../judge/lesson.ts';

const patch = 'patch.ts';
const strategic = 'strategic-merge.ts';
const doors = 'subresources.ts';

export const bugs: Bug[] = [
  {
    id: 'merge-patch-by-spreading',
    exercise: '5.7',
    mistake: 'a merge patch replaces every field of the first level, and stores null',
    edits: [
      {
        file: patch,
        find: 'if (type === merge && isMap(patch)) return mergePatch(object, patch);',
        replace:
          'if (type === merge && isMap(patch)) return patch.metadata === undefined ? { ...object, ...patch } : mergePatch(object, patch);',
      },
    ],
  },
  {
    id: 'parameters-make-another-type',
    exercise: '5.7',
    mistake: 'a Content-Type with a charset behind it is taken for another type',
    edits: [
      {
        file: patch,
        find: "  const type = contentType.split(';')[0].trim();\n  const result",
        replace: '  const type = contentType;\n  const result',
      },
    ],
  },
  {
    id: 'no-object-left',
    exercise: '5.7',
    mistake: 'a patch that takes the metadata away is accepted',
    edits: [
      {
        file: patch,
        find: 'if (isMap(result) && isMap(result.metadata)) return',
        replace: 'if (isMap(result)) return',
      },
    ],
  },
  {
    id: 'strategic-replaces-lists',
    exercise: '5.7',
    mistake: 'a strategic merge replaces every list, as a merge patch does',
    edits: [
      { file: strategic, find: 'if (!isMerged) return value;', replace: 'if (isMerged || !isMerged) return value;' },
    ],
  },
  {
    id: 'strategic-merges-all-lists',
    exercise: '5.7',
    mistake: 'lists without a merge key are united as if they were sets',
    edits: [
      { file: strategic, find: 'if (!isMerged) return value;', replace: 'if (!isMerged && mergeKey) return value;' },
    ],
  },
  {
    id: 'merge-key-is-always-name',
    exercise: '5.7',
    mistake: 'items are always told apart by their name, whatever the schema says',
    edits: [
      {
        file: strategic,
        find: 'mergeItems(list, value, mergeKey, path, rules)',
        replace: "mergeItems(list, value, 'name', path, rules)",
      },
    ],
  },
  {
    id: 'strategic-stores-null',
    exercise: '5.7',
    mistake: 'a null in a strategic merge patch is stored instead of removing the field',
    edits: [{ file: strategic, find: 'if (value === null || (isMap', replace: 'if ((isMap' }],
  },
  {
    id: 'new-items-in-front',
    exercise: '5.7',
    mistake: 'new items come in front of those that are there',
    edits: [
      {
        file: strategic,
        find: 'result.push(mergeMap({}, item, path, rules));',
        replace: 'result.unshift(mergeMap({}, item, path, rules));',
      },
    ],
  },
  {
    id: 'new-items-unmerged',
    exercise: '5.7',
    mistake: 'a new item is stored as the patch has it, with its nulls and directives',
    edits: [
      {
        file: strategic,
        find: 'result.push(mergeMap({}, item, path, rules));',
        replace: 'result.push(item);',
      },
    ],
  },
  {
    id: 'delete-removes-the-last',
    exercise: '5.7',
    mistake: 'deleting an item that is not there removes the last one',
    edits: [
      {
        file: strategic,
        find: 'if (at !== undefined) result[at] = undefined;',
        replace: 'result[at ?? result.length - 1] = undefined;',
      },
    ],
  },
  {
    id: 'retain-keys-ignored',
    exercise: '5.7',
    mistake: '`$retainKeys` is ignored, so a volume is of two sorts at once',
    edits: [
      {
        file: strategic,
        find: 'if ($retainKeys === undefined) return new Map(fields);',
        replace: 'if ($retainKeys !== 0) return new Map(fields);',
      },
    ],
  },
  {
    id: 'bound-twice',
    exercise: '5.7',
    mistake: 'a second binding moves a pod to another node',
    edits: [{ file: doors, find: '  if (current) throw refuse(', replace: "  if (current === '') throw refuse(" }],
  },
  {
    id: 'two-conditions-scheduled',
    exercise: '5.7',
    mistake: 'the condition PodScheduled is added to the one that is there, instead of taking its place',
    edits: [{ file: doors, find: ".filter(({ type }) => type !== 'PodScheduled');", replace: ';' }],
  },
  {
    id: 'scale-takes-anything',
    exercise: '5.7',
    mistake: 'a negative number of replicas is accepted',
    edits: [
      {
        file: doors,
        find: 'if (!Number.isSafeInteger(replicas) || (replicas as number) < 0) {',
        replace: 'if (!Number.isSafeInteger(replicas)) {',
      },
    ],
  },
  {
    id: 'scale-forgets-what-was-seen',
    exercise: '5.7',
    mistake: 'the resourceVersion that a Scale names is forgotten, so two autoscalers overwrite each other',
    edits: [
      {
        file: doors,
        find: 'return seenAs(withValueAt(object, paths.specReplicas, replicas) as KubernetesObject, scale);',
        replace: 'return withValueAt(object, paths.specReplicas, replicas) as KubernetesObject;',
      },
    ],
  },
  {
    id: 'dry-run-is-stored',
    exercise: '5.7',
    mistake: 'a dry run of a create is stored',
    edits: [
      {
        file: 'registry.ts',
        find: 'admitted.dryRun ? rehearse(key, decision) : storage.commit',
        replace: 'admitted.dryRun && !admitted.object ? rehearse(key, decision) : storage.commit',
      },
    ],
  },
  {
    id: 'strategic-changes-the-object',
    exercise: '5.7',
    mistake: 'new items are pushed into the list of the object that was given',
    edits: [
      {
        file: strategic,
        find: 'const result = patch.some(isReplace) ? [] : [...before];',
        replace: 'const result = patch.some(isReplace) ? [] : before;',
      },
    ],
  },
  {
    id: 'patch-merge-refused',
    exercise: '5.7',
    mistake: '`$patch: merge` is refused as if there were no such value',
    edits: [
      {
        file: strategic,
        find: "{ $patch = 'merge', $retainKeys }: JsonMap",
        replace: '{ $patch, $retainKeys }: JsonMap',
      },
      { file: strategic, find: "if ($patch !== 'merge') throw", replace: 'if ($patch !== undefined) throw' },
    ],
  },
  {
    id: 'replaced-map-is-stored-raw',
    exercise: '5.7',
    mistake: 'what takes the place of a map is stored as it is, with nulls and directives in it',
    edits: [
      {
        file: strategic,
        find: '  const base = baseOf(before, patch);\n',
        replace:
          "  if (patch.$patch === 'replace') {\n    const { $patch: _, ...rest } = patch;\n    return rest;\n  }\n  const base = baseOf(before, patch);\n",
      },
    ],
  },
  {
    id: 'order-only-with-the-list',
    exercise: '5.7',
    mistake: '`$setElementOrder` is passed over where the patch does not name the list itself',
    edits: [
      {
        file: strategic,
        find: '    if (!Array.isArray(list)) continue;\n',
        replace:
          "    if (!Array.isArray(list) || (name === '$setElementOrder' && !Array.isArray(patch[field]))) continue;\n",
      },
    ],
  },
  {
    id: 'order-by-the-merged-list',
    exercise: '5.7',
    mistake: 'the order goes by the list as it is after the merge, so what was not named moves',
    edits: [{ file: strategic, find: 'Array.isArray(before) ? before : [], mergeKey);', replace: 'list, mergeKey);' }],
  },
  {
    id: 'replace-only-as-first-item',
    exercise: '5.7',
    mistake: 'an item `{ $patch: replace }` empties the list only where it stands first',
    edits: [{ file: strategic, find: 'patch.some(isReplace) ? []', replace: 'isReplace(patch[0]) ? []' }],
  },
  {
    id: 'prototype-of-the-result',
    exercise: '5.7',
    mistake: 'a field `__proto__` in the patch becomes the prototype of the result',
    edits: [
      {
        file: strategic,
        find: 'return Object.fromEntries(result);',
        replace:
          'const plain: JsonMap = {};\n  for (const [field, value] of result) plain[field] = value;\n  return plain;',
      },
    ],
    // What crosses is copied field by field, and a prototype is no field.
    sealed: 'pass',
  },
  {
    id: 'directive-of-any-value',
    exercise: '5.7',
    mistake: 'a directive that asks for a list takes anything',
    edits: [
      {
        file: strategic,
        find: 'if (Array.isArray(value)) return value;',
        replace: 'if (value !== directive) return Array.isArray(value) ? value : [];',
      },
    ],
  },
  {
    id: 'values-do-not-go',
    exercise: '5.7',
    mistake: '`$deleteFromPrimitiveList` is taken out of the patch, and nothing goes',
    edits: [
      { file: strategic, find: 'const left = list.filter((item) => !named.has(item));', replace: 'const left = list;' },
    ],
  },
  {
    id: 'scale-always-at-spec-replicas',
    exercise: '5.7',
    mistake: 'a Scale writes `spec.replicas`, wherever the kind has its number',
    edits: [
      {
        file: doors,
        find: 'seenAs(withValueAt(object, paths.specReplicas, replicas) as',
        replace: "seenAs(withValueAt(object, ['spec', 'replicas'], replicas) as",
      },
    ],
  },
  {
    id: 'selector-of-labels-alone',
    exercise: '5.7',
    mistake: 'the selector of a Scale has the labels, and leaves out the expressions',
    edits: [
      { file: doors, find: 'showSelector(selector);', replace: 'showSelector((selector as JsonMap).matchLabels);' },
    ],
  },
  {
    id: 'condition-without-its-time',
    exercise: '5.7',
    mistake: 'the condition PodScheduled says another time than now',
    edits: [{ file: doors, find: 'lastTransitionTime: now }];', replace: "lastTransitionTime: '' }];" }],
  },
];
