/**
 * Deployments, ReplicaSets and Jobs: what makes pods from a template, and knows its own by a selector.
 *
 * The selector must choose the pods that the template makes. Else the controller makes one, does not see it, makes another …
 * And it never changes: what it chose before would be nobody's.
 *
 * Source: Kubernetes API reference 1.32, "Deployment", "ReplicaSet", "Job"; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { notNegative, oneOf, unchanged } from './field-checks.ts';
import { type Fields, fieldsIn } from './fields.ts';
import type { LabelSelector } from './label-match.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { podSpecFaults } from './validate-pod.ts';

//: solution

import { forbiddenField, notSupported } from '#kit/kubernetes/field-errors.ts';
import { selectorMatches } from './label-match.ts';
import { labelFaultsAt } from './validate-metadata.ts';
import { selectorFaults } from './validate-selector.ts';
//: end

/**
 * What is wrong with a Deployment, beside what it has in common with a ReplicaSet ({@link replicationFaults}, told first):
 *
 *     spec.strategy.type            Recreate or RollingUpdate
 *     spec.strategy.rollingUpdate   Forbidden: may not be specified when strategy `type` is 'Recreate'
 *                                   of a rolling update, {@link rollingUpdateFaults}
 *     spec.revisionHistoryLimit     not negative
 *     spec.progressDeadlineSeconds  must be greater than minReadySeconds
 */
export const deploymentFaults: Faults = (deployment) => {
  //: todo 5.4 List the faults that it shares with a ReplicaSet, then those of the strategy and the numbers.
  const spec = fieldsIn(deployment, 'spec');
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec;
  const isLate = progressDeadlineSeconds !== undefined && Number(progressDeadlineSeconds) <= Number(minReadySeconds);
  return [
    ...replicationFaults(spec),
    ...strategyFaults(fieldsIn(spec, 'strategy')),
    ...notNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...(isLate ? [invalidValue(deadline, progressDeadlineSeconds, 'must be greater than minReadySeconds')] : []),
  ];
  //: end
};
//: solution

const deadline = 'spec.progressDeadlineSeconds';

function strategyFaults({ type, rollingUpdate }: Fields): FieldError[] {
  const field = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate' && rollingUpdate) {
    return [forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'")];
  }
  const numbers = type === 'RollingUpdate' ? rollingUpdateFaults((rollingUpdate ?? {}) as Fields, field) : [];
  return [...oneOf('spec.strategy.type', type, ['Recreate', 'RollingUpdate']), ...numbers];
}
//: end

/**
 *     spec.replicas, spec.minReadySeconds    not negative
 *     spec.selector                          required; what is wrong with it (`selectorFaults`); if it asks for nothing:
 *                                            empty selector is invalid for deployment
 *     spec.template                          {@link templateFaults}
 */
export function replicationFaults(spec: Fields): FieldError[] {
  //: todo 5.4 List the faults of the numbers, the selector and the template.
  const selector = spec.selector as LabelSelector | undefined;
  return [
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...(selector ? selectorFaults('spec.selector', selector) : [required('spec.selector')]),
    ...(selector && isEmpty(selector) ? [invalidValue('spec.selector', selector, emptySelector)] : []),
    ...templateFaults(spec, selector),
  ];
  //: end
}
//: solution

const emptySelector = 'empty selector is invalid for deployment';

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
//: end

/**
 * What is wrong with the template of a Deployment or a ReplicaSet:
 *
 *     spec.template.metadata.labels                   that the selector does not match the labels; what is wrong with them
 *                                                     (`labelFaultsAt`)
 *     spec.template.spec                              {@link podSpecFaults}
 *     spec.template.spec.restartPolicy                anything but Always is not supported: supported values: "Always"
 *     spec.template.spec.activeDeadlineSeconds        Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported
 *
 * The text for the labels is `` `selector` does not match template `labels` ``, and their value the labels. A selector that is missing
 * matches nothing.
 */
