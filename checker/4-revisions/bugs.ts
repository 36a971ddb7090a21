import type { Bug } from '../judge/lesson.ts';
import { bugs as revisions } from './bugs/4.1.ts';
import { bugs as past } from './bugs/4.2.ts';
import { bugs as transactions } from './bugs/4.3.ts';
import { bugs as compaction } from './bugs/4.4.ts';
import { bugs as watch } from './bugs/4.5.ts';
import { bugs as slow } from './bugs/4.6.ts';
import { bugs as leases } from './bugs/4.7.ts';
import { bugs as servers } from './bugs/4.8.ts';
import { bugs as backups } from './bugs/4.9.ts';
import { bugs as auth } from './bugs/4.10.ts';

export const bugs: Bug[] = [
  ...revisions,
  ...past,
  ...transactions,
  ...compaction,
  ...watch,
  ...slow,
  ...leases,
  ...servers,
  ...backups,
  ...auth,
];
