/** Requests as they come to the audit log, and what it has written down of them. */
import { type AuditEvent, type AuditPolicy, audit } from '#api-server/audit.ts';
import { codeOf } from '#kit/failure.ts';
import type { ApiResponse, Context, Handler, RequestInfo, UserInfo } from '#kit/kubernetes/http.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { contextOf, noInfo, requestOf } from '../contexts.ts';

/** In milliseconds since 1970: 2026-01-31T09:30:00.250Z. */
export const start = Date.UTC(2026, 0, 31, 9, 30, 0, 250);

export const alice: UserInfo = { name: 'alice', groups: ['dev', 'system:authenticated'] };

/** What is asked for, as in `delete pods dev/web`, `get pods/log dev/web`, `list secrets dev/`, `get nodes n1`. */
export function infoOf(said: string): RequestInfo {
  const [verb, what, where = ''] = said.split(' ');
  if (what.startsWith('/')) return { ...noInfo, verb, path: what };
  const [named, group = ''] = what.split('@');
  const [resource, subresource = ''] = named.split('/');
  const [name, namespace = ''] = where.split('/').reverse();
  const parts = { verb, group, version: 'v1', resource, subresource, namespace, name };
  return { ...noInfo, ...parts, isResource: true, path: `/${namespace}/${resource}/${name}` };
}

/** @param body sent with it, as it stands */
export function auditContext(
  said: string,
  { user = alice, body = '' }: { user?: UserInfo; body?: string } = {},
): Context {
  const info = infoOf(said);
  const request = requestOf('POST', info.path, { body: new TextEncoder().encode(body) });
  return contextOf(request, { user, info });
}

/** How a request came back through the link: with an answer, or with what was thrown. */
export interface CameBack {
  response?: ApiResponse;
  thrown?: { code?: string; message: string };
}

export interface AuditHand {
  /** What was told, in order. */
  readonly events: AuditEvent[];
  /** What has reached the handler behind the link. */
  readonly reached: Context[];
  /** Time goes on. */
  pass(milliseconds: number): void;
  send(context: Context, handler: Handler): Promise<CameBack>;
}

/** @param fails what the log throws once it has the record, if it does */
export function auditHand(policy: AuditPolicy, fails?: Error): AuditHand {
  const events: AuditEvent[] = [];
  const reached: Context[] = [];
  let time = start;
  const link = audit(
    policy,
    (event) => {
      events.push(event);
      if (fails) throw fails;
    },
    () => time,
  );
  return {
    events,
    reached,
    pass(milliseconds) {
      time += milliseconds;
    },
    async send(context, handler) {
      const handle = link((passed) => {
        reached.push(passed);
        return handler(passed);
      });
      try {
        return { response: await handle(context) };
      } catch (thrown) {
        if (codeOf(thrown) === 'todo') throw thrown;
        return { thrown: { code: codeOf(thrown), message: (thrown as Error).message } };
      }
    },
  };
}

/** What every record says, in few words. */
export function inWords({ user, verb, objectRef, responseStatus, requestURI }: AuditEvent): string {
  const { resource, subresource, namespace, name = '' } = objectRef ?? {};
  const what = resource === undefined ? requestURI : `${resource}${subresource ? `/${subresource}` : ''}`;
  const where = namespace === undefined ? name : `${namespace}/${name}`;
  return `${[user?.username, verb, what, where].join(' ').trim()}: ${responseStatus?.code}`;
}

/** The record of the one request that was sent. */
export function only(t: TestContext, { events }: AuditHand): AuditEvent {
  t.equal(events.length, 1, 'one request leaves one record');
  return events[0];
}

export const throwing =
  (thrown: unknown): Handler =>
  async () => {
    throw thrown;
  };

export const answering =
  (body: ApiResponse['body']): Handler =>
  async () => ({ status: 200, body });
