/**
 * A table: the columns of a kind, and the cells of one of its objects.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Receiving resources as Tables"; the columns are those
 * that kubectl shows with Kubernetes 1.32.
 */
import { since } from './age.ts';
import { valueAt } from './fields.ts';

export interface Column {
  name: string;
  /** In words of OpenAPI: string, integer, boolean. */
  type: string;
  /** `name` for the column that names the object: kubectl puts the resource in front of it where there are several. */
  format: string;
  description: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  priority: number;
}

export type Cell = string | number | boolean | null;

export interface KindTable {
  columns: Column[];
  /** @param now in milliseconds since 1970, for ages */
  cells(object: object, now: number): Cell[];
}

export function column(name: string, type = 'string'): Column {
  return { name, type, format: '', description: '', priority: 0 };
}

/** A column of `-o wide`. */
export function wide(name: string, type = 'string'): Column {
  return { ...column(name, type), priority: 1 };
}

export const nameColumn: Column = { ...column('Name'), format: 'name' };
export const ageColumn: Column = column('Age');

export function nameOf(object: object): string {
  return String(valueAt(object, 'metadata.name') ?? '');
}

export function ageOf(object: object, now: number): string {
  return since(valueAt(object, 'metadata.creationTimestamp'), now);
}

/** What kinds show that have no table of their own. */
export const plainTable: KindTable = {
  columns: [nameColumn, { ...column('Created At'), type: 'date' }],
  cells: (object) => [nameOf(object), String(valueAt(object, 'metadata.creationTimestamp') ?? '')],
};
