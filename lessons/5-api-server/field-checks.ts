/**
 * Given: the checks that many kinds share. Each returns a list of faults, empty if all is well, so that a validator is one
 * list of them.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import {
  childField,
  duplicate,
  invalidValue,
  itemField,
  notSupported,
  required,
} from '#kit/kubernetes/field-errors.ts';
import { compareQuantities } from '#kit/kubernetes/quantity.ts';
import { type Fields, itemsIn } from './fields.ts';
import { sameValue } from './json-value.ts';
import { faultsAt } from './validate-metadata.ts';

/** A text that must be there, and be as a function asks. */
export function named(field: string, value: unknown, faults: (name: string) => string[]): FieldError[] {
  return value ? faultsAt(field, value, faults(String(value))) : [required(field)];
}

export function mustBeThere(field: string, value: unknown, detail = ''): FieldError[] {
  return value === undefined || value === '' ? [required(field, detail)] : [];
}

/** One of a few values; a missing one is no fault here. */
export function oneOf(field: string, value: unknown, supported: readonly string[]): FieldError[] {
  return value === undefined || supported.includes(String(value)) ? [] : [notSupported(field, value, supported)];
}

export function notNegative(field: string, value: unknown): FieldError[] {
  const isGood = value === undefined || Number(value) >= 0;
  return isGood ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')];
}

export function positive(field: string, value: unknown): FieldError[] {
  const isGood = value === undefined || Number(value) > 0;
  return isGood ? [] : [invalidValue(field, value, 'must be greater than 0')];
}

export function portNumber(field: string, value: unknown): FieldError[] {
  const isGood = Number(value) >= 1 && Number(value) <= 65_535;
  return isGood ? [] : [invalidValue(field, value, 'must be between 1 and 65535, inclusive')];
}

/** Amounts of resources, none of them negative. */
export function amounts(field: string, values: Fields): FieldError[] {
  return Object.entries(values).flatMap(([name, amount]) =>
    compareQuantities(amount as string, 0) < 0
      ? [invalidValue(itemField(field, name), amount, 'must be greater than or equal to 0')]
      : [],
  );
}

/** What each item of a list has, with the field it stands in. */
export function eachItem(
  parent: object | undefined,
  field: string,
  name: string,
  faults: (item: Fields, field: string) => FieldError[],
): FieldError[] {
  return itemsIn(parent, name).flatMap((item, i) => faults(item, itemField(childField(field, name), i)));
}

/** Items whose key stood in the list before. */
export function duplicates(parent: object | undefined, field: string, name: string, key: string): FieldError[] {
  const seen = new Set<unknown>();
  return eachItem(parent, field, name, (item, at) => {
    const value = item[key];
    if (value === undefined || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [duplicate(childField(at, key), value)];
  });
}

/** A field that is to stay as it is. */
export function unchanged(field: string, value: unknown, old: unknown, detail = 'field is immutable'): FieldError[] {
  return sameValue(value, old) ? [] : [invalidValue(field, value, detail)];
}
