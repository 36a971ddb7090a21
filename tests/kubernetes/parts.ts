/** What the tests of the kit share: some kinds, and an object. */
import { codeOf } from '../../lessons/kit/failure.ts';
import { findResource, type ResourceType } from '../../lessons/kit/kubernetes/resources.ts';
import type { Schema } from '../../lessons/kit/kubernetes/schema-types.ts';
import type { KubernetesObject } from '../../lessons/kit/objects.ts';

export const pods = findResource('', 'v1', 'pods')!;
export const deployments = findResource('apps', 'v1', 'deployments')!;
/** Midnight, where an age is to be told. */
export const now = Date.parse('2026-01-02T00:00:00Z');

export const widgetSchema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        color: { type: 'string', enum: ['red', 'green'], default: 'red' },
        code: { type: 'string', pattern: '^[a-z]+$', maxLength: 3 },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      },
    },
  },
};

/** A kind that a definition has brought. */
export const widgets: ResourceType = {
  ...deployments,
  group: 'example.com',
  resource: 'widgets',
  kind: 'Widget',
  listKind: 'WidgetList',
  singular: 'widget',
  shortNames: [],
  categories: [],
  subresources: [],
  custom: {
    schema: widgetSchema,
    columns: [
      { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
    ],
    storageVersion: 'v1',
  },
};

/** An object of no kind in particular. */
export const object = (more: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name: 'a' },
  ...more,
});

/** The code of what a function throws. */
export function refusal(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing was thrown';
}
