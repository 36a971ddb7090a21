/** Rule A53 in the most plodding way: what becomes of a value under a schema. Schemas here have only what the model knows. */
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import type { Fields } from '../manifests.ts';

/** How a value fits: the fields of the wrong type, and those that the schema does not have. */
export interface Fit {
  wrong: string[];
  unknown: string[];
}

/** The schema of a field; nothing for one that is kept as it is, `false` for one that is unknown. */
function under(schema: Schema, name: string): Schema | undefined | false {
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  return schema['x-kubernetes-preserve-unknown-fields'] ? undefined : false;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(schema: Schema, value: unknown): boolean {
  const isInteger = Number.isInteger(value);
  if (schema['x-kubernetes-int-or-string']) return isInteger || typeof value === 'string';
  if (schema.type === 'integer') return isInteger;
  if (schema.type === 'array') return Array.isArray(value);
  return schema.type === 'object' ? isObject(value) : typeof value === schema.type;
}

export function fitOf(schema: Schema, value: unknown, field: string): Fit {
  if (!hasType(schema, value)) return { wrong: [field], unknown: [] };
  const parts: Fit[] = [];
  if (Array.isArray(value)) parts.push(...value.map((item, i) => fitOf(schema.items!, item, `${field}[${i}]`)));
  if (isObject(value)) {
    for (const [name, child] of Object.entries(value)) {
      const own = under(schema, name);
      if (own === false) parts.push({ wrong: [], unknown: [`${field}.${name}`] });
      else if (own) parts.push(fitOf(own, child, `${field}.${name}`));
    }
  }
  return { wrong: parts.flatMap(({ wrong }) => wrong), unknown: parts.flatMap(({ unknown }) => unknown) };
}

/** What is stored of a value that fits: without what is unknown, and with what is missing. */
export function storedOf(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => storedOf(schema.items!, item));
  if (!isObject(value)) return value;
  const stored: Fields = {};
  for (const [name, child] of Object.entries(value)) {
    const own = under(schema, name);
    if (own !== false) stored[name] = own ? storedOf(own, child) : child;
  }
  for (const [name, own] of Object.entries(schema.properties ?? {})) {
    if (stored[name] === undefined && own.default !== undefined) stored[name] = storedOf(own, own.default);
  }
  return stored;
}

/** The fields of a stored value that are missing, or have a value that they must not have. */
export function faultsByTheBook(schema: Schema, value: unknown, field: string): string[] {
  const faults: string[] = [];
  if (schema.enum && !schema.enum.includes(value)) faults.push(field);
  if (schema.minimum !== undefined && (value as number) < schema.minimum) faults.push(field);
  if (Array.isArray(value)) {
    if (schema.maxItems !== undefined && value.length > schema.maxItems) faults.push(field);
    faults.push(...value.flatMap((item, i) => faultsByTheBook(schema.items!, item, `${field}[${i}]`)));
  } else if (isObject(value)) {
    for (const name of schema.required ?? []) if (value[name] === undefined) faults.push(`${field}.${name}`);
    for (const [name, child] of Object.entries(value)) {
      const own = under(schema, name);
      if (own) faults.push(...faultsByTheBook(own, child, `${field}.${name}`));
    }
  }
  return faults;
}
