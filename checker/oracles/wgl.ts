/**
 * The search at the heart of the linearizability check: is there an order of the operations in which each seems to
 * happen at one instant between its call and its answer, and every answer is what the model gives?
 *
 *     calls and answers by time:   put1( put2( )put1 get( )put2 )get
 *     what may come next           is what was called before the first answer in the list: put1, put2
 *     what is placed               leaves the list; where nothing fits, the last one placed is taken back
 *
 * This is Wing and Gong's search with Lowe's memory: a pair of (set of placed operations, state) that was reached
 * before is not searched again. Operations without an answer need not be placed; they are tried last, only where they
 * change the state, and only if the next operation sees the change, since they can as well happen later. A read that
 * fits is placed at once, since it is in nobody's way.
 *
 * Sources: J. M. Wing and C. Gong, "Testing and Verifying Concurrent Objects" (1993); G. Lowe, "Testing for
 * linearizability" (2016).
 */
import { createBitset } from './bitset.ts';
import { findCandidates } from './candidates.ts';
import { type EventList, type ListedEvent, lift, listEvents, putBack } from './event-list.ts';
import type { HistoryOperation } from './history.ts';
import type { Model } from './model.ts';

/** How a search ended. */
export interface SearchResult {
  verdict: 'yes' | 'no' | 'inconclusive';
  /** How many times an operation was tried. */
  steps: number;
  /** The longest order found, as positions in the history; where the verdict is `yes`, every answered operation is in it. */
  order: number[];
}

/**
 * @param history operations of one part of the model
 * @param budget how many tries there may be before the search gives up with `inconclusive`
 */
export function searchOrder<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
  budget: number,
): SearchResult {
  const list = listEvents(history);
  const candidatesNow = findCandidates(model, history, list);
  const placement = createPlacement(model, history, list);
  let candidates = candidatesNow();
  const untried: ListedEvent[][] = [];
  let steps = 0;
  let longest: number[] = [];
  while (list.head.next) {
    const call = candidates.shift();
    if (call) {
      if (++steps > budget) return { verdict: 'inconclusive', steps, order: longest };
      if (!placement.place(call)) continue;
      untried.push(candidates);
      candidates = candidatesNow();
      continue;
    }
    if (placement.length() > longest.length) longest = placement.order();
    if (!placement.takeBack()) return { verdict: 'no', steps, order: longest };
    candidates = untried.pop()!;
  }
  return { verdict: 'yes', steps, order: placement.order() };
}

/** One step of the search: an operation, and the reads that its state answers. */
interface Placed<State> {
  call: ListedEvent;
  before: State;
  keyBefore: string;
  reads: ListedEvent[];
}

/** The operations placed so far, the state that they lead to, and the memory of where the search has been. */
function createPlacement<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
  { head }: EventList,
) {
  const placed: Placed<State>[] = [];
  const members = createBitset(history.length);
  const seen = new Set<string>();
  let state = model.initial;
  let stateKey = model.keyOf(state);
  let count = 0;
  const step = (from: State, { operation }: ListedEvent) =>
    model.step(from, history[operation].input, history[operation].output);

  /** Places every read that may come next and fits. A read that fits is never better placed later. */
  function placeReads(): ListedEvent[] {
    const reads: ListedEvent[] = [];
    for (let event = head.next; event?.isCall; event = event.next) {
      if (!model.isRead(history[event.operation].input) || !step(state, event)) continue;
      members.add(event.operation);
      lift(event);
      reads.push(event);
      event = head;
    }
    count += reads.length;
    return reads;
  }

  /** Whether the operation placed last has no answer and nobody has seen it, and this one would not see it either. */
  function makesLastNeedless(call: ListedEvent, key: string): boolean {
    const last = placed.at(-1);
    if (!last || last.call.answer || last.reads.length > 0) return false;
    const without = step(last.before, call);
    return without !== undefined && model.keyOf(without.state) === key;
  }

  /** Adds to the set and notes the position, unless the search has been there. */
  function enter(operation: number, key: string): boolean {
    // What is forgotten may happen again and again, so it is no member, and the number of sets stays small.
    if (!history[operation].forgotten) members.add(operation);
    const position = `${members.key()}|${key}`;
    if (!seen.has(position)) return seen.add(position) !== undefined;
    members.remove(operation);
    return false;
  }

  const readsFirst = placeReads();
  return {
    length: () => count,
    order: () =>
      [...readsFirst, ...placed.flatMap(({ call, reads }) => [call, ...reads])].map((each) => each.operation),
    /** Places the operation if the model allows it and it leads to somewhere new. */
    place(call: ListedEvent): boolean {
      if (members.has(call.operation)) return false;
      const next = step(state, call);
      if (!next) return false;
      const key = model.keyOf(next.state);
      if ((!call.answer && key === stateKey) || makesLastNeedless(call, key) || !enter(call.operation, key))
        return false;
      const frame: Placed<State> = { call, before: state, keyBefore: stateKey, reads: [] };
      placed.push(frame);
      count++;
      [state, stateKey] = [next.state, key];
      if (call.answer) lift(call);
      frame.reads = placeReads();
      return true;
    },
    /** Takes the operation placed last back, unless there is none. */
    takeBack(): boolean {
      const last = placed.pop();
      if (!last) return false;
      count -= 1 + last.reads.length;
      for (const read of last.reads.reverse()) {
        members.remove(read.operation);
        putBack(read);
      }
      members.remove(last.call.operation);
      if (last.call.answer) putBack(last.call);
      [state, stateKey] = [last.before, last.keyBefore];
      return true;
    },
  };
}
