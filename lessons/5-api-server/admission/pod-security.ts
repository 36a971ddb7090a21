/**
 * Pod Security: what pods may ask of the machine they run on. A namespace says by its labels how much.
 *
 *     pod-security.kubernetes.io/enforce: baseline       pods that ask for more are refused
 *     pod-security.kubernetes.io/warn: restricted        whoever creates them is warned
 *
 *     privileged   anything
 *     baseline     nothing that lets a pod take over its machine
 *     restricted   as little as a program needs
 *
 * Left out: exemptions, the label `audit`, and versions: each label means the latest.
 *
 * Source: Kubernetes documentation, "Pod Security Standards" and "Pod Security Admission".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { todo } from '#kit/todo.ts';
import type { AdmissionPlugin } from '../admit.ts';
import { type Fields, fieldsIn } from '../fields.ts';
import type { Level } from './pod-standards.ts';

/**
 * Judges pods, and the pods that others will make from a template, when they are created or updated; not by a subresource but
 * `ephemeralcontainers`, and not by an update that leaves the pod's spec alone: a finalizer must come off even where the rules
 * are stricter by now.
 *
 * - A pod that violates the level of `enforce`: `Forbidden`, `violates PodSecurity "LEVEL:latest": ` and the violations.
 * - A pod or a template that violates the level of `warn`: the warning `would violate PodSecurity "LEVEL:latest": ` and the
 *   violations. Of a template, which is never refused (who makes its pods will be), the level of `enforce` warns where `warn`
 *   does not say one.
 *
 * A label that is missing, or is no level, says none: then anything goes, as with privileged. The violations are those of
 * {@link violationsOf}, with commas between. Warnings come behind those that the write has already, in a list of its own.
 */
export function podSecurity(objects: ClusterObjects): AdmissionPlugin {
  return {
    name: 'PodSecurity',
    async validate(write) {
      todo('5.5', "Find the pod's spec and the levels of its namespace; refuse or warn.");
    },
  };
}

const prefix = 'pod-security.kubernetes.io/';

/** Given. */
function isLevel(label: string | undefined): label is Level {
  return label === 'privileged' || label === 'baseline' || label === 'restricted';
}

/** Given. */
function levelOf(label: string | undefined): Level {
  return isLevel(label) ? label : 'privileged';
}

/** Given. */
function textFor(level: Level, violations: string[]): string {
  return `PodSecurity "${level}:latest": ${violations.join(', ')}`;
}

/** Where the spec of a pod stands in the kinds that have one. */
const paths: Record<string, string[]> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  Pod: ['spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
};

/** Given: the spec that is to be judged; nothing for all other writes. */
function podSpecIn({ object, subresource, resource }: Write): Fields | undefined {
  const isWhole = subresource === '' || subresource === 'ephemeralcontainers';
  if (!object || !isWhole || resource.custom || !Object.hasOwn(paths, object.kind)) return undefined;
  return paths[object.kind].reduce((at: Fields, field) => fieldsIn(at, field), object);
}
