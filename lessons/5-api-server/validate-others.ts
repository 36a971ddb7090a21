/**
 * Given: what is wrong with the other kinds.
 *
 * Source: Kubernetes API reference 1.32; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { amounts, eachItem, mustBeThere, notNegative, oneOf, positive, unchanged } from './field-checks.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import { sameValue } from './json-value.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { faultsAt } from './validate-metadata.ts';
import { qualifiedNameFaults, subdomainFaults } from './validate-names.ts';
import { jobSpecFaults } from './validate-workloads.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function accessModeFaults(spec: Fields, detail = ''): FieldError[] {
  const modes = (spec.accessModes ?? []) as string[];
  if (modes.length === 0) return [required('spec.accessModes', detail)];
  return modes.flatMap((mode) => oneOf('spec.accessModes', mode, accessModes));
}

const claimFaults: Faults = (claim) => {
  const spec = fieldsIn(claim, 'spec');
  const requests = fieldsIn(fieldsIn(spec, 'resources'), 'requests');
  return [
    ...accessModeFaults(spec, 'at least 1 access mode is required'),
    ...mustBeThere('spec.resources[storage]', requests.storage),
    ...amounts('spec.resources', requests),
  ];
};

/** What a PersistentVolume has beside its source. */
const volumeFields = [
  ...['accessModes', 'capacity', 'claimRef', 'mountOptions', 'nodeAffinity', 'persistentVolumeReclaimPolicy'],
  ...['storageClassName', 'volumeMode', 'volumeAttributesClassName'],
];

const volumeFaults: Faults = (volume) => {
  const spec = fieldsIn(volume, 'spec');
  const sources = Object.keys(spec).filter((field) => !volumeFields.includes(field));
  const policies = ['Delete', 'Recycle', 'Retain'];
  return [
    ...accessModeFaults(spec),
    ...(spec.capacity ? amounts('spec.capacity', spec.capacity as Fields) : [required('spec.capacity')]),
    ...(sources.length === 0 ? [required('spec', 'must specify a volume type')] : []),
    ...oneOf('spec.persistentVolumeReclaimPolicy', spec.persistentVolumeReclaimPolicy, policies),
  ];
};

const ingressFaults: Faults = (ingress) => {
  const spec = fieldsIn(ingress, 'spec');
  const isEmpty = itemsIn(spec, 'rules').length === 0 && !spec.defaultBackend;
  const detail = 'either `defaultBackend` or `rules` must be specified';
  return [
    ...(isEmpty ? [invalidValue('spec', [], detail)] : []),
    ...(spec.defaultBackend ? backendFaults(spec.defaultBackend as Fields, 'spec.defaultBackend') : []),
    ...eachItem(spec, 'spec', 'rules', (rule, at) => [
      ...(rule.host ? hostFaults(`${at}.host`, String(rule.host)) : []),
      ...eachItem(fieldsIn(rule, 'http'), `${at}.http`, 'paths', pathFaults),
    ]),
  ];
};

function hostFaults(field: string, host: string): FieldError[] {
  return faultsAt(field, host, subdomainFaults(host.replace(/^\*\./, '')));
}

function pathFaults({ path, pathType, backend }: Fields, field: string): FieldError[] {
  const isAbsolute = path === undefined || String(path).startsWith('/');
  return [
    ...mustBeThere(`${field}.pathType`, pathType, 'pathType must be specified'),
    ...oneOf(`${field}.pathType`, pathType, ['Exact', 'ImplementationSpecific', 'Prefix']),
    ...(isAbsolute ? [] : [invalidValue(`${field}.path`, path, 'must be an absolute path')]),
    ...backendFaults((backend ?? {}) as Fields, `${field}.backend`),
  ];
}

function backendFaults({ service, resource }: Fields, field: string): FieldError[] {
  if (resource) return [];
  const { name, port } = (service ?? {}) as Fields;
  const hasPort = Object.keys((port ?? {}) as Fields).length > 0;
  return [
    ...mustBeThere(`${field}.service.name`, name),
    ...(hasPort ? [] : [required(`${field}.service.port`, 'port name or number is required')]),
  ];
}

const budgetFaults: Faults = (budget) => {
  const { minAvailable, maxUnavailable } = fieldsIn(budget, 'spec');
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  const shown = { minAvailable, maxUnavailable };
  return [invalidValue('spec', shown, 'minAvailable and maxUnavailable cannot be both set')];
};

