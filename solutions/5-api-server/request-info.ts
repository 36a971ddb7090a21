/**
 * From a method and a URL to a request: what is asked for, before anybody asks who and whether.
 *
 *     GET /apis/apps/v1/namespaces/default/deployments/web/status?dryRun=All
 *          │    │    │             │          │       │    └ subresource
 *          │    │    └ version     └ namespace└ resource └ name
 *          └ /api alone is the core group's, which has no name
 *
 * All links behind this one decide by its answer and never look at the URL again. So there is one reading of every URL:
 * a request cannot be allowed as one thing and served as another.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Resource URIs"; "Authorization", "Determine the request verb".
 */
import type { Link, RequestInfo } from '#kit/kubernetes/http.ts';

//: solution

import { badRequest } from '#kit/kubernetes/status.ts';
//: end

/** Reads method and URL, and passes the request on with what they say. */
export const requestInfo: Link = (next) => (context) => {
  const { method, url } = context.request;
  return next({ ...context, info: requestInfoOf(method, url) });
};

/**
 *     GET    /api/v1/pods                                 list       pods in all namespaces
 *     GET    /api/v1/namespaces/a/pods?watch=1            watch      pods in a
 *     GET    /api/v1/namespaces/a/pods/web/log            get        pods/log, web in a
 *     DELETE /api/v1/namespaces/a/pods                    deletecollection
 *     GET    /api/v1/namespaces/a                         get        namespaces, a in a
 *     PUT    /api/v1/namespaces/a/finalize                update     namespaces/finalize, a in a
 *     GET    /api/v1, /apis/apps/v1, /healthz             get        no resource
 *
 * - The path is unescaped first and cut at its slashes then; one at its end says nothing.
 * - A path is a resource's from `/api/VERSION/…` and `/apis/GROUP/VERSION/…` on, with one part at least behind it and at
 *   most a resource, a name and a subresource. It is no resource's if a part of it is empty, `.` or `..`.
 * - A method without a verb, such as OPTIONS, has the verb ''. HEAD is a GET.
 * - `watch` means yes unless its first value is `0` or `false` in any case. Several values of a parameter keep their order.
 * - A list or watch with the field selector `metadata.name=x` (or `==x`), alone or among others, is about the name x: so a
 *   rule for the name x allows it. What can be no name is none: with `=`, `/` or `%` in it, or `.` or `..` alone. Of several
 *   parameters `fieldSelector` the first counts.
 *
 * @param url the path and the query, still escaped
 * @throws {Failure} `BadRequest` for an escape that means nothing, such as `%zz`
 */
export function requestInfoOf(method: string, url: string): RequestInfo {
  //: todo 5.1 Cut off the query, cut the path into its parts, then read the parts from left to right.
  const [escaped, query] = cutQuery(url);
  const path = unescaped(escaped);
  const parts = path.replace(/^\/|\/$/g, '').split('/');
  const place = placeOf(parts);
  if (!place) return { ...nowhere, isResource: false, path, verb: method.toLowerCase(), query };
  const verb = verbOf(method, place.name, query);
  const isSearch = verb === 'list' || verb === 'watch';
  const name = isSearch ? (selectedName(query) ?? '') : place.name;
  return { ...place, isResource: true, path, verb, name, query };
  //: end
}
//: solution

type Place = Pick<RequestInfo, 'group' | 'version' | 'resource' | 'subresource' | 'namespace' | 'name'>;

const nowhere: Place = { group: '', version: '', resource: '', subresource: '', namespace: '', name: '' };

function cutQuery(url: string): [path: string, query: Record<string, string[]>] {
  const mark = url.indexOf('?');
  if (mark === -1) return [url, {}];
  const query = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(url.slice(mark + 1)))
    query.set(key, [...(query.get(key) ?? []), value]);
  return [url.slice(0, mark), Object.fromEntries(query)];
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badRequest(`invalid URL escape in the path ${JSON.stringify(path)}`);
  }
}

/** @returns nothing for a path that is no resource's */
function placeOf(parts: string[]): Place | undefined {
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  const [root, ...rest] = parts;
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'apis' ? (rest.shift() ?? '') : '';
  const [version, ...below] = rest;
  if (version === undefined || below.length === 0) return undefined;
  const namespace = below[0] === 'namespaces' ? (below[1] ?? '') : '';
  const inside = isInNamespace(below) ? below.slice(2) : below;
  if (inside.length > 3) return undefined;
  const [resource, name = '', subresource = ''] = inside;
  return { group, version, resource, subresource, namespace, name };
}

/** The two subresources of a namespace itself look like resources in it. */
const ofNamespaces = ['status', 'finalize'];

function isInNamespace(below: string[]): boolean {
  return below[0] === 'namespaces' && below.length > 2 && !(below.length === 3 && ofNamespaces.includes(below[2]));
}

const verbs: Record<string, [one: string, all: string]> = {
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

function verbOf(method: string, name: string, query: Record<string, string[]>): string {
  if (method !== 'GET' && method !== 'HEAD') return verbs[method]?.[name === '' ? 1 : 0] ?? '';
  if (name !== '') return 'get';
  return isYes(query.watch) ? 'watch' : 'list';
}

function isYes(values: string[] | undefined): boolean {
  return values !== undefined && !['0', 'false'].includes(values[0].toLowerCase());
}

/** The name that a field selector asks for. */
function selectedName({ fieldSelector = [] }: Record<string, string[]>): string | undefined {
  const terms = (fieldSelector[0] ?? '').split(',');
  const names = terms.map((term) => /^metadata\.name==?([^=/%]+)$/.exec(term)?.[1]);
  return names.find((name) => name !== undefined && name !== '.' && name !== '..');
}
//: end
