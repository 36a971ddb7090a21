/** Objects as people write them, and what becomes of them. */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import type { KubernetesObject } from '#kit/objects.ts';

export type Fields = Record<string, unknown>;

export function podOf(spec: Fields, metadata: Fields = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'dev', ...metadata }, spec };
}

/** A pod of one container, with these fields beside its name and image. */
export function podWith(container: Fields, spec: Fields = {}): KubernetesObject {
  return podOf({ containers: [{ name: 'web', image: 'nginx:1', ...container }], ...spec });
}

export function deploymentOf(spec: Fields, metadata: Fields = {}): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'dev', ...metadata }, spec };
}

/** What a Deployment must have, with these fields besides. */
export function deploymentWith(spec: Fields): KubernetesObject {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } };
  return deploymentOf({ selector: { matchLabels: { app: 'web' } }, template, ...spec });
}

/** A copy with one field set, or without it where the value is undefined. @param path as in `spec.containers.0.name` */
export function withField<T>(object: T, path: string, value: unknown): T {
  const copy = structuredClone(object);
  const names = path.split('.');
  const last = names.pop()!;
  let at = copy as Fields;
  for (const name of names) {
    at[name] ??= {};
    at = at[name] as Fields;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

/** Every value that is no object and no list, by its path. */
export function leavesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`));
}

const sizes: Schema = {
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1 },
        color: { type: 'string', default: 'red', enum: ['red', 'blue'] },
        parts: { type: 'array', items: { type: 'object', properties: { weight: { type: 'integer' } } } },
      },
    },
  },
};

/** A kind that a CustomResourceDefinition has brought. */
export const widgetType: ResourceType = {
  group: 'example.com',
  version: 'v1',
  resource: 'widgets',
  kind: 'Widget',
  listKind: 'WidgetList',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['create', 'get', 'list', 'patch', 'update', 'delete', 'watch', 'deletecollection'],
  subresources: [],
  hasSpec: true,
  hasStatus: false,
  hasGeneration: true,
  custom: { schema: sizes, columns: [], storageVersion: 'v1' },
};

export function widgetOf(spec: unknown): KubernetesObject {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'dev' }, spec };
}
