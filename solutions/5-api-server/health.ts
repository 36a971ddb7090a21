/**
 * Given: whether the server is well, for whoever keeps it running, and for people.
 *
 *     GET /readyz             ok
 *     GET /readyz?verbose     [+]ping ok
 *                             [+]etcd ok
 *                             readyz check passed
 *     GET /readyz/etcd        ok, of this one check
 *     GET /readyz?exclude=etcd
 *
 * Source: Kubernetes documentation, "Kubernetes API health endpoints"; the texts are Kubernetes' own.
 */
import type { Clock } from '#kit/clock.ts';
import { Failure } from '#kit/failure.ts';
import type { ApiResponse, RequestInfo } from '#kit/kubernetes/http.ts';

/** By name; each rejects where something is wrong. */
export type HealthChecks = Record<string, () => Promise<unknown>>;

/** A check that takes longer has failed. */
const patienceMs = 2000;
const pages = ['/healthz', '/livez', '/readyz'];

/** @returns nothing for a path that is none of these */
export async function serveHealth(
  { path, verb, query }: RequestInfo,
  checks: HealthChecks,
  clock: Clock,
): Promise<ApiResponse | undefined> {
  const [, page, one = ''] = /^(\/[a-z]+)(?:\/([a-z]*))?$/.exec(path) ?? [];
  if (!pages.includes(page) || (verb !== 'get' && verb !== 'head')) return undefined;
  if (one !== '') return Object.hasOwn(checks, one) ? aloneAnswer(checks[one], clock) : undefined;
  const excluded = new Set(query.exclude);
  const lines: string[] = [];
  let isWell = true;
  for (const [name, check] of Object.entries(checks)) {
    const isExcluded = excluded.delete(name);
    const fault = isExcluded ? undefined : await faultOf(check, clock);
    if (fault !== undefined) isWell = false;
    lines.push(
      fault === undefined ? `[+]${name}${isExcluded ? ' excluded:' : ''} ok` : `[-]${name} failed: reason withheld`,
    );
  }
  if (excluded.size > 0) {
    const unknown = [...excluded].sort().map((name) => JSON.stringify(name));
    lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown.join(', ')}`);
  }
  if (isWell && query.verbose === undefined) return text(200, 'ok');
  return text(isWell ? 200 : 500, `${lines.join('\n')}\n${page.slice(1)} check ${isWell ? 'passed' : 'failed'}\n`);
}

async function aloneAnswer(check: () => Promise<unknown>, clock: Clock): Promise<ApiResponse> {
  const fault = await faultOf(check, clock);
  return fault === undefined ? text(200, 'ok') : text(500, `internal server error: ${fault}\n`);
}

/** What is wrong, in words; nothing if all is well. */
async function faultOf(check: () => Promise<unknown>, clock: Clock): Promise<string | undefined> {
  let stop: () => void = () => undefined;
  const tooLong = new Promise((_, reject) => {
    stop = clock.setTimer(patienceMs, () => reject(new Failure('Timeout', 'it takes too long')));
  });
  try {
    await Promise.race([check(), tooLong]);
    return undefined;
  } catch (thrown) {
    return (thrown as Error).message;
  } finally {
    stop();
  }
}

function text(status: number, body: string): ApiResponse {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { status, headers, body };
}
