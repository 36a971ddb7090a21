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
import { todo } from '#kit/todo.ts';

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
  todo('5.1', 'Cut off the query, cut the path into its parts, then read the parts from left to right.');
}
