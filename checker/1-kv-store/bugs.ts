import type { Bug } from '../judge/lesson.ts';
import { bugs as basics } from './bugs/1.1.ts';
import { bugs as ranges } from './bugs/1.2.ts';
import { bugs as scale } from './bugs/1.3.ts';
import { bugs as keys } from './bugs/1.4.ts';
import { bugs as codec } from './bugs/1.5.ts';
import { bugs as transactions } from './bugs/1.6.ts';
import { bugs as walks } from './bugs/1.7.ts';

export const bugs: Bug[] = [...basics, ...ranges, ...scale, ...keys, ...codec, ...transactions, ...walks];
