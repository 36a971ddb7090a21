/**
 * Given: what is wrong with DaemonSets, StatefulSets and ReplicationControllers: what makes pods from a template, too.
 *
 * Source: Kubernetes API reference 1.32; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { notNegative, oneOf, unchanged } from './field-checks.ts';
import { type Fields, fieldsIn } from './fields.ts';
import { sameValue } from './json-value.ts';
import type { LabelSelector } from './label-match.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { selectorFaults } from './validate-selector.ts';
import { templateFaults } from './validate-workloads.ts';

const selectorField = 'spec.selector';

/** @param what as in `empty selector is invalid for statefulset` */
function ownPodFaults(spec: Fields, what: string): FieldError[] {
  const selector = spec.selector as LabelSelector | undefined;
  if (!selector) return [required(selectorField), ...templateFaults(spec, selector)];
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const isEmpty = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
  return [
    ...selectorFaults(selectorField, selector),
    ...(isEmpty ? [invalidValue(selectorField, selector, `empty selector is invalid for ${what}`)] : []),
    ...templateFaults(spec, selector),
  ];
}

const strategies = ['OnDelete', 'RollingUpdate'];

function strategyFaults(spec: Fields): FieldError[] {
  return oneOf('spec.updateStrategy.type', fieldsIn(spec, 'updateStrategy').type, strategies);
}

function numbersNotNegative(spec: Fields, ...fields: string[]): FieldError[] {
  return fields.flatMap((field) => notNegative(`spec.${field}`, spec[field]));
}

const daemonSetFaults: Faults = (daemonSet) => {
  const spec = fieldsIn(daemonSet, 'spec');
  return [
    ...ownPodFaults(spec, 'daemonset'),
    ...numbersNotNegative(spec, 'minReadySeconds'),
    ...strategyFaults(spec),
    ...numbersNotNegative(spec, 'revisionHistoryLimit'),
  ];
};

const statefulSetFaults: Faults = (statefulSet) => {
  const spec = fieldsIn(statefulSet, 'spec');
  const policy = spec.podManagementPolicy;
  const isKnown = policy === 'OrderedReady' || policy === 'Parallel';
  const field = 'spec.podManagementPolicy';
  return [
    ...(isKnown ? [] : [invalidValue(field, policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...strategyFaults(spec),
    ...numbersNotNegative(spec, 'replicas', 'minReadySeconds'),
    ...ownPodFaults(spec, 'statefulset'),
  ];
};

const replicationControllerFaults: Faults = (controller) => {
  const spec = fieldsIn(controller, 'spec');
  const matchLabels = fieldsIn(spec, 'selector') as Record<string, string>;
  const isEmpty = Object.keys(matchLabels).length === 0;
  return [
    ...numbersNotNegative(spec, 'minReadySeconds'),
    ...(isEmpty ? [required(selectorField)] : []),
    ...numbersNotNegative(spec, 'replicas'),
    ...(spec.template ? templateFaults(spec, isEmpty ? undefined : { matchLabels }) : [required('spec.template')]),
  ];
};

const changeable = [
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy'],
  ...['minReadySeconds', 'revisionHistoryLimit'],
];
const onlyThese =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

const statefulSetUpdateFaults: UpdateFaults = (statefulSet, old) => {
  const rest = (object: object) =>
    Object.fromEntries(Object.entries(fieldsIn(object, 'spec')).filter(([field]) => !changeable.includes(field)));
  return sameValue(rest(statefulSet), rest(old)) ? [] : [forbiddenField('spec', onlyThese)];
};

export const setFaults: Record<string, Faults> = {
  DaemonSet: daemonSetFaults,
  ReplicationController: replicationControllerFaults,
  StatefulSet: statefulSetFaults,
};

export const setUpdateFaults: Record<string, UpdateFaults> = {
  DaemonSet: (daemonSet, old) =>
    unchanged(selectorField, fieldsIn(daemonSet, 'spec').selector, fieldsIn(old, 'spec').selector),
  StatefulSet: statefulSetUpdateFaults,
};
