/** One apply at a time: the cases of the table, what a conflict says, and what a second one changes. */
import { applied, conflictsOf } from '#api-server/apply.ts';
import { entriesOf, type ManagedEntry } from '#api-server/managed-fields.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { deployment } from '../registry-world.ts';
import { deploymentRules, entryOf, managedBy, managerOf, ownersIn } from './applied-objects.ts';

const early = '2026-01-31T09:30:00Z';
const late = '2026-01-31T09:31:00Z';
const replicas = 'f:spec f:replicas';
const paused = 'f:spec f:paused';

function request(config: KubernetesObject, who: string, force = false) {
  return { config, manager: managerOf(who), force, rules: deploymentRules(), time: late };
}

/** Has it applied. @returns the spec, who has what, and the entries */
function apply(t: TestContext, live: KubernetesObject, who: string, spec: object, force = false) {
  t.step(`${who} applies ${JSON.stringify(spec)}${force ? ', by force' : ''}`);
  const { object, entries } = applied(live, request(deployment('web', spec), who, force));
  return { spec: object.spec, owners: ownersIn(entries), entries, object: managedBy(object, entries) };
}

/** A Deployment, and who has which of its fields. */
function live(t: TestContext, spec: object, owners: Record<string, string[]>): KubernetesObject {
  t.newRun();
  t.step(`there is ${JSON.stringify(spec)}`);
  for (const [who, paths] of Object.entries(owners)) t.step(`  ${who} has ${paths.join(', ')}`);
  return managedBy(
    deployment('web', spec),
    Object.entries(owners).map(([who, paths]) => entryOf(who, paths, early)),
  );
}

async function refused(t: TestContext, object: KubernetesObject, who: string, spec: object) {
  t.step(`${who} applies ${JSON.stringify(spec)}`);
  const action = () => applied(object, request(deployment('web', spec), who));
  const { message, details } = await t.throws(action, 'Conflict', 'somebody else has it, with another value');
  const causes = details.causes as { reason: string; field: string; message: string }[];
  return { message, causes: causes.map(({ reason, field, message: why }) => [reason, field, why]) };
}

