/**
 * Membership changes, one server at a time (thesis, sections 4.1 and 4.2).
 *
 *     {1 2 3} ──► {1 2 3 4}     a majority of either is 2 of 3 or 3 of 4: they share a server, so there cannot be
 *                               one leader by the old servers and another by the new ones
 *     {1 2 3} ──► {1 2 3 4 5}   2 of 3 and 3 of 5 need not share one: never in one step
 *
 * A server goes by the last `config` entry of its log, from the moment at which that is appended, committed or not: it
 * cannot wait for the commit, since a majority of the *new* servers must decide on that. Where the entry is
 * overwritten, the one before counts again. (etcd waits until the entry is applied, which is safe too, for other
 * reasons.)
 *
 * Known limits: a server that is added counts at once, though it has to catch up first; the thesis lets it catch up
 * before.
 */
import { todo } from '#kit/todo.ts';
import { decodePeers } from './configuration.ts';
import type { ConfigChange, Proposed } from './raft.ts';
import type { Server } from './server.ts';

/**
 * @returns where the change stands in the log; `undefined` where it is refused, see `Raft.proposeConfigChange`: also
 *   where it would change nothing, or leave nobody
 */
export function proposeConfigChange(server: Server, change: ConfigChange): Proposed | undefined {
  todo('3.10', 'Refuse what may not be changed now; append a config entry with the new servers, and go by it at once.');
}

/** The servers that count have changed. On a leader each of the others has a progress, and nobody else. */
export function adoptPeers(server: Server, peers: number[]): void {
  todo('3.10', 'Take over the peers; on a leader, give new ones a progress and drop those of the removed.');
}

/** Called on a leader that is no longer among the servers that count, when something new is committed. */
export function maybeRetire(server: Server): void {
  todo('3.10', 'Step down once the change that removed you is committed.');
}

/**
 * Given: whether this server may hold elections. One that was removed may, until it knows that the change is committed:
 * the others may lack the entry, and then nobody else can win (thesis, section 4.2.2).
 */
export function mayCampaign({ id, peers, configIndex, commit }: Server): boolean {
  return peers.includes(id) || (peers.length > 0 && configIndex > commit);
}

/** Given: called when the log has changed, to find the servers that count now. */
export function updatePeers(server: Server): void {
  const { index, term, peers } = configAt(server, server.log.lastIndex());
  server.configIndex = index;
  server.configTerm = term;
  if (String(peers) !== String(server.peers)) adoptPeers(server, peers);
}

/** Given: the servers as of an entry of the log. */
export function peersAt(server: Server, index: number): number[] {
  return configAt(server, index).peers;
}

function configAt(
  { log, snapshot, firstPeers }: Server,
  index: number,
): { index: number; term: number; peers: number[] } {
  for (let at = index; at >= log.firstIndex(); at--) {
    const entry = log.entry(at);
    if (entry?.type === 'config') return { index: at, term: entry.term, peers: decodePeers(entry.data) };
  }
  return snapshot ?? { index: 0, term: 0, peers: [...firstPeers].sort((a, b) => a - b) };
}
