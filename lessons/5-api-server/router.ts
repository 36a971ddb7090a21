/**
 * Given: the way from a request that may be made to the handler that makes the response.
 */
import type { ApiResponse, Context, Handler } from '#kit/kubernetes/http.ts';
import { findSubresource, type ResourceType } from '#kit/kubernetes/resources.ts';
import { apiFailure, methodNotAllowed, noSuchPath } from '#kit/kubernetes/status.ts';
import { createApply } from './apply.ts';
import type { Definition } from './custom-resources.ts';
import { cleanUpDefinition, type ServedTypes } from './definitions-served.ts';
import { fieldRulesOf } from './field-rules.ts';
import { getObject, listObjects, watchObjects } from './handlers-read.ts';
import * as write from './handlers-write.ts';
import { serveKnowledge } from './knowledge.ts';
import { trackUpdate } from './managed-fields.ts';
import { storedAs } from './served.ts';
import { doorOf } from './subresources.ts';

export interface RouterParts extends Omit<write.WriteParts, 'rulesOf' | 'apply' | 'track'> {
  types: ServedTypes;
  review?: Handler;
  subresources?: Record<string, Handler>;
}

export function createRouter(given: RouterParts): Handler {
  const { types, review, subresources = {}, registry, storage, now } = given;
  const rulesOf = rememberedRules();
  const track = trackUpdate(rulesOf, now);
  const parts: write.WriteParts = { ...given, rulesOf, track, apply: createApply({ registry, rulesOf, now }) };

  return async (context) => {
    const { info } = context;
    if (!info.isResource) return serveKnowledge(context, await types.all());
    const resource = await types.find(info.group, info.version, info.resource);
    if (!resource) throw noSuchPath();
    const found = { ...context, resource };
    checkScope(found, resource);
    if (info.subresource !== '') return toSubresource(found, resource);
    if (!(resource.verbs as string[]).includes(info.verb)) throw methodNotAllowed(resource, info.verb);
    return toObject(found, resource);
  };

  function toSubresource(context: Context, resource: ResourceType): Promise<ApiResponse> {
    const { verb, subresource } = context.info;
    const name = `${resource.resource}/${subresource}`;
    const known = findSubresource(resource, subresource);
    if (!known) throw noSuchPath();
    if (!(known.verbs as string[]).includes(verb)) throw methodNotAllowed({ ...resource, resource: name }, verb);
    if (Object.hasOwn(subresources, name)) return subresources[name](context);
    if (name === 'pods/binding') return write.bindPod(parts, context);
    if (name === 'pods/eviction') return write.evictPod(parts, context);
    // Nobody is there for it, and it is no door to the object.
    if (!doorOf(resource, subresource)) throw methodNotAllowed({ ...resource, resource: name }, verb);
    return byVerb(context);
  }

  async function toObject(context: Context, resource: ResourceType): Promise<ApiResponse> {
    if (resource.resource === 'bindings') return bindByName(context);
    if (resource.listKind === '') return answerReview(context, resource);
    await refuseTerminating(context, resource);
    const response = await byVerb(context);
    await cleanUp(context, resource);
    return response;
  }

  function byVerb(context: Context): Promise<ApiResponse> {
    switch (context.info.verb) {
      case 'get':
        return getObject(parts, context);
      case 'list':
        return listObjects(parts, context);
      case 'watch':
        return watchObjects(parts, context);
      case 'create':
        return write.createObject(parts, context);
      case 'update':
        return write.updateObject(parts, context);
      case 'patch':
        return write.patchObject(parts, context);
      case 'delete':
        return write.deleteObject(parts, context);
      case 'deletecollection':
        return write.deleteCollection(parts, context);
      default:
        throw methodNotAllowed(context.resource!, context.info.verb);
    }
  }

  function answerReview(context: Context, resource: ResourceType): Promise<ApiResponse> {
    if (!review) throw methodNotAllowed(resource, context.info.verb);
    return review(context);
  }

  /** As schedulers did it before pods had the subresource. */
  async function bindByName(context: Context): Promise<ApiResponse> {
    const pods = await types.find('', 'v1', 'pods');
    return write.bindPod(parts, { ...context, resource: pods });
  }

  /** What is about to go gets no new objects, or it would never go. */
  async function refuseTerminating({ info }: Context, resource: ResourceType): Promise<void> {
    if (!resource.custom || info.verb !== 'create') return;
    const definition = await parts.objects.get(definitions, '', storedAs(resource));
    if (!definition?.metadata.deletionTimestamp) return;
    const why = 'create not allowed while custom resource definition is terminating';
    throw apiFailure('MethodNotAllowed', why);
  }

  /** A definition that is deleted takes its objects with it; so does the last object take a definition that waits for it. */
  async function cleanUp(context: Context, resource: ResourceType): Promise<void> {
    const isDefinition = resource.resource === definitions;
    const { verb, name } = context.info;
    const mayRemove = verb.startsWith('delete') || (!isDefinition && (verb === 'update' || verb === 'patch'));
    if (!mayRemove || !(isDefinition || resource.custom)) return;
    const meant = isDefinition ? name : storedAs(resource);
    const all = await parts.objects.list(definitions, '');
    const own = await types.find('apiextensions.k8s.io', 'v1', definitions);
    const target = write.targetOf({ ...context, resource: own });
    for (const definition of all) {
      if (meant !== '' && definition.metadata.name !== meant) continue;
      await cleanUpDefinition(registry, storage, target, definition as Definition);
    }
  }
}

const definitions = 'customresourcedefinitions';

/** A path with a namespace is for what is in namespaces, and the other way round; lists are of one or of all. */
function checkScope({ info }: Context, { namespaced, resource, listKind }: ResourceType): void {
  const isAcross = info.verb === 'list' || info.verb === 'watch' || (info.verb === 'create' && listKind === '');
  if (namespaced && info.namespace === '' && !isAcross) throw noSuchPath();
  if (!namespaced && info.namespace !== '' && resource !== 'namespaces') throw noSuchPath();
}

function rememberedRules(): write.WriteParts['rulesOf'] {
  const remembered = new WeakMap<ResourceType, ReturnType<typeof fieldRulesOf>>();
  return (resource) => {
    const rules = remembered.get(resource) ?? fieldRulesOf(resource);
    remembered.set(resource, rules);
    return rules;
  };
}
