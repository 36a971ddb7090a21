/**
 * Given: what is wrong with ConfigMaps and Secrets.
 *
 * Source: Kubernetes API reference 1.32; the texts are Kubernetes' own.
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { forbiddenField, invalidValue, itemField, required, tooLong } from '#kit/kubernetes/field-errors.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { unchanged } from './field-checks.ts';
import { fieldsIn } from './fields.ts';
import { sameValue } from './json-value.ts';
import type { Faults, UpdateFaults } from './validate.ts';
import { faultsAt } from './validate-metadata.ts';
import { dataKeyFaults } from './validate-names.ts';

const bytesMax = 1024 * 1024;

function keyFaults(object: KubernetesObject, field: string): FieldError[] {
  return Object.keys(fieldsIn(object, field)).flatMap((key) =>
    faultsAt(itemField(field, key), key, dataKeyFaults(key)),
  );
}

/** @param bytes how many there are of all values together */
function sizeFaults(field: string, bytes: number): FieldError[] {
  return bytes > bytesMax ? [tooLong(field, bytesMax)] : [];
}

function sizeOf(object: KubernetesObject, field: string, encoding: 'utf8' | 'base64'): number {
  const texts = Object.values(fieldsIn(object, field)) as string[];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text, encoding), 0);
}

export const configMapFaults: Faults = (configMap) => {
  const binary = Object.keys(fieldsIn(configMap, 'binaryData'));
  const twice = Object.keys(fieldsIn(configMap, 'data')).filter((key) => binary.includes(key));
  return [
    ...keyFaults(configMap, 'data'),
    ...twice.map((key) => invalidValue(itemField('data', key), key, 'duplicate of key present in binaryData')),
    ...keyFaults(configMap, 'binaryData'),
    ...sizeFaults('', sizeOf(configMap, 'data', 'utf8') + sizeOf(configMap, 'binaryData', 'base64')),
  ];
};

/** The keys that a Secret of a type must have. */
const keysOfType: Record<string, string[]> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

export const secretFaults: Faults = (secret) => {
  const data = fieldsIn(secret, 'data');
  const needed = new Map(Object.entries(keysOfType)).get(String(secret.type)) ?? [];
  return [
    ...keyFaults(secret, 'data'),
    ...sizeFaults('data', sizeOf(secret, 'data', 'base64')),
    ...needed.filter((key) => data[key] === undefined).map((key) => required(itemField('data', key))),
    ...accountFaults(secret),
  ];
};

function accountFaults({ type, metadata }: KubernetesObject): FieldError[] {
  const name = 'kubernetes.io/service-account.name';
  const isMissing = type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[name];
  return isMissing ? [required(`metadata.annotations[${name}]`)] : [];
}

/** What is immutable stays so, with all its data. */
function immutableFaults(object: KubernetesObject, old: KubernetesObject, fields: string[]): FieldError[] {
  if (!old.immutable) return [];
  const detail = 'field is immutable when `immutable` is set';
  const changed = fields.filter((field) => !sameValue(object[field] ?? {}, old[field] ?? {}));
  const opened = object.immutable ? [] : ['immutable'];
  return [...opened, ...changed].map((field) => forbiddenField(field, detail));
}

export const configMapUpdateFaults: UpdateFaults = (configMap, old) =>
  immutableFaults(configMap, old, ['data', 'binaryData']);

export const secretUpdateFaults: UpdateFaults = (secret, old) => [
  ...unchanged('type', secret.type, old.type),
  ...immutableFaults(secret, old, ['data']),
];
