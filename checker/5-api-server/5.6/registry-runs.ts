/** Random writes of few objects through two servers, beside a model that is a plain map. */
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { endOf } from '../refusals.ts';
import { createWorld, deployment, type ServerHand, withMeta } from '../registry-world.ts';

interface SomeWrite {
  act: 'create' | 'put' | 'status' | 'delete';
  server: 0 | 1;
  name: string;
  replicas: number;
  finalizers: string[];
  /** Which resourceVersion it names. */
  seen: 'none' | 'current' | 'older';
}

const someWrites: fc.Arbitrary<SomeWrite[]> = fc.array(
  fc.record({
    act: fc.constantFrom('create' as const, 'put' as const, 'status' as const, 'delete' as const),
    server: fc.constantFrom(0 as const, 1 as const),
    name: fc.constantFrom('x', 'y'),
    replicas: fc.constantFrom(1, 2),
    finalizers: fc.constantFrom<string[]>([], ['a.io/one']),
    seen: fc.constantFrom('none' as const, 'current' as const, 'older' as const),
  }),
  { maxLength: 14 },
);

/** An object as the model knows it. */
interface Modelled {
  at: number;
  generation: number;
  replicas: number;
  reported?: number;
  finalizers: string[];
  marked: boolean;
}

interface Model {
  objects: Map<string, Modelled>;
  revision: number;
}

/** Does a write on the model. @returns `done`, or the code that it is refused with */
function modelled(model: Model, { act, name, replicas, finalizers, seen }: SomeWrite): string {
  const old = model.objects.get(name);
  if (act === 'create') {
    if (old) return 'AlreadyExists';
    store({ at: 0, generation: 1, replicas, finalizers, marked: false });
    return 'done';
  }
  if (!old) return 'NotFound';
  if (seen === 'older') return 'Conflict';
  if (act === 'delete') {
    if (old.finalizers.length === 0) remove();
    else if (!old.marked) store({ ...old, generation: old.generation + 1, marked: true });
  } else if (act === 'status') {
    if (old.reported !== replicas) store({ ...old, reported: replicas });
  } else if (old.marked && finalizers.length > old.finalizers.length) {
    return 'Invalid';
  } else if (old.marked && finalizers.length === 0) {
    remove();
  } else if (old.replicas !== replicas || old.finalizers.length !== finalizers.length) {
    const generation = old.generation + (old.replicas === replicas ? 0 : 1);
    store({ ...old, generation, replicas, finalizers });
  }
  return 'done';

  function store(object: Modelled): void {
    model.objects.set(name, { ...object, at: ++model.revision });
  }

  function remove(): void {
    model.revision++;
    model.objects.delete(name);
  }
}

function written(server: ServerHand, write: SomeWrite, current: number): Promise<string> {
  const { act, name, replicas, finalizers, seen } = write;
  const resourceVersion = { none: '', current: String(current), older: '1' }[seen];
  const metadata = finalizers.length > 0 ? { finalizers } : {};
  const object = deployment(name, { replicas }, metadata);
  if (act === 'create') return endOf(server.create(object));
  if (act === 'put') return endOf(server.put(withMeta(object, { resourceVersion })));
  if (act === 'delete')
    return endOf(server.remove(object, resourceVersion ? { preconditions: { resourceVersion } } : {}));
  const reported = { ...withMeta(object, { resourceVersion }), status: { replicas } };
  return endOf(server.put(reported, { subresource: 'status' }));
}

async function run(t: TestContext, writes: SomeWrite[]): Promise<void> {
  const world = createWorld(t);
  const servers = [world.server({ called: 'server 1' }), world.server({ called: 'server 2' })];
  const model: Model = { objects: new Map(), revision: 1 };
  for (const write of writes) {
    const current = model.objects.get(write.name)?.at ?? 1;
    const expected = modelled(model, write);
    const end = await written(servers[write.server], write, current);
    t.step(`→ ${end}`);
    t.equal(end, expected, `so this ${write.act} ends, by the rules`);
  }
  const { objects } = await servers[0].storage.list({ resource: 'deployments' });
  t.equal(
    objects.map(seenOf),
    [...model.objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(wantedOf),
    'this is what is left',
  );
  t.equal(world.double.store.revision(), model.revision, 'every write that changes something makes one revision');
}

function seenOf({ metadata, spec, status }: KubernetesObject) {
  const { name, resourceVersion, generation, finalizers, deletionTimestamp } = metadata;
  const isMarked = deletionTimestamp !== undefined;
  return { name, resourceVersion, generation, finalizers: finalizers ?? [], isMarked, spec, status };
}

function wantedOf([name, { at, generation, replicas, reported, finalizers, marked }]: [string, Modelled]) {
  const status = reported === undefined ? {} : { replicas: reported };
  return { name, resourceVersion: `${at}`, generation, finalizers, isMarked: marked, spec: { replicas }, status };
}

export function declareRegistryRuns(test: DeclareTest): void {
  test('A30', 'whatever is written through two servers, the end is what the model says', async (t: TestContext) => {
    await t.forAll(someWrites, (writes) => run(t, writes), { runs: 80 });
  });
}
