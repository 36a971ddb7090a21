import type { Bug } from '../../judge/lesson.ts';

const file = 'custom-resources.ts';
const structural = 'structural.ts';
const reads = 'reads.ts';

export const bugs: Bug[] = [
  {
    id: 'served-by-the-names-it-asks-for',
    exercise: '5.11',
    mistake: 'a definition is served by the names that it asks for, and so there are two resources of one kind',
    edits: [{ file, find: 'const names = servedNames(definition);', replace: 'const { names } = definition.spec;' }],
  },
  {
    id: 'accepted-names-filled-up',
    exercise: '5.11',
    mistake: 'where the accepted names say nothing, the definition is served by what it asks for',
    edits: [
      {
        file,
        find: 'const names = servedNames(definition);',
        replace: 'const names = { ...definition.spec.names, ...servedNames(definition) };',
      },
    ],
  },
  {
    id: 'lists-by-the-plural-alone',
    exercise: '5.11',
    mistake: 'a list from the cache looks for custom objects under their plural, where there are none',
    edits: [
      {
        file: reads,
        find: '  const cache = await caches.of(storedAs(resource));\n  const objects',
        replace: '  const cache = await caches.of(resource.resource);\n  const objects',
      },
    ],
  },
  {
    id: 'served-by-names-accepted',
    exercise: '5.11',
    mistake: 'a definition that asks for a name of another is not served any more, and its objects are out of reach',
    edits: [
      {
        file,
        find: '  if (!isEstablished(definition)) return [];\n',
        replace:
          "  if (definition.status?.conditions.some(({ type, status }) => type === 'NamesAccepted' && status === 'True') !== true) return [];\n",
      },
    ],
  },
  {
    id: 'kinds-before-short-names',
    exercise: '5.11',
    mistake: 'of a kind and a short name that are taken the kind is told',
    edits: [
      {
        file,
        find: "    ['KindConflict', names.kind, kinds],\n",
        replace: '',
      },
      {
        file,
        find: "    ['PluralConflict', names.plural, paths],\n    ['SingularConflict', names.singular ?? '', paths],\n",
        replace:
          "    ['PluralConflict', names.plural, paths],\n    ['SingularConflict', names.singular ?? '', paths],\n    ['KindConflict', names.kind, kinds],\n",
      },
    ],
  },
  {
    id: 'lists-before-kinds',
    exercise: '5.11',
    mistake: 'of a kind and a kind of list that are taken the kind of list is told',
    edits: [
      {
        file,
        find: "    ['KindConflict', names.kind, kinds],\n    ['ListKindConflict', names.listKind ?? '', kinds],\n",
        replace: "    ['ListKindConflict', names.listKind ?? '', kinds],\n    ['KindConflict', names.kind, kinds],\n",
      },
    ],
  },
  {
    id: 'names-of-the-established',
    exercise: '5.11',
    mistake: 'only definitions that are Established keep their names from others, so two can have one name',
    edits: [
      {
        file,
        find: 'others.map(({ status }) => status?.acceptedNames ?? {})',
        replace: 'others.filter(isEstablished).map(({ status }) => status?.acceptedNames ?? {})',
      },
    ],
  },
  {
    id: 'maps-of-anything-with-fields',
    exercise: '5.11',
    mistake: '`additionalProperties: true` may stand beside properties',
    edits: [
      {
        file: structural,
        find: 'if (properties && additionalProperties !== undefined) {',
        replace: "if (properties && (typeof additionalProperties === 'object' || additionalProperties === false)) {",
      },
    ],
  },
  {
    id: 'no-maps-with-fields',
    exercise: '5.11',
    mistake: '`additionalProperties: false` may stand beside properties',
    edits: [
      {
        file: structural,
        find: 'if (properties && additionalProperties !== undefined) {',
        replace: 'if (properties && additionalProperties) {',
      },
    ],
  },
  {
    id: 'served-before-established',
    exercise: '5.11',
    mistake: 'a definition is served whether it is Established or not',
    edits: [{ file, find: '  if (!isEstablished(definition)) return [];\n', replace: '' }],
  },
  {
    id: 'not-served-while-it-goes',
    exercise: '5.11',
    mistake: 'a definition that is being deleted is not served any more, so nobody can clean its objects up',
    edits: [
      {
        file,
        find: '  if (!isEstablished(definition)) return [];\n',
        replace: '  if (!isEstablished(definition) || definition.metadata.deletionTimestamp) return [];\n',
      },
    ],
  },
  {
    id: 'all-versions-served',
    exercise: '5.11',
    mistake: 'versions are served that are marked as not served',
    edits: [{ file, find: '    .filter(({ served }) => served)\n', replace: '' }],
  },
  {
    id: 'stored-schema-for-all',
    exercise: '5.11',
    mistake: 'all versions are judged by the schema of the one that is stored',
    edits: [
      {
        file,
        find: 'schema: version.schema!.openAPIV3Schema!',
        replace: 'schema: versions.find(({ storage }) => storage)!.schema!.openAPIV3Schema!',
      },
    ],
  },
  {
    id: 'each-version-stored',
    exercise: '5.11',
    mistake: 'an object is stored in the version in which it was sent',
    edits: [{ file, find: '        storageVersion,\n', replace: '        storageVersion: version.name,\n' }],
  },
  {
    id: 'status-always-apart',
    exercise: '5.11',
    mistake: 'the status stands apart though there is no such subresource, so nobody can write it',
    edits: [{ file, find: 'hasStatus: version.subresources?.status !== undefined', replace: 'hasStatus: true' }],
  },
  {
    id: 'no-scale',
    exercise: '5.11',
    mistake: 'the subresource scale is left out',
    edits: [
      { file, find: ', ...(subresources?.scale ? [scale] : [])]', replace: ', ...(subresources?.scale ? [] : [])]' },
    ],
  },
  {
    id: 'no-singular',
    exercise: '5.11',
    mistake: 'a singular that is left out is the kind as it stands, in capitals and small letters',
    edits: [{ file, find: 'singular = kind.toLowerCase()', replace: 'singular = kind' }],
  },
  {
    id: 'no-columns',
    exercise: '5.11',
    mistake: 'where no columns are said, none are shown',
    edits: [
      {
        file,
        find: 'version.additionalPrinterColumns ?? [ageColumn]',
        replace: 'version.additionalPrinterColumns ?? []',
      },
    ],
  },
  {
    id: 'one-stored-or-more',
    exercise: '5.11',
    mistake: 'two versions may be marked as the one that is stored',
    edits: [
      {
        file,
        find: 'versions.filter(({ storage }) => storage).length !== 1',
        replace: 'versions.filter(({ storage }) => storage).length < 1',
      },
    ],
  },
  {
    id: 'name-ends-in-its-group',
    exercise: '5.11',
    mistake: 'of the name only the end is looked at',
    edits: [
      { file, find: 'if (metadata.name !== name) {', replace: 'if (!metadata.name.endsWith(`.${spec.group}`)) {' },
    ],
  },
  {
    id: 'names-of-versions-twice',
    exercise: '5.11',
    mistake: 'two versions may have the same name',
    edits: [
      {
        file,
        find: '    if (versions.findIndex((other) => other.name === own) < i) {',
        replace: '    if (versions.length < i) {',
      },
    ],
  },
  {
    id: 'neighbours-only',
    exercise: '5.11',
    mistake: 'a version is only compared with the one before it',
    edits: [
      {
        file,
        find: '    if (versions.findIndex((other) => other.name === own) < i) {',
        replace: '    if (versions[i - 1]?.name === own) {',
      },
    ],
  },
  {
    id: 'first-fault-of-a-definition',
    exercise: '5.11',
    mistake: 'a wrong name ends the check, so the other faults come to light one by one',
    edits: [
      {
        file,
        find: '  const { versions } = spec;\n  if (versions.filter',
        replace: '  const { versions } = spec;\n  if (faults.length > 0) return faults;\n  if (versions.filter',
      },
    ],
  },
  {
    id: 'names-that-are-asked-for',
    exercise: '5.11',
    mistake: 'names are compared with those that others ask for, not with those that they have',
    edits: [
      {
        file,
        find: 'others.map(({ status }) => status?.acceptedNames ?? {})',
        replace: 'others.map(({ spec }) => spec.names)',
      },
    ],
  },
  {
    id: 'names-across-groups',
    exercise: '5.11',
    mistake: 'a name that is taken in one group is taken in all',
    edits: [
      {
        file,
        find: 'others.filter(({ spec }) => spec.group === group)',
        replace: 'others.filter(({ spec }) => spec.group !== "" || group)',
      },
    ],
  },
  {
    id: 'plural-to-plural',
    exercise: '5.11',
    mistake: 'short names of others are not looked at, though they stand in the same place',
    edits: [
      { file, find: '[plural, singular, ...shortNames]),', replace: '[plural, singular, ...shortNames.slice(0, 0)]),' },
    ],
  },
  {
    id: 'established-no-more',
    exercise: '5.11',
    mistake:
      'a definition that was Established is so no longer when its new names are taken, and its objects are out of reach',
    edits: [
      {
        file,
        find: 'const established = isAccepted || isEstablished(definition);',
        replace: 'const established = isAccepted;',
      },
    ],
  },
  {
    id: 'names-accepted-anyway',
    exercise: '5.11',
    mistake: 'names that are not accepted stand under acceptedNames, and keep others from having them',
    edits: [
      {
        file,
        find: 'acceptedNames: isAccepted ? names : (before?.acceptedNames ?? {})',
        replace: 'acceptedNames: names',
      },
    ],
  },
  {
    id: 'only-the-last-stored-version',
    exercise: '5.11',
    mistake: 'earlier stored versions are forgotten, though there may still be objects of them',
    edits: [
      {
        file,
        find: 'storedVersions: storedVersions.includes(stored) ? storedVersions : [...storedVersions, stored],',
        replace: 'storedVersions: storedVersions.includes(stored) ? storedVersions : [stored],',
      },
    ],
  },
  {
    id: 'times-are-always-new',
    exercise: '5.11',
    mistake: 'every condition gets the time of the last write, whether it has changed or not',
    edits: [
      {
        file,
        find: 'lastTransitionTime: same?.lastTransitionTime ?? now',
        replace: 'lastTransitionTime: same ? now : now',
      },
    ],
  },
  {
    id: 'times-are-never-new',
    exercise: '5.11',
    mistake: 'a condition keeps its time though its status is another',
    edits: [
      {
        file,
        find: 'each.type === type && each.status === status',
        replace: 'each.type === type && each.status !== undefined',
      },
    ],
  },
  {
    id: 'root-may-be-anything',
    exercise: '5.11',
    mistake: 'a root that keeps unknown fields needs no type',
    edits: [
      {
        file: structural,
        find: 'if (type === undefined && (isRoot || !isFree)) {',
        replace: 'if (type === undefined && !isFree) {',
      },
    ],
  },
  {
    id: 'items-are-not-looked-at',
    exercise: '5.11',
    mistake: 'the schema of the items of a list is not looked at',
    edits: [
      {
        file: structural,
        find: "const inItems = items ? structuralSchemaFaults(items, childField(field, 'items'), false) : [];",
        replace:
          "const inItems = items?.properties ? structuralSchemaFaults(items, childField(field, 'items'), false) : [];",
      },
    ],
  },
  {
    id: 'maps-are-not-looked-at',
    exercise: '5.11',
    mistake: 'the schema of the values of a map is not looked at',
    edits: [
      {
        file: structural,
        find: '...below, ...inItems, ...inMap]',
        replace: '...below, ...inItems, ...inMap.slice(0, 0)]',
      },
    ],
  },
  {
    id: 'int-or-string-needs-a-type',
    exercise: '5.11',
    mistake: 'a field with x-kubernetes-int-or-string is asked for a type',
    edits: [
      {
        file: structural,
        find: "const isFree = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];",
        replace: "const isFree = schema['x-kubernetes-preserve-unknown-fields'];",
      },
    ],
  },
  {
    id: 'junctors-are-looked-at',
    exercise: '5.11',
    mistake: 'schemas under anyOf are asked for types, though they only judge',
    edits: [
      {
        file: structural,
        find: 'return [...nodeFaults(schema, field, isRoot), ...below',
        replace:
          "const judging = (schema.anyOf ?? []).flatMap((each, i) =>\n    structuralSchemaFaults(each, itemField(childField(field, 'anyOf'), i), false),\n  );\n  return [...judging, ...nodeFaults(schema, field, isRoot), ...below",
      },
    ],
  },
  {
    id: 'paths-with-points',
    exercise: '5.11',
    mistake: 'a field is named as in `properties.size`, where it should stand in brackets',
    edits: [
      {
        file: structural,
        find: "itemField(childField(field, 'properties'), name)",
        replace: "childField(childField(field, 'properties'), name)",
      },
    ],
  },
  {
    id: 'lists-of-nothing',
    exercise: '5.11',
    mistake: 'a list need not say what is in it',
    edits: [
      {
        file: structural,
        find: "  if (type === 'array' && !items) faults.push(required(at('items'), 'must be specified'));\n",
        replace: '',
      },
    ],
  },
];
