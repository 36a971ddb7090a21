/**
 * Given: the way from a request that may be made to the handler that makes the response.
 */
import type { ApiResponse, Context, Handler } from '#kit/kubernetes/http.ts';
import { findSubresource, type ResourceType } from '#kit/kubernetes/resources.ts';
import { methodNotAllowed, noSuchPath } from '#kit/kubernetes/status.ts';
import { createApply } from './apply.ts';
import { countingQuotas } from './counted-quotas.ts';
import { letDefinitionsGo } from './definitions-going.ts';
import type { ServedTypes } from './definitions-served.ts';
import { fieldRulesOf } from './field-rules.ts';
import { getObject, listObjects, watchObjects } from './handlers-read.ts';
import * as write from './handlers-write.ts';
import { serveHealth } from './health.ts';
import { serveKnowledge } from './knowledge.ts';
import { trackUpdate } from './managed-fields.ts';
import { doorOf } from './subresources.ts';

export interface RouterParts extends Omit<write.WriteParts, 'rulesOf' | 'apply' | 'track'> {
  types: ServedTypes;
  review?: Handler;
  subresources?: Record<string, Handler>;
  paths?: Record<string, Handler>;
}

export function createRouter(given: RouterParts): Handler {
  const { types, review, subresources = {}, paths = {}, storage, clock, now } = given;
  const registry = countingQuotas(given.registry, given.objects);
  const rulesOf = rememberedRules();
  const track = trackUpdate(rulesOf, now);
  const parts: write.WriteParts = {
    ...given,
    registry,
    rulesOf,
    track,
    apply: createApply({ registry, rulesOf, now }),
  };

  const byVerb: Handler = async (context) => {
    const { verb } = context.info;
    if (!Object.hasOwn(handlers, verb)) throw methodNotAllowed(context.resource!, verb);
    return handlers[verb](parts, context);
  };
  const byVerbAndDefinition = letDefinitionsGo({ ...parts, types }, byVerb);

  // etcd is well if it says how far it is.
  const health = { ping: async () => undefined, etcd: storage.revision };

  return async (context) => {
    const { info } = context;
    if (!info.isResource) return toPath(context);
    const resource = await types.find(info.group, info.version, info.resource);
    if (!resource) throw noSuchPath();
    const found = { ...context, resource };
    checkScope(found, resource);
    if (info.subresource !== '') return toSubresource(found, resource);
    if (!(resource.verbs as string[]).includes(info.verb)) throw methodNotAllowed(resource, info.verb);
    return toObject(found, resource);
  };

  async function toPath(context: Context): Promise<ApiResponse> {
    const { info } = context;
    if (Object.hasOwn(paths, info.path)) return paths[info.path](context);
    return (await serveHealth(info, health, clock)) ?? serveKnowledge(context, await types.all());
  }

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

  function toObject(context: Context, resource: ResourceType): Promise<ApiResponse> {
    if (resource.resource === 'bindings') return bindByName(context);
    if (resource.listKind === '') return answerReview(context, resource);
    return byVerbAndDefinition(context);
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
}

const handlers: Record<string, (parts: write.WriteParts, context: Context) => Promise<ApiResponse>> = {
  get: getObject,
  list: listObjects,
  watch: watchObjects,
  create: write.createObject,
  update: write.updateObject,
  patch: write.patchObject,
  delete: write.deleteObject,
  deletecollection: write.deleteCollection,
};

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
