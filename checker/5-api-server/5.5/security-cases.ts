/** Pods that ask for more or less, in namespaces that allow more or less. */
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createOf, newPod, objectOf } from '../admission-hand.ts';
import { deploymentWith, podOf, podWith, withField } from '../manifests.ts';
import { writeOf } from '../writes.ts';

export const baseline = { 'pod-security.kubernetes.io/enforce': 'baseline' };
const warns = { 'pod-security.kubernetes.io/warn': 'baseline' };
const bold = { hostNetwork: true };
const why = 'host namespaces (hostNetwork=true)';
export const refusal: [string, string] = [
  'Forbidden',
  `pods "web" is forbidden: violates PodSecurity "baseline:latest": ${why}`,
];
const warning = [`would violate PodSecurity "baseline:latest": ${why}`];
export const boldPod = podWith({}, bold);
const boldDeployment = deploymentWith({ template: { metadata: { labels: { app: 'web' } }, spec: boldPod.spec } });
const labelled = (object: KubernetesObject) => withField(object, 'metadata.labels', { a: 'b' });

/** What comes of a write: a refusal, or the warnings it gets. */
export const security: [labels: Record<string, string>, write: Write, ends: 'refused' | string[], because: string][] = [
  [{}, createOf(boldPod), [], 'without a label anything goes'],
  [baseline, newPod(), [], 'it asks for nothing'],
  [baseline, createOf(boldPod), 'refused', "it wants its machine's network"],
  [
    baseline,
    createOf(
      podOf({ containers: [], initContainers: [{ name: 'a', image: 'a', securityContext: { privileged: true } }] }),
    ),
    'refused',
    'an init container can take over a machine as well',
  ],
  [
    { 'pod-security.kubernetes.io/enforce': 'Baseline' },
    createOf(boldPod),
    [],
    'a text that is no level means privileged',
  ],
  [
    { 'pod-security.kubernetes.io/enforce': 'restricted' },
    newPod(),
    'refused',
    'restricted asks for more than to ask for nothing',
  ],
  [warns, createOf(boldPod), warning, 'who creates it is warned'],
  [{ ...baseline, ...warns }, createOf(boldPod), 'refused', 'to be refused is enough'],
  [baseline, createOf(boldDeployment), warning, 'a template is never refused, its pods will be: so there is a warning'],
  [
    { ...baseline, 'pod-security.kubernetes.io/warn': 'privileged' },
    createOf(boldDeployment),
    [],
    '`warn` says which level, so `enforce` does not warn',
  ],
  [
    { ...baseline, 'pod-security.kubernetes.io/warn': 'nonsense' },
    createOf(boldDeployment),
    warning,
    'a `warn` that is no level says nothing, so `enforce` warns',
  ],
  [warns, createOf(boldDeployment), warning, 'templates are warned of, too'],
  [
    baseline,
    writeOf('update', labelled(boldPod), { old: boldPod }),
    [],
    'an update that leaves the spec alone passes: a finalizer must come off',
  ],
  [baseline, writeOf('update', boldPod, { old: podWith({}) }), 'refused', 'an update that asks for more is judged'],
  [
    baseline,
    writeOf('update', boldPod, { old: podWith({}), subresource: 'status' }),
    [],
    'the status asks for nothing',
  ],
  [
    baseline,
    writeOf('update', boldPod, { old: podWith({}), subresource: 'ephemeralcontainers' }),
    'refused',
    'an ephemeral container is a container',
  ],
  [baseline, createOf(objectOf('ConfigMap', 'a', bold)), [], 'a ConfigMap has no containers'],
];
