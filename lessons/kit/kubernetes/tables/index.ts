/**
 * What `kubectl get` prints is made here: the server answers with a Table, and kubectl only lines up its columns.
 *
 *     GET /api/v1/namespaces/default/pods
 *     Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json
 *
 *       columnDefinitions   Name       Ready   Status    Restarts   Age
 *       rows                web-7xk2   1/1     Running   0          5m2s    and the metadata of the Pod
 *
 * In a watch each event holds a table of one row, and only the first names the columns.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Receiving resources as Tables".
 */

import type { KubernetesObject } from '../../objects.ts';
import type { WatchEvent } from '../http.ts';
import type { ResourceType } from '../resources.ts';
import { accessTables } from './access.ts';
import { clusterTables } from './cluster.ts';
import { type Cell, type Column, type KindTable, plainTable } from './columns.ts';
import { customTable } from './custom.ts';
import { dataTables } from './data.ts';
import { networkTables } from './network.ts';
import { podTable } from './pods.ts';
import { scalingTables } from './scaling.ts';
import { workloadTables } from './workloads.ts';

export interface Table {
  kind: 'Table';
  apiVersion: 'meta.k8s.io/v1';
  metadata: object;
  columnDefinitions: Column[] | null;
  rows: { cells: Cell[]; object: object | null }[];
}

export interface TableOptions {
  /** In milliseconds since 1970. */
  now: number;
  /** How much of each object goes with its row: the query `includeObject`. The metadata unless given. */
  includeObject?: string;
}

const tables: Record<string, KindTable> = {
  Pod: podTable,
  ...workloadTables,
  ...scalingTables,
  ...networkTables,
  ...clusterTables,
  ...dataTables,
  ...accessTables,
};

/** Whether a request asks for a table, by its `Accept` header: the first form that is known counts. */
export function wantsTable(accept = ''): boolean {
  const first = accept.split(',').find((form) => isTable(form) || /^\s*(application\/(json|\*)|\*\/\*)\s*$/.test(form));
  return first !== undefined && isTable(first);
}

function isTable(form: string): boolean {
  return /;\s*as=Table\s*(;|$)/.test(form) && /;\s*v=v1\s*(;|$)/.test(form);
}

/** @param metadata of the list, or of the one object: resourceVersion, continue, remainingItemCount */
export function tableOf(
  type: ResourceType,
  objects: readonly KubernetesObject[],
  metadata: object,
  { now, includeObject }: TableOptions,
): Table {
  const table = type.custom ? customTable(type.custom.columns) : (tables[type.kind] ?? plainTable);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: table.columns,
    rows: objects.map((object) => ({ cells: table.cells(object, now), object: shown(type, object, includeObject) })),
  };
}

/** A table of one row for an event of a watch. Errors are not turned into tables; bookmarks have no rows. */
export function tableEvent(
  type: ResourceType,
  event: WatchEvent,
  { isFirst, ...options }: TableOptions & { isFirst: boolean },
): WatchEvent {
  if (event.type === 'ERROR') return event;
  const object = event.object as KubernetesObject;
  const { resourceVersion } = object.metadata;
  const rows = event.type === 'BOOKMARK' ? [] : [object];
  const table = tableOf(type, rows, { resourceVersion }, options);
  if (!isFirst) table.columnDefinitions = null;
  return { type: event.type, object: table as unknown as KubernetesObject };
}

function shown(type: ResourceType, object: KubernetesObject, includeObject = 'Metadata'): object | null {
  if (includeObject === 'None') return null;
  const { metadata } = object;
  if (includeObject !== 'Object') return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  return { ...object, apiVersion, kind: type.kind };
}
