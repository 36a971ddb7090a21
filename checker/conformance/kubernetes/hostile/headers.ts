/** Headers that mean nothing, or too much. */
import { fc } from '../../../judge/exercise.ts';
import { hostileNames } from './request.ts';

/** By name, the values that it may have. */
const known: [name: string, values: string[]][] = [
  [
    'accept',
    ['*/*', 'text/html', 'application/json;as=Table;v=v1;g=meta.k8s.io', 'application/json;as=Nothing', ';;;', ''],
  ],
  [
    'content-type',
    ['', 'text/plain', 'application/json; charset=latin1', '__proto__', 'constructor', 'x/y;;', 'APPLICATION/JSON'],
  ],
  ['user-agent', ['', '/', 'x'.repeat(500), '\u00e9/1', 'a b c']],
  [
    'authorization',
    ['', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic eA==', 'Bearer e30.e30.e30', `Bearer ${'x'.repeat(5000)}`],
  ],
  ...['user', 'group', 'uid', 'extra-x'].map((part): [string, string[]] => [
    `impersonate-${part}`,
    ['', 'bob', 'system:serviceaccount::', ',,,', ...hostileNames],
  ]),
];

const header = fc
  .constantFrom(...known)
  .chain(([name, values]) => fc.tuple(fc.constant(name), fc.constantFrom(...values)));

export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(header, { maxLength: 2 })
  .map((entries) => Object.fromEntries(entries));
