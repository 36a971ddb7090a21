/** CustomResourceDefinitions as people write them, and as they stand in the store. */
import type { Condition, DefinedNames, DefinedVersion, Definition } from '#api-server/custom-resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import { show, type TestContext } from '../../judge/exercise.ts';
import type { Fields } from '../manifests.ts';

/** A schema of an object with these fields. */
export function objectSchema(properties: Record<string, Schema>, rest: Schema = {}): Schema {
  return { type: 'object', properties, ...rest };
}

/** A schema of a custom object whose spec has these fields. */
export function specSchema(properties: Record<string, Schema>, rest: Schema = {}): Schema {
  return objectSchema({ spec: objectSchema(properties, rest) });
}

export const sizes = specSchema({ size: { type: 'integer', minimum: 1 } });

export function versionOf(name: string, rest: Partial<DefinedVersion> = {}): DefinedVersion {
  return { name, served: true, storage: false, schema: { openAPIV3Schema: sizes }, ...rest };
}

const widgets: DefinedNames = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' };

/** widgets.example.com with one version, unless said otherwise. */
export function definitionOf({
  metadata,
  status,
  ...rest
}: Fields & { status?: Definition['status'] } = {}): Definition {
  const spec = {
    group: 'example.com',
    scope: 'Namespaced' as const,
    names: widgets,
    versions: [versionOf('v1', { storage: true })],
  };
  const filled = { ...spec, ...rest } as Definition['spec'];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${filled.names.plural}.${filled.group}`, ...(metadata as Fields) },
    spec: filled,
    ...(status && { status }),
  };
}

export function conditionOf(type: string, status: 'True' | 'False', lastTransitionTime: string): Condition {
  return { type, status, reason: 'Reason', message: 'words', lastTransitionTime };
}

export const longAgo = '2020-01-01T00:00:00Z';
export const justNow = '2026-01-31T09:30:00Z';

/** With a status that says so. */
export function established(definition: Definition, status: 'True' | 'False' = 'True'): Definition {
  const conditions = [conditionOf('NamesAccepted', status, longAgo), conditionOf('Established', status, longAgo)];
  const { names, versions } = definition.spec;
  const storedVersions = versions.filter(({ storage }) => storage).map(({ name }) => name);
  const acceptedNames = status === 'True' ? names : {};
  return { ...definition, status: { acceptedNames, conditions, storedVersions } };
}

/** A definition as lines of the run; its schemas where they matter. */
export function stepDefinition(t: TestContext, { metadata, spec }: Definition, withSchemas = false): void {
  const { group, scope, names, versions } = spec;
  const ending = metadata.deletionTimestamp ? ', being deleted' : '';
  t.step(`CustomResourceDefinition "${metadata.name}" of the group ${group}, ${scope}${ending}`);
  t.step(
    `names: ${Object.entries(names)
      .map(([what, name]) => `${what} ${[name].flat().join(' ')}`)
      .join(', ')}`,
  );
  for (const { name, served, storage, schema, ...rest } of versions) {
    const { openAPIV3Schema } = schema ?? {};
    const shown = openAPIV3Schema ? `schema ${show(openAPIV3Schema)}` : 'no schema';
    const marks = [served ? 'served' : 'not served', ...(storage ? ['stored'] : []), ...(withSchemas ? [shown] : [])];
    const others = Object.entries(rest).map(([what, said]) => `${what} ${show(said)}`);
    t.step(`version ${name}: ${[...marks, ...others].join(', ')}`);
  }
}
