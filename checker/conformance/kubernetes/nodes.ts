import type { Story } from './step.ts';

const node = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"NAMESPACE"}}';
const onNode =
  '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"there"},"spec":{"nodeName":"NAMESPACE","terminationGracePeriodSeconds":0,"containers":[{"name":"a","image":"b"}]}}';

export const nodes: Story = {
  name: 'nodes',
  steps: [
    ['create -f -', 'node/NAMESPACE created', { input: node }],
    ['cordon NAMESPACE', 'node/NAMESPACE cordoned'],
    ['cordon NAMESPACE', 'node/NAMESPACE already cordoned'],
    ['get node NAMESPACE', 'NAME  STATUS  ROLES  AGE  VERSION\nNAMESPACE  Unknown,SchedulingDisabled  <none>  AGE'],
    ['uncordon NAMESPACE', 'node/NAMESPACE uncordoned'],
    ['taint node NAMESPACE a=b:NoSchedule', 'node/NAMESPACE tainted'],
    ['taint node NAMESPACE a:NoSchedule-', 'node/NAMESPACE untainted'],
    ['create -f -', 'pod/there created', { input: onNode }],
    [
      'drain NAMESPACE --force',
      /^node\/NAMESPACE cordoned\nevicting pod NAMESPACE\/there\npod\/there evicted\nnode\/NAMESPACE drained\nWarning: deleting Pods that declare no controller: NAMESPACE\/there$/,
      {
        older:
          /^node\/NAMESPACE cordoned\nevicting pod NAMESPACE\/there\npod\/there evicted\nnode\/NAMESPACE evicted\nWARNING: deleting Pods not managed by/,
      },
    ],
    ['describe node NAMESPACE', /^Name: {2}NAMESPACE\nRoles: {2}<none>\n[\s\S]*Unschedulable: {2}true\n/],
    [
      'delete node NAMESPACE',
      'node "NAMESPACE" deleted\nWarning: deleting cluster-scoped resources, not scoped to the provided namespace',
    ],
    ['top node', 'error: Metrics API not available', { code: 1 }],
  ],
};
