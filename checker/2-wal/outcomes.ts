import type { SimulatedDisk } from '../sim/disk.ts';

export type Outcome<T> = PromiseSettledResult<T> | { status: 'pending' };

/** How the promises have settled by the time that all is quiet. One that has not by then never will. */
export async function outcomesOf<T>(sim: SimulatedDisk, promises: readonly Promise<T>[]): Promise<Outcome<T>[]> {
  const outcomes = promises.map((): Outcome<T> => ({ status: 'pending' }));
  for (const [i, promise] of promises.entries()) {
    promise.then(
      (value) => {
        outcomes[i] = { status: 'fulfilled', value };
      },
      (reason) => {
        outcomes[i] = { status: 'rejected', reason };
      },
    );
  }
  await sim.quiet();
  return outcomes;
}

/** What to say of a call whose promise is pending when all is quiet. */
export function neverSettled(call: string): string {
  return `${call} was neither acknowledged nor refused, and nothing moves any more: a log that waits for a timer waits for ever, since the judge's clock stands still`;
}
