import type { Bug } from '../judge/lesson.ts';

export const bugs: Bug[] = [];
