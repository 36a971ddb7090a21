/**
 * Kinds that come while the server runs: a CustomResourceDefinition is an object like any other, and the kind that it
 * defines is served as soon as its name is its own.
 *
 *     CustomResourceDefinition widgets.example.com              /apis/example.com/v1/namespaces/default/widgets
 *       spec: { group: example.com, names: { plural: widgets, kind: Widget }, versions: [v1 …] }
 *       status.conditions: NamesAccepted True, Established True
 *
 * From there on everything is as for the kinds that were there from the start: the same chain, the same registry, the same
 * watches. The only thing that is special is where the ResourceType comes from.
 *
 * Of several versions one is stored. They differ in their schemas; an object is changed from one to the other by its
 * apiVersion alone.
 *
 * Known limits: no conversion webhooks, no rules in the Common Expression Language.
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions"; Kubernetes API reference,
 * "CustomResourceDefinition".
 */

import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { Definition, DefinitionStatus } from './definition.ts';
//: solution

import { invalidValue, itemField, required } from '#kit/kubernetes/field-errors.ts';
import type { PrinterColumn, Subresource, Verb } from '#kit/kubernetes/resources.ts';
import type { Condition, DefinedNames, DefinedVersion } from './definition.ts';
import { structuralSchemaFaults } from './structural.ts';

//: end

export type { Condition, DefinedNames, DefinedVersion, Definition, DefinitionStatus } from './definition.ts';

/** Held by every definition until its objects are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

/**
 * What a definition has served: one entry for each version that is served; none while it is not Established. Once it is, it
 * is served by its accepted names (`status.acceptedNames`) and by no others, whatever it asks for now: by those that it does
 * not have, another is served. Names that are left out follow from the kind.
 *
 * An object has a `generation`, whatever the kind. It has the subresources `status` and `scale` where its version says so,
 * and its status stands apart only then. A version that says no columns (`additionalPrinterColumns`) has one: `Age`, a
 * `date`, from `.metadata.creationTimestamp`.
 */
export function resourcesOf(definition: Definition): ResourceType[] {
  //: todo 5.11 For each served version, fill in the entry that a built-in kind has in the kit's table.
  if (!isEstablished(definition)) return [];
  const { group, scope, versions } = definition.spec;
  const names = servedNames(definition);
  const { plural, kind, listKind = `${kind}List`, singular = kind.toLowerCase() } = names;
  const { shortNames = [], categories = [] } = names;
  const storageVersion = versions.find(({ storage }) => storage)!.name;
  return versions
    .filter(({ served }) => served)
    .map((version) => ({
      group,
      version: version.name,
      resource: plural,
      ...{ kind, listKind, singular, shortNames, categories, verbs: allVerbs },
      namespaced: scope === 'Namespaced',
      subresources: subresourcesOf(version, kind),
      hasSpec: true,
      hasStatus: version.subresources?.status !== undefined,
      hasGeneration: true,
      custom: {
        schema: version.schema!.openAPIV3Schema!,
        columns: version.additionalPrinterColumns ?? [ageColumn],
        storageVersion,
        scale: version.subresources?.scale,
      },
    }));
  //: end
}

/**
 * What is wrong with a definition, each by its field: its name is not `plural.group` (`metadata.name`); not exactly one version
 * is stored (`spec.versions`); two versions have one name (`spec.versions[1].name`: the later one's); a version has no schema
 * (`spec.versions[0].schema.openAPIV3Schema`), or one that is not structural (`structural.ts`).
 */
export function definitionFaults({ metadata, spec }: Definition): FieldError[] {
  //: todo 5.11 Check the name, then the versions together, then each version.
  const name = `${spec.names.plural}.${spec.group}`;
  const faults: FieldError[] = [];
  if (metadata.name !== name) {
    faults.push(invalidValue('metadata.name', metadata.name, `must be spec.names.plural+"."+spec.group`));
  }
  const { versions } = spec;
  if (versions.filter(({ storage }) => storage).length !== 1) {
    const all = versions.map((version) => version.name);
    faults.push(invalidValue('spec.versions', all, 'must have exactly one version marked as storage version'));
  }
  for (const [i, { name: own, schema }] of versions.entries()) {
    const field = itemField('spec.versions', i);
    if (versions.findIndex((other) => other.name === own) < i) {
      faults.push(invalidValue(`${field}.name`, own, 'must be unique'));
    }
    const given = schema?.openAPIV3Schema;
    if (!given) faults.push(required(`${field}.schema.openAPIV3Schema`, 'schemas are required'));
    else faults.push(...structuralSchemaFaults(given, `${field}.schema.openAPIV3Schema`));
  }
  return faults;
  //: end
}

