/**
 * Given: what is wrong with roles and bindings.
 *
 * Source: Kubernetes API reference 1.32, "Role", "RoleBinding"; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { eachItem, mustBeThere, oneOf, unchanged } from './field-checks.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import type { Faults, UpdateFaults } from './validate.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export const roleFaults: Faults = (role) =>
  eachItem(role, '', 'rules', (rule, field) => ruleFaults(rule, field, role.kind === 'Role'));

function ruleFaults(rule: Fields, field: string, isNamespaced: boolean): FieldError[] {
  const has = (name: string) => itemsIn(rule, name).length > 0;
  const verbs = has('verbs') ? [] : [required(`${field}.verbs`, 'verbs must contain at least one value')];
  if (has('nonResourceURLs')) return [...verbs, ...pathRuleFaults(rule, field, isNamespaced, has)];
  const needs = [
    ['apiGroups', 'resource rules must supply at least one api group'],
    ['resources', 'resource rules must supply at least one resource'],
  ];
  const missing = needs.filter(([name]) => !has(name)).map(([name, detail]) => required(`${field}.${name}`, detail));
  return [...verbs, ...missing];
}

function pathRuleFaults(
  { nonResourceURLs }: Fields,
  field: string,
  isNamespaced: boolean,
  has: (name: string) => boolean,
): FieldError[] {
  const at = `${field}.nonResourceURLs`;
  const isMixed = ['apiGroups', 'resources', 'resourceNames'].some(has);
  const mixed = 'rules cannot apply to both regular resources and non-resource URLs';
  return [
    ...(isNamespaced ? [invalidValue(at, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs')] : []),
    ...(isMixed ? [invalidValue(at, nonResourceURLs, mixed)] : []),
  ];
}

export const bindingFaults: Faults = (binding) => {
  const { apiGroup, kind, name } = fieldsIn(binding, 'roleRef');
  const kinds = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return [
    ...oneOf('roleRef.apiGroup', apiGroup ?? '', [rbacGroup]),
    ...oneOf('roleRef.kind', kind ?? '', kinds),
    ...mustBeThere('roleRef.name', name),
    ...eachItem(binding, '', 'subjects', subjectFaults),
  ];
};

function subjectFaults({ kind, name, namespace, apiGroup = '' }: Fields, field: string): FieldError[] {
  const isAccount = kind === 'ServiceAccount';
  return [
    ...mustBeThere(`${field}.name`, name),
    ...oneOf(`${field}.kind`, kind ?? '', ['ServiceAccount', 'User', 'Group']),
    ...(isAccount ? mustBeThere(`${field}.namespace`, namespace) : []),
    ...oneOf(`${field}.apiGroup`, apiGroup, [isAccount ? '' : rbacGroup]),
  ];
}

/** Who has a binding's role may have been told so; another role is another binding. */
export const bindingUpdateFaults: UpdateFaults = (binding, old) =>
  unchanged('roleRef', binding.roleRef, old.roleRef, 'cannot change roleRef');
