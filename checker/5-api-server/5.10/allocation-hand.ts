/** One write of a Service, and what it takes and gives back. */
import type { Write } from '#kit/kubernetes/http.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { writeOf } from '../writes.ts';
import { allocationOf, nodePortsOf, type Service, type ServiceSpec, service, specOf } from './services.ts';

export interface Result {
  ip?: string;
  ips?: string[];
  nodePorts: (number | undefined)[];
  claims: string[];
  releases: string[];
}

/** What there is besides the Service: names that are taken, as etcd tells them, and the seed of the choice. */
interface Surroundings {
  taken?: Record<string, string[]>;
  seed?: number;
}

/** @param object missing where the Service is removed */
export function writeTo(object: Service | undefined, old?: Service): Write {
  const operation = object ? (old ? 'update' : 'create') : 'delete';
  const write = writeOf('create', (object ?? old)!);
  return { ...write, operation, object, old } as Write;
}

/** A run of its own: has a write worked out. Keys are shown as `clusterips/10.0.0.1`. */
export async function allocated(
  t: TestContext,
  [object, old]: [Service | undefined, Service?],
  { taken = {}, seed = 1 }: Surroundings = {},
): Promise<Result> {
  t.newRun();
  const names = Object.values(taken).flat();
  if (names.length > 0) t.step(`taken: ${names.join(', ')}`);
  if (old) t.step(`there is a Service   ${inWords(old)}`);
  const said = object ? inWords(object) : '';
  t.step(old ? (object ? `an update makes it   ${said}` : 'it is removed') : `a new Service   ${said}`);
  const decision = await allocationOf(seed, taken)(writeTo(object, old), []);
  const keys = (list: { resource: string; name: string }[] = []) =>
    list.map(({ resource, name }) => `${resource}/${name}`).sort();
  const spec = specOf(decision.object);
  return {
    ...(spec.clusterIP !== undefined && { ip: spec.clusterIP }),
    ...(spec.clusterIPs !== undefined && { ips: spec.clusterIPs }),
    nodePorts: nodePortsOf(decision.object),
    claims: keys(decision.claims),
    releases: keys(decision.releases),
  };
}

/** `type: NodePort, clusterIP: 10.0.0.4, port 80 → 30002, port 53/UDP` */
export function inWords({ spec: { type, clusterIP, ports = [] } }: Service): string {
  const words = [
    ...(type ? [`type: ${type}`] : []),
    ...(clusterIP ? [`clusterIP: ${clusterIP}`] : []),
    ...ports.map(
      ({ port, protocol, nodePort }) =>
        `port ${port}${protocol ? `/${protocol}` : ''}${nodePort ? ` → ${nodePort}` : ''}`,
    ),
  ];
  return words.join(', ') || 'that says nothing';
}

/** The part of a spec that says which address it has. */
export const has = (ip: string, rest: ServiceSpec = {}): ServiceSpec => ({ clusterIP: ip, clusterIPs: [ip], ...rest });

/** A Service of the type NodePort, with one port. */
export const web = (ip: string, nodePort?: number): Service =>
  service('web', has(ip, { type: 'NodePort', ports: [{ port: 80, ...(nodePort && { nodePort }) }] }));