/**
 * The status that a definition has among the others of its group:
 *
 *  - `NamesAccepted` is True (reason `NoConflicts`) if none of its names (plural, singular, each short name; kind, listKind)
 *    is an accepted one of another definition of the group, whatever else that one's status says; else False, with the reason
 *    of the first that is not its own, in this order: `PluralConflict`, `SingularConflict`, `ShortNamesConflict`,
 *    `KindConflict`, `ListKindConflict`;
 *  - `acceptedNames` are its names if they are accepted, else what they were;
 *  - `Established` is True (reason `InitialNamesAccepted`) once names were accepted, and stays so;
 *  - `storedVersions` has the stored version, after those that it has already;
 *  - a condition whose `status` is as before keeps its `lastTransitionTime`. Messages are your own words, and so is the reason
 *    why it is not Established.
 *
 * @param others all other definitions
 * @param now for `lastTransitionTime`
 */
export function statusFor(definition: Definition, others: readonly Definition[], now: string): DefinitionStatus {
  //: todo 5.11 Look for a conflict, then build on the status that is there.
  const { group, names, versions } = definition.spec;
  const before = definition.status;
  const conflict = conflictOf(
    names,
    others.filter(({ spec }) => spec.group === group),
  );
  const isAccepted = conflict === undefined;
  const established = isAccepted || isEstablished(definition);
  const stored = versions.find(({ storage }) => storage)!.name;
  const storedVersions = before?.storedVersions ?? [];
  return {
    acceptedNames: isAccepted ? names : (before?.acceptedNames ?? {}),
    conditions: [
      condition('NamesAccepted', isAccepted, conflict ?? ['NoConflicts', 'no conflicts found']),
      condition('Established', established, establishedWords(established)),
    ],
    storedVersions: storedVersions.includes(stored) ? storedVersions : [...storedVersions, stored],
  };

  function condition(type: string, isTrue: boolean, [reason, message]: Words): Condition {
    const status = isTrue ? 'True' : 'False';
    const same = before?.conditions?.find((each) => each.type === type && each.status === status);
    return { type, status, reason, message, lastTransitionTime: same?.lastTransitionTime ?? now };
  }
  //: end
}
//: solution

const allVerbs: Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const readWrite: Verb[] = ['get', 'patch', 'update'];
const ageColumn: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function isEstablished({ status }: Definition): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') ?? false;
}

/** A status may come from a client, too, and say nothing. */
function servedNames({ spec, status }: Definition): DefinedNames {
  const { plural = spec.names.plural, kind = spec.names.kind, ...rest } = status?.acceptedNames ?? {};
  return { ...rest, plural, kind };
}

function subresourcesOf({ subresources }: DefinedVersion, kind: string): Subresource[] {
  const scale: Subresource = { name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: readWrite };
  const status: Subresource = { name: 'status', kind, verbs: readWrite };
  return [...(subresources?.status ? [status] : []), ...(subresources?.scale ? [scale] : [])];
}

type Words = [reason: string, message: string];

/** The first of the names that another has, if any. Names in paths and names of kinds are two kinds of names. */
function conflictOf(names: DefinedNames, others: readonly Definition[]): Words | undefined {
  const accepted = others.map(({ status }) => status?.acceptedNames ?? {});
  const paths = new Set(
    accepted.flatMap(({ plural = '', singular = '', shortNames = [] }) => [plural, singular, ...shortNames]),
  );
  const kinds = new Set(accepted.flatMap(({ kind = '', listKind = '' }) => [kind, listKind]));
  const asked: [string, string, Set<string>][] = [
    ['PluralConflict', names.plural, paths],
    ['SingularConflict', names.singular ?? '', paths],
    ...(names.shortNames ?? []).map((name): [string, string, Set<string>] => ['ShortNamesConflict', name, paths]),
    ['KindConflict', names.kind, kinds],
    ['ListKindConflict', names.listKind ?? '', kinds],
  ];
  const found = asked.find(([, name, used]) => name !== '' && used.has(name));
  return found && [found[0], `${JSON.stringify(found[1])} is already in use`];
}

function establishedWords(established: boolean): Words {
  if (established) return ['InitialNamesAccepted', 'the initial names have been accepted'];
  return ['NotAccepted', 'not all names are accepted'];
}
//: end
