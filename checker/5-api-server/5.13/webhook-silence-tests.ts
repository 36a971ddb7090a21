/** Rule A59: webhooks that do not answer, or not what was asked; and dry runs, in which they may not be asked. */
import type { Webhook } from '#api-server/webhooks.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { ask, createOf, type Ended, passes, stepOf } from '../admission-hand.ts';
import { podWith } from '../manifests.ts';
import {
  type Answer,
  configMap,
  configurationOf,
  no,
  type Part,
  parts,
  patching,
  saying,
  signedBy,
  signing,
  webhookHand,
  webhookOf,
} from './webhook-hand.ts';
import { silences, unreachable } from './webhook-silences.ts';

const write = createOf(configMap);
const failure = 'failed calling webhook "w": ';

/** The code of a refusal, and its text up to where it says why. */
function silenceOf({ code, message = '' }: Ended): unknown {
  return code === undefined ? 'it passes' : [code, message.includes(failure) ? `… ${failure}…` : message];
}

const refusedForSilence = ['InternalError', `… ${failure}…`];
const kindOf = (part: Part) => (part === 'mutate' ? 'mutating' : 'validating');

export function declareSilenceTests(test: DeclareTest): void {
  test('A59', 'whoever does not answer refuses, unless their silence is to be ignored', async (t) => {
    const policies: Webhook['failurePolicy'][] = ['Fail', undefined];
    await t.forEach(silences, async ([part, words, answer, because]) => {
      for (const failurePolicy of policies) {
        const { plugin } = webhookHand([configurationOf(part, 'c', [webhookOf('w', { failurePolicy })])], {
          w: answer,
        });
        t.step(`a ${kindOf(part)} webhook "w" with failurePolicy ${show(failurePolicy)} ${words}`);
        const ended = await ask(plugin, part, write);
        t.equal(
          silenceOf(ended),
          refusedForSilence,
          `${because}: without one it refuses, or whoever breaks it gets around it`,
        );
      }
    });
  });

  test('A59', 'whoever is to be ignored is as if not asked', async (t) => {
    await t.forEach(silences, async ([part, words, answer]) => {
      const configurations = [
        configurationOf(part, 'c', [webhookOf('w', { failurePolicy: 'Ignore' }), webhookOf('next')]),
      ];
      const { plugin, asked } = webhookHand(configurations, { w: answer });
      t.step(`a ${kindOf(part)} webhook "w" with failurePolicy Ignore ${words}; behind it stands another`);
      passes(t, await ask(plugin, part, write), write, 'the write is as it was before');
      t.equal(
        asked.map(({ name }) => name),
        ['w', 'next'],
        'the next one is asked all the same',
      );
      t.equal(asked[1].review.request.object, configMap, 'about the object as it was before');
    });
  });

  test('A59', 'a patch that leaves wrong types is no answer', async (t) => {
    const pod = createOf(podWith({}));
    const toText = patching([{ op: 'add', path: '/spec/containers/0/ports', value: [{ containerPort: '80' }] }]);
    for (const failurePolicy of ['Fail', 'Ignore'] as const) {
      const { plugin } = webhookHand([configurationOf('mutate', 'c', [webhookOf('w', { failurePolicy })])], {
        w: toText,
      });
      t.step(
        `a webhook with failurePolicy ${failurePolicy} gives the container of a pod the port "80", which is a text`,
      );
      const ended = await ask(plugin, 'mutate', pod);
      if (failurePolicy === 'Fail') t.equal(silenceOf(ended), refusedForSilence, 'everybody behind trusts the types');
      else passes(t, ended, pod, 'it is as if it had not been asked');
    }
  });

  test('A59', 'a no is an answer', async (t) => {
    await t.forEach(parts, async (part) => {
      const configurations = [configurationOf(part, 'c', [webhookOf('w', { failurePolicy: 'Ignore' })])];
      const { plugin } = webhookHand(configurations, { w: no({ message: 'too big' }) });
      t.step(`a ${kindOf(part)} webhook with failurePolicy Ignore says no`);
      const { code } = await ask(plugin, part, write);
      t.equal(code, 'Forbidden', 'only silence is ignored');
    });
  });

  test('A59', 'a patch of one who says no is never done', async (t) => {
    const configurations = [configurationOf('mutate', 'c', [webhookOf('w', { failurePolicy: 'Ignore' })])];
    const { plugin } = webhookHand(configurations, { w: patching('{', { allowed: false }) });
    t.step('a webhook with failurePolicy Ignore says no, and sends a patch that is no JSON');
    t.equal(
      (await ask(plugin, 'mutate', write)).code,
      'Forbidden',
      'it has answered, and what it sends besides does not matter',
    );
  });

  test('A59', 'a webhook is waited for as long as it says', async (t) => {
    const times: [seconds: number, answersAfter: number, code: string | undefined][] = [
      [1, 900, undefined],
      [1, 1100, 'InternalError'],
      [30, 29_000, undefined],
      [2, 3000, 'InternalError'],
    ];
    const all = times.flatMap((each) => parts.map((part) => [part, ...each] as const));
    await t.forEach(all, async ([part, timeoutSeconds, answersAfter, code]) => {
      const clock = createVirtualClock();
      const slow: Answer = (question, timeoutMs) =>
        new Promise((resolve, reject) => {
          clock.setTimer(timeoutMs, () => reject(new Error('context deadline exceeded')));
          clock.setTimer(answersAfter, () => resolve(saying({})(question, timeoutMs)));
          while (clock.step());
        });
      const { plugin, asked } = webhookHand([configurationOf(part, 'c', [webhookOf('w', { timeoutSeconds })])], {
        w: slow,
      });
      t.step(`a ${kindOf(part)} webhook with timeoutSeconds ${timeoutSeconds} answers after ${answersAfter} ms`);
      const ended = await ask(plugin, part, write);
      t.equal(
        asked.map(({ timeoutMs }) => timeoutMs),
        [timeoutSeconds * 1000],
        'whoever calls it is told the milliseconds',
      );
      t.equal(ended.code, code, code ? 'that is too late' : 'that is in time');
    });
  });

  test('A59', 'in a dry run only those are asked who do nothing', async (t) => {
    const effects: [sideEffects: string | undefined, isAsked: boolean][] = [
      ['None', true],
      ['NoneOnDryRun', true],
      ['Some', false],
      ['Unknown', false],
      [undefined, false],
    ];
    const all = effects.flatMap((each) => parts.map((part) => [part, ...each] as const));
    await t.forEach(all, async ([part, sideEffects, isAsked]) => {
      for (const failurePolicy of ['Fail', 'Ignore'] as const) {
        const configurations = [configurationOf(part, 'c', [webhookOf('w', { sideEffects, failurePolicy })])];
        for (const dryRun of [true, false]) {
          const { plugin, asked } = webhookHand(configurations);
          t.step(`a ${kindOf(part)} webhook with sideEffects ${show(sideEffects)}; failurePolicy ${failurePolicy}`);
          const own = { ...write, dryRun };
          stepOf(t, own);
          const ended = await ask(plugin, part, own);
          const expected = isAsked || !dryRun;
          const text = 'admission webhook "w" does not support dry run';
          t.equal(asked.length, expected ? 1 : 0, dryRun ? 'a dry run leaves no trace anywhere' : 'this is no dry run');
          t.equal(
            [ended.code, ended.message],
            expected ? [undefined, undefined] : ['BadRequest', text],
            'and nobody says that it would pass',
          );
        }
      }
    });
  });

  test('A59', 'a webhook that is not concerned keeps nobody from a dry run', async (t) => {
    await t.forEach(parts, async (part) => {
      const rules = [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }];
      const { plugin } = webhookHand([configurationOf(part, 'c', [webhookOf('w', { rules, sideEffects: 'Some' })])]);
      const own = { ...write, dryRun: true };
      t.step(`a ${kindOf(part)} webhook for pods, with sideEffects Some`);
      stepOf(t, own);
      passes(t, await ask(plugin, part, own), own, 'it would not have been asked anyway');
    });
  });

  test('A59', 'between the silent ones the others are heard', async (t) => {
    const names = ['one', 'two', 'three'];
    const webhooks = names.map((name) => webhookOf(name, { failurePolicy: 'Ignore' }));
    const answers = { one: signing('one'), two: unreachable, three: signing('three') };
    const { plugin } = webhookHand([configurationOf('mutate', 'c', webhooks)], answers);
    t.step('three mutating webhooks, to be ignored if silent; the second is, the others add their names');
    const { write: changed } = await ask(plugin, 'mutate', write);
    t.equal(signedBy(changed?.object), ['one', 'three'], 'what was done before the silence stays');
  });
}
