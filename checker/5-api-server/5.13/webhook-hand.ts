/** Webhooks in hand: configured in a cluster of a few objects, called by a double that writes down what each is asked. */
import type { AdmissionPlugin } from '#api-server/admit.ts';
import {
  type Webhook,
  type WebhookCall,
  type WebhookResponse,
  type WebhookTarget,
  webhookAdmission,
} from '#api-server/webhooks.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { show, type TestContext } from '../../judge/exercise.ts';
import { namespaceOf, objectOf } from '../admission-hand.ts';
import { createCluster } from '../cluster.ts';
import type { Fields } from '../manifests.ts';

/** What a webhook is asked, as far as tests look at it. */
export interface Question {
  uid: string;
  operation: string;
  object: KubernetesObject | null;
  oldObject: KubernetesObject | null;
  [field: string]: unknown;
}

export interface AskedWebhook {
  name: string;
  target: WebhookTarget;
  timeoutMs: number;
  review: { apiVersion: string; kind: string; request: Question };
}

/** What a webhook says to a question; what it throws is silence. */
export type Answer = (question: Question, timeoutMs: number) => unknown;

export interface WebhookHand {
  plugin: AdmissionPlugin;
  /** In the order in which they were asked. */
  readonly asked: AskedWebhook[];
  /** The lists that it was given, and the names that stood in each, in order. */
  readonly listed: { list: KubernetesObject[]; names: string[] }[];
}

export type Part = 'mutate' | 'validate';
export const parts: Part[] = ['mutate', 'validate'];

const everything = { operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'] };
const usual: Fields & Partial<Webhook> = {
  rules: [everything],
  failurePolicy: 'Fail',
  sideEffects: 'None',
  timeoutSeconds: 10,
};

/** A webhook that is asked about everything, unless said otherwise. */
export function webhookOf(name: string, rest: Partial<Webhook> = {}): Webhook {
  return { name, clientConfig: { url: `https://${name}/` }, ...usual, ...rest };
}

/** The configuration of the kind that this part of admission looks at. */
export function configurationOf(part: Part, name: string, webhooks: Webhook[]): KubernetesObject {
  const kind = part === 'mutate' ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration';
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name }, webhooks };
}

/**
 * @param objects the configurations; each list of objects comes with the last name first
 * @param answers by the webhook's name; who is not among them says yes
 */
export function webhookHand(
  objects: readonly KubernetesObject[],
  answers: Record<string, Answer> = {},
  namespace: Fields = {},
): WebhookHand {
  const cluster = createCluster([namespaceOf('dev', namespace), ...objects]);
  const asked: AskedWebhook[] = [];
  const call: WebhookCall = async (target, given, timeoutMs) => {
    const review = given as AskedWebhook['review'];
    const name = new URL(target.url).hostname;
    asked.push({ name, target, timeoutMs, review });
    const answer = answers[name] ?? yes;
    return answer(review.request, timeoutMs);
  };
  const listed: WebhookHand['listed'] = [];
  const list = async (resource: string, place: string) => {
    const found = (await cluster.list(resource, place)).reverse();
    listed.push({ list: found, names: found.map(({ metadata }) => metadata.name) });
    return found;
  };
  return { plugin: webhookAdmission({ ...cluster, list }, call, createRandom(1)), asked, listed };
}

/** Tells of the configurations in the run, and of what is not usual about them. */
export function stepConfigurations(t: TestContext, objects: readonly KubernetesObject[]): void {
  for (const { kind, metadata, webhooks } of objects) {
    const told = (webhooks as Webhook[]).map(({ name, ...rest }) => {
      const said = Object.entries(rest).filter(([field, value]) => field !== 'clientConfig' && value !== usual[field]);
      return said.length === 0 ? name : `${name} ${show(Object.fromEntries(said))}`;
    });
    t.step(`${kind} "${metadata.name}": ${told.join('; ')}`);
  }
}

function reviewOf(question: Question, response: Omit<WebhookResponse, 'uid'>): object {
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: question.uid, ...response } };
}

export const yes: Answer = (question) => reviewOf(question, { allowed: true });

export function saying(response: Partial<WebhookResponse>): Answer {
  return (question) => reviewOf(question, { allowed: true, ...response });
}

export function no(status?: WebhookResponse['status']): Answer {
  return saying({ allowed: false, ...(status && { status }) });
}

/** Yes, with a patch. @param operations a text stands for itself */
export function patching(operations: unknown, rest: Partial<WebhookResponse> = {}): Answer {
  const text = typeof operations === 'string' ? operations : JSON.stringify(operations);
  return saying({ patch: Buffer.from(text).toString('base64'), patchType: 'JSONPatch', ...rest });
}

/** Yes, and its own name into the data of the ConfigMap. */
export function signing(name: string): Answer {
  return patching([{ op: 'add', path: `/data/${name}`, value: 'x' }]);
}

export const configMap = objectOf('ConfigMap', 'a', { data: { own: 'x' } });

/** The names in the data of an object, in their order. */
export function signedBy(object: KubernetesObject | null | undefined): string[] {
  return Object.keys((object?.data ?? {}) as Fields).filter((key) => key !== 'own');
}
