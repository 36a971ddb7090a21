/**
 * Given: the outermost link. Whatever is thrown behind it becomes a Status, so that no request is without an answer.
 */
import { codeOf } from '#kit/failure.ts';
import type { ApiResponse, Context, Handler, Link, RequestInfo } from '#kit/kubernetes/http.ts';
import { badRequest, type Status, statusOf } from '#kit/kubernetes/status.ts';

const info: RequestInfo = {
  ...{ isResource: false, path: '', verb: '', group: '', version: '' },
  ...{ resource: '', subresource: '', namespace: '', name: '', query: {} },
};

/** What is known of a request before anybody has looked at it: nothing, so nobody may do anything. */
export const nowhere: Pick<Context, 'info' | 'user'> = { info, user: { name: '', groups: [] } };

export const answered: Link = (next) => async (context) => withWarnings(context, await orStatus(next, context));

/** A link may throw before it has made a promise. */
async function orStatus(next: Handler, context: Context): Promise<ApiResponse> {
  try {
    return await next(context);
  } catch (thrown) {
    // A name that cannot be a part of a path is the client's fault, wherever it is found.
    const status = statusOf(codeOf(thrown) === 'bad-segment' ? badRequest((thrown as Error).message) : thrown);
    return { status: status.code, headers: retryHeaders(status), body: status };
  }
}

/** Without the header clients do not come again. */
function retryHeaders({ details }: Status): Record<string, string> {
  const seconds = details?.retryAfterSeconds;
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) };
}

/** Clients take no header of any length. The numbers are Kubernetes' own: in all, and of each where all are too long. */
const warningsCharactersMax = 4096;
const warningCharactersMax = 256;

function withWarnings({ warnings }: Context, response: ApiResponse): ApiResponse {
  if (warnings.length === 0) return response;
  const quoted = notTooMany(warnings).map((text) => `299 - ${JSON.stringify(text.replace(/[^\x20-\x7e]/g, ' '))}`);
  return { ...response, headers: { ...response.headers, Warning: quoted.join(', ') } };
}

/** All of them, or as many as there is room for, each shortened. */
function notTooMany(warnings: string[]): string[] {
  const isTooMuch = warnings.reduce((sum, { length }) => sum + length, 0) > warningsCharactersMax;
  if (!isTooMuch) return warnings;
  return warnings
    .slice(0, warningsCharactersMax / warningCharactersMax)
    .map((text) => text.slice(0, warningCharactersMax));
}
