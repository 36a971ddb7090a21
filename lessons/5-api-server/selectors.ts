/**
 * Selectors: which objects of a list or a watch are meant.
 *
 *     labelSelector    app=web                    it has the label, and this value
 *                      app!=web, app notin (a,b)  it has another value, or no such label
 *                      app in (a,b)               it has one of the values
 *                      app        !app            it has the label; it has no such label
 *     fieldSelector    spec.nodeName=node-1, status.phase!=Running
 *
 * A comma means "and". Labels are for people to choose; fields can be selected only where the kind says so.
 *
 * Source: Kubernetes documentation, "Labels and Selectors", "Field Selectors".
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';

/** One part of a label selector. */
export interface LabelTerm {
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!exists';
  /** Empty unless the operator is `in` or `notin`. */
  values: string[];
}

/** One part of a field selector. */
export interface FieldTerm {
  /** As in `spec.nodeName`. */
  field: string;
  operator: '=' | '!=';
  value: string;
}

/** What a list or a watch is about. Everything must hold. */
export interface Selection {
  /** Empty: all namespaces. */
  namespace: string;
  labels: LabelTerm[];
  fields: FieldTerm[];
}

/** Given: the fields that can be selected, each with what a missing one counts as. */
export type SelectableFields = Readonly<Record<string, string>>;

/**
 * The parts of a label selector, in order. `=` and `==` are `in` with one value, `!=` is `notin` with one. Spaces between
 * words do not matter; an empty text selects everything; a value may be empty.
 *
 * @throws {Failure} `BadRequest` for a text that is no selector
 */
export function parseLabelSelector(text: string): LabelTerm[] {
  todo('5.8', 'Cut at the commas that stand in no parentheses; then tell the forms of a part apart.');
}

/** Whether all parts hold for the labels of an object. `notin` holds where there is no such label. */
export function matchesLabels(terms: readonly LabelTerm[], labels: Readonly<Record<string, string>> = {}): boolean {
  todo('5.8', 'Each part by its operator.');
}

/**
 * The parts of a field selector, in order. `=` and `==` are the same. A value may be empty; in it a comma, an equals sign
 * and a backslash have a backslash before them. An empty text selects everything.
 *
 * @param selectable fields of the kind
 * @throws {Failure} `BadRequest` for a text that is no selector, and for a field that cannot be selected
 */
export function parseFieldSelector(text: string, selectable: SelectableFields): FieldTerm[] {
  todo('5.8', 'Cut at the commas without a backslash, then at the operator; ask whether the field can be selected.');
}

/** Whether all parts hold for an object. Fields are compared as texts. */
export function matchesFields(
  terms: readonly FieldTerm[],
  object: KubernetesObject,
  selectable: SelectableFields,
): boolean {
  todo('5.8', 'Look the field up; what is missing counts as `selectable` says.');
}

/** Whether an object is one of those that are meant. */
export function selects(selection: Selection, object: KubernetesObject, selectable: SelectableFields): boolean {
  todo('5.8', 'The namespace, the labels, the fields.');
}
