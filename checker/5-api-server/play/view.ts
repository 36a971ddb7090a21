/**
 * What lies in etcd and what a watch has told of it, as a picture shows it. While the lights of a request still run, it is
 * what was there before: else the outcome would be seen in front of the way to it.
 */
import type { Show } from './show.ts';
import type { Watcher } from './watcher.ts';

export interface View extends Pick<Show, 'keys' | 'begunWith' | 'revision' | 'progress'> {
  watcher: Pick<Watcher, 'events' | 'isOn'>;
}

/** What is there now, and stays so. */
export function viewNow(show: Show): View {
  const [keys, begunWith, revision, progress] = [show.keys(), show.begunWith(), show.revision(), show.progress()];
  const [events, isOn] = [[...show.watcher.events], show.watcher.isOn()];
  return {
    ...{ keys: () => keys, begunWith: () => begunWith, revision: () => revision, progress: () => progress },
    watcher: { events, isOn: () => isOn },
  };
}
