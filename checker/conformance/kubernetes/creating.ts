import { pod } from './manifests.ts';
import type { Since, Story } from './step.ts';

const tokens: Since = [24, 'the command is new'];
const unknownInOlder =
  /^error: error validating "STDIN": error validating data: ValidationError\(Pod\.spec\.containers\[0\]\): unknown field "foo" in io\.k8s\.api\.core\.v1\.Container;/;

export const creating: Story = {
  name: 'create of every kind',
  steps: [
    ['create configmap c --from-literal=a=b', 'configmap/c created'],
    ['get cm c', 'NAME  DATA  AGE\nc  1  AGE'],
    [
      'describe cm c',
      /^Name: {2}c\nNamespace: {2}NAMESPACE\nLabels: {2}<none>\nAnnotations: {2}<none>\n\nData\n====\na:\n----\nb\n(\n\nBinaryData\n====\n\n)?Events: {2}<none>$/,
    ],
    ['create secret generic s --from-literal=p=q', 'secret/s created'],
    ["get secret s -o jsonpath='{.data.p} {.type}'", 'cQ== Opaque'],
    ['create secret docker-registry d --docker-server=x --docker-username=u --docker-password=p', 'secret/d created'],
    ['create serviceaccount a', 'serviceaccount/a created'],
    ['create token a', /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/, { since: tokens }],
    [
      'create token nobody',
      'error: failed to create token: serviceaccounts "nobody" not found',
      { code: 1, since: tokens },
    ],
    ['create deployment d --image=nginx --replicas=2 --port=80', 'deployment.apps/d created'],
    ['get deploy', 'NAME  READY  UP-TO-DATE  AVAILABLE  AGE\nd  0/2  0  0  AGE'],
    ['create job j --image=busybox -- sleep 5', 'job.batch/j created'],
    [
      'create cronjob cj --image=busybox --schedule=@daily -- date',
      'cronjob.batch/cj created',
      { since: [21, 'it asks for batch/v1 and not for batch/v1beta1'] },
    ],
    ['create service clusterip s1 --tcp=80:8080', 'service/s1 created'],
    ['create service nodeport s2 --tcp=80:8080', 'service/s2 created'],
    [
      'get svc s1',
      /^NAME {2}TYPE {2}CLUSTER-IP {2}EXTERNAL-IP {2}PORT\(S\) {2}AGE\ns1 {2}ClusterIP {2}10\.96\.\d+\.\d+ {2}<none> {2}80\/TCP {2}AGE$/,
    ],
    ['get svc s2', /\ns2 {2}NodePort {2}10\.96\.\d+\.\d+ {2}<none> {2}80:3\d{4}\/TCP {2}AGE$/],
    ['create ingress i --rule=a.b/c*=s1:80', 'ingress.networking.k8s.io/i created'],
    ['get ing', 'NAME  CLASS  HOSTS  ADDRESS  PORTS  AGE\ni  <none>  a.b  80  AGE'],
    ['create quota q --hard=pods=10', 'resourcequota/q created'],
    ['get quota q', 'NAME  REQUEST  LIMIT  AGE\nq  pods: 0/10  AGE'],
    [
      'create pdb p --selector=app=d --min-available=1',
      'poddisruptionbudget.policy/p created',
      { since: [22, 'it asks for policy/v1 and not for policy/v1beta1'] },
    ],
    ['create priorityclass NAMESPACE --value=100', 'priorityclass.scheduling.k8s.io/NAMESPACE created'],
    ['autoscale deploy d --min=1 --max=3 --cpu-percent=50', 'horizontalpodautoscaler.autoscaling/d autoscaled'],
    ['run web --image=nginx --labels=app=web', 'pod/web created'],
    ['expose pod web --port=80', 'service/web exposed'],
    ['create deployment e --image=nginx --dry-run=server', 'deployment.apps/e created (server dry run)'],
    ['get deploy e', 'Error from server (NotFound): deployments.apps "e" not found', { code: 1 }],
    [
      'create -f -',
      'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].foo"',
      { input: pod('x', ', foo: 1'), code: 1, older: unknownInOlder },
    ],
    [
      'create --validate=warn -f -',
      'pod/x created\nWarning: unknown field "spec.containers[0].foo"',
      { input: pod('x', ', foo: 1'), since: [25, 'it has the server check fields'] },
    ],
    [
      'create -f -',
      /^The Pod "X_" is invalid:[\s\S]*metadata\.name: Invalid value: "X_": a lowercase RFC 1123 subdomain must consist of/,
      { input: pod('X_'), code: 1 },
    ],
    [
      'create --validate=false -f -',
      /^Error from server \(BadRequest\): .*json: cannot unmarshal string into Go struct field PodSpec\.spec\.containers of type \[\]v1\.Container$/,
      { input: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"y"},"spec":{"containers":"a"}}', code: 1 },
    ],
  ],
};
