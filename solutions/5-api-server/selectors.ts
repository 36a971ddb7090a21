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
//: solution

import { badRequest } from '#kit/kubernetes/status.ts';
import { valueAt } from './json-map.ts';
//: end

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
  //: todo 5.8 Cut at the commas that stand in no parentheses; then tell the forms of a part apart.
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((part) => labelTerm(part.trim()));
  //: end
}

/** Whether all parts hold for the labels of an object. `notin` holds where there is no such label. */
export function matchesLabels(terms: readonly LabelTerm[], labels: Readonly<Record<string, string>> = {}): boolean {
  //: todo 5.8 Each part by its operator.
  return terms.every(({ key, operator, values }) => {
    const has = Object.hasOwn(labels, key);
    if (operator === 'exists') return has;
    if (operator === '!exists') return !has;
    return (has && values.includes(labels[key])) === (operator === 'in');
  });
  //: end
}

/**
 * The parts of a field selector, in order. `=` and `==` are the same. A value may be empty; in it a comma, an equals sign
 * and a backslash have a backslash before them. An empty text selects everything.
 *
 * @param selectable fields of the kind
 * @throws {Failure} `BadRequest` for a text that is no selector, and for a field that cannot be selected
 */
export function parseFieldSelector(text: string, selectable: SelectableFields): FieldTerm[] {
  //: todo 5.8 Cut at the commas without a backslash, then at the operator; ask whether the field can be selected.
  if (text.trim() === '') return [];
  const parts = text.match(/(?:\\.|[^,\\])+/g) ?? [];
  return parts.map((part) => fieldTerm(part, selectable));
  //: end
}

/** Whether all parts hold for an object. Fields are compared as texts. */
export function matchesFields(
  terms: readonly FieldTerm[],
  object: KubernetesObject,
  selectable: SelectableFields,
): boolean {
  //: todo 5.8 Look the field up; what is missing counts as `selectable` says.
  return terms.every(({ field, operator, value }) => {
    const is = String(valueAt(object, field.split('.')) ?? selectable[field]);
    return (is === value) === (operator === '=');
  });
  //: end
}

/** Whether an object is one of those that are meant. */
export function selects(selection: Selection, object: KubernetesObject, selectable: SelectableFields): boolean {
  //: todo 5.8 The namespace, the labels, the fields.
  const { namespace, labels, fields } = selection;
  const isInNamespace = namespace === '' || object.metadata.namespace === namespace;
  return isInNamespace && matchesLabels(labels, object.metadata.labels) && matchesFields(fields, object, selectable);
  //: end
}
//: solution

const label = '[A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?';
const comparison = new RegExp(`^(${label})\\s*(==|=|!=)\\s*(|${label})$`);
const membership = new RegExp(`^(${label})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${label})$`);

function labelTerm(part: string): LabelTerm {
  const compared = comparison.exec(part);
  if (compared) return { key: compared[1], operator: compared[2] === '!=' ? 'notin' : 'in', values: [compared[3]] };
  const member = membership.exec(part);
  if (member) return { key: member[1], operator: member[2] as 'in' | 'notin', values: valuesOf(member[3], part) };
  const exists = existence.exec(part);
  if (exists) return { key: exists[2], operator: exists[1] ? '!exists' : 'exists', values: [] };
  throw notParsed(part);
}

function valuesOf(list: string, part: string): string[] {
  const values = list.split(',').map((value) => value.trim());
  if (!values.every((value) => value === '' || new RegExp(`^${label}$`).test(value))) throw notParsed(part);
  return values;
}

function notParsed(part: string): Error {
  return badRequest(`unable to parse requirement: ${JSON.stringify(part)} is no part of a label selector`);
}

function fieldTerm(part: string, selectable: SelectableFields): FieldTerm {
  const [, field, operator, value] = /^([^=!\\]+?)(==|=|!=)((?:\\.|[^=\\])*)$/.exec(part.trim()) ?? [];
  if (field === undefined) throw badRequest(`invalid selector: ${JSON.stringify(part)}; can't understand it`);
  if (!Object.hasOwn(selectable, field)) throw badRequest(`field label not supported: ${field}`);
  return { field, operator: operator === '!=' ? '!=' : '=', value: value.replace(/\\(.)/g, '$1') };
}
//: end
