/**
 * Given: what a new Service has of the one whose place it takes, and what not.
 *
 *     old     type: NodePort     ports: [{ port: 80, nodePort: 31200 }]
 *     new     type: ClusterIP    ports: [{ port: 80, nodePort: 31200 }]     what a patch of the type alone leaves
 *     stored  type: ClusterIP    ports: [{ port: 80 }]
 *
 * The client did not write what does not fit: it was there. So it goes, before anybody could find fault with it. What a client
 * has written itself stays, and is refused. And a Service that is to have no address (`None`) has none after an update that
 * does not speak of addresses.
 *
 * Source: Kubernetes documentation, "Service"; its API server has done so since 1.20.
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import { sameJson, without } from './json-map.ts';

const inside = ['ClusterIP', 'NodePort', 'LoadBalancer'];
const reachable = ['NodePort', 'LoadBalancer'];

/** The types that have a field, for those that not every type has. */
const typesWith: Record<string, string[]> = {
  clusterIP: inside,
  clusterIPs: inside,
  ipFamilies: inside,
  ipFamilyPolicy: inside,
  externalTrafficPolicy: reachable,
  healthCheckNodePort: ['LoadBalancer'],
  allocateLoadBalancerNodePorts: ['LoadBalancer'],
  loadBalancerClass: ['LoadBalancer'],
};

/** The object that takes the place of `old`; of any other kind, the object as it is. */
export function inPlaceOf(old: KubernetesObject, object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') return object;
  const before = fieldsIn(old, 'spec');
  return withoutLeftovers(withoutAddress(object, before), before);
}

function withoutAddress(object: KubernetesObject, { clusterIP }: Fields): KubernetesObject {
  const spec = fieldsIn(object, 'spec');
  if (clusterIP !== 'None' || spec.clusterIP !== undefined || spec.type === 'ExternalName') return object;
  return { ...object, spec: { ...spec, clusterIP, clusterIPs: [clusterIP] } };
}

/** Without what its type does not have, and the old one's had. */
function withoutLeftovers(object: KubernetesObject, before: Fields): KubernetesObject {
  const spec = fieldsIn(object, 'spec');
  const isLeftover = (field: string) =>
    isLost(typesWith[field], spec, before) && spec[field] !== undefined && sameJson(spec[field], before[field]);
  const leftovers = Object.keys(typesWith).filter(isLeftover);
  const hasPorts = isLost(reachable, spec, before) && hasOnlyPortsOf(before, spec);
  if (leftovers.length === 0 && !hasPorts) return object;
  const kept = without(spec, ...leftovers);
  if (!hasPorts) return { ...object, spec: kept };
  return { ...object, spec: { ...kept, ports: itemsIn(spec, 'ports').map((port) => without(port, 'nodePort')) } };
}

function isLost(types: string[], { type = 'ClusterIP' }: Fields, before: Fields): boolean {
  return types.includes(String(before.type ?? 'ClusterIP')) && !types.includes(String(type));
}

/** Whether there are node ports, and none that the old Service did not have. */
function hasOnlyPortsOf(before: Fields, spec: Fields): boolean {
  const [had, has] = [before, spec].map((each) => itemsIn(each, 'ports').flatMap(({ nodePort }) => nodePort ?? []));
  return has.length > 0 && has.every((port) => had.includes(port));
}
