/** One figure of a benchmark, with what it is held against. */
export interface Measure {
  name: string;
  /** Milliseconds, over `runs` runs. */
  medianMs: number;
  p90Ms: number;
  runs: number;
  /** What DESIGN.md's table asks for, in milliseconds; held against `medianMs` or `p90Ms` as `held` says. */
  goalMs: number;
  held: 'median' | 'p90';
  /** The same work through a plain `node --import tsx` and uvu, in the same minute. */
  baselineMs?: number;
}

export function isMet({ medianMs, p90Ms, goalMs, held }: Measure): boolean {
  return (held === 'median' ? medianMs : p90Ms) <= goalMs;
}

/** The value below which a share of the samples lies: nearest rank. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Times an action several times, after one run that does not count. */
export async function samplesOf(runs: number, action: () => Promise<unknown>): Promise<number[]> {
  await action();
  const samples: number[] = [];
  for (let i = 0; i < runs; i++) {
    const startedAt = performance.now();
    await action();
    samples.push(performance.now() - startedAt);
  }
  return samples;
}
