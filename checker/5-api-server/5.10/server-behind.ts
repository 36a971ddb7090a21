/** A server that is behind etcd, and what it is asked. */
import type { TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { type Asked, createServers, type ServerHand, type Servers } from './several-servers.ts';

/**
 * Two ConfigMaps, and a server that has heard of revisions 2 and 3 and of nothing since: 4 changes `a`, 5 removes `b`, 6 is a
 * Secret.
 */
export async function behind(t: TestContext): Promise<Servers & { server: ServerHand }> {
  const servers = createServers(t);
  await servers.write('a', '1', { app: 'web' });
  await servers.write('b', '1', { app: 'db' });
  const server = servers.start('S');
  await server.list({ resourceVersion: '0' });
  await quiet();
  t.step('S hears no more of etcd');
  server.hold();
  await servers.write('a', '2', { app: 'web' });
  await servers.write('b', undefined);
  await servers.writeOther();
  server.calls.length = 0;
  return { ...servers, server };
}

export function said(asked: Asked): string {
  const words = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
  return words.length === 0 ? 'without a resourceVersion' : words.join('&');
}

/** Several cases, each of an answer that is to be `Timeout`. */
export async function tooLarge(
  t: TestContext,
  what: string,
  cases: Asked[],
  ask: (asked: Asked) => Promise<unknown>,
): Promise<void> {
  for (const asked of cases) {
    t.step(`${what} at S, ${said(asked)}`);
    const { details } = await t.throws(() => ask(asked), 'Timeout', 'etcd is at 6, so nobody has anything like that');
    t.equal(
      (details.causes as { reason: string }[] | undefined)?.map(({ reason }) => reason),
      ['ResourceVersionTooLarge'],
      'the client is told why: resourceVersionTooLarge makes such an answer',
    );
    t.ok((details.retryAfterSeconds as number) > 0, 'and that it may come again');
  }
}
