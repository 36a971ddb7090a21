/** Rule A57: which writes a webhook is asked about, and what it is asked. */
import { ruleMatches, type Webhook } from '#api-server/webhooks.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { ask, stepOf } from '../admission-hand.ts';
import { writeOf } from '../writes.ts';
import { choices, isWeb } from './webhook-choices.ts';
import { configMap, configurationOf, parts, stepConfigurations, webhookHand, webhookOf } from './webhook-hand.ts';
import { isOpen, matchesByTheBook, ruleCases, rules, writes } from './webhook-rules.ts';

const web = { matchLabels: { app: 'web' } };

/** Many webhooks, the labels of the namespace "dev", and a write. */
const crowds = fc.record({
  webhooks: fc.array(fc.record({ rule: rules, namespaceSelector: fc.constantFrom(undefined, web) }), { maxLength: 5 }),
  labels: fc.constantFrom<Record<string, string>[]>({}, { app: 'web' }),
  own: writes,
  part: fc.constantFrom(...parts),
});

export function declareChoiceTests(test: DeclareTest): void {
  test('A57', 'a rule is about a write if all its parts are', async (t) => {
    await t.forEach(ruleCases, ([rule, write, matches, because]) => {
      t.step(`rule ${show(rule)}`);
      stepOf(t, write);
      t.equal(ruleMatches(rule, write), matches, because);
    });
  });

  test('A57', 'rules of all kinds, and all kinds of writes', async (t) => {
    await t.forAll(
      fc.tuple(rules, writes),
      ([rule, write]) => {
        if (isOpen(rule, write)) return;
        t.step(`rule ${show(rule)}`);
        stepOf(t, write);
        const message = 'operation, group, version, resource with subresource, and scope must all be so';
        t.equal(ruleMatches(rule, write), matchesByTheBook(rule, write), message);
      },
      { runs: 200 },
    );
  });

  test('A57', 'a webhook is asked if a rule and both selectors match', async (t) => {
    const cases = choices.flatMap((each) => parts.map((part) => [part, ...each] as const));
    await t.forEach(cases, async ([part, fields, labels, write, isAsked, because]) => {
      const configurations = [configurationOf(part, 'c', [webhookOf('w', fields)])];
      const { plugin, asked } = webhookHand(configurations, {}, { labels });
      stepConfigurations(t, configurations);
      t.step(`the namespace "dev" has the labels ${show(labels ?? {})}`);
      stepOf(t, write);
      const told = ({ metadata }: KubernetesObject) => show(metadata.labels ?? {});
      const { object, old } = write;
      t.step(`the object's labels: ${[old, object].flatMap((each) => (each ? told(each) : [])).join(' becomes ')}`);
      await ask(plugin, part, write);
      t.equal(
        asked.map(({ name }) => name),
        isAsked ? ['w'] : [],
        because,
      );
    });
  });

  test(
    'A57',
    'mutating webhooks are asked when objects are changed, validating ones when they are judged',
    async (t) => {
      const configurations = [
        configurationOf('mutate', 'c', [webhookOf('changes')]),
        configurationOf('validate', 'c', [webhookOf('judges')]),
      ];
      stepConfigurations(t, configurations);
      await t.forEach(parts, async (part) => {
        const { plugin, asked } = webhookHand(configurations);
        t.step(part);
        await ask(plugin, part, writeOf('create', configMap));
        t.equal(
          asked.map(({ name }) => name),
          [part === 'mutate' ? 'changes' : 'judges'],
          'each kind has its time',
        );
      });
    },
  );

  test('A57', 'of many webhooks exactly those are asked that chose the write', async (t) => {
    await t.forAll(crowds, async ({ webhooks, labels, own, part }) => {
      const clear = webhooks.filter(({ rule }) => !isOpen(rule, own));
      const all = clear.map(({ rule, ...selectors }, i) => webhookOf(`w${i}`, { rules: [rule], ...selectors }));
      const half = Math.floor(all.length / 2);
      const configurations = [
        configurationOf(part, 'a', all.slice(0, half)),
        configurationOf(part, 'b', all.slice(half)),
      ];
      const { plugin, asked } = webhookHand(configurations, {}, { labels });
      stepConfigurations(t, configurations);
      t.step(`the namespace "dev" has the labels ${show(labels)}`);
      stepOf(t, own);
      await ask(plugin, part, own);
      const isChosen = ({ rule, namespaceSelector }: (typeof clear)[number]) =>
        matchesByTheBook(rule, own) && (!namespaceSelector || !own.resource.namespaced || labels.app === 'web');
      const expected = all.filter((_, i) => isChosen(clear[i])).map(({ name }) => name);
      const because = 'a rule must match, and the labels of the namespace, if it is in one';
      t.equal(asked.map(({ name }) => name).sort(), expected.sort(), because);
    });
  });

  test('A57', 'nobody is asked about webhook configurations', async (t) => {
    const operations = ['create', 'update', 'delete'] as const;
    const cases = parts.flatMap((part) =>
      parts.flatMap((kind) => operations.map((operation) => [part, kind, operation] as const)),
    );
    await t.forEach(cases, async ([part, kind, operation]) => {
      const broken = configurationOf(kind, 'broken', [webhookOf('w')]);
      const { plugin, asked } = webhookHand([configurationOf(part, 'broken', [webhookOf('w')])]);
      t.step('a webhook that is asked about everything');
      t.step(`${operation} ${broken.kind} "broken"`);
      await ask(plugin, part, writeOf(operation, broken));
      t.equal(asked.length, 0, 'or a broken webhook could forbid to take it away');
    });
  });

  test('A57', 'the question says what is asked for, and by whom', async (t) => {
    const user = { name: 'alice', uid: 'u1', groups: ['dev'] };
    const changed = { ...isWeb, data: { a: '1' } };
    const write = writeOf('update', changed, { old: isWeb, user, dryRun: true, subresource: 'status' });
    await t.forEach(parts, async (part) => {
      const { plugin, asked } = webhookHand([configurationOf(part, 'c', [webhookOf('w')])]);
      t.step('a webhook that is asked about everything');
      stepOf(t, write);
      await ask(plugin, part, write);
      t.equal(asked.length, 1, 'it is asked once');
      const { apiVersion, kind, request } = asked[0].review;
      t.equal([apiVersion, kind], ['admission.k8s.io/v1', 'AdmissionReview'], 'the question is an AdmissionReview');
      const { uid, operation, object, oldObject, name, namespace, subResource, dryRun, resource, userInfo } = request;
      t.equal(
        { object, oldObject },
        { object: changed, oldObject: isWeb },
        'it has the object, and the one that is there',
      );
      t.equal(
        { operation, name, namespace, subResource, dryRun, resource, userInfo },
        {
          ...{ operation: 'UPDATE', name: 'a', namespace: 'dev', subResource: 'status', dryRun: true },
          resource: { group: '', version: 'v1', resource: 'configmaps' },
          userInfo: { username: 'alice', uid: 'u1', groups: ['dev'] },
        },
        'and what is written, where, and by whom',
      );
      t.equal(typeof uid === 'string' && uid !== '', true, 'a question has a uid, by which its answer is known');
    });
  });

  test('A57', 'a webhook is called where its configuration says', async (t) => {
    const service = { namespace: 'tools', name: 'hook' };
    const addresses: [Webhook['clientConfig'], [origin: string, path: string]][] = [
      [{ url: 'https://hooks.example.com:8443/a?b=c', caBundle: 'QQ==' }, ['https://hooks.example.com:8443', '/a?b=c']],
      [{ service, caBundle: 'QQ==' }, ['https://hook.tools.svc', '/']],
      [
        { service: { ...service, path: '/pods', port: 8443 }, caBundle: 'QQ==' },
        ['https://hook.tools.svc:8443', '/pods'],
      ],
    ];
    await t.forEach(addresses, async ([clientConfig, expected]) => {
      const { plugin, asked } = webhookHand([configurationOf('validate', 'c', [webhookOf('w', { clientConfig })])]);
      t.step(`clientConfig ${show(clientConfig)}`);
      await ask(plugin, 'validate', writeOf('create', configMap));
      t.equal(asked.length, 1, 'it is asked');
      const { url, caBundle } = asked[0].target;
      const { origin, pathname, search } = new URL(url);
      t.equal([origin, pathname + search], expected, 'that is where it is');
      t.equal(caBundle, 'QQ==', 'and its certificate is to be signed under these');
    });
  });
}
