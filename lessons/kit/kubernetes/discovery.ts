/**
 * Discovery: what is served, told in two forms.
 *
 *     GET /api, /apis                 with an Accept for it: everything at once (aggregated)
 *                                     otherwise: the groups and versions (legacy), and then
 *     GET /api/v1, /apis/apps/v1      the resources of one
 *
 * kubectl 1.26 and later ask for the first form, older ones and a few commands such as `auth can-i` for the second.
 *
 * Source: Kubernetes documentation, "The Kubernetes API", "Discovery API".
 */
import { groupBy } from './group-by.ts';
import { groupVersionPath } from './openapi-v3.ts';
import { apiVersionOf, type ResourceType, type Subresource } from './resources.ts';

export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

export interface DiscoveryAnswer {
  /** The content type, by which clients tell the two forms apart. */
  contentType: string;
  body: object;
}

/**
 * @param types all that is served, custom kinds included
 * @param path `/api`, `/apis`, `/apis/apps`, `/api/v1` or `/apis/apps/v1`
 * @param accept the request's header
 * @returns nothing where the path is none of discovery, or its group is not served
 */
export function discover(types: readonly ResourceType[], path: string, accept = ''): DiscoveryAnswer | undefined {
  if (path === '/api' || path === '/apis') {
    const isCore = path === '/api';
    if (asksAggregated(accept)) return { contentType: aggregatedType, body: aggregated(types, isCore) };
    return json(isCore ? coreVersions : { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(types) });
  }
  const served = types.filter((type) => `/${groupVersionPath(type)}` === path);
  if (served.length > 0) return json(resourceList(served));
  const group = groupsOf(types).find(({ name }) => `/apis/${name}` === path);
  return group && json({ kind: 'APIGroup', apiVersion: 'v1', ...group });
}

const json = (body: object): DiscoveryAnswer => ({ contentType: 'application/json', body });

const coreVersions = { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };

/** Of the forms that are accepted, the first that is known counts. */
function asksAggregated(accept: string): boolean {
  const first = accept
    .split(',')
    .find((type) => /;\s*v=v2\s*(;|$)/.test(type) || /^\s*application\/json\s*$/.test(type));
  return first?.includes('as=APIGroupDiscoveryList') ?? false;
}

interface Group {
  name: string;
  versions: { groupVersion: string; version: string }[];
  preferredVersion: { groupVersion: string; version: string };
}

function groupsOf(types: readonly ResourceType[]): Group[] {
  const named = types.filter(({ group }) => group !== '');
  return [...groupBy(named, ({ group }) => group)].map(([name, served]) => {
    const versions = versionsOf(served).map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions, preferredVersion: versions[0] };
  });
}

/** The preferred version first: finished ones, then beta, then alpha, and of each the highest. */
export function versionsOf(types: readonly ResourceType[]): string[] {
  return [...new Set(types.map(({ version }) => version))].sort(compareVersions);
}

const stages = ['', 'beta', 'alpha'];

function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version));
  if (!one || !other) return one ? -1 : other ? 1 : a < b ? -1 : 1;
  const stage = stages.indexOf(one[2] ?? '') - stages.indexOf(other[2] ?? '');
  return stage || Number(other[1]) - Number(one[1]) || Number(other[3] ?? 0) - Number(one[3] ?? 0);
}

function resourceList(served: readonly ResourceType[]): object {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(served[0]),
    resources: served.flatMap((type) => [resourceEntry(type), ...type.subresources.map((sub) => subEntry(type, sub))]),
  };
}

function resourceEntry(type: ResourceType): object {
  return {
    name: type.resource,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
  };
}

function subEntry(type: ResourceType, { name, group, version, kind, verbs }: Subresource): object {
  const own = group === undefined ? {} : { group, version };
  return { name: `${type.resource}/${name}`, singularName: '', namespaced: type.namespaced, ...own, kind, verbs };
}

function aggregated(types: readonly ResourceType[], isCore: boolean): object {
  const wanted = types.filter(({ group }) => (group === '') === isCore);
  const items = [...groupBy(wanted, ({ group }) => group)].map(([group, served]) => ({
    metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
    versions: versionsOf(served).map((version) => ({
      version,
      freshness: 'Current',
      resources: served.filter((type) => type.version === version).map(aggregatedEntry),
    })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedEntry(type: ResourceType): object {
  const { group, version, kind } = type;
  const subresources = type.subresources.map((sub) => ({
    subresource: sub.name,
    responseKind: { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind },
    verbs: sub.verbs,
  }));
  return {
    resource: type.resource,
    responseKind: { group, version, kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}
