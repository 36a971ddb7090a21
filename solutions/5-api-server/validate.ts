/**
 * Whether an object makes sense, and if not, everything that is wrong with it at once: who mends one fault at a time has to
 * send the object as often as it has faults.
 *
 *     Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0,
 *       spec.template.metadata.labels: Invalid value: map[string]string{"app":"api"}: `selector` does not match template `labels`]
 *
 * Each kind has a function that lists its faults, and perhaps one more for updates, since some fields may not change once
 * others have relied on them.
 *
 * Source: Kubernetes API reference 1.32; the texts are Kubernetes' own.
 */

import { schemaOf } from '#kit/kubernetes/definitions.ts';
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import { structuralFaults } from '#kit/kubernetes/schema.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { configMapFaults, configMapUpdateFaults, secretFaults, secretUpdateFaults } from './validate-data.ts';
import type { NameFaults } from './validate-metadata.ts';
import { labelFaults, pathSegmentFaults, serviceNameFaults, subdomainFaults } from './validate-names.ts';
import { otherFaults, otherUpdateFaults } from './validate-others.ts';
import { podFaults, podUpdateFaults } from './validate-pod.ts';
import { bindingFaults, bindingUpdateFaults, roleFaults } from './validate-rbac.ts';
import { serviceFaults, serviceUpdateFaults } from './validate-service.ts';
import { setFaults, setUpdateFaults } from './validate-sets.ts';
import {
  deploymentFaults,
  jobFaults,
  jobUpdateFaults,
  replicaSetFaults,
  selectorUpdateFaults,
} from './validate-workloads.ts';

//: solution

import { valueErrors } from '#kit/kubernetes/schema-values.ts';
import { invalid } from '#kit/kubernetes/status.ts';
import { metadataFaults } from './validate-metadata.ts';
//: end

/** What is wrong with an object by itself; its metadata is looked at elsewhere. */
export type Faults = (object: KubernetesObject) => FieldError[];

/** What is wrong with the step from one object to the next. */
export type UpdateFaults = (object: KubernetesObject, old: KubernetesObject, subresource: string) => FieldError[];

const faultsOf: Record<string, Faults> = {
  ...otherFaults,
  ...setFaults,
  ClusterRole: roleFaults,
  ClusterRoleBinding: bindingFaults,
  ConfigMap: configMapFaults,
  Deployment: deploymentFaults,
  Job: jobFaults,
  Pod: podFaults,
  ReplicaSet: replicaSetFaults,
  Role: roleFaults,
  RoleBinding: bindingFaults,
  Secret: secretFaults,
  Service: serviceFaults,
};

const updateFaultsOf: Record<string, UpdateFaults> = {
  ...otherUpdateFaults,
  ...setUpdateFaults,
  ClusterRoleBinding: bindingUpdateFaults,
  ConfigMap: configMapUpdateFaults,
  Deployment: selectorUpdateFaults,
  Job: jobUpdateFaults,
  Pod: podUpdateFaults,
  ReplicaSet: selectorUpdateFaults,
  RoleBinding: bindingUpdateFaults,
  Secret: secretUpdateFaults,
  Service: serviceUpdateFaults,
};

/** What each kind asks of a name; the others ask for a subdomain. */
const nameFaultsOf: Record<string, NameFaults> = {
  Namespace: labelFaults,
  Service: serviceNameFaults,
  ClusterRole: pathSegmentFaults,
  ClusterRoleBinding: pathSegmentFaults,
  Role: pathSegmentFaults,
  RoleBinding: pathSegmentFaults,
};

/**
 * All that is wrong with what a write would store, in this order: metadata, what the schema requires and is not there, what
 * the kind's own rules find, what an update may not do. A field that is told to be missing is not told about twice: what the
 * kind's rules say about it, or about what would be in it, stands instead.
 *
 * A write of the subresources `status`, `binding` and `finalize` has no faults here: it changes nothing that is judged here.
 * Any other is judged as a write of the whole object.
 */
export function faultsIn(write: Write): FieldError[] {
  //: todo 5.4 Put the lists together.
  const { resource, object, old, subresource } = write;
  if (!object || unjudged.includes(subresource)) return [];
  const own = resource.custom ? valueErrors(resource.custom.schema, object) : (faultsOf[object.kind]?.(object) ?? []);
  const update = old && !resource.custom ? (updateFaultsOf[object.kind]?.(object, old, subresource) ?? []) : [];
  return [...metadataFaults(object.metadata, nameFaultsFor(write)), ...missingBeside(write, own), ...own, ...update];
  //: end
}

const unjudged = ['status', 'binding', 'finalize'];

/** Refuses a write that has faults. Rejects with `Invalid`, which lists them all. A delete passes. */
export const validate: WriteStep = async (write) => {
  //: todo 5.4 Refuse where there is any fault.
  const faults = faultsIn(write);
  if (faults.length === 0) return write;
  throw invalid(write.resource, write.name || write.object!.metadata.name, faults);
  //: end
};

/** Given: what a write's kind asks of a name. */
function nameFaultsFor({ resource }: Write): NameFaults {
  const isKnown = !resource.custom && Object.hasOwn(nameFaultsOf, resource.kind);
  return isKnown ? nameFaultsOf[resource.kind] : subdomainFaults;
}

/** Given: the required fields that are missing, but for those that the faults of the metadata or the kind's own speak of. */
function missingBeside({ resource, object }: Write, own: FieldError[]): FieldError[] {
  const { missing } = structuralFaults(schemaOf(resource), object, resource.kind);
  const isTold = (field: string) => own.some((fault) => fault.field.startsWith(field));
  return missing.filter(({ field }) => !/^(metadata\.|status)/.test(field) && !isTold(field));
}
