/**
 * ★ Admission by others: services of the users' own that are asked about writes.
 *
 *     create pod web ──► MutatingWebhookConfiguration "sidecars", webhook "inject.example.com"
 *                          POST AdmissionReview { request: { uid, operation: CREATE, object } }
 *                          ◄──  AdmissionReview { response: { uid, allowed: true, patch: base64 of a JSON patch } }
 *                    ──► the pod with the patch done
 *
 * A webhook may be slow, wrong or gone. `timeoutSeconds` limits how long it is waited for, and `failurePolicy` says what its
 * silence means: `Fail`, the default, refuses the write, so that nobody gets around a rule by breaking who enforces it.
 *
 * Left out: match conditions, match policies and second invocations.
 *
 * Source: Kubernetes documentation, "Dynamic Admission Control".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { Random } from '#kit/random.ts';
import type { AdmissionPlugin } from './admit.ts';
import type { LabelSelector } from './label-match.ts';

//: solution

import { jsonPatch } from '#kit/kubernetes/json-patch.ts';
import { type ApiReason, apiFailure, badRequest, internalError, statusOf } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fieldsIn } from './fields.ts';
import { isMap } from './json-map.ts';
import { selectorMatches } from './label-match.ts';
import { newUid } from './names.ts';
import { checkStructure } from './structure.ts';
import { reviewOf } from './webhook-review.ts';
//: end

/**
 * Posts a review as JSON and gives the answer, parsed. Rejects where nothing comes back in time, or no JSON.
 *
 * @param timeoutMs how long to wait
 */
export type WebhookCall = (target: WebhookTarget, review: object, timeoutMs: number) => Promise<unknown>;

export interface WebhookTarget {
  url: string;
  /** Certificates in PEM, in base64, that the answer must be signed under; the system's own unless said. */
  caBundle?: string;
}

/** One of the `webhooks` of a configuration, after defaulting. */
export interface Webhook {
  name: string;
  clientConfig: {
    url?: string;
    /** Instead of a URL: `https://NAME.NAMESPACE.svc:PORT/PATH`, of which the port is 443 and the path / unless said. */
    service?: { namespace: string; name: string; path?: string; port?: number };
    caBundle?: string;
  };
  rules?: WebhookRule[];
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  failurePolicy?: 'Fail' | 'Ignore';
  sideEffects?: string;
  /** 10 unless said. */
  timeoutSeconds?: number;
}

export interface WebhookRule {
  /** CREATE, UPDATE, DELETE, CONNECT or `*`. */
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  /** `pods`, `pods/status`, `pods/*` for every subresource of pods, `*` and a `/scale`, `*` for all without subresources. */
  resources?: string[];
  /** Cluster, Namespaced or `*`. */
  scope?: string;
}

/** What a webhook answers. */
export interface WebhookResponse {
  uid: string;
  allowed: boolean;
  status?: { message?: string; reason?: string; code?: number };
  /** A JSON patch, in base64. */
  patch?: string;
  patchType?: string;
  warnings?: string[];
}

/** Whether a rule is about a write: by operation, group, version, resource with subresource, and scope. */
export function ruleMatches(rule: WebhookRule, write: Write): boolean {
  //: todo 5.13 Compare each part; `*` stands for all.
  const { operation, resource } = write;
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' } = rule;
  const has = (list: string[], wanted: string) => list.includes('*') || list.includes(wanted);
  return (
    has(operations, operation.toUpperCase()) &&
    has(apiGroups, resource.group) &&
    has(apiVersions, resource.version) &&
    resources.some((pattern) => resourceMatches(pattern, write)) &&
    (scope === '*' || (scope === 'Namespaced') === resource.namespaced)
  );
  //: end
}
//: solution

function resourceMatches(pattern: string, { resource: { resource }, subresource }: Write): boolean {
  const [wanted, wantedSub = ''] = pattern.split('/');
  const isSub = wantedSub === subresource || (wantedSub === '*' && (wanted === '*' || subresource !== ''));
  return (wanted === '*' || wanted === resource) && isSub;
}
//: end

/**
 * Asks the webhooks of all MutatingWebhookConfigurations (`mutate`) and ValidatingWebhookConfigurations (`validate`), by the
 * names of the configurations and in their order. A webhook is asked if one of its rules matches, its `objectSelector` matches
 * the labels of the object or the old one, and its `namespaceSelector` those of the namespace: of a namespace, its own, and
 * of an update the new ones; of other cluster-scoped objects, it does not count. Webhook configurations are never asked about: else one could lock out
 * whoever would take it away.
 *
 * - `allowed: false`: `Forbidden`, or the answer's `status.reason` where the API knows it, with the text {@link deniedText}.
 * - A patch of a mutating webhook is done; the next one sees the object as it is then, and so does its `objectSelector`. A
 *   validating one's is passed over, and so is one where there is no object, as in a delete.
 * - Each of `warnings` is added to the write's.
 * - Unknown fields that a patch brings are dropped without a word.
 * - No answer, one to another `uid`, one that is none (it has no `response` with `allowed` true or false), or a patch that
 *   cannot be done or leaves wrong types, another kind or no object: with `Ignore` as if the webhook had not been asked,
 *   else `InternalError`, `failed calling webhook "NAME": ` and why.
 * - A dry run asks no webhook that might do something: `BadRequest`, `admission webhook "NAME" does not support dry run`, unless
 *   its `sideEffects` is `None` or `NoneOnDryRun`.
 *
 * Validating webhooks are asked all at once; of several that refuse, the first in order is told.
 *
 * @param random for the `uid` of each question (`newUid`)
 */