const autoscalerFaults: Faults = (autoscaler) => {
  const spec = fieldsIn(autoscaler, 'spec');
  const { minReplicas = 1, maxReplicas } = spec;
  const isBelow = Number(maxReplicas) < Number(minReplicas);
  return [
    ...(Number(minReplicas) >= 1
      ? []
      : [invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]),
    ...(maxReplicas === undefined ? [required('spec.maxReplicas')] : positive('spec.maxReplicas', maxReplicas)),
    ...(isBelow
      ? [invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...['kind', 'name'].flatMap((name) =>
      mustBeThere(`spec.scaleTargetRef.${name}`, fieldsIn(spec, 'scaleTargetRef')[name]),
    ),
  ];
};

const leaseFaults: Faults = (lease) => {
  const { leaseDurationSeconds, leaseTransitions } = fieldsIn(lease, 'spec');
  return [
    ...positive('spec.leaseDurationSeconds', leaseDurationSeconds),
    ...notNegative('spec.leaseTransitions', leaseTransitions),
  ];
};

const nodeFaults: Faults = (node) =>
  eachItem(fieldsIn(node, 'spec'), 'spec', 'taints', ({ key, effect }, field) => [
    ...faultsAt(`${field}.key`, key ?? '', qualifiedNameFaults(String(key ?? ''))),
    ...(effect ? [] : [required(`${field}.effect`)]),
    ...oneOf(`${field}.effect`, effect || undefined, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  ]);

const cronJobFaults: Faults = (cronJob) => {
  const spec = fieldsIn(cronJob, 'spec');
  return [
    ...mustBeThere('spec.schedule', spec.schedule),
    ...oneOf('spec.concurrencyPolicy', spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']),
    ...notNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...jobSpecFaults(fieldsIn(fieldsIn(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec'),
  ];
};

const classValueMax = 1_000_000_000;

const priorityClassFaults: Faults = ({ metadata, value }) => {
  const isTooHigh = Number(value) > classValueMax && !metadata.name.startsWith('system-');
  const detail = `maximum allowed value of a user defined priority is ${classValueMax}`;
  return isTooHigh ? [forbiddenField('value', detail)] : [];
};

const quotaFaults: Faults = (quota) => amounts('spec.hard', fieldsIn(fieldsIn(quota, 'spec'), 'hard'));

const endpointSliceFaults: Faults = ({ addressType }) => [
  ...mustBeThere('addressType', addressType),
  ...oneOf('addressType', addressType, ['FQDN', 'IPv4', 'IPv6']),
];

const eventFaults: Faults = (event) => {
  const involved = fieldsIn(event, 'involvedObject').namespace ?? '';
  const fits = involved === event.metadata.namespace || (involved === '' && event.metadata.namespace === 'default');
  return fits ? [] : [invalidValue('involvedObject.namespace', involved, 'does not match event.namespace')];
};

export const otherFaults: Record<string, Faults> = {
  CronJob: cronJobFaults,
  EndpointSlice: endpointSliceFaults,
  Event: eventFaults,
  HorizontalPodAutoscaler: autoscalerFaults,
  Ingress: ingressFaults,
  Lease: leaseFaults,
  Node: nodeFaults,
  PersistentVolume: volumeFaults,
  PersistentVolumeClaim: claimFaults,
  PodDisruptionBudget: budgetFaults,
  PriorityClass: priorityClassFaults,
  ResourceQuota: quotaFaults,
};

export const otherUpdateFaults: Record<string, UpdateFaults> = {
  PriorityClass: (priorityClass, old) =>
    priorityClass.value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')],

  PersistentVolumeClaim(claim, old) {
    const [spec, before] = [fieldsIn(claim, 'spec'), fieldsIn(old, 'spec')];
    const { volumeName, resources: _, ...rest } = spec;
    const { volumeName: bound, resources: __, ...restBefore } = before;
    if (sameValue(rest, restBefore) && (!bound || bound === volumeName)) return [];
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    return [forbiddenField('spec', detail)];
  },

  StorageClass: (storageClass, old) =>
    ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'].flatMap((field) =>
      unchanged(field, storageClass[field], old[field]),
    ),

  EndpointSlice: (slice, old) => unchanged('addressType', slice.addressType, old.addressType),
};
