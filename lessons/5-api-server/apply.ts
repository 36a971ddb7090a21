/**
 * Server-side apply: "this is all that I want, and am answerable for; see to the rest yourself".
 *
 *     live                          applied by kubectl               after
 *     replicas: 5   (autoscaler)    template: image nginx:1.27       replicas: 5         (autoscaler)
 *     template:                                                      template:
 *       image: nginx:1.26 (kubectl)                                    image: nginx:1.27 (kubectl)
 *       port: 80          (kubectl)                                  — the port is gone: kubectl had it, and wants it no more
 *
 * What an applier no longer names, and nobody else has, goes. What somebody else has with another value is a conflict: the
 * applier must leave it out, or take it over by force. So several can work on one object, and none undoes what the other
 * does without knowing.
 *
 * Source: Kubernetes documentation, "Server-Side Apply".
 */
import { codeOf } from '#kit/failure.ts';
import { required } from '#kit/kubernetes/field-errors.ts';
import type { ApiResponse, Context } from '#kit/kubernetes/http.ts';
import { pruneObject } from '#kit/kubernetes/prune.ts';
import { apiVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import { badRequest, invalid } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { ApplyConflict } from './apply-conflicts.ts';
import { checkName } from './body.ts';
import type { FieldRules } from './field-rules.ts';
import type { FieldPath } from './field-set.ts';
import { objectResponse } from './handlers-read.ts';
import { type ManagedEntry, type Manager, withEntries } from './managed-fields.ts';
import { timestamp } from './names.ts';
import { writeQuery } from './query.ts';
import type { Registry, WriteTarget } from './registry.ts';
import { type Door, doorOf } from './subresources.ts';

export interface ApplyRequest {
  /** All that the manager wants. */
  config: KubernetesObject;
  manager: Manager;
  /** Take fields over from others. */
  force: boolean;
  rules: FieldRules;
  time: string;
}

/**
 * The object after an apply, and who manages what then:
 *
 *  - the config is merged into the live object: lists with keys item by item, sets by their values, all else that is no map
 *    replaced;
 *  - fields that the manager's last apply named and this one does not are removed, unless somebody else has them; an item of
 *    a list with keys also stays while anybody has a field in it;
 *  - the manager's entry (`isOf`) has the fields of the config, and is of the manager's apiVersion now. With `force`, nobody
 *    else has any more those that were in conflict. Entries stay in their order, a new one comes last, and one without
 *    fields goes.
 *
 * @throws {Failure} `Conflict` with all conflicts, unless `force`: `conflictFailure` of `apply-conflicts.ts`, which is given
 */
export function applied(
  live: KubernetesObject,
  request: ApplyRequest,
): { object: KubernetesObject; entries: ManagedEntry[] } {
  todo('5.12', 'Find the conflicts, merge, remove what is given up, and write down who has what.');
}

/** The fields of the config that are another manager's, and that it would change. */
export function conflictsOf(live: KubernetesObject, { config, manager, rules }: ApplyRequest): ApplyConflict[] {
  todo(
    '5.12',
    'Go through the entries of the others: which of their fields does the config name, and have another value then?',
  );
}

interface ApplyParts {
  registry: Registry;
  rulesOf(resource: ResourceType): FieldRules;
  now(): number;
}

/** Given: an apply makes the object if it is not there. */
export function createApply({ registry, rulesOf, now }: ApplyParts) {
  return async (context: Context, target: WriteTarget, sent: KubernetesObject): Promise<ApiResponse> => {
    const { resource, subresource, fieldManager, name } = target;
    checkConfig(context, sent, name);
    const door = doorOf(resource, subresource)!;
    const config = ownPart(sent, target, door);
    const manager: Manager = { manager: fieldManager, operation: 'Apply', apiVersion: config.apiVersion, subresource };
    const request = {
      config,
      manager,
      force: writeQuery(context).force,
      rules: rulesOf(resource),
      time: timestamp(now()),
    };
    let entries: ManagedEntry[] = [];
    // The chain has to see unknown fields, to speak of them; nobody manages what it does not store.
    const known = { ...request, config: pruneObject(resource, config) };
    const change = (old: KubernetesObject) => {
      const { object } = applied(old, request);
      ({ entries } = applied(old, known));
      return { ...object, metadata: { ...object.metadata, ...seenIn(config) } };
    };
    const finish = ({ object }: { object?: KubernetesObject }) => withEntries(object!, entries);
    for (;;) {
      try {
        return objectResponse(context, 200, door.read(await registry.update(target, change, finish)), now());
      } catch (thrown) {
        if (codeOf(thrown) !== 'NotFound' || subresource !== '') throw thrown;
      }
      try {
        const named = { ...config, metadata: { ...config.metadata, name } };
        change({ ...named, metadata: { name } });
        return objectResponse(context, 201, await registry.create(target, named, finish), now());
      } catch (thrown) {
        // Somebody else has made it meanwhile.
        if (codeOf(thrown) !== 'AlreadyExists') throw thrown;
      }
    }
  };
}

/** What of a config the door lets in, as a part of the object itself: nobody manages what he cannot change there. */
function ownPart(sent: KubernetesObject, { resource, subresource }: WriteTarget, door: Door): KubernetesObject {
  const { kind, hasStatus } = resource;
  const bare = { apiVersion: apiVersionOf(resource), kind, metadata: { name: sent.metadata.name } };
  const { status, ...rest } = door.write(bare, sent);
  if (subresource === 'status') return { ...bare, metadata: { ...bare.metadata, ...seenIn(sent) }, status };
  return (hasStatus ? rest : { ...rest, ...(status !== undefined && { status }) }) as KubernetesObject;
}

/** The resourceVersion and the uid that the config names; of the live object nothing is claimed to be seen. */
function seenIn({ metadata: { resourceVersion = '', uid = '' } }: KubernetesObject) {
  return { resourceVersion, uid };
}

function checkConfig({ info }: Context, { metadata }: KubernetesObject, name: string): void {
  if (!Object.hasOwn(info.query, 'fieldManager')) {
    const why = [required('fieldManager', 'is required for apply patch')];
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', why);
  }
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name !== undefined) checkName(metadata.name, name);
}
