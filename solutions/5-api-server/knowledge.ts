/**
 * Given: what a server says about itself: its version, and what it serves.
 */
import { discover } from '#kit/kubernetes/discovery.ts';
import type { ApiResponse, Context } from '#kit/kubernetes/http.ts';
import { openApiV2, openApiV2Type } from '#kit/kubernetes/openapi-v2.ts';
import { openApiDocument, openApiIndex } from '#kit/kubernetes/openapi-v3.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { methodNotAllowed, noSuchPath } from '#kit/kubernetes/status.ts';

/** Clients choose what they send by the version, so it is that of the API as it is served. */
const version = {
  ...{ major: '1', minor: '32', gitVersion: 'v1.32.0', gitCommit: '', gitTreeState: 'clean' },
  ...{ buildDate: '2024-12-11T00:00:00Z', goVersion: 'go1.23', compiler: 'gc', platform: 'linux/amd64' },
};

const openApi3 = '/openapi/v3';

export function serveKnowledge({ info, request }: Context, types: readonly ResourceType[]): ApiResponse {
  const { path } = info;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw methodNotAllowed({ group: '', resource: path }, info.verb);
  if (path === '/version') return { status: 200, body: version };
  if (path === '/openapi/v2')
    return { status: 200, headers: { 'Content-Type': openApiV2Type }, body: openApiV2(types) };
  if (path === openApi3) return { status: 200, body: openApiIndex(types) };
  if (path === '/') return { status: 200, body: { paths: pathsOf(types) } };
  return found(
    path.startsWith(`${openApi3}/`) ? openApiAnswer(types, path) : discovery(types, path, request.headers.accept),
  );
}

function openApiAnswer(types: readonly ResourceType[], path: string): ApiResponse | undefined {
  const body = openApiDocument(types, path.slice(openApi3.length + 1));
  return body && { status: 200, body };
}

function discovery(types: readonly ResourceType[], path: string, accept: string | undefined): ApiResponse | undefined {
  const answer = discover(types, path.replace(/\/$/, ''), accept);
  return answer && { status: 200, headers: { 'Content-Type': answer.contentType }, body: answer.body };
}

function found(answer: ApiResponse | undefined): ApiResponse {
  if (answer) return answer;
  throw noSuchPath();
}

function pathsOf(types: readonly ResourceType[]): string[] {
  const { paths } = openApiIndex(types);
  return [
    '/api',
    '/apis',
    ...Object.keys(paths).map((path) => `/${path}`),
    ...['/healthz', '/livez', '/readyz'].flatMap((page) => [page, `${page}/etcd`, `${page}/ping`]),
    ...['/metrics', '/openapi/v2', openApi3, '/version'],
  ];
}
