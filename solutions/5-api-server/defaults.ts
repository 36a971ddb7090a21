/**
 * What somebody leaves out gets a value before it is stored, so that all who read the object read the same.
 *
 *     spec: { selector: …, template: … }       spec: { replicas: 1, revisionHistoryLimit: 10, strategy: { type: RollingUpdate, … },
 *                                        ──►           progressDeadlineSeconds: 600, selector: …, template: … }
 *
 * A default fills what is missing and never changes what is there, so filling in twice is the same as once. That an empty
 * manifest means something is also a promise: a default cannot be changed in a later release of the same version.
 *
 * Source: Kubernetes API reference 1.32, the defaults it names; API conventions, "Defaulting".
 */
import type { WriteStep } from '#kit/kubernetes/http.ts';
import { withSchemaDefaults } from '#kit/kubernetes/prune.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { otherDefaults } from './defaults-others.ts';
import { podDefaults } from './defaults-pod.ts';
import { type Fields, fieldsIn } from './fields.ts';

//: solution

import { templateDefaults } from './defaults-pod.ts';
import { fill } from './fields.ts';
//: end

/** Fills in an object of its own; the given one stays as it is. @param spec empty where the object has none */
export type Defaults = (object: KubernetesObject, spec: Fields) => void;

const defaultsOf: Record<string, Defaults> = {
  ...otherDefaults,
  Pod: (_, spec) => podDefaults(spec),

  /**
   *     replicas 1    revisionHistoryLimit 10    progressDeadlineSeconds 600
   *     strategy: type RollingUpdate; of that type, rollingUpdate: maxUnavailable 25%, maxSurge 25%
   *     template: {@link templateDefaults}
   */
  Deployment(_, spec) {
    //: todo 5.4 Fill in the spec, the strategy and, for a rolling update, its numbers; then the template.
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} });
    const strategy = spec.strategy as Fields;
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(strategy, { rollingUpdate: {} });
      fill(strategy.rollingUpdate as Fields, { maxUnavailable: '25%', maxSurge: '25%' });
    }
    templateDefaults(spec.template);
    //: end
  },

  /** replicas 1, and the template's. */
  ReplicaSet(_, spec) {
    //: todo 5.4 Fill in the replicas, then the template.
    fill(spec, { replicas: 1 });
    templateDefaults(spec.template);
    //: end
  },
};

/** A copy of the object with every default of its kind. */
export function withDefaults(object: KubernetesObject): KubernetesObject {
  const filled = structuredClone(object);
  if (Object.hasOwn(defaultsOf, object.kind)) defaultsOf[object.kind](filled, fieldsIn(filled, 'spec'));
  return filled;
}

/** Fills in what the write leaves out, of a custom kind by its schema. A delete passes. */
export const applyDefaults: WriteStep = async (write) => {
  if (!write.object) return write;
  const { resource, object } = write;
  if (!resource.custom) return { ...write, object: withDefaults(object) };
  return { ...write, object: withSchemaDefaults(resource.custom.schema, object) as KubernetesObject };
};
