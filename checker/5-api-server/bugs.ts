import type { Bug } from '../judge/lesson.ts';
import { bugs as requests } from './bugs/5.1.ts';
import { bugs as identities } from './bugs/5.2.ts';
import { bugs as permissions } from './bugs/5.3.ts';
import { bugs as sense } from './bugs/5.4.ts';
import { bugs as admission } from './bugs/5.5.ts';
import { bugs as writes } from './bugs/5.6.ts';
import { bugs as patches } from './bugs/5.7.ts';
import { bugs as lists } from './bugs/5.8.ts';
import { bugs as caches } from './bugs/5.9.ts';

export const bugs: Bug[] = [
  ...requests,
  ...identities,
  ...permissions,
  ...sense,
  ...admission,
  ...writes,
  ...patches,
  ...lists,
  ...caches,
];
