/**
 * ★ Who did what, when, and what came of it: one event for each request, and many alike told as one.
 *
 *     {"kind":"Event","level":"Metadata","user":{"username":"alice"},"verb":"delete",
 *      "objectRef":{"resource":"pods","namespace":"dev","name":"web"},"responseStatus":{"code":200},…}
 *
 *     alice  delete  pods  dev  200     1 time
 *     bob    list    pods  dev  403   412 times, from 09:30:00 to 09:41:12
 *
 * It stands behind authentication, so that it knows who, and before authorization, so that it sees who was refused.
 *
 * Left out: stages but the last, and all back ends but a function.
 *
 * Source: Kubernetes documentation, "Auditing".
 */

import { text } from '#kit/bytes.ts';
import type { ApiResponse, Context, Link, RequestInfo, UserInfo } from '#kit/kubernetes/http.ts';
import type { Status } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { Fields } from './fields.ts';
import { userInfoOf } from './reviews.ts';

/** How much is told: nothing; who and what; the request's object as well; the answer's as well. */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';

/**
 * What is missing in a rule is true of every request; of a list, one has to be, so an empty one fits nothing. There are no
 * patterns in it but the `*` at the end of a path.
 */
export interface AuditRule {
  level: AuditLevel;
  users?: string[];
  userGroups?: string[];
  verbs?: string[];
  /** What is in no namespace fits no list of them. */
  namespaces?: string[];
  /** Resources such as `pods` or `pods/log` of a group; all of it where there is no list. */
  resources?: { group: string; resources?: string[] }[];
  /** Paths that are no resources; one that ends in `*` stands for all that begin so. */
  nonResourceURLs?: string[];
}

export interface AuditPolicy {
  /** The first that fits decides. Where none fits, nothing is told. */
  rules: AuditRule[];
}

/** Given: who and what of every write, but nothing of reads and of what the parts of the cluster do all day. */
export const defaultPolicy: AuditPolicy = {
  rules: [
    { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/api*', '/openapi*'] },
    { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
    { level: 'None', verbs: ['get', 'list', 'watch'] },
    { level: 'Metadata' },
  ],
};

/** As it is written down. */
export interface AuditEvent {
  kind: 'Event';
  apiVersion: 'audit.k8s.io/v1';
  level: AuditLevel;
  stage: 'ResponseComplete';
  requestURI: string;
  verb: string;
  user: Record<string, unknown>;
  userAgent?: string;
  /** Missing for a path that is no resource. Empty parts are left out. */
  objectRef?: Record<string, string>;
  responseStatus: { code: number; reason?: string; message?: string };
  requestObject?: unknown;
  responseObject?: unknown;
  /** RFC 3339, with milliseconds. */
  requestReceivedTimestamp: string;
  stageTimestamp: string;
}

/** The level of a request by the first rule that fits. A rule with `resources` fits no other path, and the other way round. */
export function auditLevel({ rules }: AuditPolicy, user: UserInfo, info: RequestInfo): AuditLevel {
  todo('5.14', 'Find the first rule of which everything that it says is so.');
}

/**
 * Passes every request on, and tells `sink` of it once it is answered, well or not; what was thrown is thrown on. A watch
 * counts as answered when it begins. An object stands in the event only where the level says so, and never that of a Secret, or
 * one with a token in it (`serviceaccounts/token`, `tokenreviews`): the log would be worth stealing.
 *
 * A sink that throws, as on a full disk, is nobody's business but its own: the request ends as it would have, and is told
 * once.
 *
 * @param now milliseconds since 1970
 */
export function audit(policy: AuditPolicy, sink: (event: AuditEvent) => void, now: () => number): Link {
  return (next) => async (context) => {
    todo('5.14', 'Decide how much; let the request pass; tell what came of it, thrown or returned.');
  };
}

/** Given: the event of a request that came and was answered at these times. */
function eventOf(context: Context, level: AuditLevel, answer: ApiResponse, from: number, to: number): AuditEvent {
  const { info, request, user } = context;
  const time = (at: number) => new Date(at).toISOString();
  const userAgent = request.headers['user-agent'];
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    stage: 'ResponseComplete',
    requestURI: request.url,
    verb: info.verb,
    user: userInfoOf(user),
    ...(userAgent && { userAgent }),
    ...(info.isResource && { objectRef: objectRefOf(info) }),
    responseStatus: responseStatusOf(answer),
    ...objectsOf(context, level, answer),
    requestReceivedTimestamp: time(from),
    stageTimestamp: time(to),
  };
}

/** Given. */
function objectRefOf(info: RequestInfo): Record<string, string> {
  const { group: apiGroup, version: apiVersion, resource, subresource, namespace, name } = info;
  const parts = Object.entries({ resource, namespace, name, apiGroup, apiVersion, subresource });
  return Object.fromEntries(parts.filter(([, part]) => part !== ''));
}

/** Given. */
function responseStatusOf({ status: code, body }: ApiResponse): AuditEvent['responseStatus'] {
  const { kind, reason, message } = (body ?? {}) as Partial<Status>;
  return kind === 'Status' && code >= 400 ? { code, ...(reason && { reason }), ...(message && { message }) } : { code };
}

const secretResources = ['secrets', 'serviceaccounts/token', 'tokenreviews'];

/** What was sent and what was answered, as the level asks for it; what is secret not at all. */
function objectsOf({ info, request }: Context, level: AuditLevel, { body }: ApiResponse): Fields {
  todo('5.14', 'Leave out what the level or the resource forbids.');
}

/** Given: what was sent, if it is JSON. */
function objectIn(body: Uint8Array): KubernetesObject | undefined {
  try {
    return body.length > 0 ? JSON.parse(text(body)) : undefined;
  } catch {
    return undefined;
  }
}

/** What one user has done in the same way to the same kind, with the same outcome. */
export interface AuditSummary {
  user: string;
  verb: string;
  /** With the subresource: `pods/log`; of a path that is no resource, the path. */
  resource: string;
  namespace: string;
  code: number;
  count: number;
  /** When the first and the last of them were received. */
  first: string;
  last: string;
}

/**
 * Many events as few lines, in the order in which each was first seen, by the time of receipt. The events may come from
 * several API servers, in any order.
 */
export function aggregate(events: readonly AuditEvent[]): AuditSummary[] {
  todo('5.14', 'Sort by time; count those that are alike in user, verb, resource, namespace and code.');
}
