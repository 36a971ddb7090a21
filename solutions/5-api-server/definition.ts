/**
 * Given: a CustomResourceDefinition, as far as this server reads it.
 *
 * Source: Kubernetes API reference, "CustomResourceDefinition".
 */
import type { PrinterColumn } from '#kit/kubernetes/resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import type { KubernetesObject } from '#kit/objects.ts';

/** A definition as it is when it is checked and filled in: its defaults are there. */
export interface Definition extends KubernetesObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: DefinedNames;
    versions: DefinedVersion[];
  };
  status?: DefinitionStatus;
}

export interface DefinedNames {
  plural: string;
  singular?: string;
  kind: string;
  /** `WidgetList` for the kind Widget, unless said. */
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
}

export interface DefinedVersion {
  name: string;
  served: boolean;
  /** Of exactly one. */
  storage: boolean;
  schema?: { openAPIV3Schema?: Schema };
  subresources?: {
    status?: object;
    scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  };
  additionalPrinterColumns?: PrinterColumn[];
}

export interface DefinitionStatus {
  /** The names that are its own; none yet, or those that it asked for when they were accepted last. */
  acceptedNames: Partial<DefinedNames>;
  conditions: Condition[];
  /** Versions in which there may be objects in the store. */
  storedVersions: string[];
}

export interface Condition {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
  lastTransitionTime: string;
}
