/** The tables of what runs pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController, Job, CronJob. */
import { duration, since } from './age.ts';
import { ageColumn, ageOf, type Cell, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { joinedOrNone, listAt, mapAt, none, numberAt, textAt, textsAt, valueAt } from './fields.ts';

const templateColumns = [wide('Containers'), wide('Images'), wide('Selector')];

/** @param path of the template's containers */
function templateCells(object: object, path: string, selector: string): Cell[] {
  const containers = listAt(object, path);
  const texts = (field: string) => containers.map((container) => textAt(container, field)).join(',');
  return [texts('name'), texts('image'), selector];
}

/** A label selector as people write it: `app=web,tier in (back,front)`. A ReplicationController's is a map of labels. */
export function showSelector(selector: unknown): string {
  const isMap = Object.values(selector ?? {}).every((value) => typeof value === 'string');
  const labels = isMap ? (selector ?? {}) : mapAt(selector, 'matchLabels');
  const equals = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const rules = listAt(selector, 'matchExpressions').map((rule) => {
    const [key, values] = [textAt(rule, 'key'), textsAt(rule, 'values').join(',')];
    const shown: Record<string, string> = {
      In: `${key} in (${values})`,
      NotIn: `${key} notin (${values})`,
      Exists: key,
    };
    return shown[textAt(rule, 'operator')] ?? `!${key}`;
  });
  return joinedOrNone([...equals, ...rules].sort());
}

const podContainers = 'spec.template.spec.containers';

const deployment: KindTable = {
  columns: [nameColumn, column('Ready'), column('Up-to-date'), column('Available'), ageColumn, ...templateColumns],
  cells: (object, now) => [
    nameOf(object),
    `${numberAt(object, 'status.readyReplicas')}/${numberAt(object, 'spec.replicas')}`,
    numberAt(object, 'status.updatedReplicas'),
    numberAt(object, 'status.availableReplicas'),
    ageOf(object, now),
    ...templateCells(object, podContainers, showSelector(valueAt(object, 'spec.selector'))),
  ],
};

const replicaSet: KindTable = {
  columns: [
    nameColumn,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    ageColumn,
    ...templateColumns,
  ],
  cells: (object, now) => [
    nameOf(object),
    numberAt(object, 'spec.replicas'),
    numberAt(object, 'status.replicas'),
    numberAt(object, 'status.readyReplicas'),
    ageOf(object, now),
    ...templateCells(object, podContainers, showSelector(valueAt(object, 'spec.selector'))),
  ],
};

const statefulSet: KindTable = {
  columns: [nameColumn, column('Ready'), ageColumn, wide('Containers'), wide('Images')],
  cells: (object, now) => [
    nameOf(object),
    `${numberAt(object, 'status.readyReplicas')}/${numberAt(object, 'spec.replicas')}`,
    ageOf(object, now),
    ...templateCells(object, podContainers, '').slice(0, 2),
  ],
};

const daemonSet: KindTable = {
  columns: [
    nameColumn,
    ...['Desired', 'Current', 'Ready', 'Up-to-date', 'Available'].map((name) => column(name, 'integer')),
    column('Node Selector'),
    ageColumn,
    ...templateColumns,
  ],
  cells: (object, now) => [
    nameOf(object),
    numberAt(object, 'status.desiredNumberScheduled'),
    numberAt(object, 'status.currentNumberScheduled'),
    numberAt(object, 'status.numberReady'),
    numberAt(object, 'status.updatedNumberScheduled'),
    numberAt(object, 'status.numberAvailable'),
    showSelector(mapAt(object, 'spec.template.spec.nodeSelector')),
    ageOf(object, now),
    ...templateCells(object, podContainers, showSelector(valueAt(object, 'spec.selector'))),
  ],
};

const job: KindTable = {
  columns: [nameColumn, column('Status'), column('Completions'), column('Duration'), ageColumn, ...templateColumns],
  cells: (object, now) => [
    nameOf(object),
    jobStatus(object),
    completions(object),
    jobDuration(object, now),
    ageOf(object, now),
    ...templateCells(object, podContainers, showSelector(valueAt(object, 'spec.selector'))),
  ],
};

function jobStatus(object: object): string {
  const conditions = listAt(object, 'status.conditions').filter(({ status }) => status === 'True');
  const has = (type: string) => conditions.some((condition) => condition.type === type);
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (valueAt(object, 'metadata.deletionTimestamp') !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completions(object: object): string {
  const done = numberAt(object, 'status.succeeded');
  const wanted = valueAt(object, 'spec.completions');
  if (wanted !== undefined) return `${done}/${wanted}`;
  const parallelism = numberAt(object, 'spec.parallelism');
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function jobDuration(object: object, now: number): string {
  const start = Date.parse(textAt(object, 'status.startTime'));
  if (Number.isNaN(start)) return '';
  const end = Date.parse(textAt(object, 'status.completionTime'));
  return duration((Number.isNaN(end) ? now : end) - start);
}

const cronJob: KindTable = {
  columns: [
    nameColumn,
    column('Schedule'),
    column('Timezone'),
    column('Suspend', 'boolean'),
    column('Active', 'integer'),
    column('Last Schedule'),
    ageColumn,
    ...templateColumns,
  ],
  cells(object, now) {
    const last = valueAt(object, 'status.lastScheduleTime');
    return [
      nameOf(object),
      textAt(object, 'spec.schedule'),
      textAt(object, 'spec.timeZone', none),
      valueAt(object, 'spec.suspend') === true ? 'True' : 'False',
      listAt(object, 'status.active').length,
      last === undefined ? none : since(last, now),
      ageOf(object, now),
      ...templateCells(
        object,
        'spec.jobTemplate.spec.template.spec.containers',
        showSelector(valueAt(object, 'spec.jobTemplate.spec.selector')),
      ),
    ];
  },
};

/** By kind. */
export const workloadTables: Record<string, KindTable> = {
  Deployment: deployment,
  ReplicaSet: replicaSet,
  Job: job,
  CronJob: cronJob,
  DaemonSet: daemonSet,
  ReplicationController: replicaSet,
  StatefulSet: statefulSet,
};
