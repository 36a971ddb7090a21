/** Paths and parameters that mean nothing, or too much. */
import { fc } from '../../../judge/exercise.ts';
import { objectOf } from '../one-of-each.ts';
import { hostileHeaders } from './headers.ts';
import { bytesOf, collection, existing, type HostileRequest, hostileNames, json } from './request.ts';

const noise = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1.5',
    '1e9',
    '9'.repeat(30),
    'true',
    'null',
    'NaN',
    '%00',
    '%zz',
    'a,b',
    '=',
    '==',
    '!',
    '()',
  ),
  fc.constantFrom(...hostileNames),
  fc.string({ unit: 'binary', maxLength: 10 }).map(encodeURIComponent),
  fc.string({ unit: fc.constantFrom(...'abc,=!()<> /.-_%20%2c'), maxLength: 16 }),
);

const tokens = fc
  .record({
    v: fc.constantFrom('meta.k8s.io/v1', 'x'),
    rv: fc.constantFrom<unknown[]>(1, 0, -1, 1.5, 2, 'x', null),
    start: fc.constantFrom<unknown[]>('', '\u0000', '../x', 'dev/one', 1),
  })
  .map((token) => Buffer.from(JSON.stringify(token)).toString('base64url'));

const parameters: [name: string, value: fc.Arbitrary<string>][] = [
  ['limit', noise],
  ['continue', fc.oneof(noise, tokens)],
  ['labelSelector', noise],
  ['fieldSelector', noise],
  ['resourceVersion', fc.oneof(noise, fc.constantFrom('1', '2', '0'))],
  ['resourceVersionMatch', fc.constantFrom('Exact', 'NotOlderThan', 'x')],
  ['watch', fc.constantFrom('1', '0', 'x')],
  ['timeoutSeconds', noise],
  ['allowWatchBookmarks', noise],
  ['sendInitialEvents', fc.constantFrom('true', 'x')],
  ['dryRun', noise],
  ['fieldManager', fc.oneof(noise, fc.constant('x'.repeat(300)))],
  ['fieldValidation', noise],
  ['force', noise],
  ['gracePeriodSeconds', noise],
  ['propagationPolicy', noise],
  ['orphanDependents', noise],
  ['includeObject', noise],
  ['pretty', noise],
  ['__proto__', noise],
];

const parameter = fc.constantFrom(...parameters).chain(([name, value]) => value.map((given) => `${name}=${given}`));
const query = fc.array(parameter, { maxLength: 3 }).map((terms) => (terms.length === 0 ? '' : `?${terms.join('&')}`));

const segment = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'dev',
      'pods',
      'one',
      'status',
      'scale',
      'watch',
      'log',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '.',
      '..',
      '%2e%2e',
      '%2f',
      '%',
      '%zz',
      '%00',
      '%c0%af',
      '%ff',
      '*',
      '~',
      'PODS',
      '%0a',
      'a%20b',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...hostileNames) },
  { weight: 1, arbitrary: noise },
);

const url = fc.oneof(
  { weight: 3, arbitrary: collection },
  { weight: 3, arbitrary: existing },
  { weight: 3, arbitrary: fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`) },
  { weight: 1, arbitrary: fc.tuple(existing, segment).map(([path, part]) => `${path}/${part}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '*',
      '/',
      'x',
      '//',
      '/openapi/v3/x',
      '/openapi/v2',
      '/version',
      `/${'x'.repeat(9000)}`,
    ),
  },
);

const methods = ['GET', 'GET', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get', 'CONNECT', ''];

const bodies = [
  ...['', '', '', '', '', ''],
  ...[{}, [], objectOf('ConfigMap', 'new'), { gracePeriodSeconds: 'x' }, { preconditions: 1 }, { dryRun: 'x' }],
  ...[{ propagationPolicy: { toString: 1 } }, { dryRun: [{ toString: 1 }] }, { preconditions: { uid: {} } }],
];

export const hostileQuestion: fc.Arbitrary<HostileRequest> = fc
  .tuple(fc.constantFrom(...methods), url, query, hostileHeaders, fc.constantFrom<unknown[]>(...bodies))
  .map(([verb, path, asked, given, sent]) => ({
    ...{ what: 'a question', method: verb, url: path + asked },
    ...{ headers: { 'content-type': json, ...given }, body: bytesOf(sent) },
  }));
