/**
 * What clients ask of the members. Each answer is told when it comes, which may be never: then the request runs out of
 * time, and nobody knows whether it was done.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { TxnRequest } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import type { EtcdServer } from '#revisions/etcd-server.ts';
import type { LeaseWatch } from './lease-watch.ts';
import { type Members, memberIds, nameOf } from './members.ts';

export interface Errands {
  /** How many are under way. */
  waiting(): number;
  /** Puts the next value under the next of the {@link keys}. */
  put(id: number): void;
  delete(id: number, key: string): void;
  /** Two clients read a key, and both put it if it is still as they have read it. */
  race(id: number): void;
  /** A read that must not be stale. */
  read(id: number): void;
  compact(id: number, revision: number): void;
  /** Takes a lease and puts a key with it. */
  grant(id: number): void;
  renew(id: number): void;
}

export interface ErrandsOptions {
  members: Members;
  lease: LeaseWatch;
  say(words: string): void;
  failed(why: unknown): void;
}

export const keys = ['a', 'b', 'c', 'd', 'e'];
export const leaseSeconds = 10;
export const leaseKey = 'lock';

const everything = { key: utf8('\0'), rangeEnd: utf8('\0') };

export function createErrands({ members, lease, say, failed }: ErrandsOptions): Errands {
  let [waiting, values] = [0, 0];

  /** Runs one, and tells how it ended. */
  function run(id: number, what: string, errand: (server: EtcdServer) => Promise<string>): void {
    const server = members.server(id);
    if (!server) {
      say(`${nameOf(id)} is down: it cannot ${what}`);
      return;
    }
    waiting++;
    const life = () => members.server(id) === server;
    errand(server)
      .then(
        (answer) => life() && say(`${nameOf(id)}: ${what}: ${answer}`),
        (thrown) => {
          if (!codeOf(thrown) || codeOf(thrown) === 'todo') failed(thrown);
          else if (life()) say(`${nameOf(id)}: ${what}: ${(thrown as Error).message}`);
        },
      )
      .finally(() => waiting--);
  }

  function putIfUnchanged(id: number, read: number, value: string): void {
    run(id, `if mod(a) = ${read}, put a = ${value}`, async (server) => {
      const { succeeded, header, responses } = await server.txn(putIf(read, value));
      if (succeeded) return `yes, revision ${header.revision}`;
      const [now] = responses[0].type === 'range' ? responses[0].response.kvs : [];
      return `no, a is ${now ? `${text(now.value)}, of revision ${now.modRevision}` : 'gone'}`;
    });
  }

  return {
    waiting: () => waiting,
    put(id) {
      const key = keys[values % keys.length];
      const value = `v${++values}`;
      run(id, `put ${key} = ${value}`, async (server) => {
        const { header } = await server.put({ key: utf8(key), value: utf8(value) });
        return `revision ${header.revision}`;
      });
    },
    delete: (id, key) =>
      run(id, `delete ${key}`, async (server) => {
        const { header, deleted } = await server.deleteRange({ key: utf8(key) });
        return deleted ? `revision ${header.revision}` : `there was none, still revision ${header.revision}`;
      }),
    race(id) {
      const other = memberIds.find((each) => each !== id && members.server(each)) ?? id;
      const server = members.server(id);
      if (!server) return say(`${nameOf(id)} is down`);
      server.range({ key: utf8('a'), serializable: true }).then(({ kvs }) => {
        const read = kvs[0]?.modRevision ?? 0;
        putIfUnchanged(id, read, `A${read}`);
        putIfUnchanged(other, read, `B${read}`);
      }, failed);
    },
    read: (id) =>
      run(id, 'linearizable read', async (server) => {
        const { header, count } = await server.range({ ...everything, countOnly: true });
        return `${count} ${count === 1 ? 'key' : 'keys'} at revision ${header.revision}`;
      }),
    compact: (id, revision) =>
      run(id, `compact ${revision}`, async (server) => {
        await server.compact({ revision });
        return 'done';
      }),
    grant: (id) =>
      run(id, `put ${leaseKey} with a lease of ${leaseSeconds} s`, async (server) => {
        const { id: granted, ttl } = await server.leaseGrant({ ttl: leaseSeconds });
        const { header } = await server.put({ key: utf8(leaseKey), value: utf8('held'), lease: granted });
        lease.begin(granted, ttl);
        return `revision ${header.revision}`;
      }),
    renew(id) {
      const current = lease.id();
      if (current === 0n) return say('there is no lease to keep alive; l takes one');
      run(id, 'keep the lease alive', async (server) => {
        const { ttl } = await server.leaseKeepAlive(current);
        if (ttl > 0) lease.begin(current, ttl);
        return ttl > 0 ? `${ttl} s from now` : 'there is no such lease any more';
      });
    },
  };
}

function putIf(modRevision: number, value: string): TxnRequest {
  const key = utf8('a');
  return {
    compare: [{ key, target: 'mod', result: 'equal', value: modRevision }],
    success: [{ type: 'put', request: { key, value: utf8(value) } }],
    failure: [{ type: 'range', request: { key } }],
  };
}
