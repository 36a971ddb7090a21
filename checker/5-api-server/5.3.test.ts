/**
 * Goal: what is not allowed is refused, whoever asks for it and however.
 * Method: tables for each field of a rule and each way to be bound; random clusters beside a model that writes out all that
 * every rule allows; and whoever writes roles must not get more than they have.
 */
import { authorize, createAuthorizer } from '#api-server/authorize.ts';
import { ruleAllows, subjectIs } from '#api-server/rbac.ts';
import type { RequestInfo } from '#kit/kubernetes/http.ts';
import { about, exercise, fc, show } from '../judge/exercise.ts';
import { subjectCases } from './5.3/binding-cases.ts';
import { declareEscalationTests } from './5.3/escalation-tests.ts';
import { declareGrantTests } from './5.3/grant-tests.ts';
import { anyRule, everyAction, modelAllows, modelRules } from './5.3/rbac-model.ts';
import { anyWorld, namespaces, users } from './5.3/rbac-worlds.ts';
import { ruleCases } from './5.3/rule-cases.ts';
import { createCluster } from './cluster.ts';
import { answer, contextOf, noInfo, requestOf, sendThrough } from './contexts.ts';
import { actionInWords, binding, getPods, inWords, role, ruleInWords, user, userSubject } from './rbac-objects.ts';

const alice = user('alice', 'dev');

export default exercise('5.3', (test) => {
  test('A11', 'a rule allows what every field of it allows', async (t) => {
    await t.forEach(ruleCases, ([allows, rule, action, because]) => {
      t.step(`the rule ${ruleInWords(rule)}`);
      t.step(actionInWords(action));
      t.equal(ruleAllows(rule, action), allows, because);
    });
  });

  test('A11', 'a rule allows what it says, and nothing else that can be done', async (t) => {
    await t.forAll(
      fc.tuple(anyRule, fc.constantFrom(...everyAction)),
      ([rule, action]) => {
        t.step(`the rule ${ruleInWords(rule)}`);
        t.step(actionInWords(action));
        t.equal(ruleAllows(rule, action), modelAllows([rule], action), 'the rule says so, field by field');
      },
      { runs: 1000 },
    );
  });

  test('A12', 'a subject is one user, one group or one service account', async (t) => {
    await t.forEach(subjectCases, ([is, subject, who, namespace, because]) => {
      t.step(`the subject ${show(subject)} of a binding in "${namespace}"; the user ${show(who)}`);
      t.equal(subjectIs(subject, who, namespace), is, because);
    });
  });

  declareGrantTests(test);

  test('A10', 'without any rule, nobody may do anything', async (t) => {
    const everybody = [
      ...users,
      user('system:anonymous', 'system:unauthenticated'),
      user('system:admin', 'system:authenticated'),
    ];
    await t.forEach(everybody, async (who) => {
      const authorizer = createAuthorizer(createCluster());
      t.step(`an empty cluster; the user ${show(who)}`);
      for (const action of everyAction.filter((_, i) => i % 7 === 0)) {
        const { allowed } = await authorizer.authorize(who, action);
        if (allowed)
          t.fail({
            message: `nothing allows to ${actionInWords(action)}: the default is no`,
            expected: false,
            actual: true,
          });
      }
    });
  });

  test('A10', 'whatever the roles and bindings, the answer is that of all rules written out', async (t) => {
    const cases = fc.tuple(anyWorld, fc.constantFrom(...users), fc.constantFrom(...namespaces));
    await t.forAll(
      cases,
      async ([objects, who, namespace]) => {
        for (const object of objects) t.step(inWords(object));
        const authorizer = createAuthorizer(createCluster(objects));
        for (const [i, each] of everyAction.entries()) {
          if (i % 5 !== objects.length % 5) continue;
          const action = { ...each, namespace: each.isResource ? namespace : '' };
          const expected = modelAllows(modelRules(objects, who, action.namespace), action);
          const { allowed } = await authorizer.authorize(who, action);
          if (allowed === expected) continue;
          t.step(`may ${who.name} of ${show(who.groups)} ${actionInWords(action)}?`);
          t.equal(allowed, expected, expected ? 'one of the rules allows it' : 'no rule that holds here allows it');
        }
      },
      { runs: 60 },
    );
  });

  test('A10', 'the link lets through what is allowed, and nothing else', async (t) => {
    const objects = [role('dev/reader', [getPods]), binding('dev/b', 'Role/reader', [userSubject('alice')])];
    const info = infoOf({ verb: 'get', resource: 'pods', namespace: 'dev', name: 'web' });
    const cluster = createCluster(objects);
    const context = contextOf(requestOf('GET', info.path), { info, user: alice });
    t.step('alice may get pods in "dev", and gets "web"');
    const { reached, response } = await sendThrough(authorize(createAuthorizer(cluster)), context);
    t.equal(reached, [context], 'the next handler gets the request as it was');
    t.equal(response, answer, "the answer is the next handler's");
    await t.forEach(refusals, async ([rest, message, details]) => {
      const asked = infoOf(rest);
      t.step(`alice may get pods in "dev", and asks to ${actionInWords(asked)}`);
      let wasReached = false;
      const handler = authorize(createAuthorizer(cluster))(async () => {
        wasReached = true;
        return answer;
      });
      const refused = () => handler(contextOf(requestOf('GET', '/'), { info: asked, user: alice }));
      const thrown = await t.throws(refused, 'Forbidden', 'no rule allows it');
      t.equal(wasReached, false, 'a request that is refused must not get any further');
      t.equal(thrown.message, message, 'it says who may not do what and where');
      t.equal(thrown.details, details, 'the details name the resource');
    });
    const looked = cluster.asked.filter((line) => /pods|secrets|deployments|nodes/.test(line));
    t.equal(looked, [], 'whether what is asked for exists, nobody may look up for a refusal');
  });

  declareEscalationTests(about('escalation.ts', test));
});

const cannot = 'User "alice" cannot';
const refusals: [info: Partial<RequestInfo>, message: string, details: object][] = [
  [
    { verb: 'get', resource: 'pods', namespace: 'prod', name: 'web' },
    `pods "web" is forbidden: ${cannot} get resource "pods" in API group "" in the namespace "prod"`,
    { name: 'web', kind: 'pods' },
  ],
  [
    { verb: 'list', resource: 'pods' },
    `pods is forbidden: ${cannot} list resource "pods" in API group "" at the cluster scope`,
    { kind: 'pods' },
  ],
  [
    { verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale', namespace: 'dev', name: 'web' },
    `deployments.apps "web" is forbidden: ${cannot} update resource "deployments/scale" in API group "apps" in the namespace "dev"`,
    { name: 'web', group: 'apps', kind: 'deployments' },
  ],
  [{ isResource: false, verb: 'get', path: '/metrics' }, `forbidden: ${cannot} get path "/metrics"`, {}],
];

function infoOf(rest: Partial<RequestInfo>): RequestInfo {
  return { ...noInfo, isResource: true, path: '/x', version: 'v1', ...rest };
}
