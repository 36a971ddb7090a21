/**
 * A server of a few lines that keeps objects in a map and has no chain; everything else it takes from the kit. And the real
 * kubectl, to talk to it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBody } from '../../lessons/kit/kubernetes/bodies.ts';
import { discover } from '../../lessons/kit/kubernetes/discovery.ts';
import { openApiV2, openApiV2Type } from '../../lessons/kit/kubernetes/openapi-v2.ts';
import { openApiDocument, openApiIndex } from '../../lessons/kit/kubernetes/openapi-v3.ts';
import { findResource, type ResourceType, resourceTypes } from '../../lessons/kit/kubernetes/resources.ts';
import { noSuchPath, notFound, statusOf } from '../../lessons/kit/kubernetes/status.ts';
import { tableEvent, tableOf, wantsTable } from '../../lessons/kit/kubernetes/tables/index.ts';
import type { KubernetesObject, ObjectMeta } from '../../lessons/kit/objects.ts';

const widgets: ResourceType = {
  ...findResource('apps', 'v1', 'deployments')!,
  group: 'example.com',
  resource: 'widgets',
  kind: 'Widget',
  listKind: 'WidgetList',
  singular: 'widget',
  shortNames: ['wg'],
  custom: {
    schema: {
      type: 'object',
      description: 'A Widget is made by a test.',
      properties: {
        spec: { type: 'object', properties: { size: { type: 'integer', description: 'How large it is.' } } },
      },
    },
    columns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
    storageVersion: 'v1',
  },
};
const types = [...resourceTypes, widgets];

const home = mkdtempSync(join(tmpdir(), 'slipway-kubectl-'));
const stored = new Map<string, KubernetesObject>();

/** The last body that was sent to be created, and where to. */
const last: { body: Record<string, unknown>; url: string } = { body: {}, url: '' };

export interface BareServer {
  /** A folder for files, and kubectl's home. */
  readonly home: string;
  readonly last: typeof last;
  address(): string;
  start(): Promise<void>;
  stop(): void;
  /** What it prints. */
  kubectl(...words: string[]): Promise<string>;
}

export const bareServer: BareServer = {
  home,
  last,
  address,
  start: () => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)),
  stop() {
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  },
  kubectl,
};

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    try {
      answer(request, Buffer.concat(parts), response);
    } catch (error) {
      send(response, statusOf(error).code, statusOf(error));
    }
  });
});

function send(response: ServerResponse, code: number, body: object | Uint8Array, type = 'application/json'): void {
  response.writeHead(code, { 'content-type': type });
  response.end(body instanceof Uint8Array ? body : JSON.stringify(body));
}

function answer(request: IncomingMessage, body: Uint8Array, response: ServerResponse): unknown {
  const { pathname: path, searchParams: query } = new URL(request.url!, 'http://server');
  const accept = request.headers.accept;
  if (path === '/version') return send(response, 200, { major: '1', minor: '32', gitVersion: 'v1.32.0' });
  if (path === '/openapi/v2') return send(response, 200, openApiV2(types), openApiV2Type);
  if (path === '/openapi/v3') return send(response, 200, openApiIndex(types));
  if (path.startsWith('/openapi/v3/')) return send(response, 200, openApiDocument(types, path.slice(12))!);
  const found = discover(types, path, accept);
  if (found) return send(response, 200, found.body, found.contentType);
  const match = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?/.exec(path);
  const [, group = '', version, namespace = '', resource, name] = match ?? [];
  const type = types.find((one) => one.resource === resource && one.group === group && one.version === version);
  if (!type) throw noSuchPath();
  if (request.method === 'POST') return create(type, namespace, request, body, response);
  if (query.get('watch')) return watch(type, response);
  return list(type, namespace, name, wantsTable(accept), response);
}

function create(
  type: ResourceType,
  namespace: string,
  request: IncomingMessage,
  body: Uint8Array,
  response: ServerResponse,
) {
  last.body = decodeBody(request.headers['content-type'], body).value as Record<string, unknown>;
  last.url = request.url!;
  const metadata = { ...(last.body.metadata as ObjectMeta), namespace, uid: 'u', resourceVersion: '1' };
  const object = { ...(last.body as unknown as KubernetesObject), metadata };
  stored.set(`${type.resource}/${namespace}/${metadata.name}`, object);
  send(response, 201, { ...object, status: { token: 'T', allowed: true, userInfo: { username: 'me' } } });
}

function list(
  type: ResourceType,
  namespace: string,
  name: string | undefined,
  isTable: boolean,
  response: ServerResponse,
) {
  const prefix = `${type.resource}/${namespace}${namespace === '' ? '' : '/'}`;
  const items = [...stored].flatMap(([key, object]) => (key.startsWith(prefix) ? [object] : []));
  const one = items.find(({ metadata }) => metadata.name === name);
  if (name !== undefined && !one) throw notFound(type, name);
  const metadata = { resourceVersion: '5' };
  if (isTable) return send(response, 200, tableOf(type, one ? [one] : items, metadata, { now: Date.now() }));
  send(response, 200, one ?? { kind: type.listKind, apiVersion: 'v1', metadata, items });
}

/** Two events and the end. */
function watch(type: ResourceType, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const [i, phase] of ['Pending', 'Running'].entries()) {
    const object = {
      metadata: { name: 'web', resourceVersion: `${6 + i}` },
      status: { phase },
    } as unknown as KubernetesObject;
    const event = { type: 'MODIFIED' as const, object };
    response.write(`${JSON.stringify(tableEvent(type, event, { now: Date.now(), isFirst: i === 0 }))}\n`);
  }
  response.end();
}

function kubectl(...words: string[]): Promise<string> {
  const given = ['--server', address(), '--cache-dir', join(home, 'cache'), ...words];
  const env = { PATH: process.env.PATH, HOME: home, KUBECONFIG: join(home, 'none') };
  return new Promise((resolve) => {
    execFile('kubectl', given, { env, timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}
