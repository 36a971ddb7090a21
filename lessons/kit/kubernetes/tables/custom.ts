/** The tables of custom kinds: the name, then the columns that the CustomResourceDefinition asks for, or else the age. */
import type { PrinterColumn } from '../resources.ts';
import { since } from './age.ts';
import { ageColumn, ageOf, type Cell, type KindTable, nameColumn, nameOf } from './columns.ts';
import { valuesAtPath } from './json-path.ts';

export function customTable(columns: readonly PrinterColumn[]): KindTable {
  if (columns.length === 0) {
    return { columns: [nameColumn, ageColumn], cells: (object, now) => [nameOf(object), ageOf(object, now)] };
  }
  const asked = columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
  return {
    columns: [nameColumn, ...asked],
    cells: (object, now) => [nameOf(object), ...columns.map((column) => cellOf(column, object, now))],
  };
}

/** Nothing where the field is missing or is not of the column's type. */
function cellOf({ type, jsonPath }: PrinterColumn, object: object, now: number): Cell {
  const values = valuesAtPath(object, jsonPath);
  if (values.length === 0) return null;
  const [value] = values;
  if (type === 'date') return since(value, now);
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return values.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(' ');
}
