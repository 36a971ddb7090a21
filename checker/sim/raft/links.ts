/**
 * Which server can reach which, one way at a time.
 */
export interface Links {
  isCut(from: number, to: number): boolean;
  cut(from: number, to: number): void;
  /** Cuts all links between servers on different sides, both ways, and heals all others. */
  partition(sides: readonly (readonly number[])[]): void;
  heal(): void;
  /** The links that are cut, as `n1>n2`. */
  list(): string[];
}

export function createLinks(): Links {
  const cuts = new Set<number>();
  const key = (from: number, to: number) => from * 1000 + to;
  return {
    isCut: (from, to) => cuts.size > 0 && cuts.has(key(from, to)),
    cut: (from, to) => void cuts.add(key(from, to)),
    partition(sides) {
      cuts.clear();
      for (const side of sides) {
        for (const other of sides)
          if (other !== side) for (const from of side) for (const to of other) cuts.add(key(from, to));
      }
    },
    heal: () => cuts.clear(),
    list: () => [...cuts].sort((a, b) => a - b).map((cut) => `n${Math.floor(cut / 1000)}>n${cut % 1000}`),
  };
}
