/**
 * Wrong answers to lesson 3's exercises, each one that somebody has really written or is likely to. The exercise named
 * must catch it within an ordinary check; the sentence is what a learner reads when their failure looks like it.
 */
import type { Bug } from '../judge/lesson.ts';
import { bugs as elections } from './bugs/3.1.ts';
import { bugs as replication } from './bugs/3.2.ts';
import { bugs as pacing } from './bugs/3.2-pacing.ts';
import { bugs as commit } from './bugs/3.3.ts';
import { bugs as restart } from './bugs/3.4.ts';
import { bugs as backUp } from './bugs/3.5.ts';
import { bugs as snapshots } from './bugs/3.6.ts';
import { bugs as snapshotsOnDisk } from './bugs/3.6-disk.ts';
import { bugs as reads } from './bugs/3.7.ts';
import { bugs as preVote } from './bugs/3.8.ts';
import { bugs as transfer } from './bugs/3.9.ts';
import { bugs as membership } from './bugs/3.10.ts';

export const bugs: Bug[] = [
  ...elections,
  ...replication,
  ...pacing,
  ...commit,
  ...restart,
  ...backUp,
  ...snapshots,
  ...snapshotsOnDisk,
  ...reads,
  ...preVote,
  ...transfer,
  ...membership,
];
