/**
 * The deterministic world: everything that happens in it follows from one seed.
 *
 * It has chance and a trace. Disks (`disk.ts`), virtual time (`virtual-clock.ts`) and the network, crashes and odd clocks of
 * a cluster (`raft/run-plan.ts`, `replica/run-plan.ts`) are made on top of it.
 */
import { createRandom, type Random } from '#kit/random.ts';
import { createTrace, type Trace } from './trace.ts';

export interface World {
  /** `[0, 2^32)` */
  readonly seed: number;
  readonly trace: Trace;
  /**
   * The stream of random numbers of that name. Each part of the world draws from its own, so that one part drawing
   * more often does not change what the others do.
   */
  random(stream: string): Random;
}

export function createWorld(seed: number): World {
  const streams = new Map<string, Random>();
  return {
    seed,
    trace: createTrace(),
    random(stream) {
      const known = streams.get(stream);
      if (known) return known;
      const made = createRandom(seedOf(seed, stream));
      streams.set(stream, made);
      return made;
    },
  };
}

/** A seed for one stream out of the world's (FNV-1a). */
function seedOf(seed: number, stream: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (const unit of stream) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193) >>> 0;
  return hash;
}
