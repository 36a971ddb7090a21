import { pod } from './manifests.ts';
import type { Story } from './step.ts';

export const reading: Story = {
  name: 'what is served, and get in its forms',
  steps: [
    ['version', /^Client Version: .*\n(Kustomize Version: .*\n)?Server Version: .*v1\.32\.0/],
    ['api-versions', /(^|\n)apps\/v1\n[\s\S]*\nv1$/],
    [
      'api-resources --api-group apps',
      /daemonsets {2}ds {2}apps\/v1 {2}true {2}DaemonSet\ndeployments {2}deploy {2}apps\/v1 {2}true {2}Deployment\n/,
    ],
    ['cluster-info', /^.*Kubernetes control plane.* is running at .*https:\/\/127\.0\.0\.1:\d+/],
    ['get --raw /healthz', 'ok'],
    ['get --raw /readyz?verbose', '[+]ping ok\n[+]etcd ok\nreadyz check passed'],
    [
      'get --raw /livez?verbose&exclude=etcd&exclude=x',
      '[+]ping ok\n[+]etcd excluded: ok\nwarn: some health checks cannot be excluded: no matches for "x"\nlivez check passed',
    ],
    ['get --raw /livez/ping', 'ok'],
    ['get --raw /readyz/etcd', 'ok'],
    ['get --raw /healthz/etcd', 'ok'],
    [
      'get --raw /healthz/x',
      'Error from server (NotFound): the server could not find the requested resource',
      { code: 1 },
    ],
    ['get --raw /metrics', /\napiserver_request_total\{code="201",.*resource="namespaces",.*verb="POST",.*\} \d+\n/],
    ['get pods', 'No resources found in NAMESPACE namespace.'],
    ['create -f -', 'pod/web created', { input: pod('web') }],
    ['create -f -', 'pod/db created', { input: pod('db') }],
    [
      'create -f -',
      'Error from server (AlreadyExists): error when creating "STDIN": pods "web" already exists',
      { input: pod('web'), code: 1 },
    ],
    ['get pods', 'NAME  READY  STATUS  RESTARTS  AGE\ndb  0/1  Pending  0  AGE\nweb  0/1  Pending  0  AGE'],
    [
      'get pods -o wide',
      'NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE  READINESS GATES\n' +
        'db  0/1  Pending  0  AGE  <none>  <none>  <none>  <none>\n' +
        'web  0/1  Pending  0  AGE  <none>  <none>  <none>  <none>',
    ],
    [
      'get po web --show-labels',
      'NAME  READY  STATUS  RESTARTS  AGE  LABELS\nweb  0/1  Pending  0  AGE  app=web,tier=front',
    ],
    ['get pods -L app --no-headers', 'db  0/1  Pending  0  AGE  db\nweb  0/1  Pending  0  AGE  web'],
    ['get pods -o name', 'pod/db\npod/web'],
    ['get pods -o name -l app=web', 'pod/web'],
    ["get pods -o name -l 'app notin (web)'", 'pod/db'],
    ["get pods -o name -l 'app,tier in (front),!x'", 'pod/db\npod/web'],
    ['get pods -l a=b', 'No resources found in NAMESPACE namespace.'],
    ['get pods -o name --field-selector metadata.name=web', 'pod/web'],
    ['get pods -o name --field-selector status.phase!=Pending', ''],
    [
      'get pods --field-selector spec.foo=x',
      /^Error from server \(BadRequest\): .*field label not supported: spec\.foo$/,
      { code: 1 },
    ],
    ["get pods -o jsonpath='{.items[*].status.phase}'", 'Pending Pending'],
    ['get pods -o custom-columns=N:.metadata.name,P:.status.phase', 'N  P\ndb  Pending\nweb  Pending'],
    ["get pod web -o go-template='{{.spec.restartPolicy}}'", 'Always'],
    ['get pods --sort-by=.metadata.creationTimestamp -o name', /^pod\/(web\npod\/db|db\npod\/web)$/],
    ['get pods --chunk-size=1 -o name', 'pod/db\npod/web'],
    ['get pods,svc', 'NAME  READY  STATUS  RESTARTS  AGE\npod/db  0/1  Pending  0  AGE\npod/web  0/1  Pending  0  AGE'],
    ['get pod nope', 'Error from server (NotFound): pods "nope" not found', { code: 1 }],
    ['get pod web nope -o name', 'pod/web\nError from server (NotFound): pods "nope" not found', { code: 1 }],
    ['get nothings', 'error: the server doesn\'t have a resource type "nothings"', { code: 1 }],
    ['explain pod.spec.restartPolicy', /^KIND:\s+Pod\nVERSION:\s+v1\n\nFIELD:\s+restartPolicy <string>/],
    [
      'get pods -w -o name',
      /^pod\/db\npod\/web\npod\/web\npod\/new\npod\/new$/,
      { meanwhile: ['label pod web w=1', 'run new --image=b', 'delete pod new --wait=false'] },
    ],
    [
      'describe pod web',
      /^Name: {2}web\nNamespace: {2}NAMESPACE\nPriority: {2}0\n(Service Account: {2}default\n)?Node: {2}<none>\nLabels: {2}app=web\n[\s\S]*\nQoS Class: {2}BestEffort\n/,
    ],
    ['logs web', 'Error from server (BadRequest): pod web does not have a host assigned', { code: 1 }],
    ['events', 'No events found in NAMESPACE namespace.', { since: [23, 'the command is new'] }],
  ],
};
