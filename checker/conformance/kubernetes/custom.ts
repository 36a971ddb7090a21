import { definition, widget } from './manifests.ts';
import type { Since, Story } from './step.ts';

const since: Since = [24, 'the flag --subresource is new'];
const shown: Since = [24, 'it shows what --subresource has written'];

export const custom: Story = {
  name: 'custom resources',
  steps: [
    ['apply -f -', 'customresourcedefinition.apiextensions.k8s.io/widgets.example.com created', { input: definition }],
    [
      'wait --for=condition=Established crd/widgets.example.com --timeout=5s',
      'customresourcedefinition.apiextensions.k8s.io/widgets.example.com condition met',
    ],
    ['apply -f -', 'widget.example.com/w1 created', { input: widget('size: 3') }],
    ['apply -f -', 'widget.example.com/w1 unchanged', { input: widget('size: 3') }],
    ['get widgets', 'NAME  SIZE\nw1  3'],
    ['get wg -o name', 'widget.example.com/w1'],
    ['explain widget.spec.size', /FIELD:\s+size <integer>\n+DESCRIPTION:\n {2}How large it is\./],
    [
      'apply -f -',
      'The Widget "w1" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
      { input: widget('size: 0'), code: 1 },
    ],
    ['apply -f -', 'widget.example.com/w1 configured', { input: widget('size: 5') }],
    [
      'apply --server-side --force-conflicts -f -',
      'widget.example.com/w1 serverside-applied',
      { input: widget('size: 6') },
    ],
    ['patch wg w1 --type merge -p \'{"spec":{"size":7}}\'', 'widget.example.com/w1 patched'],
    [
      'patch wg w1 -p \'{"spec":{"size":7}}\'',
      'error: application/strategic-merge-patch+json is not supported by example.com/v1, Kind=Widget: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
      {
        code: 1,
        older: /^Error from server \(UnsupportedMediaType\): the body of the request was in an unknown format/,
      },
    ],
    [
      'patch wg w1 --subresource=status --type merge -p \'{"spec":{"size":9},"status":{"phase":"Good"}}\'',
      'widget.example.com/w1 patched',
      { since },
    ],
    ["get wg w1 -o jsonpath='{.spec.size} {.status.phase} {.metadata.generation}'", '7 Good 4', { since: shown }],
    [
      'describe wg w1',
      /^Name: {2}w1\nNamespace: {2}NAMESPACE\n[\s\S]*\nSpec:\n {2}Size: {2}7\nStatus:\n {2}Phase: {2}Good\nEvents: {2}<none>$/,
      { since: shown },
    ],
    ['delete wg --all', 'widget.example.com "w1" deleted'],
    [
      'delete crd widgets.example.com',
      'customresourcedefinition.apiextensions.k8s.io "widgets.example.com" deleted\nWarning: deleting cluster-scoped resources, not scoped to the provided namespace',
    ],
    [
      'get widgets',
      'Error from server (NotFound): Unable to list "example.com/v1, Resource=widgets": the server could not find the requested resource',
      { code: 1 },
    ],
  ],
};
