import type { Bug } from '../../judge/lesson.ts';

const structure = 'structure.ts';
const defaults = 'defaults.ts';
const pods = 'defaults-pod.ts';
const validate = 'validate.ts';
const metadata = 'validate-metadata.ts';
const names = 'validate-names.ts';
const workloads = 'validate-workloads.ts';

export const bugs: Bug[] = [
  {
    id: 'kind-is-believed',
    exercise: '5.4',
    mistake: 'nobody asks whether the object is still of the kind that its path is for, so a patch makes another of it',
    edits: [{ file: structure, find: '  checkKind(object, resource);\n', replace: '' }],
  },
  {
    id: 'kind-behind-the-fields',
    exercise: '5.4',
    mistake: 'the fields are compared with the schema of the path before anybody asks for the kind',
    edits: [
      { file: structure, find: '  checkKind(object, resource);\n', replace: '' },
      {
        file: structure,
        find: '  const pruned = pruneObject(resource, object);\n',
        replace: '  checkKind(object, resource);\n  const pruned = pruneObject(resource, object);\n',
      },
    ],
  },
  {
    id: 'kind-of-new-objects-only',
    exercise: '5.4',
    mistake: 'the kind is asked for when an object is made, and not when it is changed',
    edits: [
      {
        file: structure,
        find: '  checkKind(object, resource);\n',
        replace: "  if (write.operation === 'create') checkKind(object, resource);\n",
      },
    ],
  },
  {
    id: 'kind-may-be-missing',
    exercise: '5.4',
    mistake: 'an object that a patch has left without its kind is stored without it',
    edits: [{ file: structure, find: '{ ...pruned, ...named, metadata', replace: '{ ...pruned, metadata' }],
  },
  {
    id: 'ignore-ignores-types',
    exercise: '5.4',
    mistake: 'with fieldValidation Ignore, values of the wrong type pass as well',
    edits: [
      {
        file: structure,
        find: '  refuseWrongTypes(write, faults);',
        replace: "  if (fieldValidation !== 'Ignore') refuseWrongTypes(write, faults);",
      },
    ],
  },
  {
    id: 'first-wrong-type-of-a-custom-kind',
    exercise: '5.4',
    mistake: 'of a custom kind only the first wrong type is told',
    edits: [
      {
        file: structure,
        find: 'const errors = wrong.map(({ error }) => error);',
        replace: 'const errors = wrong.map(({ error }) => error).slice(0, 1);',
      },
    ],
  },
  {
    id: 'first-unknown-field-only',
    exercise: '5.4',
    mistake: 'only the first unknown field is told, and the client comes back once for each',
    edits: [
      {
        file: structure,
        find: 'const texts = faults.unknown.map(unknownFieldText);',
        replace: 'const texts = faults.unknown.slice(0, 1).map(unknownFieldText);',
      },
    ],
  },
  {
    id: 'unknown-field-by-its-last-name',
    exercise: '5.4',
    mistake: 'an unknown field is told by its own name, and not by its path',
    edits: [
      {
        file: structure,
        find: 'const texts = faults.unknown.map(unknownFieldText);',
        replace: "const texts = faults.unknown.map((path) => unknownFieldText(path.split('.').at(-1)!));",
      },
    ],
  },
  {
    id: 'ignored-and-stored',
    exercise: '5.4',
    mistake: 'unknown fields that are not refused are stored',
    edits: [
      {
        file: structure,
        find: 'const pruned = pruneObject(resource, object);',
        replace: "const pruned = fieldValidation === 'Strict' ? pruneObject(resource, object) : { ...object };",
      },
    ],
  },
  {
    id: 'warnings-are-replaced',
    exercise: '5.4',
    mistake: 'new warnings take the place of those that were there already',
    edits: [{ file: structure, find: '[...write.warnings, ...warnings]', replace: 'warnings' }],
  },
  {
    id: 'warnings-are-pushed',
    exercise: '5.4',
    mistake: 'warnings are put into the list that was handed in: after a lost race the client gets each twice',
    sealed: 'pass',
    edits: [
      {
        file: structure,
        find: '  const pruned = pruneObject(resource, object);',
        replace: '  write.warnings.push(...warnings.splice(0));\n  const pruned = pruneObject(resource, object);',
      },
    ],
  },
  {
    id: 'zero-is-missing',
    exercise: '5.4',
    mistake: '0 and false are taken for missing, and replaced by the default',
    edits: [{ file: 'fields.ts', find: 'target[field] ??= value;', replace: 'target[field] ||= value;' }],
  },
  {
    id: 'defaults-in-place',
    exercise: '5.4',
    mistake: 'the defaults are filled into the object that was handed in, instead of a copy',
    sealed: 'pass',
    edits: [{ file: defaults, find: 'const filled = structuredClone(object);', replace: 'const filled = object;' }],
  },
  {
    id: 'numbers-for-recreate',
    exercise: '5.4',
    mistake: 'the numbers of a rolling update are filled in for any strategy',
    edits: [{ file: defaults, find: "if (strategy.type === 'RollingUpdate') {", replace: 'if (strategy.type) {' }],
  },
  {
    id: 'strategy-whole-or-not',
    exercise: '5.4',
    mistake: 'a strategy that says a part is taken for whole, so the rest of it stays empty',
    edits: [
      {
        file: defaults,
        find: "fill(strategy.rollingUpdate as Fields, { maxUnavailable: '25%', maxSurge: '25%' });",
        replace:
          "if (Object.keys(strategy.rollingUpdate as Fields).length === 0) fill(strategy.rollingUpdate as Fields, { maxUnavailable: '25%', maxSurge: '25%' });",
      },
    ],
  },
  {
    id: 'port-taken-for-a-tag',
    exercise: '5.4',
    mistake: "the port of a registry is taken for an image's tag",
    edits: [
      {
        file: pods,
        find: "image.slice(image.lastIndexOf('/') + 1).split('@');",
        replace: "image.split('@');",
      },
    ],
  },
  {
    id: 'latest-is-pinned',
    exercise: '5.4',
    mistake: 'an image with the tag latest is taken for one that does not change',
    edits: [
      { file: pods, find: "return tag === 'latest' ?", replace: "return name.split(':').length < 2 && !digest ?" },
    ],
  },
  {
    id: 'digest-is-no-tag',
    exercise: '5.4',
    mistake: 'an image with a digest is pulled every time, though it cannot change',
    edits: [{ file: pods, find: "tag = digest === undefined ? 'latest' : ''", replace: "tag = 'latest'" }],
  },
  {
    id: 'digest-hides-the-tag',
    exercise: '5.4',
    mistake: 'the tag latest beside a digest is not seen',
    edits: [
      {
        file: pods,
        find: "return tag === 'latest' ?",
        replace: "return tag === 'latest' && digest === undefined ?",
      },
    ],
  },
  {
    id: 'requests-in-templates',
    exercise: '5.4',
    mistake: 'requests are filled in from limits in templates already, so a template is no longer what was written',
    edits: [
      {
        file: pods,
        find: '  for (const container of allContainers(spec)) {\n    containerDefaults(container);',
        replace:
          '  for (const container of allContainers(spec)) {\n    const { limits } = fieldsIn(container, "resources");\n    if (limits) requestsLike(container.resources as Fields, limits as Fields);\n    containerDefaults(container);',
      },
    ],
  },
  {
    id: 'init-containers-forgotten',
    exercise: '5.4',
    mistake: 'init containers get no defaults',
    edits: [
      {
        file: pods,
        find: "[...itemsIn(spec, 'initContainers'), ...itemsIn(spec, 'containers')",
        replace: "[...itemsIn(spec, 'containers')",
      },
    ],
  },
  {
    id: 'hooks-before-the-end-only',
    exercise: '5.4',
    mistake: 'of the two hooks only preStop gets its defaults',
    edits: [
      { file: pods, find: "for (const hook of ['postStart', 'preStop'])", replace: "for (const hook of ['preStop'])" },
    ],
  },
  {
    id: 'first-fault-only',
    exercise: '5.4',
    mistake: 'only the first fault is told, and whoever mends it learns the next one',
    edits: [
      {
        file: validate,
        find: 'throw invalid(write.resource, write.name || write.object!.metadata.name, faults);',
        replace: 'throw invalid(write.resource, write.name || write.object!.metadata.name, faults.slice(0, 1));',
      },
    ],
  },
  {
    id: 'missing-is-not-asked',
    exercise: '5.4',
    mistake: 'nobody asks for the fields that the schema requires',
    edits: [{ file: validate, find: '...missingBeside(write, own), ', replace: '' }],
  },
  {
    id: 'updates-are-not-compared',
    exercise: '5.4',
    mistake: 'an update is judged like a create, so fields that may not change do',
    edits: [
      {
        file: validate,
        find: 'const update = old && !resource.custom',
        replace: "const update = old && subresource === 'x' && !resource.custom",
      },
    ],
  },
  {
    id: 'custom-kinds-by-their-name',
    exercise: '5.4',
    mistake: 'a custom kind that is named like a built-in one is judged by the rules of that',
    edits: [
      {
        file: validate,
        find: 'const own = resource.custom ? valueErrors(resource.custom.schema, object) : (faultsOf[object.kind]?.(object) ?? []);',
        replace:
          'const judge = faultsOf[object.kind];\n  const own = judge ? judge(object) : resource.custom ? valueErrors(resource.custom.schema, object) : [];',
      },
    ],
  },
  {
    id: 'custom-updates-by-their-name',
    exercise: '5.4',
    mistake: 'updates of a custom kind that is named like a built-in one are judged by the rules of that',
    edits: [{ file: validate, find: 'const update = old && !resource.custom', replace: 'const update = old' }],
  },
  {
    id: 'missing-comes-last',
    exercise: '5.4',
    mistake: "the required fields that are missing are told behind the kind's own faults",
    edits: [
      {
        file: validate,
        find: '...missingBeside(write, own), ...own, ...update];',
        replace: '...own, ...missingBeside(write, own), ...update];',
      },
    ],
  },
  {
    id: 'status-is-judged',
    exercise: '5.4',
    mistake: 'a write of the status is refused for faults of the spec that it does not touch',
    edits: [{ file: validate, find: "['status', 'binding', 'finalize']", replace: "['binding', 'finalize']" }],
  },
  {
    id: 'label-values-unseen',
    exercise: '5.4',
    mistake: 'only the keys of labels are looked at, and not their values',
    edits: [{ file: metadata, find: '    ...faultsAt(field, value, labelValueFaults(value)),\n', replace: '' }],
  },
  {
    id: 'values-told-by-their-keys',
    exercise: '5.4',
    mistake: "the fault of a label's value is told with the key",
    edits: [
      {
        file: metadata,
        find: 'faultsAt(field, value, labelValueFaults(value))',
        replace: 'faultsAt(field, key, labelValueFaults(value))',
      },
    ],
  },
  {
    id: 'annotations-to-the-last-byte',
    exercise: '5.4',
    mistake: 'annotations of exactly the length that is allowed are refused',
    edits: [
      { file: metadata, find: 'return bytes > annotationsBytesMax', replace: 'return bytes >= annotationsBytesMax' },
    ],
  },
  {
    id: 'annotations-by-letters',
    exercise: '5.4',
    mistake: 'the length of annotations is counted in letters, where bytes count',
    edits: [{ file: metadata, find: "sum + Buffer.byteLength(pair.join(''))", replace: "sum + pair.join('').length" }],
  },
  {
    id: 'two-controllers',
    exercise: '5.4',
    mistake: 'an object may have two controllers, who would fight about it',
    edits: [
      {
        file: metadata,
        find: 'if (controllers.length < 2) return empty;',
        replace: 'if (controllers.length < 3) return empty;',
      },
    ],
  },
  {
    id: 'any-number-of-slashes',
    exercise: '5.4',
    mistake: 'a key with two slashes is taken for a good one',
    edits: [{ file: names, find: 'if (parts.length > 2) {', replace: 'if (parts.length > 3) {' }],
  },
  {
    id: 'selector-and-labels',
    exercise: '5.4',
    mistake: 'nobody asks whether the selector chooses the pods that the template makes',
    edits: [
      {
        file: workloads,
        find: '...(selector && selectorMatches(selector, labels) ?',
        replace: '...(selector || labels ?',
      },
    ],
  },
  {
    id: 'template-labels-unseen',
    exercise: '5.4',
    mistake: 'the labels of a template are not judged, so that none of its pods can ever be made',
    edits: [{ file: workloads, find: '    ...labelFaultsAt(labelsField, labels),\n', replace: '' }],
  },
  {
    id: 'labels-before-the-selector',
    exercise: '5.4',
    mistake: 'what is wrong with the labels of a template is told before that the selector does not match them',
    edits: [
      {
        file: workloads,
        find: '    ...(selector && selectorMatches(',
        replace: '    ...labelFaultsAt(labelsField, labels),\n    ...(selector && selectorMatches(',
      },
      {
        file: workloads,
        find: '    ...labelFaultsAt(labelsField, labels),\n    ...podSpecFaults',
        replace: '    ...podSpecFaults',
      },
    ],
  },
  {
    id: 'empty-selector',
    exercise: '5.4',
    mistake: 'a selector that asks for nothing passes, and chooses every pod there is',
    edits: [{ file: workloads, find: 'selector && isEmpty(selector) ?', replace: 'selector && !isEmpty({}) ?' }],
  },
  {
    id: 'deadline-not-compared',
    exercise: '5.4',
    mistake: 'the deadline for progress may be over before a pod counts as available',
    edits: [
      {
        file: workloads,
        find: 'Number(progressDeadlineSeconds) <= Number(minReadySeconds)',
        replace: 'Number(progressDeadlineSeconds) < 0',
      },
    ],
  },
];
