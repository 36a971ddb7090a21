/** Rules A51 and A52: names are first come, first served, and a definition says what has become of it. */
import { type DefinedNames, type Definition, statusFor } from '#api-server/custom-resources.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { definitionOf, established, justNow, longAgo, stepDefinition, versionOf } from './definition-hand.ts';

const gadgets: DefinedNames = { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' };
const gadget = (names: Partial<DefinedNames> = {}, rest = {}) =>
  definitionOf({ names: { ...gadgets, ...names }, ...rest });
const widget = (names: Partial<DefinedNames> = {}, rest = {}) => {
  const own = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wd'] };
  return definitionOf({ names: { ...own, ...names }, ...rest });
};

/** A definition, the others of the cluster, and why its names are not accepted. */
const conflicts: [own: Definition, others: Definition[], reason: string | undefined, because: string][] = [
  [gadget(), [], undefined, 'there is no other'],
  [gadget(), [established(widget())], undefined, 'the other is called otherwise'],
  [gadget({ singular: 'widget' }), [established(widget())], 'SingularConflict', 'both have the same singular'],
  [
    gadget({ shortNames: ['gd', 'wd'] }),
    [established(widget())],
    'ShortNamesConflict',
    'both have the same short name',
  ],
  [gadget({ kind: 'Widget' }), [established(widget())], 'KindConflict', 'both are of the same kind'],
  [gadget({ listKind: 'WidgetList' }), [established(widget())], 'ListKindConflict', 'both have the same kind of list'],
  [
    gadget(),
    [established(widget({ shortNames: ['gadgets'] }))],
    'PluralConflict',
    "its plural is the other's short name",
  ],
  [
    gadget({ shortNames: ['widgets'] }),
    [established(widget())],
    'ShortNamesConflict',
    "its short name is the other's plural",
  ],
  [gadget({ singular: 'wd' }), [established(widget())], 'SingularConflict', "its singular is the other's short name"],
  [gadget({ kind: 'WidgetList' }), [established(widget())], 'KindConflict', "its kind is the other's kind of list"],
  [
    gadget({ kind: 'Widget', singular: 'widget' }),
    [established(widget())],
    'SingularConflict',
    'the first that is not its own is told',
  ],
  [
    gadget({ kind: 'Widget' }),
    [
      established(
        definitionOf({
          names: { ...gadgets, plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
        }),
      ),
      established(widget()),
    ],
    'KindConflict',
    'all others are looked at',
  ],
  [
    gadget({ kind: 'Widget' }),
    [established(widget({}, { group: 'example.org' }))],
    undefined,
    'the other is of another group',
  ],
  [
    gadget({ kind: 'Widget' }),
    [established(widget(), 'False')],
    undefined,
    "the other's names were not accepted, so they are free",
  ],
  [gadget({ kind: 'Widget' }), [widget()], undefined, 'the other has no status yet, so no names either'],
  [established(gadget()), [established(widget())], undefined, 'they were its own before'],
];

/** The condition of a type, without its words. */
function conditionIn({ conditions = [] }: Partial<NonNullable<Definition['status']>>, type: string) {
  const found = conditions.filter((each) => each.type === type);
  return found.map(({ status, lastTransitionTime }) => ({ status, lastTransitionTime }));
}

export function declareStatusTests(test: DeclareTest): void {
  test('A52', 'names are first come, first served', async (t) => {
    await t.forEach(conflicts, ([own, others, reason, because]) => {
      stepDefinition(t, own);
      for (const other of others) {
        t.step(
          `another of the group "${other.spec.group}", with the accepted names ${show(other.status?.acceptedNames ?? {})}`,
        );
      }
      const status = statusFor(own, others, justNow);
      const accepted = status.conditions.find(({ type }) => type === 'NamesAccepted');
      const expected = reason ? { status: 'False', reason } : { status: 'True', reason: 'NoConflicts' };
      t.equal({ status: accepted?.status, reason: accepted?.reason }, expected, because);
      t.equal(status.acceptedNames, reason ? {} : own.spec.names, 'only what is accepted is kept from others');
    });
  });

  test('A51', 'a definition is Established once its names are accepted, and stays so', async (t) => {
    const taken = gadget({ kind: 'Widget' });
    const cases: [Definition, Definition[], isEstablished: boolean, because: string][] = [
      [gadget(), [], true, 'its names are its own'],
      [taken, [established(widget())], false, 'its names are taken'],
      [established(taken, 'False'), [], true, 'whoever had its names is gone'],
      [
        { ...established(gadget()), spec: taken.spec },
        [established(widget())],
        true,
        'it is served since long, and there may be objects: its new names are not accepted, and nothing else changes',
      ],
    ];
    await t.forEach(cases, ([own, others, isEstablished, because]) => {
      stepDefinition(t, own);
      if (own.status)
        t.step(`it was ${own.status.conditions.map(({ type, status }) => `${type} ${status}`).join(', ')}`);
      t.step(others.length > 0 ? 'another has accepted the kind Widget' : 'there is no other');
      const [condition] = conditionIn(statusFor(own, others, justNow), 'Established');
      t.equal(condition?.status, isEstablished ? 'True' : 'False', because);
    });
  });

  test('A52', 'names that are not accepted leave what was accepted before', (t) => {
    const own = { ...established(gadget()), spec: gadget({ kind: 'Widget' }).spec };
    stepDefinition(t, own);
    t.step(`accepted so far: ${show(own.status?.acceptedNames)}; the kind Widget is another's`);
    const { acceptedNames } = statusFor(own, [established(widget())], justNow);
    t.equal(acceptedNames, gadgets, 'its old names are still kept from others');
  });

  test('A52', 'a condition whose status is as before keeps its time', async (t) => {
    const cases: [Definition, Definition[], times: [names: string, established: string], because: string][] = [
      [gadget(), [], [justNow, justNow], 'both are new'],
      [established(gadget()), [], [longAgo, longAgo], 'both are as they were'],
      [established(gadget(), 'False'), [], [justNow, justNow], 'both have changed'],
      [
        established(gadget({ kind: 'Widget' })),
        [established(widget())],
        [justNow, longAgo],
        'only the names are not accepted any more',
      ],
    ];
    await t.forEach(cases, ([own, others, [names, isEstablished], because]) => {
      stepDefinition(t, own);
      t.step(
        `conditions so far: ${show(own.status?.conditions.map(({ type, status, lastTransitionTime }) => [type, status, lastTransitionTime]))}`,
      );
      t.step(`${others.length > 0 ? "the kind Widget is another's; " : ''}it is ${justNow}`);
      const status = statusFor(own, others, justNow);
      const times = ['NamesAccepted', 'Established'].map((type) => conditionIn(status, type)[0]?.lastTransitionTime);
      t.equal(times, [names, isEstablished], because);
      t.equal(status.conditions.length, 2, 'each condition is there once');
    });
  });

  test('A51', 'it is remembered in which versions there may be objects', async (t) => {
    await t.forAll(fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), (stored) => {
      let own = gadget();
      const seen: string[] = [];
      for (const version of stored) {
        const versions = [0, 1, 2, 3].map((i) => versionOf(`v${i}`, { storage: i === version }));
        own = { ...own, spec: { ...own.spec, versions } };
        t.step(`now v${version} is stored`);
        own = { ...own, status: statusFor(own, [], justNow) };
        if (!seen.includes(`v${version}`)) seen.push(`v${version}`);
        t.equal(
          own.status?.storedVersions,
          seen,
          'every version that was ever stored, each once, in the order in which they came',
        );
      }
    });
  });
}
