/** Rules A57 to A59: what a patch may bring and what it is done to; how questions are told apart; what a silence says. */
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { ask, isLetPass, objectOf, passes, stepOf } from '../admission-hand.ts';
import { widgetOf, widgetType } from '../manifests.ts';
import { writeOf } from '../writes.ts';
import {
  configMap,
  configurationOf,
  parts,
  patching,
  saying,
  signing,
  stepConfigurations,
  webhookHand,
  webhookOf,
} from './webhook-hand.ts';
import { unreachable } from './webhook-silences.ts';

const named = ({ metadata: { name } }: { metadata: { name: string } }) => name;

export function declarePatchTests(test: DeclareTest): void {
  test('A58', 'unknown fields that a patch brings are dropped', async (t) => {
    await t.forEach(['Strict', 'Warn', 'Ignore'] as const, async (fieldValidation) => {
      const operations = [
        { op: 'add', path: '/replcas', value: 3 },
        { op: 'add', path: '/data/w', value: 'x' },
      ];
      const { plugin } = webhookHand([configurationOf('mutate', 'c', [webhookOf('w')])], { w: patching(operations) });
      t.step(`a mutating webhook answers with the patch ${show(operations)}`);
      const write = writeOf('create', configMap, { fieldValidation });
      t.step(`create ConfigMap "a" with fieldValidation ${fieldValidation}`);
      const ended = await ask(plugin, 'mutate', write);
      isLetPass(t, ended, 'the client cannot help what a webhook sends');
      const { object, warnings } = ended.write!;
      t.equal(object, { ...configMap, data: { own: 'x', w: 'x' } }, 'nobody behind it would take the field away');
      t.equal(warnings, [], 'and there is nothing that the client could mend');
    });
  });

  test('A58', 'a patch is done to what the client wants to have, not to what is there', async (t) => {
    const changed = objectOf('ConfigMap', 'a', { data: { own: 'y', more: 'z' } });
    const write = writeOf('update', changed, { old: configMap });
    const { plugin } = webhookHand([configurationOf('mutate', 'c', [webhookOf('w')])], { w: signing('w') });
    t.step('a mutating webhook adds its name to the data');
    stepOf(t, write);
    const ended = await ask(plugin, 'mutate', write);
    isLetPass(t, ended, 'it has said yes');
    const { object, old } = ended.write!;
    t.equal(object, { ...changed, data: { own: 'y', more: 'z', w: 'x' } }, 'the change is there, and the name besides');
    t.equal(old, configMap, 'what is there, is as it was');
  });

  test('A58', 'in a delete there is nothing to patch', async (t) => {
    const write = writeOf('delete', configMap);
    const { plugin } = webhookHand([configurationOf('mutate', 'c', [webhookOf('w')])], { w: signing('w') });
    t.step('a mutating webhook says yes to everything, and adds its name to the data');
    stepOf(t, write);
    passes(
      t,
      await ask(plugin, 'mutate', write),
      write,
      'it has said yes, and there is no object to put its name into',
    );
  });

  test('A59', 'every question has a uid of its own', async (t) => {
    await t.forEach(parts, async (part) => {
      const configurations = [configurationOf(part, 'c', [webhookOf('one'), webhookOf('two')])];
      const { plugin, asked } = webhookHand(configurations);
      stepConfigurations(t, configurations);
      for (let i = 0; i < 2; i++) {
        t.step(`${part}: create ConfigMap "a"`);
        await ask(plugin, part, writeOf('create', configMap));
      }
      const uids = asked.map(({ review }) => review.request.uid);
      t.equal(new Set(uids).size, 4, `or the answer to one is taken for the answer to another: ${show(uids)}`);
    });
  });

  test('A59', 'whoever is refused for a silence learns why', async (t) => {
    await t.forEach(parts, async (part) => {
      const { plugin } = webhookHand([configurationOf(part, 'c', [webhookOf('w')])], { w: unreachable });
      t.step('a webhook "w" cannot be reached: the call rejects with "connection refused"');
      t.step(part);
      const { message = '' } = await ask(plugin, part, writeOf('create', configMap));
      const [start, why] = ['failed calling webhook "w": ', 'connection refused'];
      const isTold = message.includes(why, message.indexOf(start) + start.length);
      const expected = `… ${start}… ${why} …`;
      t.equal(message.includes(start) && isTold ? expected : message, expected, 'whoever reads it is to mend it');
    });
  });

  test('A57', 'a kind that is only called like a webhook configuration is asked about', async (t) => {
    const resource = 'mutatingwebhookconfigurations';
    const kind = 'MutatingWebhookConfiguration';
    const object = { ...widgetOf({ size: 1 }), kind };
    await t.forEach(parts, async (part) => {
      const { plugin, asked } = webhookHand([configurationOf(part, 'c', [webhookOf('w')])]);
      t.step(`${part}: create ${kind} "w" of the group example.com`);
      await ask(plugin, part, writeOf('create', object, { resource: { ...widgetType, resource, kind } }));
      t.equal(asked.length, 1, 'it configures no webhooks, and locks nobody out');
    });
  });

  test('A58', 'the list of configurations is not the caller’s to change', async (t) => {
    await t.forEach(parts, async (part) => {
      const configurations = ['a', 'b', 'c'].map((name) => configurationOf(part, name, [webhookOf(name)]));
      const { plugin, listed } = webhookHand(configurations, { a: saying({ warnings: ['w'] }) });
      stepConfigurations(t, configurations);
      t.step(`${part}: create ConfigMap "a"; the configurations are listed in another order`);
      await ask(plugin, part, writeOf('create', configMap));
      for (const { list, names } of listed) t.equal(list.map(named), names, 'others go by the same list');
    });
  });
}
