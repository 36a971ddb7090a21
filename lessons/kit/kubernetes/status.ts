/**
 * The errors of the Kubernetes API. Clients decide by the `reason`, people read the `message`, so both are Kubernetes' own.
 *
 *     throw notFound({ group: '', resource: 'pods' }, 'web')
 *     kubectl:  Error from server (NotFound): pods "web" not found
 *
 * An error is a {@link Failure}: its code is the reason and its details are those of the Status that goes over the wire.
 *
 * Source: Kubernetes API conventions, "Response Status Kind"; the texts are as kubectl shows them with Kubernetes 1.32.
 */
import { codeOf, Failure } from '../failure.ts';
import type { FieldError } from './field-errors.ts';
import { bodyOf, causeReasonOf, joined } from './field-errors.ts';

const httpCodes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Gone: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  ServerTimeout: 500,
  Timeout: 504,
} as const;

/** Each reason is one kind of error. */
export type ApiReason = keyof typeof httpCodes;

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  /** The resource, as in `pods`, or of an invalid object the kind, as in `Pod`. */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The body that says how a request ended. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/** Enough of a resource to name it in an error. */
export interface ResourceName {
  group: string;
  resource: string;
}

/** An error of the API's, ready to be thrown. */
export function apiFailure(reason: ApiReason, message: string, details: StatusDetails = {}): Failure<ApiReason> {
  return new Failure(reason, message, { ...details });
}

/** @param thrown anything; what is not an error of the API's becomes an `InternalError` */
export function statusOf(thrown: unknown): Status {
  const reason = codeOf(thrown);
  const known = reason !== undefined && Object.hasOwn(httpCodes, reason);
  if (!known) return statusOf(internalError(thrown instanceof Error ? thrown.message : String(thrown)));
  const { message, details } = thrown as Failure<ApiReason>;
  return failed(reason as ApiReason, message, details as StatusDetails);
}

/** @param details what was done, such as the name and uid of what was deleted */
export function success(details?: StatusDetails): Status {
  const done = details === undefined ? {} : { details };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', ...done, code: 200 };
}

function failed(reason: ApiReason, message: string, details: StatusDetails): Status {
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    details,
    code: httpCodes[reason],
  };
  if (Object.keys(details ?? {}).length === 0) delete status.details;
  return status;
}

/** `pods`, or with its group `deployments.apps`. */
export function qualified({ group, resource }: ResourceName): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function detailsOf({ group, resource }: ResourceName, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource };
}

const quoted = (text: string) => JSON.stringify(text);

export function notFound(resource: ResourceName, name: string): Failure<ApiReason> {
  return apiFailure('NotFound', `${qualified(resource)} ${quoted(name)} not found`, detailsOf(resource, name));
}

/** Nothing is served at the path. */
export function noSuchPath(): Failure<ApiReason> {
  return apiFailure('NotFound', 'the server could not find the requested resource');
}

export function alreadyExists(resource: ResourceName, name: string): Failure<ApiReason> {
  const message = `${qualified(resource)} ${quoted(name)} already exists`;
  return apiFailure('AlreadyExists', message, detailsOf(resource, name));
}

/** @param why unless given: the object was changed since it was read */
export function conflict(resource: ResourceName, name: string, why: string = modified): Failure<ApiReason> {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} ${quoted(name)}: ${why}`;
  return apiFailure('Conflict', message, detailsOf(resource, name));
}

const modified = 'the object has been modified; please apply your changes to the latest version and try again';

/**
 * @param resource with the kind, which is what people know an invalid object by
 * @param errors one at least; each becomes a cause of its own
 */
export function invalid(
  { group, kind }: { group: string; kind: string },
  name: string,
  errors: readonly FieldError[],
): Failure<ApiReason> {
  const message = `${group === '' ? kind : `${kind}.${group}`} ${quoted(name)} is invalid: ${joined(errors)}`;
  const causes = errors.map((error) => ({
    reason: causeReasonOf(error),
    message: bodyOf(error),
    field: error.field,
  }));
  return apiFailure('Invalid', message, { name, ...(group === '' ? {} : { group }), kind, causes });
}

/** @param name empty for a whole collection */
export function forbidden(resource: ResourceName, name: string, why: string): Failure<ApiReason> {
  const what = name === '' ? qualified(resource) : `${qualified(resource)} ${quoted(name)}`;
  return apiFailure('Forbidden', `${what} is forbidden: ${why}`, detailsOf(resource, name));
}

/** For a path that is no resource. */
export function forbiddenPath(userName: string, verb: string, path: string): Failure<ApiReason> {
  return apiFailure('Forbidden', `forbidden: User ${quoted(userName)} cannot ${verb} path ${quoted(path)}`);
}

/** What a user without the permission is told, to be handed to {@link forbidden}. */
export function cannot(
  userName: string,
  verb: string,
  asked: { group: string; resource: string; subresource?: string; namespace?: string },
): string {
  const resource = asked.subresource ? `${asked.resource}/${asked.subresource}` : asked.resource;
  const where = asked.namespace ? `in the namespace ${quoted(asked.namespace)}` : 'at the cluster scope';
  return `User ${quoted(userName)} cannot ${verb} resource ${quoted(resource)} in API group ${quoted(asked.group)} ${where}`;
}

export function unauthorized(): Failure<ApiReason> {
  return apiFailure('Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): Failure<ApiReason> {
  return apiFailure('BadRequest', message);
}

export function methodNotAllowed(resource: ResourceName, verb: string): Failure<ApiReason> {
  const message = `${verb} is not supported on resources of kind ${quoted(qualified(resource))}`;
  return apiFailure('MethodNotAllowed', message, detailsOf(resource, ''));
}

/** A watch or a continued list from a revision that is compacted. */
export function expired(message: string): Failure<ApiReason> {
  return apiFailure('Expired', message);
}

/** @param accepted the media types that the request may have instead */
export function unsupportedMediaType(accepted: readonly string[]): Failure<ApiReason> {
  const message = 'the body of the request was in an unknown format - accepted media types include';
  return apiFailure('UnsupportedMediaType', `${message}: ${accepted.join(', ')}`);
}

/** @param bytesMax the size that a request may have */
export function requestTooLarge(bytesMax: number): Failure<ApiReason> {
  return apiFailure('RequestEntityTooLarge', `Request entity too large: limit is ${bytesMax}`);
}

/** @param retryAfterSeconds goes into the header `Retry-After` as well, without which clients do not try again */
export function tooManyRequests(message: string, retryAfterSeconds?: number): Failure<ApiReason> {
  return apiFailure('TooManyRequests', message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

/** A client asks for a state that this server has not seen yet. */
export function resourceVersionTooLarge(asked: string, current: string): Failure<ApiReason> {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const message = `Too large resource version: ${asked}, current: ${current}`;
  return apiFailure('Timeout', message, { causes, retryAfterSeconds: 1 });
}

export function serviceUnavailable(message: string): Failure<ApiReason> {
  return apiFailure('ServiceUnavailable', message);
}

export function internalError(why: string): Failure<ApiReason> {
  return apiFailure('InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}
