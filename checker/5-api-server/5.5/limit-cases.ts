/** LimitRanges: what they fill in, and what they refuse. */
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createOf, newPod, objectOf } from '../admission-hand.ts';
import { type Fields, podOf, podWith } from '../manifests.ts';
import { writeOf } from '../writes.ts';

const range = (name: string, ...limits: Fields[]) => objectOf('LimitRange', name, { spec: { limits } });
const container = (fields: Fields): Fields => ({ type: 'Container', ...fields });
/** How the annotation begins. */
export const note = 'LimitRanger plugin set:';

/** What a container says, what it becomes, and what the annotation says. */
export const fills: [
  ranges: KubernetesObject[],
  resources: Fields,
  becomes: Fields,
  note: string | undefined,
  because: string,
][] = [
  [[], {}, {}, undefined, 'there is no LimitRange'],
  [
    [range('a', container({ defaultRequest: { cpu: '100m' } }))],
    {},
    { requests: { cpu: '100m' } },
    `${note} cpu request for container web`,
    'it says nothing of cpu',
  ],
  [
    [range('a', container({ default: { cpu: '1' } }))],
    {},
    { limits: { cpu: '1' } },
    `${note} cpu limit for container web`,
    '`default` is for limits',
  ],
  [
    [range('a', container({ defaultRequest: { cpu: '100m', memory: '1Mi' }, default: { memory: '1Gi' } }))],
    { requests: { cpu: '2' } },
    { limits: { memory: '1Gi' }, requests: { cpu: '2', memory: '1Mi' } },
    `${note} memory request for container web; memory limit for container web`,
    'resource by resource, where it says nothing',
  ],
  [
    [range('a', container({ defaultRequest: { cpu: '100m' } }))],
    { limits: { cpu: '2' } },
    { limits: { cpu: '2' } },
    undefined,
    'what has a limit of its own requests by that limit',
  ],
  [
    [range('a', container({ default: { cpu: '1' } }))],
    { limits: { cpu: '0' } },
    { limits: { cpu: '0' } },
    undefined,
    '0 is what it says',
  ],
  [[range('a', { type: 'Pod', default: { cpu: '1' } })], {}, {}, undefined, 'defaults are for containers'],
  [
    [range('a', container({ default: { cpu: '1' } }))],
    { claims: [{ name: 'gpu' }] },
    { claims: [{ name: 'gpu' }], limits: { cpu: '1' } },
    `${note} cpu limit for container web`,
    'whatever else stands in its `resources` stays there',
  ],
  [
    [{ ...range('a', container({ default: { cpu: '1' } })), metadata: { name: 'a', namespace: 'prod' } }],
    {},
    {},
    undefined,
    'it is a LimitRange of another namespace',
  ],
  [
    [range('b', container({ default: { cpu: '2', memory: '2Gi' } })), range('a', container({ default: { cpu: '1' } }))],
    {},
    { limits: { cpu: '1', memory: '2Gi' } },
    `${note} cpu limit for container web; memory limit for container web`,
    'the ranges come by their names: what the first has filled in, the second finds there',
  ],
];

const max = (amounts: Fields) => [range('a', container({ max: amounts }))];
const min = (amounts: Fields) => [range('a', container({ min: amounts }))];
const limits = (cpu: string) => newPod({ resources: { limits: { cpu } } });
const claim = (storage: string) =>
  createOf(objectOf('PersistentVolumeClaim', 'data', { spec: { resources: { requests: { storage } } } }));
const two = (cpu: string): Fields[] => ['a', 'b'].map((name) => ({ name, image: 'x', resources: { limits: { cpu } } }));

/** What is held against which ranges, and the fault that is told, if it has one. */
export const judged: [ranges: KubernetesObject[], write: Write, fault: string | undefined, because: string][] = [
  [max({ cpu: '1' }), limits('1'), undefined, 'it is the most that it may be'],
  [
    max({ cpu: '1' }),
    limits('1001m'),
    'maximum cpu usage per Container is 1, but limit is 1001m',
    'it is more than that',
  ],
  [
    max({ cpu: '1' }),
    newPod(),
    'maximum cpu usage per Container is 1.  No limit is specified',
    'without a limit it may take any',
  ],
  [min({ cpu: '500m' }), newPod({ resources: { requests: { cpu: '0.5' } } }), undefined, '0.5 and 500m are the same'],
  [
    min({ cpu: '500m' }),
    newPod({ resources: { requests: { cpu: '400m' } } }),
    'minimum cpu usage per Container is 500m, but request is 400m',
    'it asks for too little',
  ],
  [min({ cpu: '500m' }), limits('2'), undefined, 'what has a limit and no request requests as much'],
  [
    [range('a', container({ min: { cpu: '1' }, max: { memory: '1Gi' } }))],
    newPod(),
    '[minimum cpu usage per Container is 1.  No request is specified, maximum memory usage per Container is 1Gi.  No limit is specified]',
    'all faults are told at once',
  ],
  [
    [range('a', { type: 'Pod', max: { cpu: '3' } })],
    createOf(podOf({ containers: two('2') })),
    'maximum cpu usage per Pod is 3, but limit is 4',
    'the containers of a pod run side by side: their limits add up',
  ],
  [
    [range('a', { type: 'Pod', max: { cpu: '2' } })],
    createOf(podOf({ containers: two('1').slice(1), initContainers: two('2').slice(0, 1) })),
    undefined,
    'an init container runs before the others: the greater of the two counts',
  ],
  [
    [range('a', container({ max: { cpu: '1' } }))],
    createOf(podOf({ containers: two('1').slice(1), initContainers: two('2').slice(0, 1) })),
    'maximum cpu usage per Container is 1, but limit is 2',
    'an init container is a container',
  ],
  [
    [range('a', { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } })],
    claim('2Gi'),
    'maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi',
    'a claim has a type of its own',
  ],
  [
    [range('a', { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } })],
    newPod(),
    undefined,
    'that is a limit for claims',
  ],
  [max({ cpu: '1' }), claim('2Gi'), undefined, 'that is a limit for containers'],
  [
    max({ cpu: '1' }),
    writeOf('update', podWith({}), { old: podWith({}) }),
    undefined,
    'what runs already is not asked again',
  ],
  [max({ cpu: '1' }), createOf(objectOf('ConfigMap', 'a')), undefined, 'a ConfigMap uses nothing'],
];
