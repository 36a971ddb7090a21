/** Rule A52: definitions, and the fields that are wrong in each. */
import type { DefinedVersion, Definition } from '#api-server/custom-resources.ts';
import { definitionOf, objectSchema, versionOf } from './definition-hand.ts';

/** A version with a schema that says little. */
function plain(name: string, rest: Partial<DefinedVersion> = {}): DefinedVersion {
  return versionOf(name, { schema: { openAPIV3Schema: { type: 'object' } }, ...rest });
}

const stored = plain('v1', { storage: true });
const schemaOf = (i: number) => `spec.versions[${i}].schema.openAPIV3Schema`;
const broken = { schema: { openAPIV3Schema: objectSchema({ size: {} }) } };

export const definitionCases: [definition: Definition, fields: string[], because: string][] = [
  [definitionOf({ versions: [stored] }), [], 'nothing is wrong with it'],
  [definitionOf({ versions: [plain('v1'), plain('v2', { storage: true })] }), [], 'one of its versions is stored'],
  [
    definitionOf({ metadata: { name: 'widgets' }, versions: [stored] }),
    ['metadata.name'],
    'the name is plural and group',
  ],
  [
    definitionOf({ metadata: { name: 'widget.example.com' }, versions: [stored] }),
    ['metadata.name'],
    'the name begins with the plural',
  ],
  [
    definitionOf({ metadata: { name: 'widgets.example.org' }, versions: [stored] }),
    ['metadata.name'],
    'the name ends in the group',
  ],
  [definitionOf({ versions: [plain('v1'), plain('v2')] }), ['spec.versions'], 'in which version should it be stored?'],
  [
    definitionOf({ versions: [stored, plain('v2', { storage: true })] }),
    ['spec.versions'],
    'in which of the two should it be stored?',
  ],
  [definitionOf({ versions: [stored, plain('v1')] }), ['spec.versions[1].name'], 'two versions have one name'],
  [
    definitionOf({ versions: [stored, plain('v2'), plain('v1'), plain('v1')] }),
    ['spec.versions[2].name', 'spec.versions[3].name'],
    'the name is taken by the first one',
  ],
  [
    definitionOf({ versions: [{ ...stored, schema: undefined }] }),
    [schemaOf(0)],
    'without a schema nobody knows what it is',
  ],
  [definitionOf({ versions: [stored, plain('v2', { schema: {} })] }), [schemaOf(1)], 'each version has its own schema'],
  [
    definitionOf({ versions: [{ ...stored, ...broken }] }),
    [`${schemaOf(0)}.properties[size].type`],
    'the schema is not structural',
  ],
  [
    definitionOf({ versions: [stored, plain('v2', { served: false, ...broken })] }),
    [`${schemaOf(1)}.properties[size].type`],
    'a version that is not served is looked at, too',
  ],
  [
    definitionOf({
      metadata: { name: 'w' },
      versions: [plain('v1', broken), plain('v1', { schema: undefined })],
    }),
    ['metadata.name', 'spec.versions', `${schemaOf(0)}.properties[size].type`, 'spec.versions[1].name', schemaOf(1)],
    'all faults are told at once',
  ],
];
