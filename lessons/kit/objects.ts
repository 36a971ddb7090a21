/**
 * The shape that every Kubernetes object shares, as far as the lower layers need it.
 * Source: Kubernetes API conventions, "Types (Kinds)" and "Metadata".
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  /** Absent on cluster-scoped kinds such as Node. */
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: unknown;
}