export function declareApplyTests(test: DeclareTest): void {
  test('A54', 'each line of the table: what the config says, and who has the field', (t: TestContext) => {
    const alone = apply(t, live(t, { replicas: 1 }, {}), 'alice', { replicas: 2 });
    t.equal([alone.spec, alone.owners], [{ replicas: 2 }, [['alice Apply', [replicas]]]], 'nobody else has it');
    const shared = apply(t, live(t, { replicas: 2 }, { bob: [replicas] }), 'alice', { replicas: 2 });
    const both = [
      ['alice Apply', [replicas]],
      ['bob Apply', [replicas]],
    ];
    t.equal([shared.spec, shared.owners], [{ replicas: 2 }, both], 'the same value: both have it');
    const own = apply(t, live(t, { replicas: 1 }, { alice: [replicas] }), 'alice', { replicas: 2 });
    t.equal([own.spec, own.owners], [{ replicas: 2 }, [['alice Apply', [replicas]]]], 'it is hers');
    const gone = apply(t, live(t, { replicas: 1, paused: true }, { alice: [replicas, paused] }), 'alice', {
      paused: true,
    });
    t.equal([gone.spec, gone.owners], [{ paused: true }, [['alice Apply', [paused]]]], 'nobody wants it any more');
    const kept = live(t, { replicas: 1, paused: true }, { alice: [replicas, paused], bob: [replicas] });
    const left = apply(t, kept, 'alice', { paused: true });
    t.equal(left.spec, { replicas: 1, paused: true }, 'bob still has it, so it stays');
    t.equal(left.owners[0], ['alice Apply', [paused]], 'and it is no longer hers');
    const foreign = apply(t, live(t, { replicas: 1, paused: true }, { alice: [paused] }), 'alice', { paused: false });
    t.equal(foreign.spec, { replicas: 1, paused: false }, 'what was never hers is not removed either');
  });

  test('A55', 'another value for what somebody else has is a Conflict that names them and the field', async (t) => {
    const applier = live(t, { replicas: 1 }, { bob: [replicas] });
    const one = await refused(t, applier, 'alice', { replicas: 2, paused: true });
    t.equal(one.message, 'Apply failed with 1 conflict: conflict with "bob": .spec.replicas', 'as Kubernetes says it');
    t.equal(one.causes, [['FieldManagerConflict', '.spec.replicas', 'conflict with "bob"']], 'and with its cause');
    const updater = live(t, { replicas: 1 }, { 'hpa Update scale': [replicas] });
    const other = await refused(t, updater, 'alice', { replicas: 2 });
    const who = 'conflict with "hpa" with subresource "scale" using apps/v1';
    t.equal(other.causes, [['FieldManagerConflict', '.spec.replicas', who]], 'one who updates conflicts just so');
    const self = live(t, { replicas: 1 }, { 'alice Update': [replicas] });
    const own = await refused(t, self, 'alice', { replicas: 2 });
    t.equal(own.causes[0][2], 'conflict with "alice" using apps/v1', 'what alice has by an update is another entry');
  });

  test('A55', 'all conflicts are told at once, each with its manager and field', async (t: TestContext) => {
    const image = 'f:spec f:template f:spec f:containers k:{"name":"web"} f:image';
    const template = (name: string) => ({ spec: { containers: [{ name: 'web', image: name }] } });
    const object = live(
      t,
      { replicas: 1, paused: true, template: template('a') },
      { bob: [replicas, paused], 'carol Update': [image, replicas] },
    );
    const { message, causes } = await refused(t, object, 'alice', {
      replicas: 2,
      paused: false,
      template: template('b'),
    });
    const field = '.spec.template.spec.containers[name="web"].image';
    const [bob, carol] = ['conflict with "bob"', 'conflict with "carol" using apps/v1'];
    t.equal(
      causes.map(([, path, why]) => `${why}: ${path}`).sort(),
      [`${bob}: .spec.paused`, `${bob}: .spec.replicas`, `${carol}: ${field}`, `${carol}: .spec.replicas`].sort(),
      'there are four: two of bob’s fields, and two of carol’s',
    );
    t.ok(message.startsWith('Apply failed with 4 conflicts: conflicts with "bob":\n- .spec.'), 'bob’s come first');
    const found = conflictsOf(object, request(deployment('web', { paused: false }), 'alice'));
    const told = found.map(({ path, entry }) => [path, (entry as ManagedEntry).manager]);
    t.equal(told, [['f:spec\nf:paused', 'bob']], 'conflictsOf finds just those that this config is about');
  });

  test('A55', 'by force it is changed, and the others have lost it', (t: TestContext) => {
    const object = live(
      t,
      { replicas: 1, paused: true },
      { bob: [replicas, paused], carol: [replicas], dave: [paused] },
    );
    const { spec, entries, owners } = apply(t, object, 'alice', { replicas: 2 }, true);
    t.equal(spec, { replicas: 2, paused: true }, 'it is changed');
    const expected = [
      ['alice Apply', [replicas]],
      ['bob Apply', [paused]],
      ['dave Apply', [paused]],
    ];
    t.equal(owners, expected, 'bob has lost the one that was in conflict and no other, and carol all that she had');
    const times = entries.map(({ manager, time }) => `${manager} ${time === early ? 'as before' : 'now'}`).sort();
    t.equal(times, ['alice now', 'bob now', 'dave as before'], 'an entry that has not changed keeps its time');
    const agreed = live(t, { replicas: 2 }, { bob: [replicas] });
    const both = apply(t, agreed, 'alice', { replicas: 2 }, true).owners;
    t.equal(both.length, 2, 'without a conflict there is nothing to be taken: both have it');
  });

  test('A54', 'an item stays while anybody has a field in it', (t: TestContext) => {
    const web = 'f:spec f:template f:spec f:containers k:{"name":"web"}';
    const template = (...containers: object[]) => ({ template: { spec: { containers } } });
    const container = { name: 'web', image: 'w', imagePullPolicy: 'Always', args: ['-v'] };
    const hers = [web, `${web} f:name`, `${web} f:args`];
    const object = live(t, template(container), { alice: hers, 'bob Update': [`${web} f:image`] });
    const first = apply(t, object, 'alice', { replicas: 1 });
    const left = { name: 'web', image: 'w', imagePullPolicy: 'Always' };
    t.equal(first.spec, { replicas: 1, ...template(left) }, 'bob has the image, so the container stays, and its name');
    const alone = live(t, template(container, { name: 'log' }), { alice: hers });
    const second = apply(t, alone, 'alice', { replicas: 1 });
    const log = { replicas: 1, ...template({ name: 'log' }) };
    t.equal(second.spec, log, 'nobody has anything in it, so it goes, with what was filled in by default');
  });

  test('A56', 'to apply the same again changes nothing, whoever has applied in between', (t: TestContext) => {
    const configs: [string, object][] = [
      ['alice', { replicas: 2 }],
      ['bob', { paused: true }],
      ['carol', { replicas: 2, paused: true }],
    ];
    t.newRun();
    let object: KubernetesObject = deployment('web', {});
    for (const [who, spec] of configs) ({ object } = apply(t, object, who, spec));
    const names = (of: KubernetesObject) => entriesOf(of).map(({ manager }) => manager);
    t.equal(names(object), ['alice', 'bob', 'carol'], 'a new entry comes last');
    for (const [who, spec] of configs) {
      const again = apply(t, object, who, spec);
      t.equal(names(again.object), names(object), 'every entry stays in its place');
      t.equal(again.object, object, `${who} wants what is there: not one byte is another, and not one time`);
    }
    t.step('dave applies a Deployment with nothing in it');
    const { spec: _, ...nothing } = deployment('web');
    const empty = applied(object, request(nothing as KubernetesObject, 'dave'));
    t.equal(managedBy(empty.object, empty.entries), object, 'who manages nothing has no entry');
  });
}
