import type { Story } from './step.ts';

const template = {
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'main', image: 'nginx' }] },
};

function manifest(kind: string, name: string, spec: object): { input: string } {
  const apiVersion = kind === 'ReplicationController' ? 'v1' : 'apps/v1';
  return { input: JSON.stringify({ apiVersion, kind, metadata: { name }, spec: { template, ...spec } }) };
}

const selector = { matchLabels: { app: 'a' } };
const onlyThese =
  "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** They are stored and shown; nobody makes pods of them here. */
export const sets: Story = {
  name: 'StatefulSets, DaemonSets and ReplicationControllers',
  steps: [
    [
      'apply -f -',
      'statefulset.apps/s created',
      manifest('StatefulSet', 's', { selector, serviceName: 's', replicas: 2 }),
    ],
    ['apply -f -', 'daemonset.apps/d created', manifest('DaemonSet', 'd', { selector })],
    ['apply -f -', 'replicationcontroller/r created', manifest('ReplicationController', 'r', {})],
    ['get sts', 'NAME  READY  AGE\ns  0/2  AGE'],
    ['get sts -o wide', 'NAME  READY  AGE  CONTAINERS  IMAGES\ns  0/2  AGE  main  nginx'],
    [
      'get ds',
      'NAME  DESIRED  CURRENT  READY  UP-TO-DATE  AVAILABLE  NODE SELECTOR  AGE\nd  0  0  0  0  0  <none>  AGE',
    ],
    [
      'get rc -o wide',
      'NAME  DESIRED  CURRENT  READY  AGE  CONTAINERS  IMAGES  SELECTOR\nr  1  0  0  AGE  main  nginx  app=a',
    ],
    [
      "get sts s -o jsonpath='{.spec.podManagementPolicy} {.spec.updateStrategy.rollingUpdate.partition} {.metadata.generation}'",
      'OrderedReady 0 1',
    ],
    ["get ds d -o jsonpath='{.spec.updateStrategy.rollingUpdate.maxUnavailable} {.spec.revisionHistoryLimit}'", '1 10'],
    ["get rc r -o jsonpath='{.metadata.labels.app} {.spec.template.spec.restartPolicy}'", 'a Always'],
    ['get all', /(^|\n)daemonset\.apps\/d {2}.*\n[\s\S]*\nstatefulset\.apps\/s {2}0\/2 {2}AGE$/],
    ['scale sts s --replicas=3', 'statefulset.apps/s scaled'],
    ['scale rc r --replicas=3', 'replicationcontroller/r scaled'],
    ["get sts/s rc/r -o jsonpath='{.items[*].spec.replicas} {.items[*].metadata.generation}'", '3 3 2 2'],
    [
      'get --raw /api/v1/namespaces/NAMESPACE/replicationcontrollers/r/scale',
      /"spec":\{"replicas":3\},"status":\{"replicas":0,"selector":"app=a"\}/,
    ],
    [
      'get sts s --subresource=scale',
      'NAME  DESIRED  AVAILABLE  AGE\ns  3  0  AGE',
      { since: [24, 'the flag --subresource is new'] },
    ],
    ['rollout restart ds/d', 'daemonset.apps/d restarted'],
    ['set image sts/s main=nginx:2', 'statefulset.apps/s image updated'],
    ['describe sts s', /^Name: {2}s\nNamespace: {2}NAMESPACE\n[\s\S]*\nReplicas: {2}3 desired \| 0 total\n/],
    ['patch sts s -p \'{"spec":{"serviceName":"x"}}\'', `The StatefulSet "s" is invalid: ${onlyThese}`, { code: 1 }],
    [
      'patch ds d -p \'{"spec":{"selector":{"matchLabels":{"app":"x"}}}}\'',
      /^The DaemonSet "d" is invalid:[\s\S]*spec\.selector: Invalid value: .*: field is immutable/,
      { code: 1 },
    ],
    [
      'create -f -',
      /^The DaemonSet "x" is invalid: spec\.template\.metadata\.labels: Invalid value: .*: `selector` does not match template `labels`$/,
      { ...manifest('DaemonSet', 'x', { selector: { matchLabels: { app: 'b' } } }), code: 1 },
    ],
    [
      'delete sts/s ds/d rc/r',
      'statefulset.apps "s" deleted\ndaemonset.apps "d" deleted\nreplicationcontroller "r" deleted',
    ],
  ],
};
