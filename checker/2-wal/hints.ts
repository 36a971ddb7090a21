import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {};
