/** Rule A58: mutating webhooks one after the other, each about what the one before has made of the object. */
import type { LabelSelector } from '#api-server/label-match.ts';
import { deniedText } from '#api-server/webhooks.ts';
import { type DeclareTest, fc } from '../../judge/exercise.ts';
import { ask, createOf, isRefused, stepOf } from '../admission-hand.ts';
import {
  type Answer,
  configMap,
  configurationOf,
  no,
  patching,
  saying,
  signedBy,
  signing,
  stepConfigurations,
  webhookHand,
  webhookOf,
  yes,
} from './webhook-hand.ts';

const write = createOf(configMap);

/** What a webhook says, how a run tells of it, and what the object has of it. */
const deeds: [words: string, answer: (name: string) => Answer, isSigned: boolean][] = [
  ['says yes', () => yes, false],
  ['adds its name to the data', signing, true],
  [
    'takes "own" out and puts it in again',
    () => patching([{ op: 'move', from: '/data/own', path: '/data/own' }]),
    false,
  ],
  ['warns', (name) => saying({ warnings: [`${name} warns`] }), false],
];

export function declareOrderTests(test: DeclareTest): void {
  test('A58', 'mutating webhooks are asked one after the other, by the names of their configurations', async (t) => {
    const configurations = [
      configurationOf('mutate', 'b', [webhookOf('third')]),
      configurationOf('mutate', 'a', [webhookOf('first'), webhookOf('second')]),
    ];
    const names = ['first', 'second', 'third'];
    const { plugin, asked } = webhookHand(
      configurations,
      Object.fromEntries(names.map((name) => [name, signing(name)])),
    );
    stepConfigurations(t, configurations);
    t.step('each adds its name to the data');
    stepOf(t, write);
    const { write: changed, message } = await ask(plugin, 'mutate', write);
    t.equal(
      asked.map(({ name }) => name),
      names,
      'configurations are taken in the order of their names, webhooks in theirs',
    );
    const seen = asked.map(({ review }) => signedBy(review.request.object));
    t.equal(seen, [[], ['first'], ['first', 'second']], 'each is asked about what the one before has made of it');
    t.equal(message ?? signedBy(changed?.object), names, 'what the last has made of it comes out');
    t.equal(write.object, configMap, 'the object that was handed in stays as it was');
  });

  test('A58', 'a selector, too, looks at what the one before has made of the object', async (t) => {
    const labelled = { matchLabels: { seen: 'yes' } };
    const unlabelled: LabelSelector = { matchExpressions: [{ key: 'seen', operator: 'DoesNotExist' }] };
    const configurations = [
      configurationOf('mutate', 'c', [
        webhookOf('labels'),
        webhookOf('wants', { objectSelector: labelled }),
        webhookOf('shuns', { objectSelector: unlabelled }),
      ]),
    ];
    const { plugin, asked } = webhookHand(configurations, {
      labels: patching([{ op: 'add', path: '/metadata/labels', value: { seen: 'yes' } }]),
    });
    stepConfigurations(t, configurations);
    t.step('"labels" gives the object the label seen=yes');
    stepOf(t, write);
    await ask(plugin, 'mutate', write);
    t.equal(
      asked.map(({ name }) => name),
      ['labels', 'wants'],
      'only those are asked that select the object as it is when their turn comes',
    );
  });

  test('A58', 'patches are done one upon the other', async (t) => {
    await t.forAll(fc.array(fc.constantFrom(...deeds), { maxLength: 6 }), async (chosen) => {
      const names = chosen.map((_, i) => `w${i}`);
      const configurations = [
        configurationOf(
          'mutate',
          'c',
          names.map((name) => webhookOf(name)),
        ),
      ];
      const answers = Object.fromEntries(chosen.map(([, answer], i) => [names[i], answer(names[i])]));
      const { plugin, asked } = webhookHand(configurations, answers);
      chosen.forEach(([words], i) => void t.step(`${names[i]} ${words}`));
      stepOf(t, write);
      const { write: changed, message } = await ask(plugin, 'mutate', write);
      const signers = names.filter((_, i) => chosen[i][2]);
      t.equal(
        asked.map(({ name }) => name),
        names,
        'all are asked, in their order',
      );
      const seen = asked.map(({ review }) => signedBy(review.request.object));
      const expected = names.map((_, i) => names.filter((__, j) => j < i && chosen[j][2]));
      t.equal(seen, expected, 'each is asked about the object as it is by then');
      t.equal(message ?? signedBy(changed?.object), signers, 'all patches are in the object');
      const warnings = names.filter((_, i) => chosen[i][0] === 'warns').map((name) => `${name} warns`);
      t.equal(changed?.warnings, warnings, 'and all warnings are told');
    });
  });

  test('A58', 'one that says no ends it', async (t) => {
    const configurations = [
      configurationOf(
        'mutate',
        'c',
        ['first', 'second', 'third'].map((name) => webhookOf(name)),
      ),
    ];
    const answers = { first: signing('first'), second: no({ message: 'too big' }) };
    const { plugin, asked } = webhookHand(configurations, answers);
    t.step('three mutating webhooks; the second says no: "too big"');
    stepOf(t, write);
    const ended = await ask(plugin, 'mutate', write);
    isRefused(t, ended, ['Forbidden', deniedText('second', 'too big')], 'the refusal is that of the webhook');
    t.equal(
      asked.map(({ name }) => name),
      ['first', 'second'],
      'nobody behind it is asked',
    );
  });
}
