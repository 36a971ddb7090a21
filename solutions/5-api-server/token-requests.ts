/**
 * Given: tokens for service accounts, made to order.
 *
 *     kubectl create token web     POST …/serviceaccounts/web/token     status: { token: 'eyJhbGci…', expirationTimestamp }
 *
 * Source: Kubernetes API reference, "TokenRequest".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { invalidValue } from '#kit/kubernetes/field-errors.ts';
import type { Handler } from '#kit/kubernetes/http.ts';
import { apiVersionOf } from '#kit/kubernetes/resources.ts';
import { badRequest, conflict, invalid, notFound } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { Random } from '#kit/random.ts';
import { type Fields, fieldsIn } from './fields.ts';
import { signToken } from './jwt.ts';
import { newUid, timestamp } from './names.ts';
import { readQuestion } from './questions.ts';

export interface TokenIssuer {
  /** What stands in `iss`, and in `aud` unless others are asked for. */
  issuer: string;
  /** In PEM. */
  privateKey: string;
  objects: ClusterObjects;
  random: Random;
  /** Milliseconds since 1970. */
  now(): number;
}

const tokenRequest = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const secondsMin = 600;
const secondsMax = 2 ** 32;
const secondsUnlessAsked = 3600;

/** Handles the subresource `serviceaccounts/token`. */
export function tokenRequests(issuer: TokenIssuer): Handler {
  return async (context) => {
    const { namespace, name } = context.info;
    const request = await readQuestion(context, tokenRequest);
    const account = await issuer.objects.get('serviceaccounts', namespace, name);
    if (!account) throw notFound({ group: '', resource: 'serviceaccounts' }, name);
    const spec = fieldsIn(request, 'spec');
    const seconds = Number(spec.expirationSeconds ?? secondsUnlessAsked);
    if (seconds < secondsMin) {
      const detail = 'may not specify a duration less than 10 minutes';
      throw invalid(tokenRequest, '', [invalidValue('spec.expirationSeconds', seconds, detail)]);
    }
    if (seconds > secondsMax) {
      const detail = 'may not specify a duration larger than 2^32 seconds';
      throw invalid(tokenRequest, '', [invalidValue('spec.expirationSeconds', seconds, detail)]);
    }
    const pod = await boundPod(issuer.objects, account, spec);
    const status = issue(issuer, account, pod, seconds, spec.audiences as string[] | undefined);
    const filled = { ...spec, audiences: spec.audiences ?? [issuer.issuer], expirationSeconds: seconds };
    const metadata = { ...request.metadata, name, namespace };
    return {
      status: 201,
      body: { ...request, apiVersion: apiVersionOf(tokenRequest), metadata, spec: filled, status },
    };
  };
}

/** The pod that the token is to die with, if any. */
async function boundPod(
  objects: ClusterObjects,
  account: KubernetesObject,
  spec: Fields,
): Promise<KubernetesObject | undefined> {
  if (!spec.boundObjectRef) return undefined;
  const { kind, name, uid } = fieldsIn(spec, 'boundObjectRef');
  if (kind !== 'Pod') throw badRequest(`cannot bind token to object of type ${kind}`);
  const pods = { group: '', resource: 'pods' };
  const pod = await objects.get('pods', account.metadata.namespace!, String(name));
  if (!pod) throw notFound(pods, String(name));
  if (uid && uid !== pod.metadata.uid) {
    throw conflict(
      pods,
      String(name),
      `the UID in the bound object reference (${uid}) does not match the UID in record`,
    );
  }
  if (fieldsIn(pod, 'spec').serviceAccountName === account.metadata.name) return pod;
  const own = JSON.stringify(account.metadata.name);
  throw badRequest(`cannot bind token for serviceaccount ${own} to pod running with different serviceaccount name.`);
}

function issue(
  { issuer, privateKey, random, now }: TokenIssuer,
  account: KubernetesObject,
  pod: KubernetesObject | undefined,
  lifetime: number,
  audiences: string[] = [issuer],
): Fields {
  const { namespace, name, uid } = account.metadata;
  const iat = Math.floor(now() / 1000);
  const bound = {
    namespace,
    serviceaccount: { name, uid },
    ...(pod && { pod: { name: pod.metadata.name, uid: pod.metadata.uid } }),
  };
  const claims = {
    iss: issuer,
    sub: `system:serviceaccount:${namespace}:${name}`,
    aud: audiences,
    jti: newUid(random),
    ...{ iat, nbf: iat, exp: iat + lifetime },
    'kubernetes.io': bound,
  };
  return { token: signToken(claims, privateKey), expirationTimestamp: timestamp((iat + lifetime) * 1000) };
}
