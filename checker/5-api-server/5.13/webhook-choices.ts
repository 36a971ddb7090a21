/** Rule A57: webhooks with selectors, writes, and whether one is asked about the other. */
import type { Webhook } from '#api-server/webhooks.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import type { Fields } from '../manifests.ts';
import { writeOf } from '../writes.ts';

const labelled = (labels?: Record<string, string>) =>
  objectOf('ConfigMap', 'a', { metadata: { name: 'a', namespace: 'dev', labels } });
const web = { matchLabels: { app: 'web' } };
const unlabelled = { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' as const }] };
export const isWeb = labelled({ app: 'web' });
const [isApi, plain] = [labelled({ app: 'api' }), labelled()];
const node: KubernetesObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels: { app: 'api' } } };
const [newWeb, newApi] = [
  namespaceOf('own', { labels: { app: 'web' } }),
  namespaceOf('own', { labels: { app: 'api' } }),
];
const forPods = { operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const forMaps = { ...forPods, resources: ['configmaps'] };

/** What a webhook says of itself, the labels of the namespace "dev", a write, and whether it is asked. */
export const choices: [
  webhook: Partial<Webhook>,
  labels: Fields | undefined,
  write: Write,
  isAsked: boolean,
  because: string,
][] = [
  [{ rules: [forPods, forMaps] }, {}, writeOf('create', plain), true, 'one of its rules matches'],
  [{ rules: [forPods] }, {}, writeOf('create', plain), false, 'none of its rules matches'],
  [{ rules: [] }, {}, writeOf('create', plain), false, 'it has no rules'],
  [{ rules: undefined }, {}, writeOf('create', plain), false, 'it has no rules'],
  [{ objectSelector: web }, {}, writeOf('create', isWeb), true, 'the object has the label'],
  [{ objectSelector: web }, {}, writeOf('create', isApi), false, 'the object has another value'],
  [{ objectSelector: web }, {}, writeOf('create', plain), false, 'the object has no labels'],
  [{ objectSelector: {} }, {}, writeOf('create', plain), true, 'an empty selector matches everything'],
  [{ objectSelector: unlabelled }, {}, writeOf('create', plain), true, 'the object has no such label'],
  [
    { objectSelector: unlabelled },
    {},
    writeOf('create', isWeb),
    false,
    'the object has the label, and an old object that is not there is not one without labels',
  ],
  [{ objectSelector: unlabelled }, {}, writeOf('delete', isWeb), false, 'what is to be deleted has the label'],
  [{ objectSelector: web }, {}, writeOf('update', isWeb, { old: plain }), true, 'the new object has the label'],
  [
    { objectSelector: web },
    {},
    writeOf('update', plain, { old: isWeb }),
    true,
    'the old object has the label: or one could slip away by taking it off',
  ],
  [{ objectSelector: web }, {}, writeOf('update', plain, { old: isApi }), false, 'neither has the label'],
  [{ objectSelector: web }, {}, writeOf('delete', isWeb), true, 'what is to be deleted has the label'],
  [{ objectSelector: web }, {}, writeOf('delete', isApi), false, 'what is to be deleted has another value'],
  [{ namespaceSelector: web }, { app: 'web' }, writeOf('create', isApi), true, 'the namespace has the label'],
  [
    { namespaceSelector: web },
    {},
    writeOf('create', isWeb),
    false,
    'the labels are those of the namespace, not of the object',
  ],
  [{ namespaceSelector: web }, { app: 'web' }, writeOf('delete', isApi), true, 'the namespace has the label'],
  [{ namespaceSelector: unlabelled }, {}, writeOf('create', isWeb), true, 'the namespace has no such label'],
  [{ namespaceSelector: web }, undefined, writeOf('create', isWeb), false, 'the namespace has no labels at all'],
  [{ namespaceSelector: unlabelled }, undefined, writeOf('create', isWeb), true, 'the namespace has no labels at all'],
  [
    { namespaceSelector: web, objectSelector: web },
    { app: 'web' },
    writeOf('create', isWeb),
    true,
    'both selectors match',
  ],
  [
    { namespaceSelector: web, objectSelector: web },
    { app: 'web' },
    writeOf('create', isApi),
    false,
    'both selectors must match',
  ],
  [{ namespaceSelector: web }, {}, writeOf('create', newWeb), true, 'of a namespace it is its own labels'],
  [{ namespaceSelector: web }, { app: 'web' }, writeOf('create', newApi), false, 'of a namespace it is its own labels'],
  [
    { namespaceSelector: web },
    {},
    writeOf('update', newWeb, { old: newApi }),
    true,
    'of a namespace that changes it is the labels that it will have',
  ],
  [
    { namespaceSelector: web },
    {},
    writeOf('update', newApi, { old: newWeb }),
    false,
    'of a namespace that changes it is the labels that it will have',
  ],
  [
    { namespaceSelector: web },
    {},
    writeOf('delete', newWeb),
    true,
    'of a namespace it is its own labels, also when it goes',
  ],
  [
    { namespaceSelector: web },
    {},
    writeOf('create', node),
    true,
    'a node is in no namespace, so this selector does not count',
  ],
];
