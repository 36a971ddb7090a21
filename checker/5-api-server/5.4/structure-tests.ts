/** What an object claims to be it must look like: a part of 5.4. */
import { applyDefaults } from '#api-server/defaults.ts';
import { checkStructure } from '#api-server/structure.ts';
import { validate } from '#api-server/validate.ts';
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, Rendered, show, type TestContext } from '../../judge/exercise.ts';
import { deploymentWith, podWith, widgetOf, widgetType, withField } from '../manifests.ts';
import { isRefusedBy, letsPass } from '../refusals.ts';
import { writeOf } from '../writes.ts';
import { oddBody } from './odd-bodies.ts';

const modes = ['Strict', 'Warn', 'Ignore'] as const;
const good = deploymentWith({ replicas: 3 });
const unfit = 'Deployment in version "v1" cannot be handled as a Deployment: ';

const wrongTypes: [object: KubernetesObject, text: string][] = [
  [withField(good, 'spec.replicas', '3'), 'string'],
  [withField(good, 'spec.replicas', 1.5), '1.5'],
  [withField(good, 'spec.template.spec.containers', { name: 'web' }), 'object'],
  [withField(good, 'spec.paused', 'no'), 'string'],
  [withField(good, 'spec.selector.matchLabels.app', 7), 'number'],
  [withField(good, 'spec', []), 'array'],
];

const unknownFields: [paths: string[], object: KubernetesObject][] = [
  [['spec.replcas'], withField(good, 'spec.replcas', 3)],
  [['extra'], withField(good, 'extra', { a: 1 })],
  [['metadata.label'], withField(good, 'metadata.label', {})],
  [['spec.template.spec.containers[0].imagee'], withField(good, 'spec.template.spec.containers.0.imagee', 'x')],
  [['spec.template.two', 'spec.one'], withField(withField(good, 'spec.one', 1), 'spec.template.two', 2)],
  [['spec.containers[0].ports[0].number'], podWith({ ports: [{ containerPort: 80, number: 80 }] })],
];

