// Goal: the real kubectl understands what the kit says, and the kit what kubectl sends. Method: a server of a few lines
// that keeps objects in a map and has no chain; everything else it takes from the kit. Skipped without kubectl.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as uvuTest } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeBody } from '../lessons/kit/kubernetes/bodies.ts';
import { discover } from '../lessons/kit/kubernetes/discovery.ts';
import { openApiV2, openApiV2Type } from '../lessons/kit/kubernetes/openapi-v2.ts';
import { openApiDocument, openApiIndex } from '../lessons/kit/kubernetes/openapi-v3.ts';
import { findResource, type ResourceType, resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import { noSuchPath, notFound, type Status, statusOf } from '../lessons/kit/kubernetes/status.ts';
import { tableEvent, tableOf, wantsTable } from '../lessons/kit/kubernetes/tables/index.ts';
import type { KubernetesObject, ObjectMeta } from '../lessons/kit/objects.ts';

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

const test = hasKubectl() ? uvuTest : uvuTest.skip;
const home = mkdtempSync(join(tmpdir(), 'slipway-kubectl-'));
const stored = new Map<string, KubernetesObject>();
let received: Record<string, unknown> = {};
let asked = '';

function hasKubectl(): boolean {
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
  if (path === '/openapi/v2') return send(response, 200, openApiV2(), openApiV2Type);
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
  received = decodeBody(request.headers['content-type'], body).value as Record<string, unknown>;
  asked = request.url!;
  const metadata = { ...(received.metadata as ObjectMeta), namespace, uid: 'u', resourceVersion: '1' };
  const object = { ...(received as unknown as KubernetesObject), metadata };
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
  const { port } = server.address() as AddressInfo;
  const given = ['--server', `http://127.0.0.1:${port}`, '--cache-dir', join(home, 'cache'), ...words];
  const env = { PATH: process.env.PATH, HOME: home, KUBECONFIG: join(home, 'none') };
  return new Promise((resolve) => {
    execFile('kubectl', given, { env, timeout: 20_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

uvuTest.before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
uvuTest.after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true, force: true });
});

uvuTest('the server of this file answers in JSON and in protobuf', async () => {
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const { reason } = (await (await ask('/api/v1/namespaces/default/pods/none')).json()) as Status;
  assert.is(reason, 'NotFound');
  assert.is((await ask('/nothing')).status, 404);
  assert.is((await ask('/openapi/v2')).headers.get('content-type'), openApiV2Type);
});

/** What kubectl is told to create, and what of the object must arrive. */
const creations: [command: string, part: string, expected: unknown][] = [
  ['create configmap c --from-literal=a=b --from-literal=e=', 'data', { a: 'b', e: '' }],
  ['create secret generic s --from-literal=p=q', 'data', { p: 'cQ==' }],
  [
    'create secret docker-registry s --docker-server=x --docker-username=u --docker-password=p',
    'type',
    'kubernetes.io/dockerconfigjson',
  ],
  ['create namespace n', 'metadata', { name: 'n' }],
  ['create serviceaccount a', 'metadata', { name: 'a' }],
  [
    'create deployment d --image=nginx --replicas=0 --port=80',
    'spec',
    {
      replicas: 0,
      selector: { matchLabels: { app: 'd' } },
      template: {
        metadata: { labels: { app: 'd' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }] }] },
      },
    },
  ],
  [
    'create job j --image=busybox -- sleep 5',
    'spec',
    {
      template: {
        spec: { containers: [{ name: 'j', image: 'busybox', command: ['sleep', '5'] }], restartPolicy: 'Never' },
      },
    },
  ],
  [
    'create cronjob c --image=busybox --schedule=@daily',
    'spec',
    {
      schedule: '@daily',
      jobTemplate: {
        metadata: { name: 'c' },
        spec: { template: { spec: { containers: [{ name: 'c', image: 'busybox' }], restartPolicy: 'OnFailure' } } },
      },
    },
  ],
  [
    'create service nodeport s --tcp=80:8080 --node-port=30080',
    'spec',
    {
      ports: [{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
      selector: { app: 's' },
      type: 'NodePort',
    },
  ],
  [
    'create service clusterip s --clusterip=None',
    'spec',
    { clusterIP: 'None', selector: { app: 's' }, type: 'ClusterIP' },
  ],
  [
    'create service externalname s --external-name=a.b',
    'spec',
    { selector: { app: 's' }, type: 'ExternalName', externalName: 'a.b' },
  ],
  [
    'create ingress i --rule=a.b/c*=s:http',
    'spec',
    {
      rules: [
        {
          host: 'a.b',
          http: {
            paths: [{ path: '/c', pathType: 'Prefix', backend: { service: { name: 's', port: { name: 'http' } } } }],
          },
        },
      ],
    },
  ],
  ['create quota q --hard=cpu=1,memory=1G', 'spec', { hard: { cpu: '1', memory: '1G' } }],
  [
    'create pdb p --selector=a=x --min-available=50%',
    'spec',
    { minAvailable: '50%', selector: { matchLabels: { a: 'x' } } },
  ],
  [
    'create pdb p --selector=a=x --max-unavailable=1',
    'spec',
    { maxUnavailable: 1, selector: { matchLabels: { a: 'x' } } },
  ],
  [
    'create role r --verb=get,list --resource=pods --resource-name=a',
    'rules',
    [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] }],
  ],
  [
    'create rolebinding b --role=r --serviceaccount=n:a',
    'subjects',
    [{ kind: 'ServiceAccount', name: 'a', namespace: 'n' }],
  ],
  [
    'create clusterrole r --verb=get --non-resource-url=/logs/*',
    'rules',
    [{ verbs: ['get'], nonResourceURLs: ['/logs/*'] }],
  ],
  [
    'create clusterrole a --aggregation-rule=a=b',
    'aggregationRule',
    { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  ],
  [
    'create clusterrolebinding b --clusterrole=r --group=g',
    'roleRef',
    {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'r',
    },
  ],
  ['create priorityclass p --value=0 --preemption-policy=Never', 'value', 0],
  ['create token a --duration=1h --audience=x', 'spec', { audiences: ['x'], expirationSeconds: 3600 }],
  ['auth can-i get pods', 'spec', { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } }],
  ['auth can-i --list', 'spec', { namespace: 'default' }],
  ['auth whoami', 'kind', 'SelfSubjectReview'],
];

