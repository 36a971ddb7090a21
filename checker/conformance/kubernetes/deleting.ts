import { deployment, pod } from './manifests.ts';
import type { Story } from './step.ts';

const web = { input: pod('web') };

export const deleting: Story = {
  name: 'delete in its modes',
  steps: [
    ['create -f -', 'pod/web created', web],
    ['delete pod web --dry-run=server', 'pod "web" deleted (server dry run)'],
    ['delete pod web', 'pod "web" deleted'],
    ['delete pod web', 'Error from server (NotFound): pods "web" not found', { code: 1 }],
    ['delete pod web --ignore-not-found', ''],
    ['create -f -', 'pod/web created', web],
    ['delete pod web --now', 'pod "web" deleted'],
    ['create -f -', 'pod/web created', web],
    [
      'delete pod web --force --grace-period=0',
      'pod "web" force deleted\nWarning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
    ],
    ['create -f -', 'pod/web created', web],
    ['replace --force -f -', 'pod "web" deleted\npod/web replaced', web],
    ['delete pods --all', 'pod "web" deleted'],
    ['delete pods --all', 'No resources found'],
    ['apply -f -', 'deployment.apps/nginx-deployment created', { input: deployment(3) }],
    ['delete deploy nginx-deployment --cascade=foreground --wait=false', 'deployment.apps "nginx-deployment" deleted'],
    ["get deploy -o jsonpath='{.items[0].metadata.finalizers}'", '["foregroundDeletion"]'],
    [
      'patch deploy nginx-deployment --type merge -p \'{"metadata":{"finalizers":null}}\'',
      'deployment.apps/nginx-deployment patched',
    ],
    ['get deploy', 'No resources found in NAMESPACE namespace.'],
    [
      'wait --for=delete deploy/nginx-deployment --timeout=2s',
      '',
      { since: [21, 'an object that is gone already is no error any more'] },
    ],
    ['create configmap held', 'configmap/held created'],
    ['patch cm held --type merge -p \'{"metadata":{"finalizers":["example.com/hold"]}}\'', 'configmap/held patched'],
    [
      'delete cm held --timeout=2s',
      'configmap "held" deleted\nerror: timed out waiting for the condition on configmaps/held',
      { code: 1 },
    ],
    ['patch cm held --type merge -p \'{"metadata":{"finalizers":null}}\'', 'configmap/held patched'],
    ['get cm held', 'Error from server (NotFound): configmaps "held" not found', { code: 1 }],
  ],
};
