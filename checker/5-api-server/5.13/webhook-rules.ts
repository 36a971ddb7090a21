/** Which writes a webhook's rule is about: cases with their reasons, and the text's words as a function. */
import type { WebhookRule } from '#api-server/webhooks.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fc } from '../../judge/exercise.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import { deploymentWith, podWith } from '../manifests.ts';
import { writeOf } from '../writes.ts';

const pod = podWith({});
const node: KubernetesObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };

/** A rule that is about new pods and nothing else. */
const podsOnly: WebhookRule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const newPod = writeOf('create', pod);
const ofPod = (subresource: string) => writeOf('update', pod, { subresource });
const changes = { ...podsOnly, operations: ['UPDATE'] };

export const ruleCases: [rule: WebhookRule, write: Write, matches: boolean, because: string][] = [
  [podsOnly, newPod, true, 'it is about new pods'],
  [podsOnly, writeOf('update', pod), false, 'it is not about updates'],
  [{ ...podsOnly, operations: ['UPDATE', 'DELETE'] }, writeOf('delete', pod), true, 'DELETE is one of the operations'],
  [{ ...podsOnly, operations: ['*'] }, writeOf('delete', pod), true, '* are all operations'],
  [{ ...podsOnly, operations: ['CONNECT'] }, newPod, false, 'CONNECT is no write'],
  [podsOnly, writeOf('create', objectOf('ConfigMap', 'a')), false, 'it is about another resource'],
  [{ ...podsOnly, apiGroups: ['apps'] }, newPod, false, 'pods are of the core group, which is the empty text'],
  [{ ...podsOnly, apiGroups: ['apps', ''] }, newPod, true, 'the core group is the empty text'],
  [{ ...podsOnly, apiGroups: ['*'] }, newPod, true, '* are all groups'],
  [{ ...podsOnly, apiVersions: ['v1beta1'] }, newPod, false, 'it is about another version'],
  [{ ...podsOnly, apiVersions: ['*'] }, newPod, true, '* are all versions'],
  [changes, ofPod('status'), false, 'a subresource is something else'],
  [{ ...changes, resources: ['pods/status'] }, ofPod('status'), true, 'it names the subresource'],
  [{ ...changes, resources: ['pods/status'] }, writeOf('update', pod), false, 'it names the subresource only'],
  [{ ...changes, resources: ['pods/*'] }, ofPod('status'), true, 'pods/* are all subresources of pods'],
  [
    { ...changes, resources: ['deployments/*'] },
    ofPod('status'),
    false,
    'those are the subresources of something else',
  ],
  [{ ...changes, resources: ['*/status'] }, ofPod('status'), true, '*/status is the status of whatever it is'],
  [{ ...changes, resources: ['*/scale'] }, ofPod('status'), false, 'it is another subresource'],
  [{ ...changes, resources: ['*'] }, writeOf('update', pod), true, '* are all resources'],
  [{ ...changes, resources: ['*'] }, ofPod('status'), false, '* are all resources, without their subresources'],
  [{ ...changes, resources: ['*/*'] }, ofPod('status'), true, '*/* is everything'],
  [{ ...changes, resources: ['*/*'] }, writeOf('update', pod), true, '*/* is everything, with and without subresource'],
  [{ ...podsOnly, resources: ['po*'] }, newPod, false, '* stands alone, or it is no pattern'],
  [{ ...podsOnly, scope: 'Namespaced' }, newPod, true, 'pods live in namespaces'],
  [{ ...podsOnly, scope: 'Cluster' }, newPod, false, 'pods live in namespaces'],
  [{ ...podsOnly, scope: '*' }, newPod, true, '* are both scopes'],
  [{ ...podsOnly, resources: ['nodes'] }, writeOf('create', node), true, 'a rule without a scope is about both'],
  [
    { ...podsOnly, resources: ['nodes'], scope: 'Cluster' },
    writeOf('create', node),
    true,
    'nodes live in no namespace',
  ],
  [
    { ...podsOnly, resources: ['nodes'], scope: 'Namespaced' },
    writeOf('create', node),
    false,
    'nodes live in no namespace',
  ],
  [
    { ...podsOnly, resources: ['namespaces'], scope: 'Cluster' },
    writeOf('create', namespaceOf('dev')),
    true,
    'a namespace is in no namespace',
  ],
  ...(['operations', 'apiGroups', 'apiVersions', 'resources'] as const).map(
    (part): [WebhookRule, Write, boolean, string] => [
      { ...podsOnly, [part]: undefined },
      newPod,
      false,
      'a list that is missing holds nothing',
    ],
  ),
];

const some = (...values: string[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }), { nil: undefined });

/** Rules at random, that often match. */
export const rules: fc.Arbitrary<WebhookRule> = fc.record({
  operations: some('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'),
  apiGroups: some('', 'apps', '*'),
  apiVersions: some('v1', 'v1beta1', '*'),
  resources: some(
    'pods',
    'deployments',
    'nodes',
    'deployments/scale',
    'pods/status',
    'pods/*',
    'deployments/*',
    '*',
    '*/*',
    '*/scale',
  ),
  scope: fc.constantFrom(undefined, '*', 'Cluster', 'Namespaced'),
});

export const writes: fc.Arbitrary<Write> = fc
  .tuple(
    fc.constantFrom<Write['operation']>('create', 'update', 'delete'),
    fc.constantFrom<[KubernetesObject, string]>(
      [pod, ''],
      [pod, 'status'],
      [deploymentWith({}), ''],
      [deploymentWith({}), 'scale'],
      [node, ''],
    ),
  )
  .map(([operation, [object, subresource]]) => writeOf(operation, object, { subresource }));

/** Whether the text leaves it open: `pods/*` are all subresources of pods, and a server may count the pods themselves among them. */
export function isOpen({ resources = [] }: WebhookRule, { resource, subresource }: Write): boolean {
  return subresource === '' && resources.includes(`${resource.resource}/*`);
}

export function matchesByTheBook(rule: WebhookRule, { operation, resource, subresource }: Write): boolean {
  const holds = (list: string[] | undefined, wanted: string) =>
    list?.some((each) => each === '*' || each === wanted) ?? false;
  const asIs = subresource === '' ? resource.resource : `${resource.resource}/${subresource}`;
  const patterns =
    subresource === '' ? [asIs, '*', '*/*'] : [asIs, `${resource.resource}/*`, `*/${subresource}`, '*/*'];
  const scopes = ['*', resource.namespaced ? 'Namespaced' : 'Cluster'];
  return (
    holds(rule.operations, { create: 'CREATE', update: 'UPDATE', delete: 'DELETE' }[operation]) &&
    holds(rule.apiGroups, resource.group) &&
    holds(rule.apiVersions, resource.version) &&
    patterns.some((pattern) => rule.resources?.includes(pattern)) &&
    scopes.includes(rule.scope ?? '*')
  );
}
