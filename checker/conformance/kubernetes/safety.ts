/**
 * Every verb on every resource and subresource, in every place, as questions to a whole server.
 *
 *     get   pods/log   in dev   of "one"      GET /api/v1/namespaces/dev/pods/one/log
 *     list  secrets    everywhere             GET /api/v1/secrets
 *
 * What changes something is a dry run, so that those who may do it change nothing either.
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { bodyFor, namespace as home, objectOf } from './one-of-each.ts';
import type { Sent } from './whole-server.ts';

export interface Attempt extends Sent {
  verb: string;
  type: ResourceType;
  subresource: string;
  /** Empty: everywhere, or for what is in no namespace. */
  namespace: string;
  /** Empty for a whole collection. */
  name: string;
  method: string;
  url: string;
}

/** Where there is one of everything; where there is one of everything and nobody is given anything; where nothing is. */
export const places = [home, 'other', 'nowhere'] as const;

const methods: Record<string, string> = {
  ...{ get: 'GET', list: 'GET', watch: 'GET', create: 'POST', update: 'PUT', patch: 'PATCH' },
  ...{ delete: 'DELETE', deletecollection: 'DELETE' },
};
const ofCollections = ['list', 'watch', 'create', 'deletecollection'];
const onSubresources = ['get', 'create', 'update', 'patch', 'delete'];

export function attemptsOn(type: ResourceType): Attempt[] {
  const own = Object.keys(methods).flatMap((verb) => inAllPlaces(type, '', verb));
  const below = type.subresources.flatMap(({ name }) =>
    onSubresources.flatMap((verb) => inAllPlaces(type, name, verb)),
  );
  return [...own, ...below];
}

function inAllPlaces(type: ResourceType, subresource: string, verb: string): Attempt[] {
  const isOfCollection = subresource === '' && ofCollections.includes(verb);
  const names = isOfCollection ? [''] : [nameIn(type), 'missing'];
  if (type.resource === 'namespaces') {
    const namespaces = isOfCollection ? [''] : [...places];
    return namespaces.map((each) => attempt(type, subresource, verb, each, each));
  }
  const isAcross = subresource === '' && (verb === 'list' || verb === 'watch');
  const namespaces = type.namespaced ? [...places, ...(isAcross ? [''] : [])] : [''];
  return namespaces.flatMap((each) => names.map((name) => attempt(type, subresource, verb, each, name)));
}

/** Of the object that is there. */
function nameIn({ kind, listKind, resource }: ResourceType): string {
  return listKind === '' || resource === 'widgets' ? 'one' : objectOf(kind, 'one').metadata.name;
}

function attempt(type: ResourceType, subresource: string, verb: string, namespace: string, name: string): Attempt {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const within = namespace === '' || type.resource === 'namespaces' ? '' : `/namespaces/${namespace}`;
  const below = [name, subresource].filter((part) => part !== '').map((part) => `/${part}`);
  const query = verb === 'watch' ? '?watch=1' : methods[verb] === 'GET' ? '' : '?dryRun=All';
  return {
    ...{ verb, type, subresource, namespace, name, method: methods[verb] },
    url: `${root}${within}/${type.resource}${below.join('')}${query}`,
    ...sentWith(type, subresource, verb, namespace, name),
  };
}

const mergePatch = { 'content-type': 'application/merge-patch+json' };

function sentWith(type: ResourceType, subresource: string, verb: string, namespace: string, name: string): Sent {
  if (verb === 'patch') return { headers: mergePatch, body: { metadata: { annotations: { tried: 'yes' } } } };
  if (verb !== 'create' && verb !== 'update') return {};
  const isEmpty = type.listKind === '' || type.custom;
  const own = { name: name || 'new', ...(type.namespaced && { namespace }) };
  return { body: isEmpty ? { metadata: own } : bodyFor(type.kind, subresource, name || 'new', namespace || undefined) };
}

/** What Kubernetes says to a user who may not. */
export function refusalOf(user: string, { verb, type, subresource, namespace, name }: Attempt): object {
  const { group, resource } = type;
  const kind = subresource === '' ? resource : `${resource}/${subresource}`;
  const called = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const who = `User ${JSON.stringify(user)} cannot ${verb} resource ${JSON.stringify(kind)} in API group ${JSON.stringify(group)} ${where}`;
  const details = { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: resource };
  return {
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
    message: `${called}${name === '' ? '' : ` ${JSON.stringify(name)}`} is forbidden: ${who}`,
    ...{ reason: 'Forbidden', details, code: 403 },
  };
}
