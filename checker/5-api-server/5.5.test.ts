/**
 * Goal: the cluster has its say about every write, in order; and what it has taken for one that came to nothing comes back.
 * Method: plugins that write down what they are asked; tables of writes for each plugin; many at once on one quota.
 */
import { namespaceLifecycle } from '#api-server/admission/namespace-lifecycle.ts';
import { type AdmissionPlugin, admissionOf, createAdmission } from '#api-server/admit.ts';
import type { Authorizer } from '#api-server/authorize.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { forbidden } from '#kit/kubernetes/status.ts';
import { createRandom } from '#kit/random.ts';
import { about, exercise } from '../judge/exercise.ts';
import { declareAccountTests } from './5.5/account-tests.ts';
import { lifecycle } from './5.5/lifecycle-cases.ts';
import { declareLimitTests } from './5.5/limit-tests.ts';
import { quota } from './5.5/quota-hand.ts';
import { declareQuotaLimitTests } from './5.5/quota-limit-tests.ts';
import { declareQuotaTests } from './5.5/quota-tests.ts';
import { ask, createOf, isRefused, namespaceOf, newPod, objectOf, passes, stepOf } from './admission-hand.ts';
import { createCluster } from './cluster.ts';
import { isAsAsked, letsPass } from './refusals.ts';

/** What stands in the spec of what is to be. */
function fieldsOf({ object }: Write): Record<string, unknown> {
  return (object?.spec ?? {}) as Record<string, unknown>;
}

/** A plugin that notes what it is asked, and adds its name to the object's data. */
function noting(name: string, notes: string[], refuses?: 'mutate' | 'validate' | 'release'): AdmissionPlugin {
  const note = (what: string, { object }: Write) =>
    notes.push(`${name} ${what} ${Object.keys(object?.data ?? {}).join(',')}`.trim());
  const answer = (part: string, write: Write) => {
    note(part, write);
    if (refuses === part) throw forbidden(write.resource, write.name, `${name} says no`);
  };
  return {
    name,
    async mutate(write) {
      answer('mutate', write);
      return { ...write, object: { ...write.object!, data: { ...(write.object!.data as object), [name]: 'x' } } };
    },
    async validate(write) {
      answer('validate', write);
      return { ...write, warnings: [...write.warnings, name] };
    },
    async release(write) {
      note('release', write);
      if (refuses === 'release') throw new Error('the store is gone');
    },
  };
}

