/** Nobody gives what they do not have: a part of 5.3. */
import { createAuthorizer } from '#api-server/authorize.ts';
import { missingRules, preventEscalation } from '#api-server/escalation.ts';
import type { PolicyRule } from '#api-server/rbac.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { type DeclareTest, fc } from '../../judge/exercise.ts';
import { createCluster } from '../cluster.ts';
import { inWords, ruleInWords } from '../rbac-objects.ts';
import { isRefusedBy, letsPass } from '../refusals.ts';
import { coverCases } from './cover-cases.ts';
import { escalations } from './escalation-cases.ts';
import { modelCovers, someRules } from './rbac-model.ts';

export function declareEscalationTests(test: DeclareTest): void {
  test('A15', 'what somebody has covers what they want to give, or a part is missing', async (t) => {
    await t.forEach(coverCases, ([missing, have, wanted, because]) => {
      t.step(`somebody has ${inList(have)}`);
      t.step(`and wants to give ${inList(wanted)}`);
      t.equal(sorted(missingRules(have, wanted)), sorted(missing), because);
    });
  });

  test('A15', 'nothing is missing exactly where all that is given may be done already', async (t) => {
    await t.forAll(
      fc.tuple(someRules, someRules),
      ([have, wanted]) => {
        t.step(`somebody has ${inList(have)}`);
        t.step(`and wants to give ${inList(wanted)}`);
        const missing = missingRules(have, wanted);
        const covers = modelCovers(have, wanted);
        t.equal(
          missing.length === 0,
          covers,
          covers ? 'all of it may be done already' : 'some of it may not be done yet',
        );
        t.equal(modelCovers(wanted, missing), true, 'what is missing is a part of what is wanted');
        t.equal(modelCovers([...have, ...missing], wanted), true, 'with what is missing, nothing would be missing');
      },
      { runs: 300 },
    );
  });

  test('A15', 'a role or a binding is written only by those who have all that it gives', async (t) => {
    await t.forEach(escalations, async ({ passes, has, write, because }) => {
      const cluster = createCluster(has);
      for (const object of has) t.step(inWords(object));
      t.step(`${write.user.name} wants to ${writeInWords(write)}`);
      const step = preventEscalation(createAuthorizer(cluster), cluster);
      if (passes === true) await letsPass(t, () => step(write), write, because);
      else await isRefusedBy(t, () => step(write), passes || 'Forbidden', because);
    });
  });

  test('A15', 'the refusal says what is missing', async (t) => {
    const { has, write } = escalations[1];
    const cluster = createCluster(has);
    for (const object of has) t.step(inWords(object));
    t.step(`${write.user.name} wants to ${write.operation} ${inWords(write.object!)}`);
    const step = preventEscalation(createAuthorizer(cluster), cluster);
    const { message } = await isRefusedBy(t, () => step(write), 'Forbidden', 'he has no secrets to give');
    t.equal(message.includes('"secrets"'), true, 'the message names the resource that he may not give');
    t.equal(!message.includes('"pods"'), true, 'what he has is not missing');
    t.equal(
      message.startsWith('roles.rbac.authorization.k8s.io "new" is forbidden: '),
      true,
      'and the role that is refused',
    );
  });
}

function writeInWords({ operation, resource, subresource, object, old }: Write): string {
  const isUsual = resource.group === 'rbac.authorization.k8s.io' || resource.group === '';
  const group = isUsual ? '' : ` of the group ${resource.group}`;
  const before = object && old ? `, in place of ${inWords(old)}` : '';
  return `${operation} ${subresource && `the ${subresource} of `}${inWords(object ?? old!)}${group}${before}`;
}

function inList(rules: PolicyRule[]): string {
  return rules.length === 0 ? 'nothing' : rules.map(ruleInWords).join(' ');
}

/** Every rule in its parts, so that it makes no difference how they are put together. */
function sorted(rules: PolicyRule[]): string[] {
  return rules.map(ruleInWords).sort();
}
