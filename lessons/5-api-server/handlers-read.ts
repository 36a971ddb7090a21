/**
 * Given: get, list and watch as responses: objects, lists, tables or streams, whatever the client accepts.
 */
import type { ApiResponse, Context, WatchStart } from '#kit/kubernetes/http.ts';
import { apiVersionOf, groupVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import { methodNotAllowed } from '#kit/kubernetes/status.ts';
import { tableEvent, tableOf, wantsTable } from '#kit/kubernetes/tables/index.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { listQuery, parameter, watchQuery } from './query.ts';
import { listOf, type Sources, watchFor } from './reads.ts';
import type { Registry } from './registry.ts';
import { selectableFieldsOf } from './selectable-fields.ts';
import { served } from './served.ts';
import { doorOf } from './subresources.ts';

export interface ReadParts extends Sources {
  registry: Registry;
  /** Milliseconds since 1970. */
  now(): number;
}

/** One object, or what is behind one of its doors. */
export async function getObject({ registry, now }: ReadParts, context: Context): Promise<ApiResponse> {
  const { info, resource } = context;
  const door = doorOf(resource!, info.subresource);
  if (!door) throw methodNotAllowed(resource!, info.verb);
  const object = await registry.get(resource!, info.namespace, info.name);
  return objectResponse(context, 200, door.read(object), now());
}

/** An object, or a table of one row where the client accepts one. What is behind a door may be of another kind: a Scale. */
export function objectResponse(context: Context, status: number, object: KubernetesObject, now: number): ApiResponse {
  const { request, info, resource } = context;
  if (!wantsTable(request.headers.accept)) return { status, body: object };
  const { resourceVersion } = object.metadata;
  const { kind } = object;
  const shown =
    kind === resource!.kind
      ? resource!
      : { ...resource!, ...groupVersionOf(object.apiVersion), kind, custom: undefined };
  const options = { now, includeObject: parameter(info, 'includeObject') || undefined };
  return { status, body: tableOf(shown, [object], { resourceVersion }, options) };
}

export async function listObjects(parts: ReadParts, context: Context): Promise<ApiResponse> {
  const { request, info } = context;
  const resource = context.resource!;
  const query = listQuery(info, selectableFieldsOf(resource));
  const page = await listOf(parts, resource, query);
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.continueToken && { continue: page.continueToken }),
    ...(page.remaining && { remainingItemCount: page.remaining }),
  };
  const items = page.objects.map((object) => served(resource, object));
  if (wantsTable(request.headers.accept)) {
    const options = { now: parts.now(), includeObject: parameter(info, 'includeObject') || undefined };
    return { status: 200, body: tableOf(resource, items, metadata, options) };
  }
  return { status: 200, body: { kind: resource.listKind, apiVersion: apiVersionOf(resource), metadata, items } };
}

export async function watchObjects(parts: ReadParts, context: Context): Promise<ApiResponse> {
  const { request, info } = context;
  const resource = context.resource!;
  const query = listQuery(info, selectableFieldsOf(resource));
  const start = await watchFor(parts, resource, query, watchQuery(info));
  if (!wantsTable(request.headers.accept)) return { status: 200, stream: start };
  const includeObject = parameter(info, 'includeObject') || undefined;
  return { status: 200, stream: asTables(resource, start, () => ({ now: parts.now(), includeObject })) };
}

/** Only the first event says what the columns are. */
function asTables(
  resource: ResourceType,
  start: WatchStart,
  options: () => { now: number; includeObject?: string },
): WatchStart {
  return (send, end) => {
    let isFirst = true;
    const sendTable: typeof send = (event) => {
      const table = tableEvent(resource, event, { ...options(), isFirst });
      isFirst = false;
      return send(table);
    };
    return start(sendTable, end);
  };
}
