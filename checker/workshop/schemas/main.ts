/**
 * Writes the schemas of the built-in kinds, for the authors of this workbook. Run it when the package
 * `kubernetes-types` or the table of resources has changed:
 *
 *     npm run schemas                        schemas.json and descriptions.json
 *     npm run schemas -- /usr/bin/kubectl    and messages.json, see messages.ts
 *
 *     node_modules/kubernetes-types/…/v1.d.ts  ─┐                  ┌→ schemas.json        what objects are checked against
 *     facts.ts  ────────────────────────────────┴→ definitions ──┴→ descriptions.json   what `kubectl explain` says
 *
 * Only what a served kind refers to is kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInResources } from '../../../lessons/kit/kubernetes/built-in-resources.ts';
import type { MessageTable } from '../../../lessons/kit/kubernetes/protobuf-bodies.ts';
import { apiVersionOf } from '../../../lessons/kit/kubernetes/resources.ts';
import type { Schema } from '../../../lessons/kit/kubernetes/schema-types.ts';
import { root } from '../../paths.ts';
import { type Definition, readDeclarations } from './declarations.ts';
import { anything, byteFields, factsOf, fractionFields, longFields, moreFields, simpleDefinitions } from './facts.ts';
import { readMessages } from './messages.ts';
import { addNewFields } from './new-fields.ts';

const source = join(root, 'node_modules/kubernetes-types');
const target = join(root, 'lessons/kit/kubernetes');

/** The files that are read, and the beginning of the OpenAPI names of what they define. */
const files: Record<string, string> = {
  runtime: 'io.k8s.apimachinery.pkg.runtime',
  'meta/v1': 'io.k8s.apimachinery.pkg.apis.meta.v1',
  'apiextensions/v1': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
};
for (const file of `admissionregistration apps authentication authorization autoscaling batch coordination core
  discovery networking policy rbac scheduling storage`.split(/\s+/))
  files[`${file}/v1`] = `io.k8s.api.${file}.v1`;

/** Bodies that belong to no resource of their own. */
const bodies = [
  'io.k8s.api.autoscaling.v1.Scale',
  'io.k8s.api.policy.v1.Eviction',
  'io.k8s.api.authentication.v1.TokenRequest',
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
];

const definitions = new Map<string, Definition>();
for (const [file, prefix] of Object.entries(files)) {
  const text = readFileSync(join(source, `${file}.d.ts`), 'utf8');
  for (const [name, definition] of readDeclarations(text, namesIn(text, prefix))) definitions.set(name, definition);
}
for (const [name, schema] of Object.entries(simpleDefinitions)) {
  definitions.set(name, { description: '', schema, descriptions: {}, apiVersion: '' });
}
const served = new Set(builtInResources.map((type) => `${apiVersionOf(type)} ${type.kind}`));
const kinds = [...definitions].filter(([name, { apiVersion }]) => served.has(`${apiVersion} ${lastPart(name)}`));
const roots = [...kinds.map(([name]) => name), ...bodies];

addNewFields(definitions, updatedMessages());
for (const [name, definition] of definitions) addFacts(name, definition);

const kept = reachable(roots);
write('schemas.json', (name) => definitions.get(name)!.schema);
write('descriptions.json', (name) => {
  const { description, descriptions } = definitions.get(name)!;
  return [description, descriptions];
});
console.log(`${kept.length} definitions for ${kinds.length} kinds`);

/** The messages are read from a kubectl that is named, and left as they are without one. */
function updatedMessages(): MessageTable {
  const file = join(target, 'messages.json');
  const [kubectl] = process.argv.slice(2);
  if (kubectl) {
    const names = roots.map((name) => name.split('.').slice(-3).join('.'));
    writeFileSync(file, table(Object.entries(readMessages(kubectl, names))));
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A type is defined in its file or imported from another. */
function namesIn(text: string, prefix: string): (type: string) => string {
  const imported = new Map<string, string>();
  for (const [, types, from] of text.matchAll(/^import \{ ([^}]+) \} from "\.\.?\/([^"]+)";/gm)) {
    for (const type of types.split(', ')) imported.set(type, files[from.replace('../', '')] ?? '');
  }
  return (type) => {
    const simple = Object.keys(simpleDefinitions).find((name) => lastPart(name) === type);
    return simple ?? `${imported.get(type) ?? prefix}.${type}`;
  };
}

function addFacts(name: string, { schema }: Definition): void {
  const short = lastPart(name);
  Object.assign(schema, factsOf(short));
  if (anything.has(short)) schema['x-kubernetes-preserve-unknown-fields'] = true;
  if (short === 'JSON') delete schema.type;
  schema.properties = moreFields[short] ? { ...schema.properties, ...moreFields[short] } : schema.properties;
  for (const [field, value] of Object.entries(schema.properties ?? {})) {
    Object.assign(value, factsOf(short, field));
    const inner = innermost(value);
    if (longFields.has(field) && inner.type === 'integer') inner.format = 'int64';
    if (fractionFields.has(field) && inner.type === 'integer')
      Object.assign(inner, { type: 'number', format: 'double' });
    if (byteFields.has(`${short}.${field}`)) inner.format = 'byte';
  }
}

function innermost(schema: Schema): Schema {
  if (schema.items) return innermost(schema.items);
  return typeof schema.additionalProperties === 'object' ? innermost(schema.additionalProperties) : schema;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function reachable(names: string[]): string[] {
  const reached = new Set(names);
  for (const name of reached) {
    for (const [, next] of JSON.stringify(definitions.get(name)!.schema).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      if (!definitions.has(next)) throw new Error(`${name} refers to ${next}, which is not there`);
      reached.add(next);
    }
  }
  return [...reached].sort();
}

function write(file: string, contentOf: (name: string) => unknown): void {
  writeFileSync(join(target, file), table(kept.map((name) => [name, contentOf(name)])));
}

/** One entry a line, so that a change reads well. */
function table(entries: [string, unknown][]): string {
  return `{\n${entries.map(([name, content]) => `${JSON.stringify(name)}:${JSON.stringify(content)}`).join(',\n')}\n}\n`;
}
