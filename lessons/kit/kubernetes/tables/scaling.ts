/** The tables of what scales and guards other objects: Scale, HorizontalPodAutoscaler, PodDisruptionBudget. */
import { ageColumn, ageOf, column, type KindTable, nameColumn, nameOf } from './columns.ts';
import { none, numberAt, textAt, valueAt } from './fields.ts';

const scale: KindTable = {
  columns: [nameColumn, column('Desired', 'integer'), column('Available', 'integer'), ageColumn],
  cells: (object, now) => [
    nameOf(object),
    numberAt(object, 'spec.replicas'),
    numberAt(object, 'status.replicas'),
    ageOf(object, now),
  ],
};

const autoscaler: KindTable = {
  columns: ['Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age'].map((name) =>
    name === 'Name' ? nameColumn : column(name),
  ),
  cells(object, now) {
    const target = valueAt(object, 'spec.targetCPUUtilizationPercentage');
    const current = valueAt(object, 'status.currentCPUUtilizationPercentage');
    return [
      nameOf(object),
      `${textAt(object, 'spec.scaleTargetRef.kind')}/${textAt(object, 'spec.scaleTargetRef.name')}`,
      target === undefined ? none : `cpu: ${current === undefined ? '<unknown>' : `${current}%`}/${target}%`,
      textAt(object, 'spec.minReplicas', '<unset>'),
      numberAt(object, 'spec.maxReplicas'),
      numberAt(object, 'status.currentReplicas'),
      ageOf(object, now),
    ];
  },
};

const disruptionBudget: KindTable = {
  columns: [
    nameColumn,
    column('Min Available'),
    column('Max Unavailable'),
    column('Allowed Disruptions', 'integer'),
    ageColumn,
  ],
  cells: (object, now) => [
    nameOf(object),
    textAt(object, 'spec.minAvailable', 'N/A'),
    textAt(object, 'spec.maxUnavailable', 'N/A'),
    numberAt(object, 'status.disruptionsAllowed'),
    ageOf(object, now),
  ],
};

/** By kind. */
export const scalingTables: Record<string, KindTable> = {
  Scale: scale,
  HorizontalPodAutoscaler: autoscaler,
  PodDisruptionBudget: disruptionBudget,
};
