/**
 * Given: what a client of the API server is told where etcd fails. It has no use for etcd's own words, but for one thing:
 * whether to come again.
 */
import { codeOf } from '#kit/failure.ts';
import { apiFailure, expired, requestTooLarge, serviceUnavailable } from '#kit/kubernetes/status.ts';

/** What etcd takes in one request. */
const bytesMax = 1_572_864;

const fromTheFuture = {
  causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  retryAfterSeconds: 1,
};

export async function orApiFailure<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw apiFailureOf(thrown);
  }
}

/** Whether nobody knows if etcd has done it. Then a quota had better count what is not there than be exceeded. */
export function mayBeDone(thrown: unknown): boolean {
  return codeOf(thrown) === 'Timeout';
}

function apiFailureOf(thrown: unknown): unknown {
  switch (codeOf(thrown)) {
    case undefined:
    case 'todo':
    case 'invariant':
      return thrown;
    case 'compacted':
      return expired('The resourceVersion is too old: what it shows is compacted in etcd.');
    case 'future-revision':
      return apiFailure('Timeout', 'Too large resource version: etcd has not got that far', fromTheFuture);
    case 'request-timed-out':
      return apiFailure('Timeout', 'etcd did not answer in time; what was asked for may have been done');
    case 'request-too-large':
      return requestTooLarge(bytesMax);
    default:
      // Where it is, and why it does not answer, is for the server's own log.
      return serviceUnavailable('etcd does not answer');
  }
}
