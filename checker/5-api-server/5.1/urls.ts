/** URLs built from parts that are known, and URLs of which nobody knows what they mean. */
import { fc } from '../../judge/exercise.ts';

export interface Parts {
  method: string;
  group: string;
  version: string;
  namespace: string;
  resource: string;
  name: string;
  subresource: string;
  query: [string, string][];
  /** Whether signs are escaped that need not be. */
  escapesRoot: boolean;
}

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/).filter((text) => !['status', 'finalize'].includes(text));
const resource = fc.constantFrom('pods', 'secrets', 'deployments', 'nodes', 'widgets');
/** Some resources allow any sign in a name but slash and percent. */
const name = fc.oneof(
  label,
  fc.stringMatching(/^[ -~]{1,6}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
);
const isFit = (text: string) => !/[/%]/.test(text) && text !== '.' && text !== '..';

export const partsOfUrl: fc.Arbitrary<Parts> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    group: fc.constantFrom('', 'apps', 'batch', 'example.com'),
    version: fc.constantFrom('v1', 'v1beta1'),
    namespace: fc.oneof(fc.constant(''), label),
    resource,
    name: fc.oneof(fc.constant(''), name.filter(isFit)),
    subresource: fc.oneof(fc.constant(''), fc.constantFrom('status', 'scale', 'log')),
    query: fc.uniqueArray(fc.tuple(fc.constantFrom('limit', 'a b', 'é', 'x=y'), fc.string({ maxLength: 4 })), {
      selector: ([key]) => key,
      maxLength: 3,
    }),
    escapesRoot: fc.boolean(),
  })
  .map((parts) => (parts.name === '' ? { ...parts, subresource: '' } : parts));

/** The longest way to write it: with every sign of the first part of the path escaped, if `escapesRoot` says so. */
export function urlOf({ group, version, namespace, resource, name, subresource, query, escapesRoot }: Parts): string {
  const place = namespace === '' ? [] : ['namespaces', namespace];
  const parts = [...place, resource, name, subresource].filter((part) => part !== '').map(encodeURIComponent);
  const root = group === '' ? ['api', version] : ['apis', group, version];
  const path = [...(escapesRoot ? root.map(escapedWhole) : root), ...parts].join('/');
  const pairs = query.map((pair) => pair.map(encodeURIComponent).join('='));
  return `/${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function escapedWhole(text: string): string {
  return Array.from(text, (sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
}

const piece = fc.constantFrom(
  '/',
  '//',
  '.',
  '..',
  'api',
  'apis',
  'v1',
  'namespaces',
  'pods',
  '?',
  '&',
  'watch',
  '=',
  '%2F',
  '%',
  '%C3',
  '#',
  '\0',
  '✓',
);

/** Pieces of URLs in any order, and texts of any kind. */
export const anyUrl = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join('')}`),
  fc.string({ maxLength: 20 }),
  fc.webPath(),
);
