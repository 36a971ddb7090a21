/**
 * A schema: the parts of OpenAPI v3 that Kubernetes uses. The built-in kinds have theirs in schemas.json; a
 * CustomResourceDefinition brings its own in `spec.versions[].schema.openAPIV3Schema`.
 *
 *     replicas: { type: 'integer', format: 'int32' }
 *     template: { $ref: '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec' }
 *     labels:   { type: 'object', additionalProperties: { type: 'string' } }
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", "Specifying a structural
 * schema"; "Server-Side Apply", "Merge strategy" for the list and map types.
 */
export interface Schema {
  /** To another definition, in built-in schemas only. */
  $ref?: string;
  type?: string;
  /** int32, int64, double, date-time, byte, int-or-string, quantity; others are not looked at. */
  format?: string;
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  default?: unknown;
  nullable?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  /** How server-side apply merges a list; `atomic` where nothing is said. */
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  /** The field by which a strategic merge patch tells the items of a list apart. */
  'x-kubernetes-patch-merge-key'?: string;
  /** merge, retainKeys, or both with a comma. */
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-validations'?: unknown[];
}
