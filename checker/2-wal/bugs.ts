import type { Bug } from '../judge/lesson.ts';
import { bugs as record } from './bugs/2.1.ts';
import { bugs as append } from './bugs/2.2.ts';
import { bugs as tornTail } from './bugs/2.3.ts';
import { bugs as damage } from './bugs/2.4.ts';
import { bugs as segments } from './bugs/2.5.ts';
import { bugs as snapshots } from './bugs/2.6.ts';
import { bugs as groupCommit } from './bugs/2.7.ts';
import { bugs as failedSync } from './bugs/2.8.ts';

export const bugs: Bug[] = [
  ...record,
  ...append,
  ...tornTail,
  ...damage,
  ...segments,
  ...snapshots,
  ...groupCommit,
  ...failedSync,
];
