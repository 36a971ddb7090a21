/**
 * Given: a definition that goes takes its objects with it.
 *
 *     DELETE the definition ──► marked, its objects are deleted ──► the last one is gone ──► gone
 *     POST an object of a definition that is marked ──► MethodNotAllowed
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { ApiResponse, Context, Handler } from '#kit/kubernetes/http.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { apiFailure } from '#kit/kubernetes/status.ts';
import type { Definition } from './custom-resources.ts';
import { cleanUpDefinition, type ServedTypes } from './definitions-served.ts';
import { targetOf } from './handlers-write.ts';
import type { Registry } from './registry.ts';
import { storedAs } from './served.ts';
import type { Storage } from './storage.ts';

export interface GoingParts {
  objects: ClusterObjects;
  registry: Registry;
  storage: Storage;
  types: ServedTypes;
}

const definitions = 'customresourcedefinitions';

/** A link for requests whose resource is known. */
export function letDefinitionsGo(parts: GoingParts, next: Handler): Handler {
  return async (context) => {
    await refuseTerminating(parts, context);
    const response: ApiResponse = await next(context);
    await cleanUp(parts, context, context.resource!);
    return response;
  };
}

/** What is about to go gets no new objects, or it would never go. */
async function refuseTerminating({ objects }: GoingParts, { info, resource }: Context): Promise<void> {
  if (!resource!.custom || info.verb !== 'create') return;
  const definition = await objects.get(definitions, '', storedAs(resource!));
  if (!definition?.metadata.deletionTimestamp) return;
  const why = 'create not allowed while custom resource definition is terminating';
  throw apiFailure('MethodNotAllowed', why);
}

/** After a delete of a definition, and after any write that may have removed the last object of one that waits for it. */
async function cleanUp(parts: GoingParts, context: Context, resource: ResourceType): Promise<void> {
  const { objects, registry, storage, types } = parts;
  const isDefinition = resource.resource === definitions;
  const { verb, name } = context.info;
  const mayRemove = verb.startsWith('delete') || (!isDefinition && (verb === 'update' || verb === 'patch'));
  if (!mayRemove || !(isDefinition || resource.custom)) return;
  const meant = isDefinition ? name : storedAs(resource);
  const own = await types.find('apiextensions.k8s.io', 'v1', definitions);
  const target = targetOf({ ...context, resource: own });
  for (const definition of await objects.list(definitions, '')) {
    if (meant !== '' && definition.metadata.name !== meant) continue;
    await cleanUpDefinition(registry, storage, target, definition as Definition);
  }
}
