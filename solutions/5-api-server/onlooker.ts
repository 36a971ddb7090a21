/**
 * Given: lets somebody look on while requests go through the chains, as `npm run play 5` does.
 *
 *     request ─► (look) request-info ─► (look) authenticate ─► (look) authorize ─► (look) handler
 *
 * Who looks on is told before each link and each step, and has no say in what they do.
 */
import type { Context, Handler, Link, Write, WriteStep } from '#kit/kubernetes/http.ts';

/** Told that a request, or a write, has come to the place of this name. Must not change it. */
export type Onlooker = (place: string, passing: Context | Write) => void;

/** Links by their names, one around the other, the first outermost. One that is missing is left out. */
export function around(links: Record<string, Link | undefined>, handler: Handler, look?: Onlooker): Handler {
  const watched = (place: string, next: Handler) => (look ? lookedAt(place, next, look) : next);
  return Object.entries(links).reduceRight(
    (next, [place, link]) => (link ? watched(place, link(next)) : next),
    watched('handler', handler),
  );
}

/** Steps by their names, in their order. */
export function inARow(steps: Record<string, WriteStep>, look?: Onlooker): WriteStep[] {
  return Object.entries(steps).map(([place, step]) => (look ? lookedAt(place, step, look) : step));
}

function lookedAt<Passing extends Context | Write, Result>(
  place: string,
  next: (passing: Passing) => Promise<Result>,
  look: Onlooker,
): (passing: Passing) => Promise<Result> {
  return (passing) => {
    look(place, passing);
    return next(passing);
  };
}
