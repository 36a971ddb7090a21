/** What is found wrong while a run goes on: in the midst of the code under test, which may swallow whatever is thrown. */
export interface Complaints {
  /** Gets what is wrong; the first counts. */
  told(thrown: unknown): void;
  /** Does something, and takes down what it throws. */
  telling(action: () => void): void;
  /** @throws what was told first, if anything was */
  check(): void;
}

export function createComplaints(): Complaints {
  let wrong: { thrown: unknown } | undefined;

  function told(thrown: unknown): void {
    wrong ??= { thrown };
  }

  return {
    told,
    telling(action) {
      try {
        action();
      } catch (thrown) {
        told(thrown);
      }
    },
    check() {
      if (wrong) throw wrong.thrown;
    },
  };
}
