/**
 * LimitRanges: how much one container, pod or claim may ask for, and what it gets that says nothing.
 *
 *     LimitRange { type: Container, defaultRequest: { cpu: 100m }, max: { cpu: 1 } }
 *       a container without requests    → requests cpu 100m
 *       a container with limits cpu 2   → refused: maximum cpu usage per Container is 1, but limit is 2
 *
 * Source: Kubernetes documentation, "Limit Ranges".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { AdmissionPlugin } from '../admit.ts';
import { type Fields, fieldsIn, itemsIn } from '../fields.ts';
import { limitFaults } from './limit-faults.ts';
import { askedBy, askedByPod } from './resource-amounts.ts';

/** Amounts by the name of the resource, such as `cpu`. */
export type Amounts = Record<string, string>;

/** One of the `limits` of a LimitRange; its `default` is for limits. */
export interface Limit {
  type: 'Container' | 'Pod' | 'PersistentVolumeClaim';
  min?: Amounts;
  max?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

/**
 * For each LimitRange of the namespace, by their names, when a pod or a claim is created:
 *
 * - Each container and init container of a pod gets the `default` limits and `defaultRequest` requests of the type Container,
 *   resource by resource, where it says nothing; all else in its `resources` stays. What it has a limit of its own for, it
 *   will request by that limit: it gets no `defaultRequest`. What was filled in, an annotation tells ({@link withNote},
 *   {@link noteOf}): all of it, in whatever order.
 * - Afterwards each container, the pod as a whole, or the claim is held against the limits of its type: {@link limitFaults}.
 *   All faults are told at once, in the order of the ranges and in each of its limits: one as it is, several in brackets,
 *   with commas between.
 *
 * Rejects with `Forbidden`. Updates and all other kinds pass.
 */
export function limitRanger(objects: ClusterObjects): AdmissionPlugin {
  return {
    name: 'LimitRanger',
    async mutate(write) {
      todo('5.5', "Fill in a copy of the pod's containers, and note what was filled in.");
    },

    async validate(write) {
      todo('5.5', 'Find what the pod or claim asks for, per container and in all, and hold it against the limits.');
    },
  };
}

/**
 * Given: the pod with an annotation that says what it did not say itself.
 *
 * @param notes such as `cpu, memory request for container web`
 */
export function withNote(pod: KubernetesObject, notes: string[]): KubernetesObject {
  const { metadata } = pod;
  const note = { 'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...metadata, annotations: { ...metadata.annotations, ...note } } };
}

/** Given: what an annotation says of one container; nothing where nothing was filled in. */
export function noteOf(resources: string[], what: 'request' | 'limit', container: string): string[] {
  return resources.length === 0 ? [] : [`${resources.sort().join(', ')} ${what} for container ${container}`];
}

/** Given: all limits of the write's namespace, by the names of their ranges. */
async function limitsOf({ namespace }: Write, objects: ClusterObjects): Promise<Limit[]> {
  const ranges = [...(await objects.list('limitranges', namespace))];
  ranges.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return ranges.flatMap((range) => itemsIn(fieldsIn(range, 'spec'), 'limits') as unknown as Limit[]);
}

/** Given. */
function containersOf(pod: KubernetesObject): Fields[] {
  const spec = fieldsIn(pod, 'spec');
  return [...itemsIn(spec, 'containers'), ...itemsIn(spec, 'initContainers')];
}

/** Given: amounts as a field, unless there are none. */
function present(field: string, amounts: Amounts): Fields {
  return Object.keys(amounts).length === 0 ? {} : { [field]: amounts };
}

/** Given: what of the wanted is not there yet. */
function missing(wanted: Amounts, there: Amounts): Amounts {
  return Object.fromEntries(Object.entries(wanted).filter(([resource]) => there[resource] === undefined));
}

/** Given: what a pod or a claim has wrong by one limit; nothing where the limit is for something else. */
function faultsAgainst(limit: Limit, object: KubernetesObject, isPod: boolean): string[] {
  if (isPod && limit.type === 'Container')
    return containersOf(object).flatMap((each) => limitFaults(limit, askedBy(each)));
  if (isPod && limit.type === 'Pod') return limitFaults(limit, askedByPod(object));
  if (isPod || limit.type !== 'PersistentVolumeClaim') return [];
  return limitFaults(limit, askedBy(fieldsIn(object, 'spec')));
}
