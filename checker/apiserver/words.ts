import { codeOf } from '#kit/failure.ts';
import { inWords as etcdInWords } from '../etcd/words.ts';

/** Why the program ends, in one line. */
export function inWords(thrown: unknown): string {
  const { message, exercise } = thrown as { message: string; exercise: string };
  switch (codeOf(thrown)) {
    case 'todo':
      return `exercise ${exercise} comes first: npm run lesson ${exercise}. On the reference it runs already: npm run apiserver -- --solutions`;
    case 'unreadable':
    case 'expired':
      return message;
    default:
      return etcdInWords(thrown);
  }
}
