/** Random writes and watches: every watcher is told what the model says has changed since its first revision. */
import type { Event, WatchCreateRequest } from '#kit/etcd/api.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import { fc, type TestContext } from '../judge/exercise.ts';
import { createMvccModel } from '../oracles/mvcc-model.ts';
import { all, always, deleteOf, type Keys, op, putOf } from './requests.ts';
import { storeInHand } from './store-hand.ts';
import { equalEvents, quiet, type WatchHand, watchInHand } from './watch-hand.ts';

type Step =
  | { type: 'put' | 'delete' | 'txn'; key: string }
  | { type: 'watch'; keys: Keys; startRevision: number; prevKv: boolean; hasRoom: boolean }
  | { type: 'resume' | 'cancel'; watcher: number }
  | { type: 'pause' };

const key = fc.constantFrom('a', 'b', 'c');
const of = <T extends string>(type: T) => fc.constant(type);

const writes: fc.Arbitrary<Step> = fc.record({ type: fc.constantFrom('put', 'put', 'delete', 'txn'), key });
const watches = (hasRoom: fc.Arbitrary<boolean>): fc.Arbitrary<Step> =>
  fc.record({
    type: of('watch'),
    keys: fc.constantFrom<Keys>('a', 'b', ['a', 'c'], all),
    startRevision: fc.nat(10),
    prevKv: fc.boolean(),
    hasRoom,
  });
const pause: fc.Arbitrary<Step> = fc.constant({ type: 'pause' });
const ofWatcher: fc.Arbitrary<Step> = fc.record({
  type: fc.constantFrom('resume', 'resume', 'cancel'),
  watcher: fc.nat(3),
});

export const someWatches: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: writes },
    { weight: 2, arbitrary: watches(fc.constant(true)) },
    { weight: 1, arbitrary: pause },
  ),
  { maxLength: 16 },
);

export const someSlowWatches: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: writes },
    { weight: 2, arbitrary: watches(fc.boolean()) },
    { weight: 3, arbitrary: ofWatcher },
    { weight: 1, arbitrary: pause },
  ),
  { maxLength: 24 },
);

interface Watched {
  hand: WatchHand;
  step: Step & { type: 'watch' };
  /** The first revision that it wants. */
  from: number;
  isCanceled: boolean;
}

export async function runWatches(t: TestContext, steps: readonly Step[]): Promise<void> {
  const store = createRevisionStore();
  const hub = createWatchHub(store);
  const model = createMvccModel();
  const store_ = storeInHand(t, store);
  const watchers: Watched[] = [];
  for (const step of steps) {
    switch (step.type) {
      case 'pause':
        await quiet();
        break;
      case 'watch': {
        const { keys, startRevision, prevKv, hasRoom } = step;
        const options: Partial<WatchCreateRequest> = { startRevision, prevKv };
        const from = startRevision > 0 ? startRevision : model.revision() + 1;
        const name = `watcher ${watchers.length + 1}`;
        watchers.push({ hand: watchInHand(t, hub, name, keys, options, hasRoom), step, from, isCanceled: false });
        break;
      }
      case 'resume':
        watchers[step.watcher]?.hand.resume();
        break;
      case 'cancel':
        if (!watchers[step.watcher] || watchers[step.watcher].isCanceled) break;
        watchers[step.watcher].isCanceled = true;
        watchers[step.watcher].hand.cancel();
        break;
      default:
        write(store_, model, step);
    }
    judgeSoFar(t, watchers, model);
  }
  await atTheEnd(t, watchers, model);
}

type Hand = ReturnType<typeof storeInHand>;
type Model = ReturnType<typeof createMvccModel>;

function write(hand: Hand, model: Model, { type, key }: Step & { key: string }): void {
  const value = `${model.revision()}`;
  if (type === 'put') {
    model.put(putOf(key, value));
    hand.put(key, value);
  } else if (type === 'delete') {
    model.deleteRange(deleteOf(key));
    hand.delete(key);
  } else {
    const txn = () => always(op.put('c', value), op.delete(['a', 'c']));
    model.txn(txn());
    hand.txn(txn());
  }
}

/** What was told so far must be a beginning of what is to be told: the next of it is right at every moment. */
function judgeSoFar(t: TestContext, watchers: readonly Watched[], model: Model): void {
  for (const [i, watched] of watchers.entries()) {
    const told = watched.hand.events();
    const expected = wanted(model, watched).slice(0, told.length);
    equalEvents(
      t,
      told,
      expected,
      `watcher ${i + 1} must be told of each change that it wants, in order, none left out`,
    );
  }
}

/** Everybody gets room, and is then told the rest. */
async function atTheEnd(t: TestContext, watchers: readonly Watched[], model: Model): Promise<void> {
  await quiet();
  for (const { hand, isCanceled } of watchers) {
    if (hand.hasRoom || isCanceled) continue;
    hand.hasRoom = true;
    hand.resume();
  }
  await quiet();
  for (const [i, watched] of watchers.entries()) {
    if (watched.isCanceled) continue;
    equalEvents(
      t,
      watched.hand.events(),
      wanted(model, watched),
      `in the end watcher ${i + 1} must have been told all this`,
    );
  }
}

function wanted(model: Model, { step: { keys, prevKv }, from }: Watched): Event[] {
  const isWanted = ({ kv }: Event) => {
    const key = String.fromCodePoint(...kv.key);
    if (typeof keys === 'string') return key === keys;
    return key >= keys[0] && (keys[1] === '\0' || key < keys[1]);
  };
  return model
    .changes(1)
    .filter(({ revision }) => revision >= from)
    .flatMap(({ events }) => events)
    .filter(isWanted)
    .map(({ prevKv: before, ...event }) => (prevKv && before ? { ...event, prevKv: before } : event));
}
