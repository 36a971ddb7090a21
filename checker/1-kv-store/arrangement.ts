import type { Random } from '#kit/random.ts';

/** Orders in which keys come, each the worst for some structure. */
export const arrangements = ['ascending', 'descending', 'shuffled', 'outside-in'] as const;

export type Arrangement = (typeof arrangements)[number];

/** The numbers from 0 to `count - 1`, arranged. */
export function arrange(arrangement: Arrangement, count: number, random: Random): number[] {
  const at = (i: number) => {
    if (arrangement === 'descending') return count - 1 - i;
    if (arrangement === 'outside-in') return i % 2 === 0 ? i / 2 : count - (i + 1) / 2;
    return i;
  };
  const numbers = Array.from({ length: count }, (_, i) => at(i));
  return arrangement === 'shuffled' ? shuffle(numbers, random) : numbers;
}

function shuffle(numbers: number[], random: Random): number[] {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
  return numbers;
}
