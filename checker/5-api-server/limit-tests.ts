/** LimitRanges: a part of 5.5. */
import { limitRanger } from '#api-server/admission/limit-ranger.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show } from '../judge/exercise.ts';
import { ask, createOf, isRefused, newPod, objectOf, passes, stepOf } from './admission-hand.ts';
import { createCluster } from './cluster.ts';
import { type Fields, podOf, podWith } from './manifests.ts';
import { writeOf } from './writes.ts';

const range = (name: string, ...limits: Fields[]) => objectOf('LimitRange', name, { spec: { limits } });
const container = (fields: Fields): Fields => ({ type: 'Container', ...fields });
const note = 'LimitRanger plugin set:';

const fills: [
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

const judged: [ranges: KubernetesObject[], write: Write, fault: string | undefined, because: string][] = [
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

export function declareLimitTests(test: DeclareTest): void {
  test('A24', 'a container gets what it does not say', async (t) => {
    await t.forEach(fills, async ([ranges, resources, becomes, says, because]) => {
      for (const each of ranges)
        t.step(`LimitRange ${each.metadata.namespace}/${each.metadata.name} ${show(each.spec)}`);
      const asked = newPod({ resources });
      stepOf(t, asked);
      const { write } = await ask(limitRanger(createCluster(ranges)), 'mutate', asked);
      const { containers = [] } = (write?.object?.spec ?? {}) as { containers?: { resources?: Fields }[] };
      t.equal(containers[0]?.resources ?? {}, becomes, because);
      const annotations = write?.object?.metadata.annotations ?? {};
      t.equal(annotations['kubernetes.io/limit-ranger'], says, 'the annotation tells what was filled in');
      t.equal(asked, newPod({ resources }), 'the write that was handed in stays as it was');
    });
  });

  test('A24', 'what is beyond a bound is refused, with all that is wrong', async (t) => {
    await t.forEach(judged, async ([ranges, asked, fault, because]) => {
      for (const each of ranges) t.step(`LimitRange ${show(each.spec)}`);
      stepOf(t, asked);
      const ended = await ask(limitRanger(createCluster(ranges)), 'validate', asked);
      if (fault === undefined) passes(t, ended, asked, because);
      else
        isRefused(
          t,
          ended,
          ['Forbidden', `${asked.resource.resource} "${asked.name}" is forbidden: ${fault}`],
          because,
        );
    });
  });
}
