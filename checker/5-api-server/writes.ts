/** Writes on their way through the write chain. */
import type { Write } from '#kit/kubernetes/http.ts';
import { findKind, groupVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';

export function typeOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): ResourceType {
  const { group, version } = groupVersionOf(apiVersion);
  const type = findKind(group, version, kind);
  if (!type) throw new Error(`the kit does not know ${apiVersion} ${kind}`);
  return type;
}

/** A write of this object; of a delete it is what is to be deleted. */
export function writeOf(operation: Write['operation'], object: KubernetesObject, rest: Partial<Write> = {}): Write {
  const { name = '', namespace = '' } = (object.metadata ?? {}) as { name?: string; namespace?: string };
  const what = operation === 'delete' ? { old: object } : { object };
  return {
    operation,
    resource: rest.resource ?? typeOf(object),
    subresource: '',
    namespace,
    name,
    ...what,
    user: { name: 'alice', groups: [] },
    dryRun: false,
    fieldValidation: 'Strict',
    fieldManager: 'test',
    warnings: [],
    ...rest,
  };
}
