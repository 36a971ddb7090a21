/** The tables of nodes, namespaces, events, and of what sets limits and priorities. */
import { since } from './age.ts';
import { ageColumn, ageOf, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { joinedOrNone, listAt, mapAt, none, numberAt, textAt, valueAt } from './fields.ts';

const namespace: KindTable = {
  columns: [nameColumn, column('Status'), ageColumn],
  cells: (object, now) => [nameOf(object), textAt(object, 'status.phase'), ageOf(object, now)],
};

const node: KindTable = {
  columns: [
    nameColumn,
    column('Status'),
    column('Roles'),
    ageColumn,
    column('Version'),
    wide('Internal-IP'),
    wide('External-IP'),
    wide('OS-Image'),
    wide('Kernel-Version'),
    wide('Container-Runtime'),
  ],
  cells: (object, now) => [
    nameOf(object),
    nodeStatus(object),
    nodeRoles(object),
    ageOf(object, now),
    textAt(object, 'status.nodeInfo.kubeletVersion'),
    addressOf(object, 'InternalIP'),
    addressOf(object, 'ExternalIP'),
    textAt(object, 'status.nodeInfo.osImage', '<unknown>'),
    textAt(object, 'status.nodeInfo.kernelVersion', '<unknown>'),
    textAt(object, 'status.nodeInfo.containerRuntimeVersion', '<unknown>'),
  ],
};

function nodeStatus(object: object): string {
  const ready = listAt(object, 'status.conditions').find(({ type }) => type === 'Ready');
  const states: Record<string, string> = { True: 'Ready', False: 'NotReady', Unknown: 'NotReady' };
  const state = states[textAt(ready, 'status')] ?? 'Unknown';
  return valueAt(object, 'spec.unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

function nodeRoles(object: object): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = mapAt(object, 'metadata.labels');
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(prefix) && key !== prefix) return [key.slice(prefix.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [String(value)] : [];
  });
  return joinedOrNone([...new Set(roles)].sort());
}

function addressOf(object: object, type: string): string {
  const address = listAt(object, 'status.addresses').find((one) => one.type === type);
  return textAt(address, 'address', none);
}

const event: KindTable = {
  columns: [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    wide('Subobject'),
    wide('Source'),
    column('Message'),
    wide('First Seen'),
    wide('Count'),
    { ...wide('Name'), format: 'name' },
  ],
  cells(object, now) {
    const first = valueAt(object, 'firstTimestamp') ?? valueAt(object, 'eventTime');
    const last = valueAt(object, 'series.lastObservedTime') ?? valueAt(object, 'lastTimestamp') ?? first;
    const [kind, name] = [textAt(object, 'involvedObject.kind').toLowerCase(), textAt(object, 'involvedObject.name')];
    return [
      since(last, now),
      textAt(object, 'type'),
      textAt(object, 'reason'),
      name === '' ? kind : `${kind}/${name}`,
      textAt(object, 'involvedObject.fieldPath'),
      sourceOf(object),
      textAt(object, 'message').trim(),
      since(first, now),
      numberAt(object, 'series.count') || numberAt(object, 'count') || 1,
      nameOf(object),
    ];
  },
};

function sourceOf(object: object): string {
  const component = textAt(object, 'source.component', textAt(object, 'reportingComponent'));
  const host = textAt(object, 'source.host', textAt(object, 'reportingInstance'));
  return [component, host].filter((text) => text !== '').join(', ');
}

const resourceQuota: KindTable = {
  columns: [nameColumn, column('Request'), column('Limit'), ageColumn],
  cells(object, now) {
    const used = mapAt(object, 'status.used');
    const shown = Object.entries(mapAt(object, 'status.hard'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([resource, hard]) => ({ resource, text: `${resource}: ${used[resource] ?? '0'}/${hard}` }));
    const isLimit = ({ resource }: { resource: string }) => resource.startsWith('limits.');
    const texts = (items: typeof shown) => items.map(({ text }) => text).join(', ');
    return [
      nameOf(object),
      texts(shown.filter((item) => !isLimit(item))),
      texts(shown.filter(isLimit)),
      ageOf(object, now),
    ];
  },
};

const priorityClass: KindTable = {
  columns: [
    nameColumn,
    column('Value', 'integer'),
    column('Global-Default', 'boolean'),
    ageColumn,
    column('PreemptionPolicy'),
  ],
  cells: (object, now) => [
    nameOf(object),
    numberAt(object, 'value'),
    valueAt(object, 'globalDefault') === true,
    ageOf(object, now),
    textAt(object, 'preemptionPolicy'),
  ],
};

const lease: KindTable = {
  columns: [nameColumn, column('Holder'), ageColumn],
  cells: (object, now) => [nameOf(object), textAt(object, 'spec.holderIdentity'), ageOf(object, now)],
};

/** By kind. */
export const clusterTables: Record<string, KindTable> = {
  Namespace: namespace,
  Node: node,
  Event: event,
  ResourceQuota: resourceQuota,
  PriorityClass: priorityClass,
  Lease: lease,
};
