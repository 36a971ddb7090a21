/**
 * Given: what is wrong with a container.
 *
 * Source: Kubernetes API reference 1.32, "Container"; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { duplicate, forbiddenField, invalidValue, required } from '#kit/kubernetes/field-errors.ts';
import { canonicalQuantity, compareQuantities } from '#kit/kubernetes/quantity.ts';
import { amounts, duplicates, eachItem, mustBeThere, named, notNegative, oneOf, portNumber } from './field-checks.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import { faultsAt } from './validate-metadata.ts';
import { environmentNameFaults, labelFaults, portNameFaults } from './validate-names.ts';

/** The names of a pod's containers, init containers among them. */
export function containerNameFaults(spec: Fields, field: string): FieldError[] {
  const seen = new Set<unknown>();
  return ['containers', 'initContainers'].flatMap((list) =>
    eachItem(spec, field, list, ({ name }, at) => {
      const twice = name !== undefined && seen.has(name) ? [duplicate(`${at}.name`, name)] : [];
      seen.add(name);
      return [...named(`${at}.name`, name, labelFaults), ...twice];
    }),
  );
}

/** @param volumes the names of the pod's volumes */
export function containerFaults(container: Fields, field: string, volumes: Set<unknown>, isInit = false): FieldError[] {
  return [
    ...imageFaults(`${field}.image`, container.image),
    ...oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...eachItem(container, field, 'ports', portFaults),
    ...duplicates(container, field, 'ports', 'name'),
    ...eachItem(container, field, 'env', variableFaults),
    ...eachItem(container, field, 'volumeMounts', (mount, at) => mountFaults(mount, at, volumes)),
    ...mountPathFaults(container, field),
    ...resourceFaults(fieldsIn(container, 'resources'), `${field}.resources`),
    ...(isInit && container.restartPolicy !== 'Always' ? initFaults(container, field) : callFaults(container, field)),
  ];
}

function imageFaults(field: string, image: unknown): FieldError[] {
  if (!image) return [required(field)];
  const hasSpace = String(image).trim() !== image;
  return hasSpace ? [invalidValue(field, image, 'must not have leading or trailing whitespace')] : [];
}

function portFaults({ name, containerPort, hostPort, protocol }: Fields, field: string): FieldError[] {
  return [
    ...(name ? faultsAt(`${field}.name`, name, portNameFaults(String(name))) : []),
    ...(containerPort ? portNumber(`${field}.containerPort`, containerPort) : [required(`${field}.containerPort`)]),
    ...(hostPort ? portNumber(`${field}.hostPort`, hostPort) : []),
    ...oneOf(`${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
  ];
}

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];

function variableFaults({ name, value, valueFrom }: Fields, field: string): FieldError[] {
  return [
    ...named(`${field}.name`, name, environmentNameFaults),
    ...(valueFrom ? sourceFaults(valueFrom as Fields, value, `${field}.valueFrom`) : []),
  ];
}

function sourceFaults(valueFrom: Fields, value: unknown, field: string): FieldError[] {
  const given = sources.filter((source) => valueFrom[source]);
  const oneIsNeeded = `must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\` or \`secretKeyRef\``;
  return [
    ...(given.length === 0 ? [invalidValue(field, '', oneIsNeeded)] : []),
    ...(given.length > 0 && value ? [invalidValue(field, '', 'may not be specified when `value` is not empty')] : []),
    ...(given.length > 1 ? [invalidValue(field, '', 'may not have more than one field specified at a time')] : []),
    ...given
      .filter((source) => source.endsWith('KeyRef'))
      .flatMap((source) => mustBeThere(`${field}.${source}.key`, fieldsIn(valueFrom, source).key)),
  ];
}

function mountFaults({ name, mountPath }: Fields, field: string, volumes: Set<unknown>): FieldError[] {
  const known: FieldError[] = volumes.has(name)
    ? []
    : [{ kind: 'NotFound', field: `${field}.name`, value: name, detail: '' }];
  return [...(name ? known : [required(`${field}.name`)]), ...mustBeThere(`${field}.mountPath`, mountPath)];
}

function mountPathFaults(container: Fields, field: string): FieldError[] {
  return duplicates(container, field, 'volumeMounts', 'mountPath').map((fault) =>
    invalidValue(fault.field, fault.value, 'must be unique'),
  );
}

function resourceFaults(resources: Fields, field: string): FieldError[] {
  const [requests, limits] = [fieldsIn(resources, 'requests'), fieldsIn(resources, 'limits')] as Record<
    string,
    string
  >[];
  const tooMuch = Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    if (limit === undefined || compareQuantities(request, limit) <= 0) return [];
    const detail = `must be less than or equal to ${name} limit of ${canonicalQuantity(limit)}`;
    return [invalidValue(`${field}.requests`, canonicalQuantity(request), detail)];
  });
  return [...amounts(`${field}.limits`, limits), ...amounts(`${field}.requests`, requests), ...tooMuch];
}

const notForInit = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

function initFaults(container: Fields, field: string): FieldError[] {
  const detail = 'may not be set for init containers without restartPolicy=Always';
  return notForInit.flatMap((name) => (container[name] ? [forbiddenField(`${field}.${name}`, detail)] : []));
}

/** Of its probes and hooks. */
function callFaults(container: Fields, field: string): FieldError[] {
  const lifecycle = fieldsIn(container, 'lifecycle');
  const hooks = ['postStart', 'preStop'].filter((name) => lifecycle[name]);
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((name) => container[name]);
  return [
    ...hooks.flatMap((name) => handlerFaults(fieldsIn(lifecycle, name), `${field}.lifecycle.${name}`)),
    ...probes.flatMap((name) => probeFaults(fieldsIn(container, name), `${field}.${name}`, name)),
  ];
}

function probeFaults(probe: Fields, field: string, name: string): FieldError[] {
  const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
  const isOnce = name === 'readinessProbe' || (probe.successThreshold ?? 1) === 1;
  return [
    ...handlerFaults(probe, field),
    ...numbers.flatMap((number) => notNegative(`${field}.${number}`, probe[number])),
    ...(isOnce ? [] : [invalidValue(`${field}.successThreshold`, probe.successThreshold, 'must be 1')]),
  ];
}

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

function handlerFaults(caller: Fields, field: string): FieldError[] {
  const [first, ...others] = handlers.filter((handler) => caller[handler]);
  if (!first) return [required(field, 'must specify a handler type')];
  return [
    ...others.map((other) => forbiddenField(`${field}.${other}`, 'may not specify more than 1 handler type')),
    ...targetFaults(first, fieldsIn(caller, first), `${field}.${first}`),
  ];
}

function targetFaults(handler: string, target: Fields, field: string): FieldError[] {
  if (handler === 'exec') return itemsIn(target, 'command').length > 0 ? [] : [required(`${field}.command`)];
  if (handler === 'sleep') return [];
  const { port, scheme } = target;
  const isName = typeof port === 'string';
  return [
    ...(isName ? faultsAt(`${field}.port`, port, portNameFaults(port)) : portNumber(`${field}.port`, port)),
    ...oneOf(`${field}.scheme`, scheme, ['HTTP', 'HTTPS']),
  ];
}
