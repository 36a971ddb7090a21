/** What the seeded tests of this lesson put into the world. */
import { createRaft } from '#raft/raft.ts';
import { openRealm } from '../judge/realm.ts';
import type { Subject } from '../sim/raft/run-plan.ts';

const open = openRealm;

export const subject: Pick<Subject, 'createRaft' | 'createApart'> = {
  createRaft,
  createApart: open && ((config) => open<{ createRaft: typeof createRaft }>('#raft/raft.ts').createRaft(config)),
};
