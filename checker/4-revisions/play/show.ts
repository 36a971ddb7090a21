/**
 * Three members on the learner's code, a client that puts and deletes, one that watches, and one with a lease. It has no
 * clock of its own: each call of `tick` is one tick for all.
 */
import { type Chronicle, createChronicle } from '../../play/chronicle.ts';
import { createErrands, type Errands } from './errands.ts';
import { createLeaseWatch, type LeaseWatch } from './lease-watch.ts';
import { createMembers, type Members, memberIds, nameOf, tickMs } from './members.ts';
import { down, type MemberView, type StoreView, starting, storeOf, viewOf } from './view.ts';
import { createWatcher, type Watcher } from './watcher.ts';

export interface Show {
  readonly members: Members;
  readonly chronicle: Chronicle;
  readonly watcher: Watcher;
  readonly lease: LeaseWatch;
  readonly errands: Errands;
  /** In seconds of the members' time. */
  now(): number;
  view(id: number): MemberView;
  /** Who leads the newest term; 0 for nobody. */
  leader(): number;
  /** What the store holds at a member, as of a revision; 0 for now. As of the last tick. */
  store(): StoreView;
  /** Shows another member's store, or another revision's. */
  look(id: number, asOf: number): void;
  /** Resolves once nothing moves any more until the next tick. */
  tick(): Promise<void>;
  /** Looks at the members again, without any time passing. */
  refresh(): Promise<void>;
  kill(id: number): void;
  restart(id: number): void;
  /** Cuts the link, or mends it where it is cut. */
  turnLink(a: number, b: number): void;
  isolate(id: number): void;
  heal(): void;
  /** Begins the watch anew at a member, from this revision on; 0 for whatever comes. */
  watch(id: number, from: number): void;
}

/** More turns than the members take to do what one tick asks for. */
const turnsPerTick = 12;

/** @param failed told of what the learner's code throws where nobody else hears it */
export function createShow(seed: number, failed: (why: unknown) => void): Show {
  const members = createMembers(seed, failed);
  const chronicle = createChronicle(() => Math.round(members.now() / tickMs));
  const watcher = createWatcher(chronicle.say);
  const lease = createLeaseWatch({ now: members.now, say: chronicle.say });
  const errands = createErrands({ members, lease, say: chronicle.say, failed });
  let views = new Map<number, MemberView>();
  let looked = { id: 1, asOf: 0 };
  let store: StoreView = { asOf: 0, kvs: [] };
  /** The watch is to go on at the next member that is up. */
  let isOrphan = false;

  const view = (id: number) => views.get(id) ?? down;

  function leader(): number {
    const leading = memberIds.filter((id) => view(id).role === 'leader');
    return leading.reduce((best, id) => (best && view(best).term > view(id).term ? best : id), 0);
  }

  async function lookAround(): Promise<void> {
    const before = { leader: leader(), term: view(leader()).term };
    views = new Map(await Promise.all(memberIds.map(async (id) => [id, await lookAt(id)] as const)));
    const after = leader();
    if (after && (after !== before.leader || view(after).term !== before.term))
      chronicle.say(`${nameOf(after)} leads term ${view(after).term}`);
    const { id, asOf } = looked;
    const server = members.server(id);
    store = server ? await storeOf(server, asOf) : { asOf, kvs: [], refusal: `${nameOf(id)} is down` };
  }

  async function lookAt(id: number): Promise<MemberView> {
    const server = members.server(id);
    if (server) return viewOf(server);
    return members.isUp(id) ? starting : down;
  }

  function findWatch(): void {
    const id = memberIds.find((each) => members.server(each) && view(each).role !== 'starting');
    if (!isOrphan || !id) return;
    isOrphan = false;
    const from = watcher.next();
    watcher.moveTo(id, members.server(id)!);
    chronicle.say(`the watch goes on at ${nameOf(id)}, ${from ? `from revision ${from} on` : 'from now on'}`);
  }

  function setLinks(isCut: (a: number, b: number) => boolean): void {
    const { links } = members;
    for (const a of memberIds) for (const b of memberIds) if (a < b) (isCut(a, b) ? links.cut : links.mend)(a, b);
  }

  return {
    members,
    chronicle,
    watcher,
    lease,
    errands,
    now: () => members.now() / 1000,
    view,
    leader,
    store: () => store,
    look(id, asOf) {
      looked = { id, asOf };
    },
    async tick() {
      members.tick();
      await turns();
      findWatch();
      await lookAround();
      lease.tick(members.server(leader()));
      await turns();
    },
    refresh: lookAround,
    kill(id) {
      if (!members.isUp(id)) return chronicle.say(`${nameOf(id)} is down already`);
      const was = id === leader() ? ', the leader,' : '';
      members.kill(id);
      chronicle.say(`${nameOf(id)}${was} is killed`);
      if (watcher.at() !== id) return;
      watcher.lose();
      isOrphan = true;
    },
    restart(id) {
      if (members.isUp(id)) return chronicle.say(`${nameOf(id)} is running already`);
      members.restart(id);
      chronicle.say(`${nameOf(id)} starts again with what its disk holds`);
    },
    turnLink(a, b) {
      const { links } = members;
      const isCut = !links.isCut(a, b);
      (isCut ? links.cut : links.mend)(a, b);
      chronicle.say(`the link between ${nameOf(a)} and ${nameOf(b)} is ${isCut ? 'cut' : 'mended'}`);
    },
    isolate(id) {
      setLinks((a, b) => a === id || b === id);
      chronicle.say(`${nameOf(id)} is cut off from the others`);
    },
    heal() {
      setLinks(() => false);
      chronicle.say('all links are mended');
    },
    watch(id, from) {
      const server = members.server(id);
      if (!server) return chronicle.say(`${nameOf(id)} is down`);
      isOrphan = false;
      watcher.begin(id, server, from);
      chronicle.say(
        `a watch on all keys begins at ${nameOf(id)}, ${from ? `from revision ${from} on` : 'from now on'}`,
      );
    },
  };
}

async function turns(): Promise<void> {
  for (let i = 0; i < turnsPerTick; i++) await new Promise((resolve) => setImmediate(resolve));
}
