/** What there is to say of a place that a request has passed: what it has found out there, or what has become of the object. */
import type { RequestInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { changedFields } from './changed-fields.ts';
import type { Journey, Stop } from './journey.ts';
import type { State } from './passage.ts';
import { placeOf, places, transaction } from './places.ts';

/** @param lap the stops to speak of */
export function noteOn(journey: Journey, lap: readonly Stop[], place: number, state: State): string {
  if (state === 'aside') return asideNote(journey, place);
  if (state === 'earlier') return places[place].links.includes(transaction) ? 'somebody was faster' : 'the first time';
  if (state !== 'passed') return '';
  const at = lap.findLastIndex(({ link }) => placeOf(link) === place);
  return notes[places[place].name](journey, lap[at], lap[at + 1]);
}

/** @param next what is known at the following stop is what was found out here */
type Note = (journey: Journey, stop: Stop, next: Stop | undefined) => string;

const notes: Record<string, Note> = {
  'request-info': (_, __, next) => (next?.info ? questionOf(next.info) : ''),
  authenticate: (_, __, next) => next?.user?.name ?? '',
  authorize: ({ allowedBy }) => allowedBy?.replace('RBAC: allowed by ', '') ?? '',
  handler: handlerNote,
  structure: (_, { object }) => (object ? `a ${object.kind}, each field of its type` : 'a delete has no object'),
  'mutating admission': changes,
  defaulting: changes,
  'registry: prepare': changes,
  validation: (_, { object }) => (object ? 'makes sense' : ''),
  'validating admission': () => 'nobody objects',
  'etcd transaction': transactionNote,
};

function questionOf({ verb, resource, subresource, namespace, name }: RequestInfo): string {
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  return [verb, what, name, namespace && `in ${namespace}`].filter(Boolean).join(' ');
}

function handlerNote({ request, ranges }: Journey): string {
  if (request.method !== 'GET') {
    const type = request.headers['content-type'];
    return type ? `a body of ${type.replace('application/', '')}` : 'no body';
  }
  return ranges === 0
    ? 'from the cache: etcd is not read'
    : `etcd is read ${ranges === 1 ? 'once' : `${ranges} times`}`;
}

function changes(_: Journey, { object }: Stop, next: Stop | undefined): string {
  if (!object || !next?.object) return '';
  const fields = changedFields(object, next.object as KubernetesObject);
  return fields.length === 0 ? 'changes nothing' : `+${fields.length}: ${fields.join(', ')}`;
}

function transactionNote(_: Journey, { outcome }: Stop): string {
  const { isDone, isRemoval, revision } = outcome!;
  if (!isDone) return 'lost: somebody was faster';
  return `${isRemoval ? 'removed' : 'stored'} at revision ${revision}`;
}

function asideNote({ request, response, stops }: Journey, place: number): string {
  if (request.method === 'GET' || !response || !places[place].links.includes(transaction)) return '';
  if (request.url.includes('dryRun=')) return 'a dry run ends here';
  return stops.length > 0 ? 'nothing has changed: none' : '';
}
