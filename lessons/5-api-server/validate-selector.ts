/**
 * Given: what is wrong with a label selector.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { eachItem } from './field-checks.ts';
import type { Fields } from './fields.ts';
import type { LabelSelector } from './label-match.ts';
import { faultsAt, labelFaultsAt } from './validate-metadata.ts';
import { labelValueFaults, qualifiedNameFaults } from './validate-names.ts';

export function selectorFaults(field: string, selector: LabelSelector): FieldError[] {
  return [
    ...labelFaultsAt(`${field}.matchLabels`, selector.matchLabels ?? {}),
    ...eachItem(selector, field, 'matchExpressions', requirementFaults),
  ];
}

function requirementFaults({ key, operator, values = [] }: Fields, field: string): FieldError[] {
  const texts = values as string[];
  return [
    ...operatorFaults(operator, texts, field),
    ...faultsAt(`${field}.key`, key, qualifiedNameFaults(String(key ?? ''))),
    ...texts.flatMap((text, i) => faultsAt(`${field}.values[${i}]`, text, labelValueFaults(text))),
  ];
}

function operatorFaults(operator: unknown, values: string[], field: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0
        ? []
        : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalidValue(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}
