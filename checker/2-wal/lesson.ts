import type { Lesson } from '../judge/lesson.ts';

export const lesson: Lesson = {
  number: 2,
  name: 'wal',
  title: 'Write-ahead log',
  summary: 'Pull the plug on lesson 1.',
  rules: {},
  exercises: [],
};
