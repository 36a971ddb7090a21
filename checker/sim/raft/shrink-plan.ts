/**
 * From a plan that fails to the smallest one that fails in the same way. The fates of the messages are listed first, so
 * that leaving out an event changes nothing else than what follows from it.
 */
import { type ShrinkBudget, shrinkList, simplifyItems } from '../shrink.ts';
import type { Fate, Plan, PlannedEvent } from './plan.ts';
import type { Run } from './run.ts';

/** Enough for most failures; each try is a run as long as the failing one at most. */
const triesMax = 500;

/** @param run runs a plan, and notes its fates if asked */
export function shrinkPlan(plan: Plan, failure: Run, run: (plan: Plan, noteFates: boolean) => Run): Plan {
  const budget: ShrinkBudget = { tries: triesMax };
  const failsAlike = (candidate: Plan) => isSameFailure(failure, run(candidate, false));
  let current = { ...plan, events: plan.events.filter(({ at }) => at <= failure.endedAt) };
  if (!failsAlike(current)) return plan;
  const withEvents = (events: PlannedEvent[]) => ({ ...current, events });
  const withFates = (fates: Fate[]) => ({ ...current, fates });
  current = withEvents(shrinkList(current.events, (events) => failsAlike(withEvents(events)), budget));
  current = withFates(run(current, true).fates);
  if (!failsAlike(current)) return { ...current, fates: undefined };
  for (let size = sizeOf(current) + 1; sizeOf(current) < size; ) {
    size = sizeOf(current);
    current = withFates(shrinkList(current.fates!, (fates) => failsAlike(withFates(fates)), budget));
    current = withEvents(shrinkList(current.events, (events) => failsAlike(withEvents(events)), budget));
    current = earlierCalm(current, failsAlike, budget);
    current = withFates(simplifyItems(current.fates!, simplerFates, (fates) => failsAlike(withFates(fates)), budget));
    current = withEvents(
      simplifyItems(current.events, simplerEvents, (events) => failsAlike(withEvents(events)), budget),
    );
    current = withoutGaps(current, failsAlike, budget);
  }
  return current;
}

function isSameFailure(a: Run, b: Run): boolean {
  if (a.broken || b.broken) return a.broken?.rule === b.broken?.rule;
  return a.thrown !== undefined && b.thrown !== undefined && String(a.thrown) === String(b.thrown);
}

function sizeOf({ events, calmAt, fates = [] }: Plan): number {
  return events.length + fates.length + calmAt / 1e6;
}

/** Where it takes the calm to show the failure, it may as well come soon after the last event. */
function earlierCalm(plan: Plan, fails: (plan: Plan) => boolean, budget: ShrinkBudget): Plan {
  const earliest = (plan.events.at(-1)?.at ?? 0) + 1;
  let current = plan;
  for (let part = 0; part < 1 && budget.tries-- > 0; part += 0.25) {
    const candidate = { ...plan, calmAt: Math.round(earliest + (plan.calmAt - earliest) * part) };
    if (candidate.calmAt < current.calmAt && fails(candidate)) current = candidate;
  }
  return current;
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
function withoutGaps(plan: Plan, fails: (plan: Plan) => boolean, budget: ShrinkBudget): Plan {
  let current = plan;
  for (let i = 0; i < plan.events.length; i++) {
    const gap = current.events[i].at - (current.events[i - 1]?.at ?? 0);
    for (const less of [gap, gap >> 1]) {
      if (less < 5 || budget.tries-- <= 0) continue;
      const candidate = {
        ...current,
        events: current.events.map((each, j) => (j < i ? each : { ...each, at: each.at - less })),
      };
      if (!fails(candidate)) continue;
      current = candidate;
      break;
    }
  }
  return current;
}
