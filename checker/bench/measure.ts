/** One figure of a benchmark, with what it is held against. */
export interface Measure {
  name: string;
  /** What is counted: of a time or a size less is better; a rate such as `messages/s` is better when it is more. */
  unit: 'ms' | 'MB' | `${string}/s`;
  /** Over `runs` runs. */
  median: number;
  /** What nine of ten runs keep within: the 90th percentile of times and sizes, the 10th of rates. */
  p90: number;
  runs: number;
  /** What the design asks for, in the unit: at most of times and sizes, at least of rates. None where the figure is for reading. */
  goal?: number;
  /** Which of the two figures is held against the goal; the median unless said. */
  held?: 'median' | 'p90';
  /** The same work done by something else, in the same minute. */
  baseline?: number;
  /** What that is; a plain `node --import tsx` and uvu unless said. Without a baseline: why there is none. */
  against?: string;
}

export function isMet({ unit, median, p90, goal, held }: Measure): boolean {
  if (goal === undefined) return true;
  const value = held === 'p90' ? p90 : median;
  return isLessBetter(unit) ? value <= goal : value >= goal;
}

export function isLessBetter(unit: Measure['unit']): boolean {
  return unit === 'ms' || unit === 'MB';
}

/** The figures of a measure out of its samples. */
export function summary(unit: Measure['unit'], samples: number[]): Pick<Measure, 'unit' | 'median' | 'p90' | 'runs'> {
  const p90 = quantile(samples, isLessBetter(unit) ? 0.9 : 0.1);
  return { unit, median: quantile(samples, 0.5), p90, runs: samples.length };
}

/** The value below which a share of the samples lies: nearest rank. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Times an action several times, in milliseconds, after one run that does not count. */
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

/** What was to be timed failed or did not end, so that there is no figure. */
export class NoVerdict extends Error {
  override readonly name = 'NoVerdict';
}
