/** What bindings and roles give, and to whom: a part of 5.3. */
import { type Action, createAuthorizer } from '#api-server/authorize.ts';
import { grantsTo } from '#api-server/rbac.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { createCluster } from '../cluster.ts';
import {
  act,
  actionInWords,
  actOnPath,
  binding,
  getPods,
  inWords,
  labelled,
  role,
  user,
  userSubject,
} from '../rbac-objects.ts';
import { grantCases } from './binding-cases.ts';

const alice = user('alice', 'dev');

export function declareGrantTests(test: DeclareTest): void {
  test('A12', 'a binding gives its rules where it holds, and to its subjects', async (t) => {
    await t.forEach(grantCases, async ([allowed, objects, action, because]) => {
      t.equal(await asks(t, objects, alice, action), allowed, because);
    });
  });

  test('A13', 'a role that changes changes at once what its bindings give', async (t) => {
    const bound = binding('readers', 'ClusterRole/reader', [userSubject('alice')]);
    const cluster = createCluster([bound]);
    const authorizer = createAuthorizer(cluster);
    const mayNow = async (says: string, expected: boolean, because: string) => {
      t.step(`${says}; may alice get pods in "dev"?`);
      t.equal((await authorizer.authorize(alice, act('get', 'pods', { namespace: 'dev' }))).allowed, expected, because);
    };
    await mayNow('the ClusterRole of her binding is not there', false, 'a role that is not there holds nothing');
    cluster.put(role('reader', [getPods]));
    await mayNow('it is made, with get pods', true, 'the binding gives what the role holds now');
    cluster.put(role('reader', [{ ...getPods, verbs: ['list'] }]));
    await mayNow('it is changed to list pods', false, 'the binding gives what the role holds now');
    cluster.put(role('reader', undefined));
    await mayNow('its rules are taken away', false, 'a role without rules gives nothing');
    cluster.put(role('reader', [getPods]));
    cluster.remove(bound);
    await mayNow('it has get pods again, but the binding is deleted', false, 'nobody is bound to it any more');
  });

  test('A13', 'each binding of a user is a grant, with what its role holds', async (t) => {
    const objects = [
      role('dev/reader', [getPods]),
      binding('dev/a', 'Role/reader', [userSubject('alice')]),
      binding('dev/b', 'Role/missing', [userSubject('bob'), userSubject('alice')]),
      binding('dev/c', 'Role/reader', [userSubject('bob')]),
      binding('d', 'ClusterRole/missing', [userSubject('alice'), { kind: 'Group', name: 'dev' }]),
    ];
    for (const object of objects) t.step(inWords(object));
    t.step('grantsTo(alice of the group "dev", "dev")');
    const grants = await grantsTo(alice, 'dev', createCluster(objects));
    const held = grants.map(({ rules }) => rules).sort((a, b) => b.length - a.length);
    t.equal(held, [[getPods], [], []], 'one for each of her bindings; where the role is missing, it is empty');
    const reason = grants.find(({ rules }) => rules.length > 0)?.reason;
    t.equal(reason, 'RoleBinding "a/dev" of Role "reader" to User "alice"', 'people can read why she may');
  });

  test('A13', 'an aggregated role has the rules of those that it selects', async (t) => {
    const selects = (name: string, ...clusterRoleSelectors: object[]) =>
      role(name, [getPods], { aggregationRule: { clusterRoleSelectors } });
    const bound = binding('b', 'ClusterRole/sum', [userSubject('alice')]);
    const parts = [
      labelled('part', { to: 'sum' }, [{ ...getPods, resources: ['secrets'] }]),
      labelled('inner', { to: 'all' }, [{ ...getPods, resources: ['nodes'] }]),
      { ...selects('middle', { matchLabels: { to: 'all' } }), metadata: { name: 'middle', labels: { to: 'sum' } } },
    ];
    const circle = {
      ...selects('sum', { matchLabels: { to: 'sum' } }),
      metadata: { name: 'sum', labels: { to: 'sum' } },
    };
    const expression = { matchExpressions: [{ key: 'to', operator: 'In', values: ['sum', 'x'] }] };
    const cases: [sum: KubernetesObject, gets: string, allowed: boolean, because: string][] = [
      [selects('sum', { matchLabels: { to: 'sum' } }), 'secrets', true, 'the role "part" has the label'],
      [
        selects('sum', { matchLabels: { to: 'sum' } }),
        'nodes',
        true,
        '"middle" has the label, and is aggregated in turn',
      ],
      [selects('sum', { matchLabels: { to: 'sum' } }), 'pods', false, 'an aggregated role has no rules of its own'],
      [selects('sum', { matchLabels: { to: 'all' } }), 'secrets', false, '"part" is not selected'],
      [
        selects('sum', { matchLabels: { to: 'x' } }, { matchLabels: { to: 'sum' } }),
        'secrets',
        true,
        'one of its selectors is enough',
      ],
      [
        selects('sum', { matchLabels: { to: 'sum', more: 'x' } }),
        'secrets',
        false,
        'every label of a selector must be there',
      ],
      [selects('sum', expression), 'secrets', true, 'a selector may have expressions'],
      [selects('sum'), 'secrets', false, 'without selectors it selects nothing'],
      [circle, 'secrets', true, 'a role that selects itself is no reason to stop, and none to go on for ever'],
    ];
    await t.forEach(cases, async ([sum, resource, allowed, because]) => {
      t.equal(await asks(t, [...parts, sum, bound], alice, act('get', resource)), allowed, because);
    });
  });

  test('A14', 'rules of all bindings add up', async (t) => {
    const list: typeof getPods = { ...getPods, verbs: ['list'] };
    const objects = [
      role('none', []),
      role('lists', [list]),
      role('dev/gets', [{ ...getPods, resources: ['secrets'] }, getPods]),
      binding('b1', 'ClusterRole/none', [userSubject('alice')]),
      binding('b2', 'ClusterRole/lists', [userSubject('bob'), userSubject('alice')]),
      binding('dev/b3', 'Role/gets', [{ kind: 'Group', name: 'dev' }]),
    ];
    await t.forEach(['get', 'list'], async (verb) => {
      t.equal(
        await asks(t, objects, alice, act(verb, 'pods', { namespace: 'dev' })),
        true,
        'one rule of one binding is enough',
      );
    });
    const rules = await createAuthorizer(createCluster(objects)).rulesOf(alice, 'dev');
    t.equal(
      sorted(rules),
      sorted([list, { ...getPods, resources: ['secrets'] }, getPods]),
      'all that she has in "dev"',
    );
    const everywhere = await createAuthorizer(createCluster(objects)).rulesOf(alice, '');
    t.equal(sorted(everywhere), sorted([list]), 'all that she has everywhere');
  });

  test('A14', 'members of system:masters may do everything', async (t) => {
    const masters = [user('root', 'system:masters'), user('alice', 'dev', 'system:masters')];
    await t.forEach(masters, async (who) => {
      for (const action of [
        act('delete', 'nodes', { name: 'a' }),
        act('get', 'secrets/x', { namespace: 'kube-system' }),
        actOnPath('post', '/x'),
      ])
        t.equal(await asks(t, [], who, action), true, 'nobody can lock the administrator out');
    });
    t.equal(
      await asks(t, [], user('system:masters'), act('get', 'pods')),
      false,
      'that is the name of a group, and of no user',
    );
  });
}

async function asks(t: TestContext, objects: KubernetesObject[], who: UserInfo, action: Action): Promise<boolean> {
  for (const object of objects) t.step(inWords(object));
  t.step(`may ${who.name} ${actionInWords(action)}?`);
  return (await createAuthorizer(createCluster(objects)).authorize(who, action)).allowed;
}

function sorted(rules: object[]): string[] {
  return rules.map((rule) => JSON.stringify(rule)).sort();
}
