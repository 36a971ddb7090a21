/**
 * From a plan that fails to the smallest one that fails in the same way. The fates of the messages are listed first, so
 * that leaving out an event changes nothing else than what follows from it.
 */
import { shrinkList, simplifyItems, type Trying } from '../shrink.ts';
import type { Fate, Plan, PlannedEvent } from './plan.ts';
import type { Run } from './run.ts';

/** Enough for most failures; each try is a run as long as the failing one at most. */
const triesMax = 500;

/** Servers that answer each other without end make every try a long one; a second or two of them is enough. */
const messagesMax = 400_000;

/** A plan to run, and whether its fates are to be noted. */
export interface Attempt {
  plan: Plan;
  noteFates: boolean;
}

export function* shrinkPlan(plan: Plan, failure: Run): Trying<Attempt, Run, Plan> {
  let tries = 0;
  let messages = 0;
  let current = plan;

  function* fails(candidate: Plan): Trying<Attempt, Run, boolean> {
    if (tries++ > triesMax || messages > messagesMax) return false;
    const run = yield { plan: candidate, noteFates: false };
    messages += run.messages;
    return isSameFailure(failure, run);
  }

  /** Lets a search change one part of the plan. */
  function* change<T>(search: Trying<T, boolean, T>, put: (part: T) => Plan): Trying<Attempt, Run, void> {
    let step = search.next();
    while (!step.done) step = search.next(yield* fails(put(step.value)));
    current = put(step.value);
  }
  const withEvents = (events: PlannedEvent[]): Plan => ({ ...current, events });
  const withFates = (fates: Fate[]): Plan => ({ ...current, fates });
  const withWhole = (whole: Plan) => whole;

  current = withEvents(plan.events.filter(({ at }) => at <= failure.endedAt));
  if (!(yield* fails(current))) return plan;
  yield* change(shrinkList(current.events), withEvents);
  const drawn = current;
  current = withFates((yield { plan: current, noteFates: true }).fates);
  if (!(yield* fails(current))) return drawn;
  for (let size = Number.POSITIVE_INFINITY; sizeOf(current) < size; ) {
    size = sizeOf(current);
    yield* change(shrinkList(current.fates!), withFates);
    yield* change(shrinkList(current.events), withEvents);
    yield* change(earlierCalm(current), withWhole);
    yield* change(simplifyItems(current.fates!, simplerFates), withFates);
    yield* change(simplifyItems(current.events, simplerEvents), withEvents);
    yield* change(withoutGaps(current), withWhole);
  }
  return current;
}

function isSameFailure(a: Run, b: Run): boolean {
  if (a.broken || b.broken) return a.broken?.rule === b.broken?.rule;
  return a.thrown !== undefined && b.thrown !== undefined && withoutNumbers(a.thrown) === withoutNumbers(b.thrown);
}

function withoutNumbers(thrown: unknown): string {
  return String(thrown).replace(/\d+/g, '#');
}

function sizeOf({ events, calmAt, fates = [] }: Plan): number {
  return events.length + fates.length + calmAt / 1e6;
}

/** Where it takes the calm to show the failure, it may as well come soon after the last event. */
function* earlierCalm(plan: Plan): Trying<Plan, boolean, Plan> {
  const earliest = (plan.events.at(-1)?.at ?? 0) + 1;
  for (const part of [0, 0.25, 0.5, 0.75]) {
    const candidate = { ...plan, calmAt: Math.round(earliest + (plan.calmAt - earliest) * part) };
    if (candidate.calmAt < plan.calmAt && (yield candidate)) return candidate;
  }
  return plan;
}

function simplerFates(fate: Fate): Fate[] {
  const { delaysMs } = fate;
  const withDelays = (...delays: number[]) => ({ ...fate, delaysMs: delays });
  if (delaysMs.length === 2) return [withDelays(delaysMs[0]), withDelays(delaysMs[1])];
  if (delaysMs.length === 0 || delaysMs[0] <= 2) return [];
  return [withDelays(delaysMs[0] >> 1)];
}

function simplerEvents(event: PlannedEvent): PlannedEvent[] {
  switch (event.kind) {
    case 'crash': {
      const { before, ...plain } = event;
      return before ? [plain] : [];
    }
    case 'power':
      return event.kept > 0 ? [{ ...event, kept: 0 }] : [];
    case 'pause':
    case 'disk':
      return event.ms > 10 ? [{ ...event, ms: event.ms >> 1 }] : [];
    case 'partition':
      return event.sides.length > 2 ? [{ ...event, sides: [event.sides[0], event.sides.slice(1).flat()] }] : [];
    default:
      return [];
  }
}

/** Lets each event, and all after it, come sooner. */
function* withoutGaps(plan: Plan): Trying<Plan, boolean, Plan> {
  let current = plan;
  for (let i = 0; i < plan.events.length; i++) {
    const gap = current.events[i].at - (current.events[i - 1]?.at ?? 0);
    for (const less of [gap, gap >> 1]) {
      if (less < 5) continue;
      const events = current.events.map((event, j) => (j < i ? event : { ...event, at: event.at - less }));
      const candidate = { ...current, events };
      if (!(yield candidate)) continue;
      current = candidate;
      break;
    }
  }
  return current;
}
