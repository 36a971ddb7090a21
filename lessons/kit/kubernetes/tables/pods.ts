/**
 * The table of pods. Its status is what people look at first, and the only one with rules of its own: what goes on in
 * the containers says more than the phase.
 *
 *     phase    containers                      STATUS
 *     Pending  waiting, ErrImagePull           ErrImagePull
 *     Pending  first init container runs       Init:0/1
 *     Running  terminated with exit code 1     Error
 *     Running  and deletionTimestamp           Terminating
 */
import { duration } from './age.ts';
import { ageColumn, ageOf, type Cell, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { type Fields, listAt, none, numberAt, textAt, valueAt } from './fields.ts';

export const podTable: KindTable = {
  columns: [
    nameColumn,
    column('Ready'),
    column('Status'),
    column('Restarts'),
    ageColumn,
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  cells(pod, now) {
    const { ready, restarts, restartedAt, status } = lookAt(pod as Fields);
    const ago = restarts > 0 && restartedAt > 0 ? ` (${duration(now - restartedAt)} ago)` : '';
    return [
      nameOf(pod),
      `${ready}/${countContainers(pod)}`,
      status,
      `${restarts}${ago}`,
      ageOf(pod, now),
      ...wideCells(pod),
    ];
  },
};

function wideCells(pod: object): Cell[] {
  const address = textAt(listAt(pod, 'status.podIPs')[0], 'ip', textAt(pod, 'status.podIP', none));
  return [address, textAt(pod, 'spec.nodeName', none), textAt(pod, 'status.nominatedNodeName', none), gates(pod)];
}

function gates(pod: object): string {
  const wanted = listAt(pod, 'spec.readinessGates');
  const isTrue = (gate: Fields) => conditionOf(pod, textAt(gate, 'conditionType')) === 'True';
  return wanted.length === 0 ? none : `${wanted.filter(isTrue).length}/${wanted.length}`;
}

function conditionOf(object: object, type: string): string {
  return textAt(
    listAt(object, 'status.conditions').find((condition) => condition.type === type),
    'status',
  );
}

/** Init containers that go on running beside the others count as containers. */
function countContainers(pod: object): number {
  return listAt(pod, 'spec.containers').length + listAt(pod, 'spec.initContainers').filter(isSidecar).length;
}

function isSidecar(container: Fields | undefined): boolean {
  return container?.restartPolicy === 'Always';
}

interface Look {
  ready: number;
  restarts: number;
  /** In milliseconds since 1970; zero where nothing was restarted. */
  restartedAt: number;
  status: string;
}

function lookAt(pod: Fields): Look {
  const look: Look = { ready: 0, restarts: 0, restartedAt: 0, status: textAt(pod, 'status.phase', 'Unknown') };
  look.status = textAt(pod, 'status.reason', look.status);
  const gated = listAt(pod, 'status.conditions').some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  if (gated) look.status = 'SchedulingGated';
  const sidecars = { ...look, restarts: 0 };
  const isInitializing = lookAtInits(pod, look, sidecars);
  if (!isInitializing || conditionOf(pod, 'Initialized') === 'True') {
    look.restarts = sidecars.restarts;
    look.restartedAt = sidecars.restartedAt;
    lookAtContainers(pod, look);
  }
  const isOver = ['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase'));
  if (valueAt(pod, 'metadata.deletionTimestamp') !== undefined && !isOver) look.status = 'Terminating';
  return look;
}

/** Notes the first init container that is not done; returns whether there is one. */
function lookAtInits(pod: Fields, look: Look, sidecars: Look): boolean {
  const specs = listAt(pod, 'spec.initContainers');
  for (const [i, status] of listAt(pod, 'status.initContainerStatuses').entries()) {
    const spec = specs.find(({ name }) => name === status.name);
    count(status, look);
    if (isSidecar(spec)) count(status, sidecars);
    const exitCode = valueAt(status, 'state.terminated.exitCode');
    if (exitCode === 0) continue;
    if (isSidecar(spec) && status.started === true) {
      if (status.ready === true) look.ready++;
      continue;
    }
    const waiting = textAt(status, 'state.waiting.reason');
    if (exitCode !== undefined) look.status = `Init:${ending(status)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') look.status = `Init:${waiting}`;
    else look.status = `Init:${i}/${specs.length}`;
    return true;
  }
  return false;
}

/** Of several containers, the first one's trouble is shown. */
function lookAtContainers(pod: Fields, look: Look): void {
  let hasRunning = false;
  for (const status of listAt(pod, 'status.containerStatuses').reverse()) {
    count(status, look);
    const waiting = textAt(status, 'state.waiting.reason');
    if (waiting !== '') look.status = waiting;
    else if (valueAt(status, 'state.terminated') !== undefined) look.status = ending(status);
    else if (status.ready === true && valueAt(status, 'state.running') !== undefined) {
      hasRunning = true;
      look.ready++;
    }
  }
  if (look.status === 'Completed' && hasRunning) {
    look.status = conditionOf(pod, 'Ready') === 'True' ? 'Running' : 'NotReady';
  }
}

function count(status: Fields, look: Look): void {
  look.restarts += numberAt(status, 'restartCount');
  const finishedAt = Date.parse(textAt(status, 'lastState.terminated.finishedAt'));
  if (finishedAt > look.restartedAt) look.restartedAt = finishedAt;
}

function ending(status: Fields): string {
  const reason = textAt(status, 'state.terminated.reason');
  const signal = numberAt(status, 'state.terminated.signal');
  if (reason !== '') return reason;
  return signal === 0 ? `ExitCode:${numberAt(status, 'state.terminated.exitCode')}` : `Signal:${signal}`;
}
