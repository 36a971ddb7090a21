/**
 * Watches: everybody is told of every change that they asked for, once, in order, and nobody has to wait for anybody.
 *
 *     current    a change comes ──► deliver at once
 *        │  ▲
 *        │  ╰─── has read all there is ◄───────╮
 *        ▼                                     │
 *     behind     has only a cursor, and reads on from there when there is room
 *
 * A watcher that starts in the past begins behind. One that has no room (`deliver` has said so) stays current until the next
 * change that it wants; then it is behind. What it misses is not kept for it: the store has it anyway. So a slow watcher
 * costs its cursor, however far behind it is. Should compaction overtake the cursor, it is told so, and that is the end.
 *
 * Source: the guarantees of the etcd documentation, "KV API guarantees", on watches: ordered, unique, reliable, atomic,
 * resumable.
 */
import type { Event, WatchCreateRequest } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import type { Change, RevisionStore } from './revision-store.ts';
import { createWatchIndex } from './watch-index.ts';
import { readLot, wantedOf } from './watch-reader.ts';

/** What is delivered at once: the wanted events of one revision or of several. One revision is never split. */
export interface WatchBatch {
  /** The store's revision when the batch was made. Of a change that has just happened: its own. */
  revision: number;
  /** In the order of the changes; at least one, unless it is over. */
  events: Event[];
  /** There are no events and it is over: this is the compacted revision, and what was wanted next is before it. */
  compactRevision?: number;
}

export interface Watcher {
  /** There is room again. Delivers what was missed, as far as there is room. */
  resume(): void;
  /** Nothing will be delivered any more. */
  cancel(): void;
  /** The revision up to which everything wanted was delivered. */
  deliveredRevision(): number;
}

export interface WatchHub {
  /**
   * Has the wanted changes told from `startRevision` on, which may be in the past or in the future; from the next one unless
   * given. What is in the past is delivered before this returns, as far as there is room.
   *
   * @param request its `watchId` and `progressNotify` do not matter here. Events have `prevKv` only if it asks for them. A
   *   range without keys is never told anything
   * @param deliver takes a batch, always; `false` says that there is no room for another until `resume` is called
   */
  watch(request: WatchCreateRequest, deliver: (batch: WatchBatch) => boolean): Watcher;
  /** How many watchers there are that are not over. */
  size(): number;
}

/** One watcher, as the hub knows it. */
interface Watching {
  request: WatchCreateRequest;
  deliver: (batch: WatchBatch) => boolean;
  /** `current`: in the index. `behind`: to be told from `cursor` on. `over`: told nothing any more. */
  state: 'current' | 'behind' | 'over';
  /** What is before this revision was delivered or is not wanted. */
  cursor: number;
  /** What `deliver` has said last, until `resume`. */
  hasRoom: boolean;
}

/** Watches a store, without ever changing it. A change costs next to nothing for those who do not want it. */
export function createWatchHub(store: RevisionStore): WatchHub {
  const all = new Set<Watching>();
  /** Those that are current. */
  const index = createWatchIndex<Watching>();
  /** Those that are current were told of everything up to this revision. */
  let told = store.revision();

  function becomeCurrent(watching: Watching): void {
    watching.state = 'current';
    index.add(watching.request, watching);
  }

  function deliver(watching: Watching, batch: WatchBatch): void {
    watching.hasRoom = watching.deliver(batch);
  }

  /** It is over, for whatever reason. */
  function end(watching: Watching): void {
    if (watching.state === 'current') index.remove(watching.request, watching);
    watching.state = 'over';
    all.delete(watching);
  }

  /** Tells a change to those who are current and want something of it. */
  function tell({ revision, events }: Change): void {
    todo('4.5', 'Gather what each of them wants of the events, with the help of the index; then tell each.');
  }

  function tellOne(watching: Watching, batch: WatchBatch): void {
    // Those told before it may have ended it, and one that starts in the future does not want this yet.
    if (watching.state !== 'current' || batch.revision < watching.cursor) return;
    if (watching.hasRoom) deliver(watching, batch);
    else fallBehind(watching, batch.revision);
  }

  /** It cannot be told of this revision now. It will read it later, and all that comes after. */
  function fallBehind(watching: Watching, revision: number): void {
    todo('4.6', 'Take it out of the index, and remember only where it has to go on.');
  }

  /** Delivers what one that is behind has missed, until it is current or has no room. */
  function catchUp(watching: Watching): void {
    todo('4.5', 'Read and deliver one lot after another; where compaction was faster, say so and end it.');
  }

  function sayCompacted(watching: Watching): void {
    end(watching);
    watching.deliver({ revision: store.revision(), events: [], compactRevision: store.compactedRevision() });
  }

  /** The store has been replaced by a later one, and nobody was told what happened in between. */
  function restored(): void {
    todo(
      '4.6',
      'Have everyone go on behind what they were told last, but nobody before the revision that they wait for.',
    );
  }

  store.onChange(tell);
  store.onRestore(restored);
  return {
    watch(request, deliver) {
      todo('4.5', 'Begin behind, at the revision asked for or at the next one, and catch up.');
    },
    size: () => all.size,
  };

  function handleOf(watching: Watching): Watcher {
    return {
      resume() {
        todo('4.6', 'There is room again: catch up.');
      },
      cancel: () => end(watching),
      deliveredRevision() {
        todo('4.6', 'Say how far it is: as far as everybody, or as far as its cursor.');
      },
    };
  }
}
