/** A request that nobody honest sends, and how it may be answered. */
import { fc } from '../../../judge/exercise.ts';

export interface HostileRequest {
  /** What is wrong with it, in words. */
  what: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** The status codes that are right; any refusal or success unless said. */
  codes?: number[];
  /** What the refusal must name: the path of a field. */
  field?: string;
}

export const json = 'application/json';
export const yaml = 'application/yaml';
export const protobuf = 'application/vnd.kubernetes.protobuf';

/** The names that harm where a map of JavaScript is taken for a map. */
export const hostileNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'];

const utf8 = new TextEncoder();

export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return utf8.encode(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Where objects of all kinds can be written; half of the requests are dry runs, so that what is there stays for long. */
export const collections = [
  '/api/v1/namespaces/dev/configmaps',
  '/api/v1/namespaces/dev/pods',
  '/api/v1/namespaces/dev/services',
  '/api/v1/namespaces/dev/secrets',
  '/api/v1/namespaces',
  '/apis/apps/v1/namespaces/dev/deployments',
  '/apis/batch/v1/namespaces/dev/jobs',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  '/apis/example.com/v1/namespaces/dev/widgets',
];

export const collection = fc.constantFrom(...collections);

/** An object that is there, of some kind. */
export const existing = fc.constantFrom(
  '/api/v1/namespaces/dev/configmaps/one',
  '/api/v1/namespaces/dev/pods/one',
  '/api/v1/namespaces/dev/services/one',
  '/api/v1/namespaces/dev',
  '/apis/apps/v1/namespaces/dev/deployments/one',
  '/apis/apps/v1/namespaces/dev/deployments/one/status',
  '/apis/apps/v1/namespaces/dev/deployments/one/scale',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles/one',
  '/apis/example.com/v1/namespaces/dev/widgets/one',
);

/** Most writes are tried only: whatever changes something costs a new server. */
export const dryRun = fc.constantFrom(...Array<string>(9).fill('dryRun=All'), '');

/** @param url with a query already or not */
export function withQuery(url: string, ...terms: string[]): string {
  const query = terms.filter((term) => term !== '').join('&');
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}
