/**
 * What is put into the chains beside what every learner writes: reviews, tokens, the log; and of the ★ exercises, if
 * it is done: webhooks (5.13).
 */
import { reviews } from '#api-server/reviews.ts';
import type { Extensions, ServerParts } from '#api-server/server.ts';
import { tokenRequests } from '#api-server/token-requests.ts';
import { webhookAdmission } from '#api-server/webhooks.ts';
import { codeOf } from '#kit/failure.ts';
import type { Handler, Link } from '#kit/kubernetes/http.ts';
import { callWebhook } from '#kit/kubernetes/webhook-call.ts';
import type { Random } from '#kit/random.ts';
import type { Log } from '../etcd/log.ts';
import { withoutKubelet } from './without-kubelet.ts';

export interface ExtensionOptions {
  log: Link;
  metrics?: Handler;
  /** Of the tokens for service accounts. */
  issuer: string;
  /** In PEM. */
  privateKey: string;
  random: Random;
  say: Log;
}

export function extensions(options: ExtensionOptions): (parts: ServerParts) => Extensions {
  const { log, metrics, issuer, privateKey, random, say } = options;
  return (parts) => ({
    audit: log,
    webhooks: unlessToDo(() => webhookAdmission(parts.objects, callWebhook, random), say),
    review: reviews(parts),
    paths: metrics && { '/metrics': metrics },
    subresources: {
      ...Object.fromEntries(fromNodes.map((name) => [name, withoutKubelet(parts)])),
      'serviceaccounts/token': tokenRequests({ ...parts, issuer, privateKey, random }),
    },
  });
}

const fromNodes = ['pods/log', 'pods/exec', 'pods/attach', 'pods/portforward'];

/** An exercise that nobody must do keeps nothing from running. */
function unlessToDo<T>(make: () => T, say: Log): T | undefined {
  try {
    return make();
  } catch (thrown) {
    if (codeOf(thrown) !== 'todo') throw thrown;
    say('debug', `left out: exercise ${(thrown as { exercise?: string }).exercise} is still to do`);
    return undefined;
  }
}
