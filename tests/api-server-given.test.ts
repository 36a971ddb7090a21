// Goal: what lesson 5 gives beside its exercises is right: impersonation, reviews, tokens made to order, the default roles,
// quantities, usage, priorities. Method: examples, and the default roles as a table of who may do what.
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../lessons/kit/failure.ts';
import type { ClusterObjects } from '../lessons/kit/kubernetes/cluster-objects.ts';
import type { UserInfo, Write } from '../lessons/kit/kubernetes/http.ts';
import * as quantity from '../lessons/kit/kubernetes/quantity.ts';
import { findKind, findResource } from '../lessons/kit/kubernetes/resources.ts';
import type { KubernetesObject } from '../lessons/kit/objects.ts';
import { priority } from '../solutions/5-api-server/admission/priority.ts';
import { usageOf } from '../solutions/5-api-server/admission/usage.ts';
import type { Authenticator } from '../solutions/5-api-server/authenticate.ts';
import { createAuthorizer } from '../solutions/5-api-server/authorize.ts';
import { defaultRoles } from '../solutions/5-api-server/default-roles.ts';
import { withDefaults } from '../solutions/5-api-server/defaults.ts';
import { impersonate } from '../solutions/5-api-server/impersonate.ts';
import { verifyToken } from '../solutions/5-api-server/jwt.ts';
import { requestInfoOf } from '../solutions/5-api-server/request-info.ts';
import { answerReview } from '../solutions/5-api-server/reviews.ts';
import { faultsIn } from '../solutions/5-api-server/validate.ts';

function objectsOf(all: readonly KubernetesObject[]): ClusterObjects {
  const plural = (kind: string) => (kind.endsWith('s') ? `${kind.toLowerCase()}es` : `${kind.toLowerCase()}s`);
  const of = (resource: string, namespace: string) =>
    all.filter(
      ({ kind, metadata }) => plural(kind) === resource && (namespace === '' || metadata.namespace === namespace),
    );
  return {
    get: async (resource, namespace, name) => of(resource, namespace).find(({ metadata }) => metadata.name === name),
    list: async (resource, namespace) => of(resource, namespace),
    replaceStatus: async () => true,
  };
}

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };

function bound(name: string): KubernetesObject {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  const metadata = { name, namespace: 'dev' };
  return { ...rbac, kind: 'RoleBinding', metadata, roleRef, subjects: [{ kind: 'User', name }] };
}

const authorizer = createAuthorizer(objectsOf([...defaultRoles, bound('admin'), bound('edit'), bound('view')]));
const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups });
const core = '/api/v1/namespaces/dev';

const table: [method: string, url: string, who: string][] = [
  ['GET', `${core}/pods`, 'admin edit view'],
  ['GET', `${core}/pods/web/log`, 'admin edit view'],
  ['POST', `${core}/pods`, 'admin edit'],
  ['POST', `${core}/pods/web/exec`, 'admin edit'],
  ['GET', `${core}/secrets`, 'admin edit'],
  ['POST', `${core}/resourcequotas`, ''],
  ['POST', '/apis/apps/v1/namespaces/dev/deployments', 'admin edit'],
  ['POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/dev/roles', 'admin'],
  ['GET', '/api/v1/namespaces/other/pods', ''],
  ['GET', '/api/v1/pods', ''],
  ['GET', '/api/v1/nodes', ''],
  ['DELETE', '/api/v1/namespaces/dev', ''],
];

for (const [method, url, who] of table) {
  test(`default roles: ${method} ${url} is for ${who || 'nobody'} of admin, edit and view`, async () => {
    const may = [];
    for (const name of ['admin', 'edit', 'view']) {
      if ((await authorizer.authorize(user(name), requestInfoOf(method, url))).allowed) may.push(name);
    }
    assert.is(may.join(' '), who);
  });
}

test('default roles: everybody may ask what is served, and nobody else anything', async () => {
  const may = async (who: UserInfo, path: string) =>
    (await authorizer.authorize(who, requestInfoOf('GET', path))).allowed;
  const [known, unknown] = [user('bob', 'system:authenticated'), user('system:anonymous', 'system:unauthenticated')];
  assert.ok(await may(known, '/apis/apps/v1'));
  assert.ok(await may(unknown, '/healthz'));
  assert.not(await may(unknown, '/apis/apps/v1'));
  assert.not(await may(known, '/metrics'));
});

test('default roles: each is a good object', () => {
  for (const role of defaultRoles) {
    const resource = findKind('rbac.authorization.k8s.io', 'v1', role.kind)!;
    assert.equal(faultsIn({ resource, object: withDefaults(role), subresource: '' } as Write), []);
  }
});