export function webhookAdmission(objects: ClusterObjects, call: WebhookCall, random: Random): AdmissionPlugin {
  //: todo 5.13 Find the webhooks that are to be asked; ask the mutating ones one after another, the others together.
  async function ask(webhook: Webhook, write: Write): Promise<WebhookResponse> {
    const uid = newUid(random);
    const timeoutMs = (webhook.timeoutSeconds ?? 10) * 1000;
    const answer = await call(targetOf(webhook), reviewOf(write, uid), timeoutMs);
    const response = fieldsIn(answer as object, 'response') as unknown as WebhookResponse;
    const isAnswer = response.uid === uid && typeof response.allowed === 'boolean';
    if (!isAnswer) throw new Error('expected an answer to the request');
    return response;
  }

  async function consult(webhook: Webhook, write: Write, mayChange: boolean): Promise<Outcome> {
    const response = await ask(webhook, write);
    const warned = { ...write, warnings: [...write.warnings, ...(response.warnings ?? [])] };
    const isChanged = response.allowed && mayChange && write.object && response.patch;
    return { response, write: isChanged ? await patched(warned, response.patch!) : warned };
  }

  async function writeAfter(webhook: Webhook, before: Write, mayChange: boolean): Promise<Write> {
    refuseDryRun(webhook, before);
    const { response, write } = await consult(webhook, before, mayChange).catch((error) => {
      if (webhook.failurePolicy === 'Ignore') return { response: undefined, write: before };
      throw internalError(`failed calling webhook "${webhook.name}": ${(error as Error).message}`);
    });
    if (response && !response.allowed) throw refusal(webhook, response);
    return write;
  }

  /** Those with a matching rule, and what their namespace selectors are to look at. */
  async function concerned(kind: string, write: Write): Promise<{ webhooks: Webhook[]; labels?: Labels }> {
    if (write.resource.group === 'admissionregistration.k8s.io') return { webhooks: [] };
    const configurations = [...(await objects.list(kind, ''))];
    configurations.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const all = configurations.flatMap((each) => (each.webhooks ?? []) as Webhook[]);
    const webhooks = all.filter(({ rules }) => rules?.some((rule) => ruleMatches(rule, write)));
    return { webhooks, labels: webhooks.length > 0 ? await namespaceLabels(write, objects) : undefined };
  }

  return {
    name: 'Webhooks',
    async mutate(write) {
      const { webhooks, labels } = await concerned('mutatingwebhookconfigurations', write);
      let changed = write;
      for (const webhook of webhooks) {
        if (!isSelected(webhook, changed, labels)) continue;
        changed = await writeAfter(webhook, changed, true);
      }
      return changed;
    },
    async validate(write) {
      const { webhooks, labels } = await concerned('validatingwebhookconfigurations', write);
      const selected = webhooks.filter((webhook) => isSelected(webhook, write, labels));
      const plain = { ...write, warnings: [] };
      const outcomes = await Promise.allSettled(selected.map((webhook) => writeAfter(webhook, plain, false)));
      const warnings = outcomes.map((each) => {
        if (each.status === 'rejected') throw each.reason;
        return each.value.warnings;
      });
      return { ...write, warnings: [...write.warnings, ...warnings.flat()] };
    },
  };
  //: end
}
//: solution

type Labels = Record<string, string>;

interface Outcome {
  response: WebhookResponse;
  write: Write;
}

function refuseDryRun({ name, sideEffects = '' }: Webhook, { dryRun }: Write): void {
  const mayAct = !['None', 'NoneOnDryRun'].includes(sideEffects);
  if (dryRun && mayAct) throw badRequest(`admission webhook "${name}" does not support dry run`);
}

function refusal({ name }: Webhook, { status = {} }: WebhookResponse): Error {
  const { reason, message } = status;
  const refused = apiFailure(reason as ApiReason, deniedText(name, message ?? reason));
  return statusOf(refused).reason === reason ? refused : apiFailure('Forbidden', refused.message);
}

function targetOf({ clientConfig: { url, service, caBundle } }: Webhook): WebhookTarget {
  if (url) return { url, caBundle };
  const { name, namespace, port = 443, path = '/' } = service ?? { name: '', namespace: '' };
  return { url: `https://${name}.${namespace}.svc:${port}${path.startsWith('/') ? path : `/${path}`}`, caBundle };
}

async function patched(write: Write, patch: string): Promise<Write> {
  const operations = JSON.parse(Buffer.from(patch, 'base64').toString());
  const object = jsonPatch(write.object, operations);
  if (!isMap(object)) throw new Error('the patch leaves no object');
  const left = { ...write, object: object as KubernetesObject, fieldValidation: 'Ignore' as const };
  const { object: sound } = await checkStructure(left);
  return { ...write, object: sound };
}

async function namespaceLabels(write: Write, objects: ClusterObjects): Promise<Labels | undefined> {
  const { resource, namespace, object, old } = write;
  if (resource.group === '' && resource.resource === 'namespaces') return (object ?? old)?.metadata.labels ?? {};
  if (!resource.namespaced) return undefined;
  return (await objects.get('namespaces', '', namespace))?.metadata.labels ?? {};
}

function isSelected(webhook: Webhook, { object, old }: Write, labels: Labels | undefined): boolean {
  const { namespaceSelector = {}, objectSelector = {} } = webhook;
  const own = [object, old].filter((each) => each !== undefined);
  const isOwn = own.some(({ metadata }) => selectorMatches(objectSelector, metadata.labels ?? {}));
  return isOwn && (labels === undefined || selectorMatches(namespaceSelector, labels));
}
//: end

/** Given: why a webhook refuses, in its words if it has any. */
export function deniedText(webhook: string, message: string | undefined): string {
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  return message ? `${denied}: ${message}` : `${denied} without explanation`;
}
