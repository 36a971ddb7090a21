/**
 * Given: what the query of a request says, beyond what request-info has read.
 *
 * Source: Kubernetes API reference, "Common Parameters".
 */
import { notSupported } from '#kit/kubernetes/field-errors.ts';
import type { Context, RequestInfo } from '#kit/kubernetes/http.ts';
import { badRequest, invalid } from '#kit/kubernetes/status.ts';
import { parseFieldSelector, parseLabelSelector, type SelectableFields, type Selection } from './selectors.ts';

export interface ListQuery {
  selection: Selection;
  limit: number;
  continueToken: string;
  resourceVersion: string;
  resourceVersionMatch: string;
}

export interface WatchQuery {
  bookmarks: boolean;
  sendsInitial: boolean;
  timeoutSeconds?: number;
}

export interface WriteQuery {
  dryRun: boolean;
  fieldManager: string;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  /** Of an apply: take fields over from other managers. */
  force: boolean;
}

/** The first value of a parameter; '' where there is none. */
export function parameter({ query }: RequestInfo, name: string): string {
  return Object.hasOwn(query, name) ? (query[name][0] ?? '') : '';
}

export function listQuery(info: RequestInfo, selectable: SelectableFields): ListQuery {
  const labels = parseLabelSelector(parameter(info, 'labelSelector'));
  const fields = parseFieldSelector(parameter(info, 'fieldSelector'), selectable);
  return {
    selection: { namespace: info.namespace, labels, fields },
    limit: whole(info, 'limit') ?? 0,
    continueToken: parameter(info, 'continue'),
    resourceVersion: parameter(info, 'resourceVersion'),
    resourceVersionMatch: parameter(info, 'resourceVersionMatch'),
  };
}

export function watchQuery(info: RequestInfo): WatchQuery {
  return {
    bookmarks: isTrue(info, 'allowWatchBookmarks'),
    sendsInitial: isTrue(info, 'sendInitialEvents'),
    timeoutSeconds: whole(info, 'timeoutSeconds') || undefined,
  };
}

export function writeQuery({ info, request }: Context): WriteQuery {
  const fieldValidation = parameter(info, 'fieldValidation') || 'Warn';
  checkOneOf('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']);
  const dryRun = parameter(info, 'dryRun');
  checkOneOf('dryRun', dryRun, ['', 'All']);
  return {
    dryRun: dryRun === 'All',
    fieldManager: parameter(info, 'fieldManager') || programIn(request.headers['user-agent']),
    fieldValidation: fieldValidation as WriteQuery['fieldValidation'],
    force: isTrue(info, 'force'),
  };
}

/** `kubectl` in `kubectl/v1.32.4 (linux/amd64)`. */
function programIn(userAgent = 'unknown'): string {
  return userAgent.split('/')[0];
}

function checkOneOf(field: string, value: string, allowed: string[]): void {
  if (allowed.includes(value)) return;
  const kind = { group: 'meta.k8s.io', kind: 'PatchOptions' };
  throw invalid(kind, '', [
    notSupported(
      field,
      value,
      allowed.filter((each) => each !== ''),
    ),
  ]);
}

function isTrue(info: RequestInfo, name: string): boolean {
  const value = parameter(info, name);
  return value === 'true' || value === '1';
}

/** A whole number, 0 or more; nothing where there is none. */
function whole(info: RequestInfo, name: string): number | undefined {
  const value = parameter(info, name);
  if (value === '') return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw badRequest(`${name}: Invalid value: ${JSON.stringify(value)}: a whole number is needed`);
}
