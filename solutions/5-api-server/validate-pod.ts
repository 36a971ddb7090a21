/**
 * Given: what is wrong with a pod, or with the spec that pods are made from.
 *
 * Left out: affinity, topology spread, security contexts beyond their types, and sources of volumes that nothing here runs.
 *
 * Source: Kubernetes API reference 1.32, "Pod"; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { duplicates, eachItem, named, notNegative, oneOf } from './field-checks.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import { sameValue } from './json-value.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { containerFaults, containerNameFaults } from './validate-container.ts';
import { labelFaultsAt } from './validate-metadata.ts';
import { labelFaults, subdomainFaults } from './validate-names.ts';

export const podFaults: Faults = (pod) => podSpecFaults(fieldsIn(pod, 'spec'), 'spec');

export function podSpecFaults(spec: Fields, field: string): FieldError[] {
  const volumes = new Set(itemsIn(spec, 'volumes').map(({ name }) => name));
  return [
    ...eachItem(spec, field, 'volumes', volumeFaults),
    ...duplicates(spec, field, 'volumes', 'name'),
    ...(itemsIn(spec, 'containers').length === 0 ? [required(`${field}.containers`)] : []),
    ...containerNameFaults(spec, field),
    ...eachItem(spec, field, 'containers', (container, at) => containerFaults(container, at, volumes)),
    ...eachItem(spec, field, 'initContainers', (container, at) => containerFaults(container, at, volumes, true)),
    ...oneOf(`${field}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...labelFaultsAt(`${field}.nodeSelector`, fieldsIn(spec, 'nodeSelector') as Record<string, string>),
    ...nameFaults(spec, field),
    ...notNegative(`${field}.terminationGracePeriodSeconds`, spec.terminationGracePeriodSeconds),
    ...deadlineFaults(`${field}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...eachItem(spec, field, 'tolerations', tolerationFaults),
  ];
}

function nameFaults({ serviceAccountName, nodeName, hostname, subdomain }: Fields, field: string): FieldError[] {
  return [
    ...(serviceAccountName ? named(`${field}.serviceAccountName`, serviceAccountName, subdomainFaults) : []),
    ...(nodeName ? named(`${field}.nodeName`, nodeName, subdomainFaults) : []),
    ...(hostname ? named(`${field}.hostname`, hostname, labelFaults) : []),
    ...(subdomain ? named(`${field}.subdomain`, subdomain, labelFaults) : []),
  ];
}

function deadlineFaults(field: string, seconds: unknown): FieldError[] {
  const isGood = seconds === undefined || (Number(seconds) >= 1 && Number(seconds) <= 2_147_483_647);
  return isGood ? [] : [invalidValue(field, seconds, 'must be between 1 and 2147483647, inclusive')];
}

function tolerationFaults({ key, operator = 'Equal', value, effect }: Fields, field: string): FieldError[] {
  const mustExist = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  const mustBeEmpty = "value must be empty when `operator` is 'Exists'";
  return [
    ...(!key && operator !== 'Exists' ? [invalidValue(`${field}.operator`, operator, mustExist)] : []),
    ...oneOf(`${field}.operator`, operator, ['Equal', 'Exists']),
    ...(operator === 'Exists' && value ? [invalidValue(`${field}.operator`, value, mustBeEmpty)] : []),
    ...oneOf(`${field}.effect`, effect || undefined, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  ];
}

/** The field that a source must have. */
const sourceNeeds: Record<string, string> = {
  configMap: 'name',
  secret: 'secretName',
  hostPath: 'path',
  persistentVolumeClaim: 'claimName',
};

function volumeFaults(volume: Fields, field: string): FieldError[] {
  const sources = Object.keys(volume).filter((key) => key !== 'name' && volume[key] !== undefined);
  const others = sources.slice(1);
  return [
    ...named(`${field}.name`, volume.name, labelFaults),
    ...(sources.length === 0 ? [required(field, 'must specify a volume type')] : []),
    ...others.map((source) => forbiddenField(`${field}.${source}`, 'may not specify more than 1 volume type')),
    ...sources.flatMap((source) => {
      const need = sourceNeeds[source];
      return need && !fieldsIn(volume, source)[need] ? [required(`${field}.${source}.${need}`)] : [];
    }),
  ];
}

const fixedText =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** A pod is what it is: a container that runs cannot get another command. Only its images and a little more may change. */
export const podUpdateFaults: UpdateFaults = (pod, old, subresource) => {
  const [spec, before] = [fieldsIn(pod, 'spec'), fieldsIn(old, 'spec')];
  const tolerations = itemsIn(spec, 'tolerations');
  const isKept = itemsIn(before, 'tolerations').every((one) => tolerations.some((other) => sameValue(one, other)));
  const isOwn = subresource === 'ephemeralcontainers';
  const isSame = isOwn || sameValue(spec.ephemeralContainers ?? [], before.ephemeralContainers ?? []);
  if (isKept && isSame && sameValue(withoutChangeable(spec), withoutChangeable(before))) return [];
  return [forbiddenField('spec', fixedText)];
};

/** The spec without what may change; ephemeral containers do so by their own subresource. */
function withoutChangeable(spec: Fields): Fields {
  const { activeDeadlineSeconds: _a, tolerations: _t, ephemeralContainers: _e, ...rest } = spec;
  const blank = (name: string) => itemsIn(spec, name).map(({ image: _, ...container }) => container);
  return { ...rest, containers: blank('containers'), initContainers: blank('initContainers') };
}
