/** Requests on their way through the HTTP chain, and a handler that remembers what has reached it. */
import type { ApiRequest, ApiResponse, Context, Link, RequestInfo, UserInfo } from '#kit/kubernetes/http.ts';

export const nobody: UserInfo = { name: '', groups: [] };

/** What a request says that is about nothing. */
export const noInfo: RequestInfo = {
  isResource: false,
  path: '',
  verb: '',
  group: '',
  version: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  query: {},
};

export function requestOf(method: string, url: string, rest: Partial<ApiRequest> = {}): ApiRequest {
  return { method, url, headers: {}, body: new Uint8Array(), ...rest };
}

export function contextOf(request: ApiRequest, rest: Partial<Context> = {}): Context {
  return { request, info: noInfo, user: nobody, warnings: [], ...rest };
}

/** What came out of a link, and what it has passed on. */
export interface Passage {
  response?: ApiResponse;
  reached: Context[];
}

/** Sends a request through one link; behind it stands a handler that answers 200 and its own body. */
export async function sendThrough(link: Link, context: Context): Promise<Passage> {
  const reached: Context[] = [];
  const handler = link(async (passed) => {
    reached.push(passed);
    return answer;
  });
  return { response: await handler(context), reached };
}

export const answer: ApiResponse = { status: 200, body: { kind: 'Answer' } };
