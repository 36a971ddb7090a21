/** Plugins in hand: asked about writes in a cluster of a few objects. */
import type { AdmissionPlugin } from '#api-server/admit.ts';
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { Rendered, show, type TestContext } from '../judge/exercise.ts';
import { type Fields, podWith } from './manifests.ts';
import { isAsAsked } from './refusals.ts';
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
export function passes(t: TestContext, ended: Ended, asked: Write, because: string): void {
  isLetPass(t, ended, because);
  isAsAsked(t, ended.write!, asked, because);
}

/** Fails if it was refused. */
export function isLetPass(t: TestContext, { code, message }: Ended, because: string): void {
  const actual = new Rendered(`refused with ${code}: ${message}`);
  if (code !== undefined) t.fail({ message: because, expected: new Rendered('it passes'), actual });
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

/** A write, as a line of the run. @param call what is asked about it, such as `validate` */
export function stepOf(t: TestContext, { operation, object, old, subresource, dryRun }: Write, call = ''): void {
  const { kind, metadata } = (object ?? old)!;
  const where = metadata.namespace ? ` in "${metadata.namespace}"` : '';
  const notes = `${subresource && `/${subresource}`}${dryRun ? ', a dry run' : ''}`;
  const before = object && old ? `, in place of ${bodyOf(old) || 'the same'}` : '';
  t.step(
    `${call && `${call}: `}${operation} ${kind} "${metadata.name}"${notes}${where} ${bodyOf(object ?? old!)}${before}`.trim(),
  );
}

/** What an object says beside its kind and its name. */
function bodyOf({ kind: _kind, apiVersion: _version, metadata, ...rest }: KubernetesObject): string {
  const { name: _name, namespace: _namespace, ...more } = metadata;
  const body = { ...(Object.keys(more).length > 0 && { metadata: more }), ...rest };
  return Object.keys(body).length > 0 ? show(body) : '';
}
