/**
 * Given: whoever would only get in each other's way goes on one after another. Two hundred who have lost a race for an object
 * and all try again at once would try some twenty thousand times until the last has won; in turn, each has to try twice.
 *
 * These are the turns within one server. What is right does not depend on them, since other servers know nothing of them.
 */
export interface Turns {
  /** Does the work when all that was asked for with this key before is done. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when it is the caller's turn, with a function that ends it. */
  wait(key: string): Promise<() => void>;
}

export function createTurns(): Turns {
  /** Of each key the end of the last turn that was asked for. */
  const ends = new Map<string, Promise<void>>();

  async function wait(key: string): Promise<() => void> {
    const before = ends.get(key);
    let finish: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      finish = resolve;
    });
    ends.set(key, end);
    await before;
    return () => {
      finish();
      if (ends.get(key) === end) ends.delete(key);
    };
  }

  return {
    wait,
    async inTurn(key, work) {
      const done = await wait(key);
      try {
        return await work();
      } finally {
        done();
      }
    },
  };
}
