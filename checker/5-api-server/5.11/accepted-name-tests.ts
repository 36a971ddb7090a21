/** Rule A52: which names a definition is served by, which are kept from others, and which of several is told. */
import { type DefinedNames, type Definition, resourcesOf, statusFor } from '#api-server/custom-resources.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { conditionOf, definitionOf, established, justNow, longAgo, stepDefinition } from './definition-hand.ts';

const widgets: DefinedNames = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' };
const gadgets: DefinedNames = {
  ...{ plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' },
  ...{ shortNames: ['gd'], categories: ['all'] },
};

/** A definition that asks for some names, and has others. */
function having(accepted: Partial<DefinedNames>, asked: DefinedNames, isEstablished = true): Definition {
  const conditions = [
    conditionOf('NamesAccepted', 'False', longAgo),
    conditionOf('Established', isEstablished ? 'True' : 'False', longAgo),
  ];
  const status = { acceptedNames: accepted, conditions, storedVersions: ['v1'] };
  return definitionOf({ names: asked, status });
}

/** What a definition asks for, and the names by which it is served. */
const renamed: [accepted: DefinedNames, asked: DefinedNames, served: object, because: string][] = [
  [
    gadgets,
    { ...gadgets, kind: 'Widget', listKind: 'WidgetList' },
    gadgets,
    'the new kind is not its own, so it is served by the old one',
  ],
  [
    gadgets,
    { ...gadgets, shortNames: ['wd'], categories: [] },
    gadgets,
    'nothing changes before all of its new names are accepted',
  ],
  [
    { plural: 'gadgets', kind: 'Gadget' },
    { ...gadgets, singular: 'widget', listKind: 'Widgets' },
    { plural: 'gadgets', kind: 'Gadget', singular: 'gadget', listKind: 'GadgetList', shortNames: [], categories: [] },
    'what its accepted names leave out follows from the kind, and not from what it asks for',
  ],
];

/** Names of which several are taken by the definition of Widgets, whose short name is `wd`. */
const several: [names: Partial<DefinedNames>, reason: string][] = [
  [{ plural: 'wd', singular: 'widget', kind: 'Widget' }, 'PluralConflict'],
  [{ singular: 'widget', shortNames: ['wd'], listKind: 'WidgetList' }, 'SingularConflict'],
  [{ shortNames: ['gd', 'wd'], kind: 'Widget' }, 'ShortNamesConflict'],
  [{ shortNames: ['wd'], listKind: 'WidgetList' }, 'ShortNamesConflict'],
  [{ kind: 'Widget', listKind: 'WidgetList' }, 'KindConflict'],
];

export function declareAcceptedNameTests(test: DeclareTest): void {
  test('A52', 'a definition is served by the names that are its own', async (t) => {
    await t.forEach(renamed, ([accepted, asked, expected, because]) => {
      const definition = having(accepted, asked);
      stepDefinition(t, definition);
      t.step(`it is Established, its names are not accepted, and it has ${show(accepted)}`);
      const found = resourcesOf(definition).map(({ resource, kind, listKind, singular, shortNames, categories }) => {
        return { plural: resource, kind, listKind, singular, shortNames, categories };
      });
      t.equal(found, [expected], because);
    });
  });

  test('A52', 'of several names that are taken the first is told', async (t) => {
    const other = established(definitionOf({ names: { ...widgets, shortNames: ['wd'] } }));
    await t.forEach(several, ([names, reason]) => {
      const own = definitionOf({ names: { ...gadgets, ...names } });
      stepDefinition(t, own);
      t.step(`another has the names ${show(other.status?.acceptedNames)}`);
      const { conditions } = statusFor(own, [other], justNow);
      const found = conditions.find(({ type }) => type === 'NamesAccepted')?.reason;
      t.equal(found, reason, 'the plural comes first, then the singular, short names, the kind, the kind of list');
    });
  });

  test('A52', 'what was accepted is kept from others, and only that', async (t) => {
    const things: DefinedNames = { plural: 'things', kind: 'Thing' };
    const cases: [other: Definition, isFree: boolean, because: string][] = [
      [having(widgets, { ...widgets, kind: 'Thing' }), false, 'it asks for another kind now, and still has this one'],
      [having(widgets, widgets, false), false, 'it has the kind already, though it is not served yet'],
      [having(things, { ...things, kind: 'Widget' }), true, 'it asks for the kind, and has another'],
    ];
    await t.forEach(cases, ([other, isFree, because]) => {
      const own = definitionOf({ names: { ...gadgets, kind: 'Widget' } });
      stepDefinition(t, own);
      const { acceptedNames, conditions } = other.status!;
      t.step(`another asks for ${show(other.spec.names)} and has ${show(acceptedNames)}`);
      t.step(`it is ${conditions.map(({ type, status }) => `${type} ${status}`).join(', ')}`);
      const found = statusFor(own, [other], justNow).conditions.find(({ type }) => type === 'NamesAccepted');
      t.equal(found?.status, isFree ? 'True' : 'False', because);
    });
  });
}