const configMap = objectOf('ConfigMap', 'a', { data: {} });
const everyone: Authorizer = { authorize: async () => ({ allowed: true, reason: '' }), rulesOf: async () => [] };
export default exercise('5.5', (test) => {
  test('A22', 'plugins change an object one after the other', async (t) => {
    const notes: string[] = [];
    t.step('three plugins, of which each adds its name to `data`: mutate');
    const { object } = await admissionOf(['a', 'b', 'c'].map((name) => noting(name, notes))).mutate(
      createOf(configMap),
    );
    t.equal(notes, ['a mutate', 'b mutate a', 'c mutate a,b'], 'each gets what the one before has made of it');
    t.equal(object?.data, { a: 'x', b: 'x', c: 'x' }, 'and what the last has made of it comes out');
  });

  test('A22', 'the first that refuses ends it', async (t) => {
    const notes: string[] = [];
    const admission = admissionOf([noting('a', notes), noting('b', notes, 'mutate'), noting('c', notes)]);
    t.step('three plugins, of which the second refuses: mutate');
    const { message } = await t.throws(
      () => admission.mutate(createOf(configMap)),
      'Forbidden',
      'one refusal is enough',
    );
    t.equal(message, 'configmaps "a" is forbidden: b says no', 'the refusal is that of the plugin');
    t.equal(notes, ['a mutate', 'b mutate a'], 'nobody behind it is asked');
  });

  test('A22', 'plugins judge one after the other, and leave the object alone', async (t) => {
    const notes: string[] = [];
    t.step('two plugins, of which each adds a warning: validate');
    const write = createOf(configMap);
    const judged = await admissionOf([noting('a', notes), noting('b', notes)]).validate(write);
    isAsAsked(t, judged, { ...write, warnings: ['a', 'b'] }, 'all warnings come out, with the write as it was');
    t.equal(notes, ['a validate', 'b validate'], 'nobody gives anything back where nobody refuses');
  });

  test('A22', 'where one refuses, those before it give back what they took', async (t) => {
    const notes: string[] = [];
    const names = ['a', 'b', 'c', 'd'];
    const admission = admissionOf(names.map((name) => noting(name, notes, name === 'c' ? 'validate' : undefined)));
    t.step('four plugins, of which the third refuses: validate');
    await t.throws(() => admission.validate(createOf(configMap)), 'Forbidden', 'the third refuses');
    const expected = ['a validate', 'b validate', 'c validate', 'b release', 'a release'];
    t.equal(notes, expected, 'the last first; the one that refuses has taken nothing, and the fourth was never asked');
  });

  test('A22', 'nobody is kept from giving back', async (t) => {
    const notes: string[] = [];
    const admission = admissionOf([noting('a', notes), noting('b', notes, 'release'), noting('c', notes, 'validate')]);
    t.step('three plugins: the third refuses, and the second cannot give back now');
    await t.throws(
      () => admission.validate(createOf(configMap)),
      'Forbidden',
      'the refusal of the third is what is told',
    );
    t.equal(notes.slice(3), ['b release', 'a release'], 'the first gives back all the same');
    notes.length = 0;
    t.step('release');
    await admission.release(createOf(configMap));
    t.equal(notes, ['c release', 'b release', 'a release'], 'release asks all, the last first, and never rejects');
  });

  test('A22', 'a plugin may do one thing only', async (t) => {
    const admission = admissionOf([{ name: 'a' }, { name: 'b', validate: async (write) => write }]);
    const write = createOf(configMap);
    t.step('plugins that change nothing, and give nothing back');
    await letsPass(t, () => admission.mutate(write), write, 'nobody changes it');
    await letsPass(t, () => admission.validate(write), write, 'nobody refuses it');
    await admission.release(write);
  });

  test('A22', 'what is refused has taken nothing from a quota', async (t) => {
    const limits = { limits: [{ type: 'Container', max: { cpu: '1' } }] };
    const cluster = createCluster([
      namespaceOf('dev'),
      objectOf('ServiceAccount', 'default'),
      objectOf('LimitRange', 'l', { spec: limits }),
      quota('q', { pods: '5' }, { pods: '0' }),
    ]);
    const admission = createAdmission(cluster, everyone, createRandom(1));
    t.step('in "dev" there is a quota of 5 pods, and a LimitRange of 1 cpu');
    const tooBig = newPod({ resources: { limits: { cpu: '2' } } });
    stepOf(t, tooBig);
    await t.throws(
      async () => admission.validate(await admission.mutate(tooBig)),
      'Forbidden',
      'the LimitRange refuses it',
    );
    const used = async () =>
      (await cluster.list('resourcequotas', 'dev')).map(({ status }) => (status as { used: object }).used);
    t.equal(await used(), [{ pods: '0' }], 'it is not made, so nobody may count it');
    const fits = newPod({ resources: { limits: { cpu: '1' } } });
    stepOf(t, fits);
    const admitted = await admission.validate(await admission.mutate(fits));
    t.equal(await used(), [{ pods: '1' }], 'this one is made');
    const { serviceAccountName } = fieldsOf(admitted);
    t.equal(serviceAccountName, 'default', 'and has all that the plugins gave it');
    t.step('it could not be stored: release');
    await admission.release(admitted);
    t.equal(await used(), [{ pods: '0' }], 'what it took is given back');
  });

  test('A23', 'nothing is put where it cannot stay', async (t) => {
    await t.forEach(lifecycle, async ([namespaces, write, refusal, because]) => {
      for (const { metadata, status } of namespaces) t.step(`Namespace ${JSON.stringify({ ...metadata, status })}`);
      stepOf(t, write, 'mutate');
      const ended = await ask(namespaceLifecycle(createCluster(namespaces)), 'mutate', write);
      if (refusal) isRefused(t, ended, refusal, because);
      else passes(t, ended, write, because);
    });
  });

  declareLimitTests(about('admission/limit-ranger.ts', test));
  declareAccountTests(about('admission/service-account.ts', test));
  declareQuotaTests(about('admission/resource-quota.ts', test));
  declareQuotaLimitTests(about('admission/resource-quota.ts', test));
});
