/** Applies and plain writes as requests of an API server's registry: with the chain of 5.6, and an etcd in memory. */
import { createApply } from '#api-server/apply.ts';
import { fieldRulesOf } from '#api-server/field-rules.ts';
import { entriesAfterUpdate, type Manager, withEntries } from '#api-server/managed-fields.ts';
import { timestamp } from '#api-server/names.ts';
import type { Finish } from '#api-server/registry.ts';
import type { Context } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { createWorld, type ServerOptions, startOfTime, targetOf, type World } from '../registry-world.ts';

export interface Applier {
  world: World;
  /** PATCH with the type apply-patch; the answer's status and object. */
  apply(
    who: string,
    object: KubernetesObject,
    rest?: { force?: boolean; subresource?: string; dryRun?: boolean; server?: ServerOptions },
  ): Promise<{ status: number; object: KubernetesObject }>;
  /** A PUT, or a POST where there is none. */
  write(who: string, object: KubernetesObject, subresource?: string): Promise<KubernetesObject>;
  get(object: KubernetesObject): Promise<KubernetesObject>;
  pass(milliseconds: number): void;
}

const rulesOf = fieldRulesOf;

export function createApplier(t: TestContext): Applier {
  const world = createWorld(t);
  const server = world.server();
  let time = startOfTime;
  const now = () => time;
  /** As `trackUpdate` does it, but for a `Todo`, which that one keeps to itself. */
  const track: Finish = ({ resource, old, object, fieldManager, subresource }) => {
    const { apiVersion } = object!;
    const manager: Manager = { manager: fieldManager, operation: 'Update', apiVersion, subresource };
    return withEntries(object!, entriesAfterUpdate(old, object!, manager, rulesOf(resource), timestamp(now())));
  };
  const get: Applier['get'] = (object) => server.get(object);

  return {
    world,
    get,
    pass(milliseconds) {
      time += milliseconds;
      t.step(`${milliseconds / 1000} s pass`);
    },
    async apply(who, object, { force = false, subresource = '', dryRun = false, server: options } = {}) {
      const { metadata, ...rest } = object;
      const words = [subresource && `to ${subresource}`, force && 'by force', dryRun && 'as a dry run'].filter(
        (word) => word,
      );
      t.step(
        `${who} applies ${JSON.stringify({ ...withoutType(rest), ...extra(metadata) })} ${words.join(' ')}`.trim(),
      );
      const { registry } = options ? world.server(options) : server;
      const target = { ...targetOf(object, { subresource, dryRun, fieldManager: who }) };
      const handle = createApply({ registry, rulesOf, now });
      const resource = target.resource;
      const query = { fieldManager: [who], ...(force && { force: ['true'] }) };
      const context = {
        request: { method: 'PATCH', url: '', headers: {}, body: new Uint8Array() },
        info: { isResource: true, verb: 'patch', subresource, query },
        ...{ resource, user: target.user, warnings: target.warnings },
      } as unknown as Context;
      const { status, body } = await handle(context, target, object);
      return { status, object: body as KubernetesObject };
    },
    async write(who, object, subresource = '') {
      t.step(`${who} writes ${JSON.stringify(withoutType(object))}${subresource && ` to ${subresource}`}`);
      const target = targetOf(object, { subresource, fieldManager: who });
      const there = world.double.keys().some((key) => key.endsWith(`/${object.metadata.name}`));
      return there
        ? server.registry.update(target, () => object, track)
        : server.registry.create({ ...target, name: '' }, object, track);
    },
  };
}

function withoutType({ apiVersion: _, kind: __, ...rest }: Partial<KubernetesObject>): object {
  return rest;
}

function extra({ name: _, namespace: __, ...rest }: KubernetesObject['metadata']): object {
  return Object.keys(rest).length > 0 ? { metadata: rest } : {};
}