export function declareStructureTests(test: DeclareTest): void {
  test('A17', 'a value of the wrong type is refused, whatever is asked', async (t) => {
    await t.forEach(wrongTypes, async ([object, text]) => {
      for (const fieldValidation of modes) {
        const write = writeIn(t, object, fieldValidation);
        const { message } = await isRefusedBy(
          t,
          () => checkStructure(write),
          'BadRequest',
          'nobody can read on behind it',
        );
        const start = `${unfit}json: cannot unmarshal`;
        t.equal(message.slice(0, start.length), start, 'it says what could not be read');
        if (!message.includes(text)) {
          const because = 'it names what stands there';
          t.fail({ message: because, expected: new Rendered(`… ${text} …`), actual: message });
        }
      }
    });
  });

  test('A17', 'a wrong type is told before unknown fields', async (t) => {
    const both = withField(withField(good, 'spec.aaa', 1), 'spec.replicas', 'x');
    const write = writeIn(t, both, 'Strict');
    const { message } = await isRefusedBy(t, () => checkStructure(write), 'BadRequest', 'there is a wrong type');
    const start = `${unfit}json: cannot unmarshal`;
    t.equal(message.slice(0, start.length), start, 'the wrong type comes first, and then nobody reads on');
  });

  test('A17', 'of a custom kind every wrong type is told by its field', async (t) => {
    const wrong = widgetOf({ size: 'big', color: 7, parts: [{ weight: 1 }, { weight: 'x' }] });
    const write = { ...writeIn(t, wrong, 'Ignore', { resource: widgetType }) };
    const { details } = await isRefusedBy(t, () => checkStructure(write), 'Invalid', 'three fields have a wrong type');
    const fields = (details.causes as { field: string }[]).map(({ field }) => field);
    t.equal(fields, ['spec.size', 'spec.color', 'spec.parts[1].weight'], 'all of them, by their paths');
    t.equal([details.name, details.kind], ['w', 'Widget'], 'and whose they are');
  });

  test('A18', 'unknown fields are refused, warned of or passed over', async (t) => {
    await t.forEach(unknownFields, async ([paths, object]) => {
      const texts = paths.map((path) => `unknown field "${path}"`);
      const strict = writeIn(t, object, 'Strict');
      const { message } = await isRefusedBy(
        t,
        () => checkStructure(strict),
        'BadRequest',
        'Strict refuses unknown fields',
      );
      const expected = `${unfit.replaceAll('Deployment', object.kind)}strict decoding error: ${texts.join(', ')}`;
      t.equal(message, expected, 'each of them, by its path');
      const warned = await checkStructure(writeIn(t, object, 'Warn', { warnings: ['before'] }));
      t.equal(warned.warnings, ['before', ...texts], 'Warn adds one warning for each');
      const silent = await checkStructure(writeIn(t, object, 'Ignore', { warnings: ['before'] }));
      t.equal(silent.warnings, ['before'], 'Ignore says nothing');
    });
  });

  test('A18', 'an unknown field goes no further', async (t) => {
    const odd = withField(withField(good, 'spec.template.spec.containers.0.imagee', 'x'), 'spec.paused', null);
    for (const fieldValidation of ['Warn', 'Ignore'] as const) {
      const { object } = await checkStructure(writeIn(t, odd, fieldValidation));
      t.equal(object, good, 'what the schema does not know, and what is null, is not stored');
    }
    const custom = writeIn(t, widgetOf({ size: 1, weight: 2 }), 'Ignore', { resource: widgetType });
    t.equal((await checkStructure(custom)).object, widgetOf({ size: 1 }), 'the same holds for a custom kind');
    const { metadata: _, ...bare } = good;
    const withMetadata = await checkStructure(writeIn(t, bare as KubernetesObject, 'Strict'));
    t.equal(withMetadata.object, { ...bare, metadata: {} }, 'every object has `metadata` afterwards, if an empty one');
  });

  test('A18', 'what is well passes as it is', async (t) => {
    for (const object of [good, podWith({})]) {
      const write = writeIn(t, object, 'Strict');
      const before = structuredClone(write);
      await letsPass(t, () => checkStructure(write), before, 'there is nothing to say of it');
    }
    for (const fieldValidation of ['Ignore', 'Warn'] as const) {
      const odd = writeIn(t, withField(good, 'spec.replcas', 3), fieldValidation, { warnings: ['before'] });
      const before = structuredClone(odd);
      await checkStructure(odd);
      const { object, warnings } = odd;
      t.equal(warnings, before.warnings, 'the write that was handed in keeps its warnings: what comes out has its own');
      t.equal(object, before.object, 'the object that was handed in stays as it was');
    }
    const gone = writeOf('delete', good);
    t.step('checkStructure of a delete');
    await letsPass(t, () => checkStructure(gone), gone, 'a delete has no object to look at');
  });

  test('A17', 'whatever the body, it is refused, or all behind can read it', async (t) => {
    await t.forAll(
      oddBody,
      async (object) => {
        const write = writeIn(t, object, 'Ignore');
        const checked = await passesOr('BadRequest', () => checkStructure(write));
        if (!checked) return;
        t.step('it passes; applyDefaults, then validate');
        const filled = await applyDefaults(checked);
        t.equal((await applyDefaults(filled)).object, filled.object, 'filling in twice is the same as once');
        await passesOr('Invalid', () => validate(filled));
      },
      { runs: 300 },
    );
  });
}

function writeIn(
  t: TestContext,
  object: KubernetesObject,
  fieldValidation: Write['fieldValidation'],
  rest: Partial<Write> = {},
): Write {
  const said = rest.warnings ? `, with the warnings ${show(rest.warnings)} of a step before` : '';
  t.newRun();
  t.step(`checkStructure of ${show(object)}, fieldValidation ${fieldValidation}${said}`);
  return writeOf('create', object, { fieldValidation, ...rest });
}

/** Nothing where it is refused with this code; with anything else it must not end. */
async function passesOr(code: string, step: () => Promise<Write>): Promise<Write | undefined> {
  try {
    return await step();
  } catch (thrown) {
    if (codeOf(thrown) === code) return undefined;
    throw thrown;
  }
}
