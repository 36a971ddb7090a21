/** Rule A59: answers of webhooks that are none. */
import { type Answer, type Part, parts, patching, saying } from './webhook-hand.ts';

const other = '00000000-0000-4000-8000-000000000000';
export const unreachable: Answer = () => {
  throw new Error('connection refused');
};
const review =
  (response: unknown): Answer =>
  () => ({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });

/** Answers that are none, from whichever kind of webhook. */
const noAnswers: [words: string, answer: Answer][] = [
  ['cannot be reached', unreachable],
  ['says yes to another question', saying({ uid: other })],
  ['says no to another question', saying({ uid: other, allowed: false })],
  ['answers without a uid', review({ allowed: true })],
  ['answers with nothing', () => undefined],
  ['answers null', () => null],
  ['answers with a text', () => 'yes'],
  ['answers with an empty object', () => ({})],
  ['answers with its own question', (question) => ({ request: question })],
  ['answers without saying whether it is allowed', ({ uid }) => ({ response: { uid } })],
  ['answers that it is allowed: "true"', saying({ allowed: 'true' as never })],
];

/** Patches that cannot be done. */
const brokenPatches: [words: string, answer: Answer][] = [
  ['sends a patch that is no JSON', patching('{')],
  ['sends a patch that is no list', patching({ op: 'add' })],
  ['takes out what is not there', patching([{ op: 'remove', path: '/data/other' }])],
  [
    'tests what is not so',
    patching([
      { op: 'test', path: '/data/own', value: 'y' },
      { op: 'remove', path: '/data/own' },
    ]),
  ],
  [
    'does one thing that can be done, and one that cannot',
    patching([
      { op: 'add', path: '/data/w', value: 'x' },
      { op: 'remove', path: '/data/other' },
    ]),
  ],
  ['makes a list of the data', patching([{ op: 'replace', path: '/data', value: ['x'] }])],
  ['makes a Secret of a ConfigMap', patching([{ op: 'replace', path: '/kind', value: 'Secret' }])],
  ['makes another apiVersion of it', patching([{ op: 'replace', path: '/apiVersion', value: 'v2' }])],
  ['puts null in place of the whole object', patching([{ op: 'replace', path: '', value: null }])],
  ['puts a list in place of the whole object', patching([{ op: 'replace', path: '', value: [] }])],
  ['makes a number of the whole object', patching([{ op: 'replace', path: '', value: 5 }])],
  ['warns, and sends a patch that cannot be done', patching([{ op: 'remove', path: '/nothing' }], { warnings: ['w'] })],
];

type Silence = [part: Part, words: string, answer: Answer, because: string];
const unanswered = 'that is no answer to the question';
const undone = 'a patch that cannot be done, or leaves no object of the kind, is no answer';

/** All of them, with the part in which a webhook of theirs is asked, and why it is none. */
export const silences: Silence[] = [
  ...noAnswers.flatMap(([words, answer]) => parts.map((part): Silence => [part, words, answer, unanswered])),
  ...brokenPatches.map(([words, answer]): Silence => ['mutate', words, answer, undone]),
];
