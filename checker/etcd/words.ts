import { codeOf } from '#kit/failure.ts';
import { Refusal } from './refusal.ts';

/** Why the program ends, in one line. */
export function inWords(thrown: unknown): string {
  const message = String((thrown as Error)?.message ?? thrown).replace(/\s*\n[\s\S]*/, '');
  if (thrown instanceof Refusal) return message;
  const words = known[codeOf(thrown) ?? ''];
  if (words) return words(thrown as { message: string; exercise: string; details?: Record<string, unknown> });
  const [, place] = /((?:lessons|solutions)\/[^)\s]+:\d+):\d+/.exec(String((thrown as Error)?.stack)) ?? [];
  return `the program stopped: ${message}${place ? ` (${place})` : ''}`;
}

const known: Record<string, (thrown: { message: string; exercise: string }) => string> = {
  todo: ({ exercise }) =>
    `exercise ${exercise} comes first: npm run lesson ${exercise}. On the reference it runs already: npm run etcd -- --solutions`,
  EADDRINUSE: ({ message }) => `the port is in use: ${message}`,
  EADDRNOTAVAIL: ({ message }) => `the address is not this machine's: ${message}`,
  EACCES: ({ message }) => `not allowed: ${message}`,
  damaged: ({ message }) => `damaged: ${message}; nothing was changed`,
  unsupported: ({ message }) => message,
  exists: ({ message }) => message,
  'log-failed': ({ message }) => `${message}. Make sure of the disk and start again; nothing acknowledged is lost`,
  full: ({ message }) => `the disk is full: ${message}. Make room and start again; nothing acknowledged is lost`,
  io: ({ message }) => `the disk has failed: ${message}. Start again when it is well; nothing acknowledged is lost`,
  invariant: ({ message }) => message,
};
