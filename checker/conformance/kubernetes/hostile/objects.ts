/** Objects that are JSON, and are not what their kind says: with something odd somewhere, or with one value of a wrong type. */
import { apiVersionOf, collectionPath, findKind, groupVersionOf, resourceTypes } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { oddBody } from '../../../5-api-server/5.4/odd-bodies.ts';
import { fc } from '../../../judge/exercise.ts';
import { objectOf } from '../one-of-each.ts';
import { bytesOf, dryRun, type HostileRequest, json, withQuery } from './request.ts';

const ways: [method: string, contentType: string, query: string][] = [
  ['POST', json, ''],
  ['PUT', json, ''],
  ['PATCH', 'application/merge-patch+json', ''],
  ['PATCH', 'application/strategic-merge-patch+json', ''],
  ['PATCH', 'application/apply-patch+yaml', 'fieldManager=m'],
  ['PATCH', 'application/apply-patch+yaml', 'fieldManager=n&force=true'],
];

function placeOf({ apiVersion, kind, metadata }: KubernetesObject): { collection: string; name: string } {
  const { group, version } = groupVersionOf(apiVersion);
  const type = findKind(group, version, kind)!;
  const name = typeof metadata?.name === 'string' && metadata.name !== '' ? metadata.name : 'one';
  return { collection: collectionPath(type, type.namespaced ? 'dev' : ''), name: encodeURIComponent(name) };
}

const oddObject = fc
  .tuple(oddBody, fc.constantFrom(...ways), dryRun)
  .map(([object, [method, contentType, query], dry]): HostileRequest => {
    const { collection, name } = placeOf(object);
    const url = withQuery(method === 'POST' ? collection : `${collection}/${name}`, query, dry);
    return { what: 'an odd object', method, url, headers: { 'content-type': contentType }, body: bytesOf(object) };
  });

/** Where a value stands in an object: its holder, its key there, and the names of the fields on the way. */
interface Place {
  holder: Record<string, unknown>;
  key: string;
  field: string;
}

/** All places but those that say what the object is. */
function placesIn(object: KubernetesObject): Place[] {
  const places: Place[] = [];
  const walk = (holder: unknown, field: string) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const [key, value] of Object.entries(holder)) {
      const path = Array.isArray(holder) ? field : `${field}.${key}`;
      places.push({ holder: holder as Record<string, unknown>, key, field: path });
      walk(value, path);
    }
  };
  for (const part of Object.keys(object)) {
    if (part !== 'apiVersion' && part !== 'kind') walk(object[part], part);
  }
  return places;
}

const kinds = resourceTypes.filter(({ listKind }) => listKind !== '');

/** Keys of a map are no fields to Kubernetes' decoder, so it names what holds the map, and the field where it is one. */
const wrongType = fc.tuple(fc.constantFrom(...kinds), fc.nat(1000)).map(([type, n]): HostileRequest => {
  const object = objectOf(type.kind, 'new');
  const places = placesIn(object);
  const { holder, key, field } = places[n % places.length];
  const isPlain = typeof holder[key] !== 'object';
  holder[key] = isPlain ? { x: 1 } : 'text';
  const owner = field.slice(0, Math.max(field.lastIndexOf('.'), field.indexOf('.') < 0 ? field.length : 0));
  return {
    ...{ what: `a wrong type at ${field} of a ${apiVersionOf(type)} ${type.kind}`, method: 'POST' },
    url: withQuery(collectionPath(type, type.namespaced ? 'dev' : ''), 'dryRun=All'),
    ...{ headers: { 'content-type': json }, body: bytesOf(object), codes: [400], field: owner },
  };
});

export const hostileObject: fc.Arbitrary<HostileRequest> = fc.oneof(
  { weight: 4, arbitrary: oddObject },
  { weight: 1, arbitrary: wrongType },
);
