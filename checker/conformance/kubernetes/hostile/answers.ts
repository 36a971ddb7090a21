/**
 * What every answer must be, whatever was asked: a Status that says what is wrong, in its time, and nothing is changed that
 * all objects share.
 */
import { validateHeaderValue } from 'node:http';
import type { ApiResponse } from '#kit/kubernetes/http.ts';
import type { Status } from '#kit/kubernetes/status.ts';
import type { HostileRequest } from './request.ts';

const successes = [200, 201];
const refusals = [400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 504];

/** Of the processor's time, since others may have the machine. */
export const answerMsMax = 5000;

/** @returns what is wrong with the answer, or nothing */
export function faultIn(
  { codes, field }: HostileRequest,
  { status, headers = {}, body, stream }: ApiResponse,
): string | undefined {
  const right = codes ?? [...successes, ...refusals];
  const text = body instanceof Uint8Array ? '' : JSON.stringify(body ?? '');
  if (!right.includes(status)) return `the answer is ${status}, not one of ${right.join(', ')}: ${text.slice(0, 500)}`;
  const wrongHeader = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
  if (wrongHeader) return `the header ${wrongHeader[0]} cannot be sent: ${wrongHeader[1].slice(0, 200)}`;
  if (successes.includes(status)) return undefined;
  if (stream) return `a refusal with ${status} has a stream`;
  return statusFault(body as Partial<Status>, status) ?? missingField(text, field);
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderValue(name, value);
    return value.length < 8000;
  } catch {
    return false;
  }
}

function statusFault(body: Partial<Status> | undefined, status: number): string | undefined {
  const shown = JSON.stringify(body)?.slice(0, 500);
  if (body?.kind !== 'Status' || body.status !== 'Failure') return `a refusal with ${status} is no Status: ${shown}`;
  if (body.code !== status) return `the Status says ${body.code}, the response ${status}`;
  if (!body.message || !body.reason) return `the Status does not say why: ${shown}`;
  if (body.reason !== 'Invalid') return undefined;
  const causes = body.details?.causes ?? [];
  const isTold =
    causes.length > 0 && causes.every((cause) => cause.message && (cause.field !== undefined || isOfPatch(cause)));
  return isTold ? undefined : `an invalid object without its causes: ${shown}`;
}

/** A patch that does not fit names the place in the patch. */
function isOfPatch({ reason }: { reason?: string }): boolean {
  return reason === 'UnexpectedServerResponse';
}

function missingField(text: string, field: string | undefined): string | undefined {
  return field === undefined || text.includes(field)
    ? undefined
    : `the refusal does not name ${field}: ${text.slice(0, 500)}`;
}

const shared = [Object, Array, Function, String, Number, Boolean, Map, Set, Promise, Uint8Array, Error, RegExp];

/** What all objects share, as a text: whoever changes it has changed everything. */
export function sharedState(): string {
  return shared.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join('\n');
}
