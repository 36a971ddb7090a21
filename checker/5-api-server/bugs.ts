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
import { bugs as servers } from './bugs/5.10.ts';
import { bugs as customKinds } from './bugs/5.11.ts';
import { bugs as appliers } from './bugs/5.12.ts';
import { bugs as webhooks } from './bugs/5.13.ts';
import { bugs as records } from './bugs/5.14.ts';

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
  ...servers,
  ...customKinds,
  ...appliers,
  ...webhooks,
  ...records,
];
