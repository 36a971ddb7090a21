/**
 * Given: the options of a delete, which stand in the body or in the query.
 *
 * Source: Kubernetes API reference, "DeleteOptions".
 */
import { decodeBody } from '#kit/kubernetes/bodies.ts';
import { invalidValue, notSupported } from '#kit/kubernetes/field-errors.ts';
import type { Context } from '#kit/kubernetes/http.ts';
import { badRequest, invalid } from '#kit/kubernetes/status.ts';
import type { DeleteOptions } from './deletion.ts';
import { isMap } from './json-map.ts';
import { parameter } from './query.ts';

export interface AskedDeletion extends DeleteOptions {
  dryRun: boolean;
}

/** @throws {Failure} `BadRequest` or `Invalid` */
export function readDeleteOptions({ request, info }: Context): AskedDeletion {
  const { value } = request.body.length > 0 ? decodeBody(request.headers['content-type'], request.body) : { value: {} };
  if (!isMap(value)) throw badRequest('the body of the request is no DeleteOptions');
  const inQuery = {
    gracePeriodSeconds: parameter(info, 'gracePeriodSeconds')
      ? Number(parameter(info, 'gracePeriodSeconds'))
      : undefined,
    propagationPolicy: parameter(info, 'propagationPolicy') || undefined,
    dryRun: parameter(info, 'dryRun') ? [parameter(info, 'dryRun')] : undefined,
  };
  return deleteOptionsOf({ ...value, ...present(inQuery) });
}

/** @param value the fields of DeleteOptions, of any type */
export function deleteOptionsOf(value: Record<string, unknown>): AskedDeletion {
  const { gracePeriodSeconds, orphanDependents, preconditions, dryRun = [] } = value;
  const propagationPolicy = value.propagationPolicy ?? policyOf(orphanDependents);
  if (gracePeriodSeconds !== undefined && gracePeriodSeconds !== null && !Number.isSafeInteger(gracePeriodSeconds)) {
    throw refused('gracePeriodSeconds', gracePeriodSeconds, 'must be a whole number');
  }
  if (propagationPolicy !== undefined && !policies.includes(propagationPolicy as string)) {
    throw invalid(kind, '', [notSupported('propagationPolicy', propagationPolicy, policies)]);
  }
  if (preconditions !== undefined && preconditions !== null && !isMap(preconditions)) {
    throw refused('preconditions', preconditions, 'must be an object');
  }
  if (!Array.isArray(dryRun) || dryRun.some((each) => each !== 'All')) {
    throw invalid(kind, '', [notSupported('dryRun', dryRun, ['All'])]);
  }
  return {
    gracePeriodSeconds: (gracePeriodSeconds ?? undefined) as number | undefined,
    propagationPolicy: propagationPolicy as DeleteOptions['propagationPolicy'],
    preconditions: (preconditions ?? undefined) as DeleteOptions['preconditions'],
    dryRun: dryRun.length > 0,
  };
}

const kind = { group: 'meta.k8s.io', kind: 'DeleteOptions' };
const policies = ['Background', 'Foreground', 'Orphan'];

/** How it was said before there were policies. */
function policyOf(orphanDependents: unknown): string | undefined {
  if (typeof orphanDependents !== 'boolean') return undefined;
  return orphanDependents ? 'Orphan' : 'Background';
}

function refused(field: string, value: unknown, why: string): Error {
  return invalid(kind, '', [invalidValue(field, value, why)]);
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
