/**
 * What befalls and is asked of bare servers.
 */
import type { Cluster } from './cluster.ts';
import type { PlannedEvent } from './plan.ts';

/** Does what was planned for a server of the cluster. */
export function ask(event: PlannedEvent, cluster: Cluster): void {
  switch (event.kind) {
    case 'crash':
      cluster.crash(event.server, event.before);
      return;
    case 'restart':
      cluster.restart(event.server);
      return;
    case 'propose':
      for (const id of event.server ? [event.server] : leadersOf(cluster)) cluster.propose(id, event.value);
      return;
    case 'read':
      cluster.read(event.server);
      return;
    case 'compact':
      cluster.compact(event.server);
      return;
    case 'transfer':
      for (const id of leadersOf(cluster)) cluster.transfer(id, event.to);
      return;
    case 'config':
      for (const id of leadersOf(cluster)) cluster.changeConfig(id, { type: event.change, id: event.server });
  }
}

/** Every server that believes to lead; there may be several, in different terms. */
export function leadersOf(cluster: Cluster): number[] {
  return cluster.ids.filter((id) => cluster.isUp(id) && cluster.status(id).role === 'leader');
}