async function actingAs(headers: Record<string, string>, who: UserInfo): Promise<UserInfo | string> {
  let seen: UserInfo | undefined;
  const handler = impersonate(authorizer)(async (context) => {
    seen = context.user;
    return { status: 200 };
  });
  const request = { method: 'GET', url: '/', headers, body: new Uint8Array() };
  const info = requestInfoOf('GET', '/');
  return handler({ request, info, user: who, warnings: [] }).then(
    () => seen!,
    (error) => codeOf(error) ?? String(error),
  );
}

test('impersonation: for who may, with the groups of the name; never silently as oneself', async () => {
  const root = user('root', 'system:masters');
  assert.equal(await actingAs({}, root), root);
  assert.equal(await actingAs({ 'impersonate-user': 'bob' }, root), user('bob', 'system:authenticated'));
  const account = await actingAs({ 'impersonate-user': 'system:serviceaccount:dev:web' }, root);
  assert.equal((account as UserInfo).groups, [
    'system:serviceaccounts',
    'system:serviceaccounts:dev',
    'system:authenticated',
  ]);
  assert.is(
    await actingAs({ 'impersonate-user': 'root', 'impersonate-group': 'system:masters' }, user('bob')),
    'Forbidden',
  );
  assert.is(await actingAs({ 'impersonate-group': 'dev' }, root), 'BadRequest');
});

test('reviews: whether, which rules, and who', async () => {
  const reviewers = { authorizer, authenticator: { userOfToken: async () => undefined } as unknown as Authenticator };
  const ask = async (kind: string, spec: object, who = user('view')) => {
    const question = { apiVersion: '', kind, metadata: { name: '' }, spec };
    return (await answerReview(question, who, 'dev', reviewers)).status as Record<string, unknown>;
  };
  const list = { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'dev' } };
  assert.is((await ask('SelfSubjectAccessReview', list)).allowed, true);
  assert.is((await ask('SubjectAccessReview', { ...list, user: 'bob' })).allowed, false);
  assert.is((await ask('TokenReview', { token: 'x' })).authenticated, false);
  assert.equal((await ask('SelfSubjectReview', {})).userInfo, { username: 'view', groups: [] });
  assert.ok(((await ask('SelfSubjectRulesReview', { namespace: 'dev' })).resourceRules as unknown[]).length > 5);
});

test('quantities: the same amount however it is written', () => {
  assert.is(quantity.compareQuantities('1', '1000m'), 0);
  assert.is(quantity.compareQuantities('1Gi', '1G'), 1);
  assert.is(quantity.addQuantities('100m', '0.9'), '1');
  assert.is(quantity.addQuantities('128Mi', '1Gi'), '1152Mi');
  assert.is(quantity.subtractQuantities('1', '1500m'), '-500m');
  assert.is(quantity.canonicalQuantity('2e3'), '2k');
  for (const text of ['', '.', 'x', '1 Gi', '1GiB', '--1']) assert.is(quantity.parseQuantity(text), undefined);
});

const pod = (spec: object, status = {}): KubernetesObject => ({ ...podType, metadata: { name: 'web' }, spec, status });
const podType = { apiVersion: 'v1', kind: 'Pod' };

test('usage: containers add up, an init container counts alone, what has ended uses nothing', () => {
  const container = (cpu: string) => ({ resources: { requests: { cpu } } });
  const pods = findResource('', 'v1', 'pods')!;
  const spec = { containers: [container('1'), container('500m')], initContainers: [container('2')] };
  assert.is(usageOf(pods, pod(spec))['requests.cpu'], '2');
  assert.equal(usageOf(pods, pod(spec, { phase: 'Succeeded' })), { 'count/pods': '1' });
});

test('priority: the number of the class, and no class that is not there', async () => {
  const high = { apiVersion: 'v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 7 };
  const { mutate } = priority(objectsOf([high]));
  const write = {
    operation: 'create',
    resource: findResource('', 'v1', 'pods'),
    subresource: '',
    name: 'web',
  } as Write;
  const spec = async (given: object) =>
    (await mutate!({ ...write, object: pod(given) })).object!.spec as { priority: number };
  assert.is((await spec({ priorityClassName: 'high' })).priority, 7);
  assert.is((await spec({})).priority, 0);
  assert.is(await spec({ priorityClassName: 'none' }).catch(codeOf), 'Forbidden');
});

test('a token says nothing without the key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  for (const token of ['', '.', '..', 'a.b.c', 'e30.e30.', '\u0000.\u0000.\u0000'])
    assert.is(verifyToken(token, [pem]), undefined);
});

test.run();
