/**
 * Whether a single value has the type that its schema asks for, and what Go's decoder says where it has not.
 *
 *     integer, int32   "3"      json: cannot unmarshal string into … of type int32
 *     integer, int32   1.5      json: cannot unmarshal number 1.5 into … of type int32
 *     date-time        "noon"   parsing time "noon" as "2006-01-02T15:04:05Z07:00": …
 *     quantity         "1 GB"   quantities must match the regular expression …
 */
import { referredName, resolve } from './definitions.ts';
import type { Schema } from './schema-types.ts';

export interface TypeFault {
  /** Go's text; `%s` stands for the field's name in Go. */
  go: string;
  /** What must be, and what is, in JSON's words. */
  type: string;
  found: string;
}

/**
 * @param schema what must be
 * @param named the same before its reference was followed, for the name that Go gives the type
 */
export function typeFault(schema: Schema, value: unknown, named: Schema): TypeFault | undefined {
  const found = typeOf(value);
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    return found === 'string' || found === 'integer' ? undefined : unmarshal(found, 'integer,string', 'int or string');
  }
  if (schema.format === 'quantity') return quantityFault(value, found);
  if (schema.type === undefined) return undefined;
  if (schema.type !== found && !(schema.type === 'number' && found === 'integer')) {
    const shown = schema.type === 'integer' && found === 'number' ? `number ${value}` : found;
    return { ...unmarshal(shown, schema.type, goName(named)), found };
  }
  if (schema.type === 'integer') return rangeFault(schema, value as number);
  if (schema.format === 'date-time') return timeFault(value as string);
  return schema.format === 'byte' ? bytesFault(value as string) : undefined;
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function unmarshal(found: string, type: string, go: string): TypeFault {
  const goFound = found.replace('integer', 'number').replace('boolean', 'bool');
  return { go: `json: cannot unmarshal ${goFound} into %s of type ${go}`, type, found };
}

const int32Max = 2147483647;

function rangeFault({ format }: Schema, value: number): TypeFault | undefined {
  const isIn = format === 'int32' ? value <= int32Max && value >= -int32Max - 1 : Math.abs(value) <= 2 ** 63;
  return isIn
    ? undefined
    : { ...unmarshal(`number ${value}`, format ?? 'integer', format ?? 'int64'), found: 'integer' };
}

const quantityPattern = /^[+-]?(\d+\.?\d*|\.\d+)(m|u|n|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,3})?$/;
/** More digits say nothing, and cost whoever counts with them. */
const quantityLengthMax = 1000;
const quantityText = "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function quantityFault(value: unknown, found: string): TypeFault | undefined {
  if (found === 'integer' || found === 'number') return undefined;
  if (found !== 'string') return unmarshal(found, 'string', 'resource.Quantity');
  if ((value as string).length <= quantityLengthMax && quantityPattern.test(value as string)) return undefined;
  return { go: `quantities must match the regular expression ${quantityText}`, type: 'quantity', found: String(value) };
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function timeFault(value: string): TypeFault | undefined {
  if (timePattern.test(value) && !Number.isNaN(Date.parse(value))) return undefined;
  const layout = '2006-01-02T15:04:05Z07:00';
  const shown = JSON.stringify(value);
  return {
    go: `parsing time ${shown} as "${layout}": cannot parse ${shown} as "2006"`,
    type: 'date-time',
    found: value,
  };
}

function bytesFault(value: string): TypeFault | undefined {
  const wrong = value.search(/[^A-Za-z0-9+/=\r\n]/);
  const isWhole = value.replace(/[\r\n]/g, '').length % 4 === 0;
  if (wrong < 0 && isWhole) return undefined;
  return { go: `illegal base64 data at input byte ${wrong < 0 ? value.length : wrong}`, type: 'byte', found: value };
}

/** A type as Go writes it: `v1.PodSpec`, `[]v1.Container`, `map[string]string`. */
function goName(named: Schema): string {
  const name = referredName(named);
  const schema = resolve(named);
  if (name !== '' && schema.type === 'object') return name.split('.').slice(-2).join('.');
  if (schema.type === 'array') return `[]${goName(schema.items ?? {})}`;
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'integer') return schema.format ?? 'int64';
  if (schema.type === 'number') return 'float64';
  if (schema.type !== 'object') return schema.type ?? 'interface {}';
  const values = schema.additionalProperties;
  return `map[string]${typeof values === 'object' ? goName(values) : 'interface {}'}`;
}
