/**
 * Given: whether labels match a selector as it stands inside objects.
 *
 *     { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] }
 *
 * Source: Kubernetes documentation, "Labels and Selectors", "Resources that support set-based requirements".
 */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: LabelRequirement[];
}

export interface LabelRequirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  values?: string[];
}

/** Whether all that the selector asks for is so; an empty selector asks for nothing and matches everything. */
export function selectorMatches(selector: LabelSelector, labels: Record<string, string>): boolean {
  const pairs = Object.entries(selector.matchLabels ?? {});
  const isEqual = pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return isEqual && (selector.matchExpressions ?? []).every((requirement) => requirementHolds(requirement, labels));
}

function requirementHolds({ key, operator, values = [] }: LabelRequirement, labels: Record<string, string>): boolean {
  const isThere = Object.hasOwn(labels, key);
  if (operator === 'Exists') return isThere;
  if (operator === 'DoesNotExist') return !isThere;
  const isIn = isThere && values.includes(labels[key]);
  return operator === 'In' ? isIn : !isIn;
}
