import { deployment, pod } from './manifests.ts';
import type { Since, Story } from './step.ts';

const three = { input: deployment(3) };
const role =
  '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","namespace":"NAMESPACE"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}';
const orphan =
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"web"}]}}';
const since: Since = [24, 'the flag --subresource is new'];
const shown: Since = [24, 'it shows what --subresource has written'];
const debug: Since = [27, 'the profile general is new'];
const debugged: Since = [27, 'it shows what the profile general has written'];
const event =
  '{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"type":"Warning","reason":"Sank","message":"it went down","involvedObject":{"kind":"Pod","namespace":"NAMESPACE","name":"web"}}';

export const others: Story = {
  name: 'what people do less often',
  steps: [
    ['apply -f -', 'deployment.apps/nginx-deployment created', three],
    ['get all', 'NAME  READY  UP-TO-DATE  AVAILABLE  AGE\ndeployment.apps/nginx-deployment  0/3  0  0  AGE'],
    [
      'apply view-last-applied deploy/nginx-deployment -o json',
      /^\{\n {2}"apiVersion": "apps\/v1",\n {2}"kind": "Deployment",/,
    ],
    ['apply set-last-applied -f -', 'deployment.apps/nginx-deployment configured', three],
    ['rollout history deploy/nginx-deployment', 'deployment.apps/nginx-deployment\nNo rollout history found.'],
    [
      'rollout undo deploy/nginx-deployment',
      'error: no rollout history found for deployment "nginx-deployment"',
      { code: 1 },
    ],
    ['expose deploy nginx-deployment --port=80 --target-port=8080 --name=front', 'service/front exposed'],
    ['set selector svc/front a=b', 'service/front selector updated'],
    [
      'describe svc front',
      /^Name: {2}front\nNamespace: {2}NAMESPACE\n[\s\S]*\nSelector: {2}a=b\nType: {2}ClusterIP\n[\s\S]*\nTargetPort: {2}8080\/TCP\n/,
    ],
    ['get deploy nginx-deployment --subresource=status -o name', 'deployment.apps/nginx-deployment', { since }],
    ['get cm --all-namespaces -l no=such', 'No resources found'],
    ['auth reconcile -f -', /^role\.rbac\.authorization\.k8s\.io\/r reconciled\n/, { input: role }],
    [
      'create --validate=false -f -',
      'The ConfigMap "c" is invalid: metadata.ownerReferences[0].uid: Invalid value: "": must not be empty',
      { input: orphan, code: 1 },
    ],
    ['create -f -', 'event/e created', { input: event }],
    [
      'get events',
      /^LAST SEEN {2}TYPE {2}REASON {2}OBJECT {2}MESSAGE\n\S+ {2}Warning {2}Sank {2}pod\/web {2}it went down$/,
    ],
    ["get events --field-selector involvedObject.name=web -o jsonpath='{.items[*].reason}'", 'Sank'],
    ['get events --field-selector involvedObject.name=db', 'No resources found in NAMESPACE namespace.'],
    ['create -f -', 'pod/web created', { input: pod('web') }],
    ['annotate pod web a=b', 'pod/web annotated'],
    ['annotate pod web a-', 'pod/web annotated'],
    [
      'patch pod web --subresource=status --type merge -p \'{"status":{"phase":"Running"}}\'',
      'pod/web patched',
      { since },
    ],
    ['get pod web', 'NAME  READY  STATUS  RESTARTS  AGE\nweb  0/1  Running  0  AGE', { since: shown }],
    [
      'debug web --image=busybox --target=main --profile=general',
      /^Targeting container "main"\. [\s\S]*Defaulting debug container name to debugger-\w+\.$/,
      { since: debug },
    ],
    ["get pod web -o jsonpath='{.spec.ephemeralContainers[0].image}'", 'busybox', { since: debugged }],
    ['exec web -c main -- ls', 'Error from server (BadRequest): pod web does not have a host assigned', { code: 1 }],
    [
      'port-forward web 0:80',
      'error: error upgrading connection: pod web does not have a host assigned',
      { code: 1, older: 'error: unable to forward port because pod is not running. Current status=Pending' },
    ],
    [
      'replace -f -',
      /^The Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
      { input: pod('web', ', command: [sh]'), code: 1 },
    ],
    ['set image pod/web main=nginx:2', 'pod/web image updated'],
    [
      'wait --for=create cm/never --timeout=1s',
      'error: timed out waiting for the condition',
      { code: 1, since: [31, 'waiting for a creation is new'] },
    ],
    ['delete -f - --ignore-not-found --wait=false', 'deployment.apps "nginx-deployment" deleted', three],
    ['delete ns NAMESPACE --wait=false', /^namespace "NAMESPACE" deleted/],
    ['get ns NAMESPACE', 'NAME  STATUS  AGE\nNAMESPACE  Terminating  AGE'],
    [
      'create configmap late',
      /^(error: failed to create configmap|Error from server \(Forbidden\)): configmaps "late" is forbidden: unable to create new content in namespace NAMESPACE because it is being terminated$/,
      { code: 1 },
    ],
  ],
};
