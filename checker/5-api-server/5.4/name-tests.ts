/** Names, labels and annotations: a part of 5.4. */
import { metadataFaults } from '#api-server/validate-metadata.ts';
import { qualifiedNameFaults, subdomainFaults } from '#api-server/validate-names.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { isGoodKey, keyCases } from './name-cases.ts';

export function declareNameTests(test: DeclareTest): void {
  test('A20', 'the key of a label is a name, perhaps behind a domain', async (t) => {
    await t.forEach(keyCases, ([key, begins]) => {
      t.step(`qualifiedNameFaults(${show(key)})`);
      const faults = qualifiedNameFaults(key);
      t.equal(
        faults.map((text, i) => text.slice(0, begins[i]?.length ?? 60)),
        begins,
        'each text begins so',
      );
    });
  });

  test('A20', 'a key is well if each of its letters is', async (t) => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '.', '_', '/', ' ', 'é'), maxLength: 7 });
    await t.forAll(
      letters,
      (key) => {
        t.step(`qualifiedNameFaults(${show(key)})`);
        t.equal(qualifiedNameFaults(key).length === 0, isGoodKey(key), 'a key has faults, or it has none');
      },
      { runs: 500 },
    );
  });

  test('A20', 'labels and annotations are looked at key by key', async (t) => {
    const cases: [metadata: object, fields: string[], because: string][] = [
      [{ labels: { app: 'web', 'example.com/a': '' } }, [], 'a value may be empty'],
      [{ labels: { 'a b': 'x', 'c d': 'y' } }, ['metadata.labels', 'metadata.labels'], 'each key is told'],
      [{ labels: { app: '-' } }, ['metadata.labels'], 'a value has the form of a name, if it is not empty'],
      [{ labels: { 'a b': 'c d' } }, ['metadata.labels', 'metadata.labels'], 'key and value are told, each'],
      [
        { annotations: { 'Example.COM/a': 'anything at all: {}' } },
        [],
        'of an annotation capitals do not matter, and its value says what it likes',
      ],
      [{ annotations: { 'a b': '' } }, ['metadata.annotations'], 'its key must be well'],
      [
        { annotations: { a: 'x'.repeat(262_143) } },
        [],
        'with the key these are 262144 bytes, and so many there may be',
      ],
      [
        { annotations: { a: 'x'.repeat(200_000), b: 'é'.repeat(40_000) } },
        ['metadata.annotations'],
        'all annotations together are too long, in bytes',
      ],
      [{ labels: { __proto__x: 'a' } }, ['metadata.labels'], 'a name begins with a letter or a digit'],
    ];
    await t.forEach(cases, ([metadata, fields, because]) => {
      t.step(`metadataFaults(${show(metadata).slice(0, 120)})`);
      const faults = metadataFaults({ name: 'web', ...metadata }, subdomainFaults);
      t.equal(
        faults.map(({ field }) => field),
        fields,
        because,
      );
    });
  });

  test('A20', 'the fault of a key is told with the key, that of a value with the value', (t) => {
    const labels = { 'a b': 'c d', app: '-' };
    t.step(`metadataFaults({ name: "web", labels: ${show(labels)} })`);
    const faults = metadataFaults({ name: 'web', labels }, subdomainFaults);
    const expected = ['a b', 'c d', '-'].map((value) => ['metadata.labels', value]);
    t.equal(
      faults.map(({ field, value }) => [field, value]),
      expected,
      'each fault has the text that is wrong: of each label its key first, then its value',
    );
  });
}
