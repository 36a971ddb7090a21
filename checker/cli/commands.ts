import type { Command } from './command.ts';

/**
 * Every command by its name. Loaded only when asked for, so that a check does not wait for a menu. The table stands
 * apart from `main.ts` because the menu runs commands too.
 */
export const commands: Record<string, () => Promise<{ default: Command }>> = {
  start: () => import('./start.ts'),
  lesson: () => import('./lesson.ts'),
  check: () => import('./check.ts'),
  hint: () => import('./hint.ts'),
  solution: () => import('./solution.ts'),
  progress: () => import('./progress.ts'),
  play: () => import('./play.ts'),
  etcd: () => import('./etcd.ts'),
  apiserver: () => import('./apiserver.ts'),
  deploy: () => import('./deploy.ts'),
  watch: () => import('./watch.ts'),
  reset: () => import('./reset.ts'),
  update: () => import('./update.ts'),
  stubs: () => import('./stubs.ts'),
  verify: () => import('./verify.ts'),
  bench: () => import('./bench.ts'),
  soak: () => import('./soak.ts'),
};
