/**
 * A client that lists once and then watches, here and there, for ever: it goes on behind the last resourceVersion that it has
 * seen, and lists again only when it is told that it must. Every event is compared with what the chronicle has next.
 */
import { codeOf } from '#kit/failure.ts';
import type { WatchEvent, WatchStream } from '#kit/kubernetes/http.ts';
import type { Status } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { TestContext } from '../../judge/exercise.ts';
import type { Evidence } from '../../judge/violation.ts';
import type { ServerHand, Servers } from './several-servers.ts';

export interface Client {
  name: string;
  server: ServerHand;
  /** Ends its watch and sleeps. */
  leave(): void;
  /** Whether it watches, or sleeps. */
  isAway(): boolean;
  /** Ends its watch, if any, and watches at a server. */
  goOn(server: ServerHand): Promise<void>;
  /** Fails if it was told what is wrong; lists anew if it was told to. */
  recover(): Promise<void>;
  /** Fails unless it has been told everything. */
  isComplete(): void;
}

/** @param mayExpire whether a server may say that what is behind a revision is gone */
export async function watchingClient(
  t: TestContext,
  { chronicle, answer }: Servers,
  name: string,
  first: ServerHand,
  mayExpire: (server: ServerHand, seen: number) => boolean,
): Promise<Client> {
  let server = first;
  let seen = 0;
  let stream: WatchStream | undefined;
  let mustList = false;
  let isAway = false;
  /** Kept until the test has its turn: what is thrown at the watch might be caught by it. */
  let fault: Evidence | undefined;

  async function list(): Promise<void> {
    const { objects, revision } = await answer(server.list());
    seen = revision;
    mustList = false;
    t.step(`${name} lists at ${server.name}: ${objects.length} objects, as of ${revision}`);
  }

  async function watch(): Promise<void> {
    t.step(`${name} watches at ${server.name} behind ${seen}`);
    try {
      const start = await answer(server.watch({ resourceVersion: String(seen) }));
      let isOver = false;
      const own = start(
        (event) => {
          if (isOver) fault ??= { message: `${name} has left this watch, and must not be told anything there` };
          else receive(event);
          return true;
        },
        () => {
          mustList = true;
        },
      );
      stream = {
        ...own,
        close() {
          isOver = true;
          own.close();
        },
      };
    } catch (thrown) {
      if (codeOf(thrown) !== 'Expired') throw thrown;
      expire(thrown);
    }
  }

  function receive({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      const { code, message } = object as Status;
      if (code === 410) expire(object);
      else fault ??= { message: `${name}'s watch has ended with an ERROR of ${code}: ${message}` };
      return;
    }
    const { metadata } = object as KubernetesObject;
    const event = `${type} ${metadata.name}@${metadata.resourceVersion}`;
    t.step(`  ${name} ← ${event}`);
    const [next] = chronicle.behind(seen);
    const message = `${name} has seen everything up to ${seen}, so this is what it must be told next`;
    if (event !== next) fault ??= { message, expected: next ?? 'nothing', actual: event };
    seen = Number(metadata.resourceVersion);
  }

  function expire(why: unknown): void {
    t.step(`  ${name} ← Expired: ${(why as Partial<Status>).message}`);
    const message = `etcd still knows all that has happened behind ${seen}, so the watch can go on`;
    if (!mayExpire(server, seen)) fault ??= { message };
    mustList = true;
  }

  const client: Client = {
    name,
    get server() {
      return server;
    },
    isAway: () => isAway,
    leave() {
      t.step(`${name} sleeps`);
      stream?.close();
      isAway = true;
    },
    async goOn(next) {
      stream?.close();
      isAway = false;
      server = next;
      await watch();
    },
    async recover() {
      if (fault) t.fail(fault);
      for (let turn = 0; mustList && !isAway && turn < 3; turn++) {
        stream?.close();
        await list();
        await watch();
      }
    },
    isComplete() {
      const missing = chronicle.behind(seen);
      t.equal(missing, [], `in the end ${name} has been told everything; this is missing`);
    },
  };
  await list();
  await watch();
  return client;
}
