/**
 * Goal: each object has one key, and each list that people ask for is one prefix.
 * Method: the keys of well-known objects to the byte; random names to and fro; every bad part in every place.
 */
import { text, utf8 } from '#kit/bytes.ts';
import { type ObjectKey, parseRegistryKey, registryKey, registryPrefix } from '#kv-store/registry-key.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { beginsWith, insideLarger } from './model.ts';

export default exercise('1.4', (test) => {
  test('K9', 'an object has exactly this key', async (t: TestContext) => {
    await t.forEach(examples, ([path, parts]) => {
      t.step(`registryKey(${show(parts)})`);
      const key = registryKey(parts);
      t.ok(key instanceof Uint8Array, 'a key is bytes, a Uint8Array, and not a string');
      t.equal(text(key), path, "the object's key must be this path");
    });
  });

  test('K9', 'a key is parsed into the parts that it was made of', async (t: TestContext) => {
    await t.forAll(objectKey, (parts) => {
      t.step(`parseRegistryKey(registryKey(${show(parts)}))`);
      const parsed = parseRegistryKey(insideLarger(registryKey(parts)));
      t.equal(parsed, parts, 'the parts must come back as they were');
      const isLeftOut = parsed.namespace !== undefined || !Object.keys(parsed).includes('namespace');
      t.ok(isLeftOut, 'where there is no namespace, the member must be left out, and not be there with undefined');
    });
  });

  test('K10', 'a prefix ends where a name ends: default is not the beginning of default-2', async (t) => {
    const stored: ObjectKey[] = [
      { resource: 'pods', namespace: 'default', name: 'web' },
      { resource: 'pods', namespace: 'default-2', name: 'web' },
      { resource: 'podtemplates', namespace: 'default', name: 'web' },
      { resource: 'nodes', name: 'node-1' },
    ];
    const questions = [{ resource: 'pods', namespace: 'default' }, { resource: 'pods' }, { resource: 'nodes' }];
    await t.forEach(questions, (asked) => {
      for (const parts of stored) t.step(`stored: ${text(registryKey(parts))}`);
      t.step(`registryPrefix(${show(asked)})`);
      t.equal(pathsBelow(asked, stored), pathsOf(asked, stored), beginWithIt);
    });
  });

  test('K10', 'a prefix finds exactly the objects asked for, whatever the names', async (t) => {
    const asked = fc.record({ resource: segment, namespace: segment }, { requiredKeys: ['resource'] });
    await t.forAll(fc.tuple(asked, fc.array(objectKey, { maxLength: 8 })), ([prefix, stored]) => {
      for (const parts of stored) t.step(`stored: ${text(registryKey(parts))}`);
      t.step(`registryPrefix(${show(prefix)})`);
      t.equal(pathsBelow(prefix, stored), pathsOf(prefix, stored), beginWithIt);
    });
  });

  test('K11', 'a part that would break the path is refused', async (t) => {
    await t.forEach(badParts(), async ({ part, bad, parts }) => {
      t.step(`registryKey(${show(parts)})`);
      await t.throws(() => registryKey(parts), 'bad-segment', `${show(bad)} cannot be a ${part}: it must be refused`);
      if (part === 'name') return;
      const { resource, namespace } = parts;
      t.step(`registryPrefix(${show({ resource, namespace })})`);
      const prefix = () => registryPrefix({ resource, namespace });
      await t.throws(prefix, 'bad-segment', `${show(bad)} cannot be a ${part}: it must be refused`);
    });
  });

  test('K12', 'what registryKey cannot have made is no key', async (t) => {
    await t.forEach(badPaths, async (path) => {
      t.step(`parseRegistryKey(${show(path)})`);
      await t.throws(() => parseRegistryKey(utf8(path)), 'bad-key', 'no parts make this key: it must be refused');
    });
  });

  test('K12', 'bytes that are no UTF-8 are no key', async (t) => {
    t.step('parseRegistryKey("/registry/pods/default/" and the byte 0xff)');
    const key = Uint8Array.from([...utf8('/registry/pods/default/'), 0xff]);
    const message = 'registryKey makes UTF-8 only: decoding these bytes puts another character in the place of 0xff';
    await t.throws(() => parseRegistryKey(key), 'bad-key', message);
  });
});

const beginWithIt = 'of the keys stored, these must begin with the prefix, and no others';

const examples: [path: string, parts: ObjectKey][] = [
  ['/registry/pods/default/web', { resource: 'pods', namespace: 'default', name: 'web' }],
  ['/registry/nodes/node-1', { resource: 'nodes', name: 'node-1' }],
  [
    '/registry/deployments/default/nginx-deployment',
    { resource: 'deployments', namespace: 'default', name: 'nginx-deployment' },
  ],
  ['/registry/clusterroles/system:node', { resource: 'clusterroles', name: 'system:node' }],
];

const badPaths = [
  '',
  '/',
  '/registry',
  '/registry/',
  '/registry/pods',
  '/registry/pods/',
  '/registry/pods/default/',
  '/registry/pods//web',
  '/registry//default/web',
  '//registry/pods/default/web',
  'registry/pods/default/web',
  '/registry/pods/default/web/',
  '/registry/pods/default/web/status',
  '/other/pods/default/web',
  '/registry/pods/./web',
  '/registry/pods/default/..',
  '/registry/pods/default/a%2fb',
];

/** Names that are one another's beginnings, and the oddest that are allowed. */
const segment = fc.constantFrom('a', 'a-2', 'ab', 'a.b', 'b', 'system:node', '...', 'é', '\ufffd');

const objectKey: fc.Arbitrary<ObjectKey> = fc.record(
  { resource: segment, namespace: segment, name: segment },
  { requiredKeys: ['resource', 'name'] },
);

interface BadPart {
  part: 'resource' | 'namespace' | 'name';
  bad: string;
  parts: Required<ObjectKey>;
}

/** Every bad part in every place. */
function badParts(): BadPart[] {
  return ['', '.', '..', '/', 'a/b', '../secrets', 'a%2fb'].flatMap((bad) =>
    (['name', 'namespace', 'resource'] as const).map((part) => ({
      part,
      bad,
      parts: { resource: 'pods', namespace: 'default', name: 'web', [part]: bad },
    })),
  );
}

type Asked = Omit<ObjectKey, 'name'>;

function pathsBelow(asked: Asked, stored: ObjectKey[]): string[] {
  const prefix = registryPrefix(asked);
  return stored
    .map(registryKey)
    .filter((key) => beginsWith(key, prefix))
    .map(text);
}

/** By the parts alone. A cluster-scoped object is in no namespace, though its name may be the same. */
function pathsOf({ resource, namespace }: Asked, stored: ObjectKey[]): string[] {
  return stored
    .filter((parts) => parts.resource === resource && (namespace === undefined || parts.namespace === namespace))
    .map((parts) => text(registryKey(parts)));
}
