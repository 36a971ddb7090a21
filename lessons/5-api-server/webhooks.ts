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
import { todo } from '#kit/todo.ts';
import type { AdmissionPlugin } from './admit.ts';
import type { LabelSelector } from './label-match.ts';

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
  todo('5.13', 'Compare each part; `*` stands for all.');
}

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
  todo('5.13', 'Find the webhooks that are to be asked; ask the mutating ones one after another, the others together.');
}

/** Given: why a webhook refuses, in its words if it has any. */
export function deniedText(webhook: string, message: string | undefined): string {
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  return message ? `${denied}: ${message}` : `${denied} without explanation`;
}
