/** Random label selectors, written as texts, beside what they mean: a part of 5.8. */
import { type LabelTerm, matchesLabels, parseLabelSelector } from '#api-server/selectors.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';

type Labels = Record<string, string>;

export function declareSelectorRuns(test: DeclareTest): void {
  test('A39', 'whatever is selected by labels, it is what brute force finds', async (t: TestContext) => {
    await t.forAll(fc.tuple(fc.array(someTerm, { maxLength: 3 }), someLabels), ([terms, labels]) => {
      const text = terms.map(inText).join(',');
      t.step(`${JSON.stringify(text)} and the labels ${JSON.stringify(labels)}`);
      t.equal(parseLabelSelector(text), terms, 'these are its parts');
      const expected = terms.every((term) => holds(term, labels));
      t.equal(matchesLabels(terms, labels), expected, 'every part must hold');
    });
  });
}

const someKey = fc.constantFrom('a', 'b', 'x.io/c');
const someValue = fc.constantFrom('', '1', 'two');
const someTerm: fc.Arbitrary<LabelTerm> = fc.oneof(
  fc.record({
    key: someKey,
    operator: fc.constantFrom('in' as const, 'notin' as const),
    values: fc.uniqueArray(someValue, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: someKey,
    operator: fc.constantFrom('exists' as const, '!exists' as const),
    values: fc.constant<string[]>([]),
  }),
);
const someLabels: fc.Arbitrary<Labels> = fc.dictionary(someKey, someValue, { maxKeys: 3 });

function inText({ key, operator, values }: LabelTerm): string {
  if (operator === 'exists') return key;
  if (operator === '!exists') return `!${key}`;
  return `${key} ${operator} (${values.join(',')})`;
}

function holds({ key, operator, values }: LabelTerm, labels: Labels): boolean {
  const value = Object.entries(labels).find(([each]) => each === key)?.[1];
  if (operator === 'exists') return value !== undefined;
  if (operator === '!exists') return value === undefined;
  const isOne = values.some((each) => each === value);
  return operator === 'in' ? isOne : !isOne;
}
