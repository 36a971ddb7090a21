/**
 * Which operations may come next in an order: those that were called before the first answer that is still in the
 * list. Of the ones without an answer, only those that one of the others may be waiting for: nobody would notice
 * the rest.
 *
 *     put("a", "1")  no answer      waited for by the get
 *     put("a", "2")  no answer      by nobody: never tried
 *     get("a") → "1"
 */
import type { EventList, ListedEvent } from './event-list.ts';
import type { HistoryOperation } from './history.ts';
import type { Model } from './model.ts';

/** @returns a function that gives the calls to try at the moment at which it is called, in order */
export function findCandidates<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
  { head, open }: EventList,
): () => ListedEvent[] {
  const sources = new Map<number, ListedEvent[]>();

  /** The calls without an answer that the operation may owe its answer to. */
  function sourcesOf(operation: number): ListedEvent[] {
    let known = sources.get(operation);
    if (known === undefined) {
      const { input, output } = history[operation];
      known = open.filter(
        (call) => call.operation !== operation && model.feeds(history[call.operation].input, input, output),
      );
      sources.set(operation, known);
    }
    return known;
  }

  return () => {
    const calls: ListedEvent[] = [];
    let event = head.next;
    for (; event?.isCall; event = event.next) calls.push(event);
    const waitedFor = new Set<ListedEvent>();
    const collect = ({ operation }: ListedEvent) => {
      for (const source of sourcesOf(operation)) {
        if (source.rank > event!.rank || waitedFor.has(source)) continue;
        waitedFor.add(source);
        collect(source);
      }
    };
    calls.forEach(collect);
    return [...calls, ...waitedFor];
  };
}
