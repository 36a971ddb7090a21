/**
 * Goal: each object has one key, and each list that people ask for is one prefix.
 * Method: the keys of well-known objects to the byte; random names to and fro; every bad part in every place.
 */
import { text, utf8 } from '#kit/bytes.ts';
import { type ObjectKey, parseRegistryKey, registryKey, registryPrefix } from '#kv-store/registry-key.ts';
import { exercise, fc, show, type TestContext } from '../judge/exercise.ts';
import { beginsWith } from './model.ts';

export default exercise('1.4', (test) => {
  test('K9', 'an object has exactly this key', (t: TestContext) => {
    for (const [path, parts] of examples) {
      t.step(`registryKey(${show(parts)})`);
      const key = registryKey(parts);
      t.ok(key instanceof Uint8Array, 'a key is bytes: a Uint8Array, not a string');
      t.equal(text(key), path, 'the key is another');
    }
  });

  test('K9', 'a key is parsed into the parts that it was made of', async (t) => {
    await t.forAll(objectKey, (parts) => {
      t.step(`parseRegistryKey(registryKey(${show(parts)}))`);
      t.equal(parseRegistryKey(registryKey(parts)), parts, 'the parts must come back as they were');
    });
  });

  test('K10', 'a prefix ends where a name ends: default is not the beginning of default-2', (t) => {
    const stored: ObjectKey[] = [
      { resource: 'pods', namespace: 'default', name: 'web' },
      { resource: 'pods', namespace: 'default-2', name: 'web' },
      { resource: 'podtemplates', namespace: 'default', name: 'web' },
      { resource: 'nodes', name: 'node-1' },
    ];
    for (const asked of [{ resource: 'pods', namespace: 'default' }, { resource: 'pods' }, { resource: 'nodes' }]) {
      t.step(`registryPrefix(${show(asked)})`);
      t.equal(pathsBelow(asked, stored), pathsOf(asked, stored), 'the keys that begin with the prefix must be these');
    }
  });

  test('K10', 'a prefix finds exactly the objects asked for, whatever the names', async (t) => {
    const asked = fc.record({ resource: segment, namespace: segment }, { requiredKeys: ['resource'] });
    await t.forAll(fc.tuple(asked, fc.array(objectKey, { maxLength: 8 })), ([prefix, stored]) => {
      for (const parts of stored) t.step(`stored: ${text(registryKey(parts))}`);
      t.step(`registryPrefix(${show(prefix)})`);
      t.equal(pathsBelow(prefix, stored), pathsOf(prefix, stored), 'the keys that begin with the prefix must be these');
    });
  });

  test('K11', 'a part that would break the path is refused', async (t) => {
    const good = { resource: 'pods', namespace: 'default', name: 'web' };
    for (const bad of ['', '.', '..', '/', 'a/b', '../secrets', 'a%2fb']) {
      for (const part of ['resource', 'namespace', 'name'] as const) {
        const parts = { ...good, [part]: bad };
        t.step(`registryKey(${show(parts)})`);
        await t.throws(() => registryKey(parts), 'bad-segment', `${show(bad)} cannot be a ${part}`);
        if (part === 'name') continue;
        const { resource, namespace } = parts;
        t.step(`registryPrefix(${show({ resource, namespace })})`);
        await t.throws(
          () => registryPrefix({ resource, namespace }),
          'bad-segment',
          `${show(bad)} cannot be a ${part}`,
        );
      }
    }
  });

  test('K12', 'what registryKey cannot have made is no key', async (t) => {
    for (const key of [...badPaths.map(utf8), Uint8Array.from([...utf8('/registry/pods/default/'), 0xff])]) {
      t.step(`parseRegistryKey(${show(key)})`);
      await t.throws(() => parseRegistryKey(key), 'bad-key', 'there are no parts of which registryKey makes this key');
    }
  });
});

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
const segment = fc.constantFrom('a', 'a-2', 'ab', 'a.b', 'b', 'system:node', '...', 'é');

const objectKey: fc.Arbitrary<ObjectKey> = fc.record(
  { resource: segment, namespace: segment, name: segment },
  { requiredKeys: ['resource', 'name'] },
);

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
