/** Rule A58: validating webhooks are asked together and change nothing; what a refusal says. */
import { deniedText } from '#api-server/webhooks.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { ask, createOf, isRefused, objectOf, passes, stepOf } from '../admission-hand.ts';
import {
  type Answer,
  configMap,
  configurationOf,
  no,
  parts,
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

export function declareJudgingTests(test: DeclareTest): void {
  test('A58', 'validating webhooks are asked all at once', async (t) => {
    const names = ['first', 'second', 'third'];
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const waiting: Answer = (question) => gate.then(() => yes(question, 0));
    const configurations = [
      configurationOf(
        'validate',
        'c',
        names.map((name) => webhookOf(name)),
      ),
    ];
    const { plugin, asked } = webhookHand(configurations, Object.fromEntries(names.map((name) => [name, waiting])));
    t.step('three validating webhooks, of which none answers before all have been asked');
    stepOf(t, write);
    const judged = ask(plugin, 'validate', write);
    await quiet();
    const askedByNow = asked.map(({ name }) => name).sort();
    open();
    const ended = await judged;
    t.equal(
      askedByNow,
      [...names].sort(),
      'nobody waits for another: a write takes as long as the slowest, not as long as all',
    );
    passes(t, ended, write, 'all say yes');
  });

  test('A58', 'a validating webhook changes nothing', async (t) => {
    const configurations = [configurationOf('validate', 'c', [webhookOf('first'), webhookOf('second')])];
    const { plugin, asked } = webhookHand(configurations, { first: signing('first'), second: patching('no patch') });
    t.step('two validating webhooks that send patches: one of them adds a field, the other is no JSON');
    stepOf(t, write);
    passes(t, await ask(plugin, 'validate', write), write, 'what was validated is what is stored');
    t.equal(
      asked.map(({ review }) => signedBy(review.request.object)),
      [[], []],
      'nor does the other see it',
    );
  });

  test('A58', 'of several that say no, the first in order is told', async (t) => {
    const configurations = [
      configurationOf('validate', 'b', [webhookOf('third'), webhookOf('fourth')]),
      configurationOf('validate', 'a', [webhookOf('first'), webhookOf('second')]),
    ];
    const late: Answer = async (question) => {
      await quiet();
      return no({ message: 'late' })(question, 0);
    };
    const answers = { second: late, third: no({ message: 'at once' }) };
    const { plugin } = webhookHand(configurations, answers);
    stepConfigurations(t, configurations);
    t.step('"third" says no at once, and "second" a moment later');
    stepOf(t, write);
    const ended = await ask(plugin, 'validate', write);
    isRefused(t, ended, ['Forbidden', deniedText('second', 'late')], 'who sends the same again hears the same again');
  });

  test('A58', 'a no is told in the words of the webhook', async (t) => {
    const refusals: [status: Parameters<typeof no>[0], code: string, message: string | undefined][] = [
      [undefined, 'Forbidden', undefined],
      [{ message: 'too big' }, 'Forbidden', 'too big'],
      [{ message: 'too big', reason: 'Invalid' }, 'Invalid', 'too big'],
      [{ message: 'later', reason: 'TooManyRequests', code: 429 }, 'TooManyRequests', 'later'],
      [{ message: 'gone', reason: 'NotFound' }, 'NotFound', 'gone'],
      [{ message: 'no', reason: 'Nonsense' }, 'Forbidden', 'no'],
      [{ message: 'no', reason: 'constructor' }, 'Forbidden', 'no'],
    ];
    const cases = refusals.flatMap((each) => parts.map((part) => [part, ...each] as const));
    await t.forEach(cases, async ([part, status, code, message]) => {
      const { plugin } = webhookHand([configurationOf(part, 'c', [webhookOf('w')])], { w: no(status) });
      t.step(`a ${part === 'mutate' ? 'mutating' : 'validating'} webhook "w" says no with the status ${show(status)}`);
      const ended = await ask(plugin, part, write);
      isRefused(
        t,
        ended,
        [code, deniedText('w', message)],
        'a reason that the API knows is kept, and any other is Forbidden',
      );
    });
  });

  test('A58', 'warnings of webhooks are told behind those that there are', async (t) => {
    await t.forEach(parts, async (part) => {
      const warned = createOf(objectOf('ConfigMap', 'a', { data: {} }), { warnings: ['before'] });
      const configurations = [
        configurationOf(
          part,
          'c',
          ['first', 'second', 'third'].map((name) => webhookOf(name)),
        ),
      ];
      const answers = { first: saying({ warnings: ['one', 'two'] }), third: saying({ warnings: ['three'] }) };
      const { plugin } = webhookHand(configurations, answers);
      t.step(`a write with the warning "before"; three webhooks, of which the first and the third warn: ${part}`);
      const { write: judged } = await ask(plugin, part, warned);
      t.equal(
        judged?.warnings,
        ['before', 'one', 'two', 'three'],
        'each warning is told once, in the order of the webhooks',
      );
    });
  });
}
