/** Plugins in hand: asked about writes in a cluster of a few objects. */
import type { AdmissionPlugin } from '#api-server/admit.ts';
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { Rendered, show, type TestContext } from '../judge/exercise.ts';
import { type Fields, podWith } from './manifests.ts';
import { writeOf } from './writes.ts';

export function namespaceOf(name: string, metadata: Fields = {}, rest: Fields = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata }, ...rest };
}

/** Of the namespace "dev". */
export function objectOf(kind: string, name: string, rest: Fields = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'dev' }, ...rest };
}

export function createOf(object: KubernetesObject, rest: Partial<Write> = {}): Write {
  return writeOf('create', object, rest);
}

/** A new pod with one container. */
export function newPod(container: Fields = {}, spec: Fields = {}): Write {
  return createOf(podWith(container, spec));
}

/** How a step ended: the write that came out, or the refusal in words. */
export interface Ended {
  write?: Write;
  code?: string;
  message?: string;
}

/** Asks a plugin to change or to judge a write. A refusal is a result; anything else that is thrown is not. */
export async function ask(plugin: AdmissionPlugin, part: 'mutate' | 'validate', write: Write): Promise<Ended> {
  try {
    return { write: (await plugin[part]?.(write)) ?? write };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    return { code, message: (thrown as Error).message };
  }
}

/** Fails unless the write passes as it is. */
export function passes(t: TestContext, { write, code, message }: Ended, asked: Write, because: string): void {
  const actual = code === undefined ? write : new Rendered(`refused with ${code}: ${message}`);
  t.equal(actual, asked, because);
}

/** Fails unless it was refused so. */
export function isRefused(
  t: TestContext,
  { code, message }: Ended,
  expected: [code: string, message: string],
  because: string,
): void {
  t.equal(code === undefined ? 'it passes' : [code, message], expected, because);
}

/** A write, as a line of the run. */
export function stepOf(t: TestContext, { operation, object, old, subresource, dryRun }: Write): void {
  const { kind, metadata, apiVersion: _, ...rest } = (object ?? old)!;
  const where = metadata.namespace ? ` in "${metadata.namespace}"` : '';
  const notes = `${subresource && `/${subresource}`}${dryRun ? ', a dry run' : ''}`;
  t.step(
    `${operation} ${kind} "${metadata.name}"${notes}${where}${Object.keys(rest).length > 0 ? ` ${show(rest)}` : ''}`,
  );
}