for (const [command, part, expected] of creations) {
  test(`the body of kubectl ${command} is decoded`, async () => {
    received = {};
    const printed = await kubectl(...command.split(' '));
    assert.equal(received[part], expected, printed);
  });
}

test('kubectl lists the resources with their short names and kinds', async () => {
  const printed = await kubectl('api-resources');
  for (const { resource, kind, shortNames } of resourceTypes) {
    const line = printed.split('\n').find((one) => one.startsWith(`${resource} `) && one.endsWith(` ${kind}`));
    assert.ok(line?.includes(shortNames.join(',')), resource);
  }
});

test('kubectl explains fields', async () => {
  const printed = await kubectl('explain', 'deployment.spec.template.spec.containers.resources.limits');
  assert.match(printed, /GROUP: +apps\nKIND: +Deployment\nVERSION: +v1/);
  assert.match(printed, /FIELD: limits <map\[string\]Quantity>/);
  assert.match(printed, /Limits describes the maximum amount of compute resources/);
  assert.match(await kubectl('explain', 'pods'), /KIND: +Pod[\s\S]*apiVersion\t<string>[\s\S]*spec\t<PodSpec>/);
});

test('kubectl prints tables, also with several types, names and labels', async () => {
  await kubectl('create', 'configmap', 'shown', '--from-literal=a=b');
  assert.match(await kubectl('get', 'configmaps'), /^NAME +DATA +AGE\n[\s\S]*shown +1 /);
  assert.match(
    await kubectl('get', 'cm,deploy'),
    /configmap\/shown[\s\S]*NAME +READY +UP-TO-DATE +AVAILABLE +AGE\ndeployment/,
  );
  assert.match(
    await kubectl('get', 'deploy', '-o', 'wide'),
    /CONTAINERS +IMAGES +SELECTOR\nd +0\/0 .* nginx +nginx +app=d/,
  );
  assert.match(await kubectl('get', 'cm', '-A', '--show-labels'), /^NAMESPACE +NAME +DATA +AGE +LABELS\n/);
  assert.is(await kubectl('get', 'cm', 'none'), 'Error from server (NotFound): configmaps "none" not found\n');
  assert.is(await kubectl('get', 'leases'), 'No resources found in default namespace.\n');
});

test('kubectl knows a custom kind as any other', async () => {
  const file = join(home, 'widget.yaml');
  writeFileSync(file, 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: 3}\n');
  assert.is(await kubectl('apply', '-f', file), 'widget.example.com/w created\n');
  assert.match(await kubectl('get', 'wg'), /^NAME +SIZE\nw +3\n$/);
  assert.match(await kubectl('explain', 'widget.spec.size'), /FIELD: size <integer>[\s\S]*How large it is\./);
});

test('kubectl follows the rows of a watch', async () => {
  const printed = await kubectl('get', 'pods', '--watch');
  assert.match(printed, /^NAME +READY +STATUS +RESTARTS +AGE\nweb +0\/0 +Pending .*\nweb +0\/0 +Running /);
});

test('kubectl leaves the validation of files to the server', async () => {
  const file = join(home, 'deployment.yaml');
  writeFileSync(file, 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: f}\nspec: {unknown: 1}\n');
  assert.is(await kubectl('create', '-f', file), 'deployment.apps/f created\n');
  assert.match(asked, /fieldValidation=Strict/);
  writeFileSync(file, 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: f}\n');
  assert.match(await kubectl('create', '-f', file), /no matches for kind "Gadget" in version "example.com\/v1"/);
});

uvuTest.run();
