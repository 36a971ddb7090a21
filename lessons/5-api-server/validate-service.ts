/**
 * Given: what is wrong with a Service. Addresses and node ports are given out later, so they may be missing.
 *
 * Source: Kubernetes API reference 1.32, "Service"; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { childField, duplicate, forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { duplicates, eachItem, named, oneOf, portNumber } from './field-checks.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { faultsAt, labelFaultsAt } from './validate-metadata.ts';
import { labelFaults, portNameFaults, subdomainFaults } from './validate-names.ts';

export const serviceFaults: Faults = (service) => {
  const spec = fieldsIn(service, 'spec');
  const isBare = spec.clusterIP === 'None' || spec.type === 'ExternalName';
  const portsMissing = itemsIn(spec, 'ports').length === 0 && !isBare;
  return [
    ...(portsMissing ? [required('spec.ports')] : []),
    ...eachItem(spec, 'spec', 'ports', (port, at) => portFaults(port, at, spec)),
    ...duplicates(spec, 'spec', 'ports', 'name'),
    ...samePortFaults(spec),
    ...labelFaultsAt('spec.selector', fieldsIn(spec, 'selector') as Record<string, string>),
    ...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
    ...oneOf('spec.type', spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']),
    ...(spec.type === 'ExternalName' ? named('spec.externalName', spec.externalName, subdomainFaults) : []),
    ...addressFaults(spec),
  ];
};

function portFaults({ name, port, targetPort, protocol, nodePort }: Fields, field: string, spec: Fields): FieldError[] {
  const isAlone = itemsIn(spec, 'ports').length === 1;
  const isInside = (spec.type ?? 'ClusterIP') === 'ClusterIP';
  return [
    ...(name || !isAlone ? named(`${field}.name`, name, labelFaults) : []),
    ...portNumber(`${field}.port`, port),
    ...oneOf(`${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
    ...targetFaults(`${field}.targetPort`, targetPort),
    ...(nodePort && isInside
      ? [forbiddenField(`${field}.nodePort`, "may not be used when `type` is 'ClusterIP'")]
      : []),
  ];
}

function targetFaults(field: string, target: unknown): FieldError[] {
  if (target === undefined) return [];
  return typeof target === 'string' ? faultsAt(field, target, portNameFaults(target)) : portNumber(field, target);
}

/** Two ports with the same number and protocol. */
function samePortFaults(spec: Fields): FieldError[] {
  const seen = new Set<string>();
  return eachItem(spec, 'spec', 'ports', ({ port, protocol }, at) => {
    const key = `${port}/${protocol}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [duplicate(at, { port, protocol })];
  });
}

const address = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function addressFaults({ type, clusterIP }: Fields): FieldError[] {
  if (!clusterIP || clusterIP === 'None') return [];
  if (type === 'ExternalName') {
    return [forbiddenField('spec.clusterIPs[0]', "may not be set when `type` is 'ExternalName'")];
  }
  const numbers = address.exec(String(clusterIP))?.slice(1) ?? [];
  const isAddress = numbers.length === 4 && numbers.every((number) => Number(number) <= 255);
  const detail = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  return isAddress ? [] : [invalidValue('spec.clusterIPs[0]', clusterIP, detail)];
}

/** Its address stays: clients have it in their caches. */
export const serviceUpdateFaults: UpdateFaults = (service, old) => {
  const [spec, before] = [fieldsIn(service, 'spec'), fieldsIn(old, 'spec')];
  const hasAddress = before.clusterIP && before.type !== 'ExternalName' && spec.type !== 'ExternalName';
  // An update without the address keeps the one there is.
  if (!hasAddress || spec.clusterIP === undefined || spec.clusterIP === before.clusterIP) return [];
  return [
    invalidValue(childField('spec', 'clusterIPs[0]'), spec.clusterIPs ?? [spec.clusterIP], 'may not change once set'),
  ];
};
