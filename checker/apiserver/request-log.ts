/**
 * Who did what, for the log, and whatever went wrong in the server itself.
 *
 *     debug alice of developers: delete pods default/web: 200 in 4 ms
 */
import { codeOf } from '#kit/failure.ts';
import type { Context, Link, RequestInfo } from '#kit/kubernetes/http.ts';
import { statusOf } from '#kit/kubernetes/status.ts';
import type { Log } from '../etcd/log.ts';
import { inWords } from './words.ts';

/** Stands where an audit does: behind authentication, before authorization. */
export function requestLog(log: Log): Link {
  const said = new Set<string>();

  /** A mistake in a link would otherwise be told a thousand times. */
  function sayOnce(words: string): void {
    if (!said.has(words)) log('error', words);
    said.add(words);
  }

  return (next) => async (context) => {
    const began = performance.now();
    const tell = (code: number) =>
      log('debug', `${whoAndWhat(context)}: ${code} in ${Math.round(performance.now() - began)} ms`);
    try {
      const response = await next(context);
      tell(response.status);
      return response;
    } catch (thrown) {
      const { code, reason } = statusOf(thrown);
      if (reason === 'InternalError' && codeOf(thrown) !== 'InternalError') {
        sayOnce(`${whatIn(context.info)}: ${inWords(thrown)}`);
      }
      tell(code);
      throw thrown;
    }
  };
}

function whoAndWhat({ user, info }: Context): string {
  const groups = user.groups.filter((group) => !group.startsWith('system:authenticated'));
  return `${user.name}${groups.length > 0 ? ` of ${groups.join(', ')}` : ''}: ${whatIn(info)}`;
}

function whatIn({ isResource, verb, path, resource, subresource, namespace, name }: RequestInfo): string {
  if (!isResource) return `${verb} ${path}`;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  return [verb, what, [namespace, name].filter((part) => part !== '').join('/')].join(' ').trimEnd();
}
