import { deployment } from './manifests.ts';
import type { Story } from './step.ts';

const three = { input: deployment(3) };
const old = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"old","labels":{"app":"nginx"}}}';
const four = { input: deployment(4) };

export const applying: Story = {
  name: 'apply, diff, patch, scale and set',
  steps: [
    ['apply -f -', 'deployment.apps/nginx-deployment created', three],
    ['get deploy', 'NAME  READY  UP-TO-DATE  AVAILABLE  AGE\nnginx-deployment  0/3  0  0  AGE'],
    ['get rs,pods', 'No resources found in NAMESPACE namespace.'],
    ['apply -f -', 'deployment.apps/nginx-deployment unchanged', three],
    ['diff -f -', '', three],
    ['diff -f -', /\n- {2}replicas: 3\n\+ {2}replicas: 4\n/, { ...four, code: 1 }],
    ['apply --dry-run=server -f -', 'deployment.apps/nginx-deployment configured (server dry run)', four],
    ['apply -f -', 'deployment.apps/nginx-deployment configured', four],
    ["get deploy nginx-deployment -o jsonpath='{.spec.replicas} {.metadata.generation}'", '4 2'],
    ['apply --server-side -f -', 'deployment.apps/nginx-deployment serverside-applied', four],
    ['diff --server-side -f -', '', four],
    [
      'apply --server-side --field-manager=other -f -',
      /^error: Apply failed with 1 conflict: conflict with "kubectl"[^\n]*: \.spec\.replicas\n/,
      { ...three, code: 1, older: /^error: Apply failed with 2 conflicts:/ },
    ],
    [
      'apply --server-side --field-manager=other --force-conflicts -f -',
      'deployment.apps/nginx-deployment serverside-applied',
      three,
    ],
    ['scale deploy nginx-deployment --replicas=2', 'deployment.apps/nginx-deployment scaled'],
    ['scale deploy nginx-deployment --replicas=3 --current-replicas=2', 'deployment.apps/nginx-deployment scaled'],
    [
      'scale deploy nginx-deployment --replicas=5 --current-replicas=2',
      'error: Expected replicas to be 2, was 3',
      { code: 1 },
    ],
    ['patch deploy nginx-deployment -p \'{"spec":{"replicas":5}}\'', 'deployment.apps/nginx-deployment patched'],
    [
      'patch deploy nginx-deployment -p \'{"spec":{"replicas":5}}\'',
      'deployment.apps/nginx-deployment patched (no change)',
    ],
    [
      'patch deploy nginx-deployment --type merge -p \'{"spec":{"replicas":6}}\'',
      'deployment.apps/nginx-deployment patched',
    ],
    [
      'patch deploy nginx-deployment --type json -p \'[{"op":"replace","path":"/spec/replicas","value":7}]\'',
      'deployment.apps/nginx-deployment patched',
    ],
    [
      'patch deploy nginx-deployment -p \'{"spec":{"replicas":-1}}\'',
      'The Deployment "nginx-deployment" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      { code: 1 },
    ],
    [
      'patch deploy nginx-deployment -p \'{"spec":{"selector":{"matchLabels":{"app":"x"}}}}\'',
      /^The Deployment "nginx-deployment" is invalid:[\s\S]*spec\.selector: Invalid value: .*: field is immutable/,
      { code: 1 },
    ],
    ['set image deploy/nginx-deployment nginx=nginx:1.16', 'deployment.apps/nginx-deployment image updated'],
    ['set env deploy/nginx-deployment A=B', 'deployment.apps/nginx-deployment env updated'],
    [
      'set resources deploy/nginx-deployment --limits=cpu=200m',
      'deployment.apps/nginx-deployment resource requirements updated',
    ],
    ['set serviceaccount deploy/nginx-deployment sa', 'deployment.apps/nginx-deployment serviceaccount updated'],
    [
      "get deploy nginx-deployment -o jsonpath='{.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[0].value} {.spec.template.spec.containers[0].resources.limits.cpu}'",
      'nginx:1.16 B 200m',
    ],
    ['rollout restart deploy/nginx-deployment', 'deployment.apps/nginx-deployment restarted'],
    ['rollout pause deploy/nginx-deployment', 'deployment.apps/nginx-deployment paused'],
    ['rollout resume deploy/nginx-deployment', 'deployment.apps/nginx-deployment resumed'],
    [
      'rollout status deploy/nginx-deployment --timeout=1s',
      /^Waiting for deployment spec update to be observed\.\.\.\nerror: (timed out waiting for the condition|.*deadline.*)$/,
      { code: 1 },
    ],
    [
      "wait --for=jsonpath='{.spec.replicas}'=7 deploy/nginx-deployment --timeout=5s",
      'deployment.apps/nginx-deployment condition met',
      { since: [23, 'waiting for a value is new'] },
    ],
    [
      'wait --for=condition=Available deploy/nginx-deployment --timeout=1s',
      'error: timed out waiting for the condition on deployments/nginx-deployment',
      { code: 1 },
    ],
    [
      'describe deploy nginx-deployment',
      /^Name: {2}nginx-deployment\nNamespace: {2}NAMESPACE\nCreationTimestamp: {2}TIME\nLabels: {2}app=nginx\n[\s\S]*\nReplicas: {2}7 desired \| 0 updated \| 0 total \| 0 available \| 0 unavailable\n/,
    ],
    ['label deploy nginx-deployment a=b', 'deployment.apps/nginx-deployment labeled'],
    ['label deploy nginx-deployment a=c', "error: 'a' already has a value (b), and --overwrite is false", { code: 1 }],
    ['label deploy nginx-deployment a-', /^deployment\.apps\/nginx-deployment (un)?labeled$/],
    ['annotate deploy nginx-deployment a=b', 'deployment.apps/nginx-deployment annotated'],
    [
      'edit deploy nginx-deployment',
      'deployment.apps/nginx-deployment edited',
      { editor: 'sed -i s/replicas:.7/replicas:\\ 8/' },
    ],
    ['edit deploy nginx-deployment', 'Edit cancelled, no changes made.', { editor: 'true' }],
    ['replace -f -', 'deployment.apps/nginx-deployment replaced', three],
    [
      'get deploy nginx-deployment --subresource=scale',
      'NAME  DESIRED  AVAILABLE  AGE\nnginx-deployment  3  0  AGE',
      { since: [24, 'the flag --subresource is new'] },
    ],
    ['apply -f -', 'configmap/old created', { input: old }],
    [
      'apply --prune -l app=nginx -f -',
      /^deployment\.apps\/nginx-deployment configured\nconfigmap\/old pruned\n/,
      { ...three, since: [25, 'it looks for batch/v1 and not for batch/v1beta1'] },
    ],
    ['delete -f -', 'deployment.apps "nginx-deployment" deleted', three],
  ],
};
