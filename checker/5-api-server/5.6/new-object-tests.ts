/** What the server answers for in a new object, and what it is called: a part of 5.6. */
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, createWorldOfOne, deployment } from '../registry-world.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function declareNewObjectTests(test: DeclareTest): void {
  test('A29', 'a new object gets uid, creationTimestamp and generation from the server', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    const web = await server.create(deployment('web'));
    const { uid, ...metadata } = web.metadata;
    t.ok(uuid.test(String(uid)), 'the uid is a random UUID, version 4');
    t.equal(
      metadata,
      {
        name: 'web',
        namespace: 'default',
        creationTimestamp: '2026-01-31T09:30:00Z',
        generation: 1,
        resourceVersion: '2',
      },
      'this is what the server says of a new Deployment',
    );
    const map = await server.create(configMap('web'));
    t.equal(map.metadata.generation, undefined, 'a ConfigMap has no generation');
    t.ok(map.metadata.uid !== uid, 'no two objects have the same uid');
    t.equal(await server.get(web), web, 'what is answered is what is stored');
  });

  test('A29', 'what a client says of these fields when it creates is not believed', async (t: TestContext) => {
    const server = createWorld(t).server();
    const claims = {
      uid: 'mine',
      creationTimestamp: '1999-01-01T00:00:00Z',
      generation: 9,
      deletionTimestamp: '1999-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 3,
      selfLink: '/mine',
      managedFields: [],
    };
    const { metadata } = await server.create(deployment('web', {}, { ...claims, labels: { app: 'web' } }));
    t.ok(uuid.test(String(metadata.uid)), 'the uid is made by the server, not by the client');
    const { uid: _, ...rest } = metadata;
    t.equal(
      rest,
      {
        name: 'web',
        namespace: 'default',
        labels: { app: 'web' },
        creationTimestamp: '2026-01-31T09:30:00Z',
        generation: 1,
        resourceVersion: '2',
      },
      'labels are the client’s, and these fields the server’s',
    );
  });

  test('A29', 'a create that names a resourceVersion, or another namespace, is refused', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    const seen = configMap('web', {}, { resourceVersion: '3' });
    await t.throws(() => server.create(seen), 'BadRequest', 'an object that is not there yet has no resourceVersion');
    const elsewhere = configMap('web', {}, { namespace: 'other' });
    await t.throws(
      () => server.create(elsewhere, { namespace: 'default' }),
      'BadRequest',
      'the URL says another namespace than the object',
    );
    const nameless = { ...configMap(''), metadata: { namespace: 'default' } } as KubernetesObject;
    await t.throws(() => server.create(nameless), 'Invalid', 'there is neither a name nor a generateName');
    t.equal(double.keys(), [], 'what is refused is not stored');
  });

  test('A29', 'a name is made up of generateName and five letters', async (t: TestContext) => {
    const server = createWorld(t).server();
    const nameless = { ...configMap(''), metadata: { namespace: 'default', generateName: 'web-' } };
    const { metadata } = await server.create(nameless as unknown as KubernetesObject);
    t.ok(/^web-[a-z0-9]{5}$/.test(metadata.name), `web- and five letters or digits, not ${metadata.name}`);
  });

  test(
    'A29',
    'a made-up name that is taken is made up anew, and after eight times given up',
    async (t: TestContext) => {
      const world = createWorld(t);
      const nameless = { ...configMap(''), metadata: { namespace: 'default', generateName: 'web-' } };
      const attempts: string[] = [];
      let others = 2;
      const rival = world.server({ called: 'another' });
      const server = world.server({
        steps: [
          async (write) => {
            attempts.push(write.name);
            if (others-- > 0) await rival.create(configMap(write.name));
            return write;
          },
        ],
      });
      const { metadata } = await server.create(nameless as unknown as KubernetesObject);
      t.equal(attempts.length, 3, 'the first two names were taken by others, the third one was free');
      t.equal(metadata.name, attempts[2], 'the object has the last name that was made up');
      t.equal(new Set(attempts).size, 3, 'each time it is another name');
      others = 100;
      await t.throws(
        () => server.create(nameless as unknown as KubernetesObject),
        'AlreadyExists',
        'every made-up name is taken: after eight attempts that is the answer',
      );
      t.equal(attempts.length - 3, 8, 'eight attempts are made for this one, and no more');
    },
  );
}
