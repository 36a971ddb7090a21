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
import { todo } from '#kit/todo.ts';
import type { Definition, DefinitionStatus } from './definition.ts';

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
  todo('5.11', "For each served version, fill in the entry that a built-in kind has in the kit's table.");
}

/**
 * What is wrong with a definition, each by its field: its name is not `plural.group` (`metadata.name`); not exactly one version
 * is stored (`spec.versions`); two versions have one name (`spec.versions[1].name`: the later one's); a version has no schema
 * (`spec.versions[0].schema.openAPIV3Schema`), or one that is not structural (`structural.ts`).
 */
export function definitionFaults({ metadata, spec }: Definition): FieldError[] {
  todo('5.11', 'Check the name, then the versions together, then each version.');
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
  todo('5.11', 'Look for a conflict, then build on the status that is there.');
}
