/** What came back, in words. */
import type { ApiResponse } from '#kit/kubernetes/http.ts';
import type { Status } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { neutral } from '../../cli/terminal/neutral.ts';
import type { Journey } from './journey.ts';

const reasons: Record<number, string> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };

/** The Status of a refusal; nothing where something else was answered. */
export function statusOfResponse({ status, body }: ApiResponse): Status | undefined {
  return status < 400 ? undefined : (body as Status);
}

/** The first line says how it ended, the others what else is in the answer. */
export function answerOf({ response }: Journey): string[] {
  if (!response) return ['no answer yet'];
  const refusal = statusOfResponse(response);
  if (!refusal) return [`${response.status} ${reasons[response.status] ?? ''}: ${bodyInWords(response)}`];
  const { code, reason = '', message = '', details } = refusal;
  const fields = (details?.causes ?? []).map(({ field, message: why }) => `${field}: ${why}`);
  return [`${code} ${reason}${message === reason ? '' : `: ${message}`}`, ...(fields.length > 1 ? fields : [])].map(
    neutral,
  );
}

function bodyInWords({ body, stream }: ApiResponse): string {
  if (stream) return 'a stream of events, which stays open';
  const { kind, metadata, spec, items } = body as KubernetesObject & { items?: KubernetesObject[] };
  if (items) return `${kind}: ${items.map((each) => each.metadata.name).join(', ') || 'empty'}`;
  if (!metadata?.name) return kind;
  const { name, resourceVersion, generation, deletionTimestamp } = metadata;
  const { replicas } = (spec ?? {}) as { replicas?: number };
  const facts = [
    resourceVersion && `resourceVersion ${resourceVersion}`,
    generation && `generation ${generation}`,
    replicas !== undefined && `replicas ${replicas}`,
    deletionTimestamp && 'marked as deleted',
  ];
  return neutral([`${kind} ${name}`, ...facts.filter(Boolean)].join(', '));
}
