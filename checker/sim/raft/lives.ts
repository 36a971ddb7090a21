import type { Random } from '#kit/random.ts';

/**
 * Chance for each life of each server: a stream of its own, so that what one draws changes nothing for the others, and
 * that a restarted server does not draw the same again.
 */
export function livesOf(random: (stream: string) => Random): (server: number) => Random {
  const lives = new Map<number, number>();
  return (server) => {
    const life = (lives.get(server) ?? 0) + 1;
    lives.set(server, life);
    return random(`server ${server}, life ${life}`);
  };
}
