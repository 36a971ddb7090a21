/** A script in which reads are asked for and what is served is seen: a Ready's `reads` go no further in a cluster. */
import { createRaft, type Raft, type RaftConfig, type ReadState } from '#raft/raft.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';
import { type Script, type ScriptOptions, scripted } from '../sim/raft/script.ts';

export interface Reader {
  /** @returns whether it was taken up */
  ask(id: number): boolean;
  /** What the server has been told to serve since it was started. */
  served(id: number): ReadState[];
}

export async function openReader(
  t: TestContext,
  options: Omit<ScriptOptions, 'createRaft'>,
  body: (world: Script, reads: Reader) => void,
): Promise<void> {
  const served = new Map<number, ReadState[]>();
  const watched = (config: RaftConfig): Raft => {
    const raft = createRaft(config);
    const reads: ReadState[] = [];
    served.set(config.id, reads);
    return {
      ...raft,
      ready() {
        const ready = raft.ready();
        if (ready) reads.push(...ready.reads);
        return ready;
      },
    };
  };
  await scripted(t, { createRaft: watched, ...options }, (world) =>
    body(world, { ask: (id) => world.read(id), served: (id) => served.get(id)! }),
  );
}

/** @param least the index that each of the reads, in order, must reach */
export function expectReads(t: TestContext, served: ReadState[], least: number[], message: string): void {
  const isRight = served.length === least.length && served.every(({ index }, i) => index >= least[i]);
  if (isRight) return;
  const expected = least.length === 0 ? 'no read is served' : `reads are served at ${least.join(', ')} or later`;
  const actual = served.length === 0 ? 'no read is served' : `reads at ${served.map(({ index }) => index).join(', ')}`;
  t.fail({ message, expected: new Rendered(expected), actual: new Rendered(actual) });
}