export function templateFaults(spec: Fields, selector: LabelSelector | undefined): FieldError[] {
  //: todo 5.4 Compare the labels with the selector; then look at the pod's spec.
  const template = fieldsIn(spec, 'template');
  const labels = fieldsIn(fieldsIn(template, 'metadata'), 'labels') as Record<string, string>;
  const podSpec = fieldsIn(template, 'spec');
  const { restartPolicy = 'Always', activeDeadlineSeconds } = podSpec;
  const field = 'spec.template.spec';
  const deadlineField = `${field}.activeDeadlineSeconds`;
  return [
    ...(selector && selectorMatches(selector, labels) ? [] : [invalidValue(labelsField, labels, mismatch)]),
    ...labelFaultsAt(labelsField, labels),
    ...podSpecFaults(podSpec, field),
    ...(restartPolicy === 'Always' ? [] : [notSupported(`${field}.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbiddenField(deadlineField, noDeadline)]),
  ];
  //: end
}
//: solution

const labelsField = 'spec.template.metadata.labels';
const mismatch = '`selector` does not match template `labels`';
const noDeadline = 'activeDeadlineSeconds in ReplicaSet is not Supported';
//: end

/**
 * Given: `maxUnavailable` and `maxSurge`, each a number or a percentage, not both 0: an update could never begin.
 */
export function rollingUpdateFaults({ maxUnavailable, maxSurge }: Fields, field: string): FieldError[] {
  const zero = (value: unknown) => Number.parseInt(String(value ?? 0), 10) === 0;
  return [
    ...numberOrPercent(`${field}.maxUnavailable`, maxUnavailable),
    ...numberOrPercent(`${field}.maxSurge`, maxSurge),
    ...(zero(maxUnavailable) && zero(maxSurge)
      ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...(Number.parseInt(String(maxUnavailable), 10) > 100 && String(maxUnavailable).endsWith('%')
      ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%')]
      : []),
  ];
}

const percentText =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

function numberOrPercent(field: string, value: unknown): FieldError[] {
  if (typeof value !== 'string') return notNegative(field, value);
  return /^[0-9]+%$/.test(value) ? [] : [invalidValue(field, value, percentText)];
}

/** Given. */
export const replicaSetFaults: Faults = (replicaSet) => replicationFaults(fieldsIn(replicaSet, 'spec'));

/** Given: of a Deployment or a ReplicaSet. */
export const selectorUpdateFaults: UpdateFaults = (object, old) =>
  unchanged('spec.selector', fieldsIn(object, 'spec').selector, fieldsIn(old, 'spec').selector);

/** Given: a Job's pods end, so its template must not start them again for ever. */
export const jobFaults: Faults = (job) => jobSpecFaults(fieldsIn(job, 'spec'), 'spec');

/** Given. */
export function jobSpecFaults(spec: Fields, field: string): FieldError[] {
  const podSpec = fieldsIn(fieldsIn(spec, 'template'), 'spec');
  const restarts = required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"');
  const numbers = ['parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'];
  return [
    ...numbers.flatMap((number) => notNegative(`${field}.${number}`, spec[number])),
    ...oneOf(`${field}.completionMode`, spec.completionMode, ['NonIndexed', 'Indexed']),
    ...podSpecFaults(podSpec, `${field}.template.spec`),
    ...(podSpec.restartPolicy === 'Always' ? [restarts] : []),
  ];
}

/** Given. */
export const jobUpdateFaults: UpdateFaults = (job, old) => {
  const [spec, before] = [fieldsIn(job, 'spec'), fieldsIn(old, 'spec')];
  const fixed = ['completionMode', 'selector', 'template'];
  const completions = spec.completionMode === 'Indexed' ? [] : ['completions'];
  return [...completions, ...fixed].flatMap((field) => unchanged(`spec.${field}`, spec[field], before[field]));
};
