/**
 * Given: the fields that a field selector may name, by kind, and what each counts as where it is missing.
 *
 * Source: Kubernetes documentation, "Field Selectors", "List of supported fields".
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { SelectableFields } from './selectors.ts';

const always: SelectableFields = { 'metadata.name': '', 'metadata.namespace': '' };

const texts = (...fields: string[]): SelectableFields => Object.fromEntries(fields.map((field) => [field, '']));

const byKind: Record<string, SelectableFields> = {
  CustomResourceDefinition: {},
  Event: texts(
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'type',
  ),
  Job: { 'status.successful': '0' },
  Namespace: texts('status.phase'),
  Node: { 'spec.unschedulable': 'false' },
  Pod: {
    ...texts('spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName'),
    ...{ 'spec.hostNetwork': 'false' },
    ...texts('status.phase', 'status.podIP', 'status.nominatedNodeName'),
  },
  ReplicaSet: { 'status.replicas': '0' },
  ReplicationController: { 'status.replicas': '0' },
  Secret: texts('type'),
  Service: texts('spec.clusterIP', 'spec.type'),
};

export function selectableFieldsOf({ kind, custom }: ResourceType): SelectableFields {
  return { ...always, ...(custom ? {} : byKind[kind]) };
}
