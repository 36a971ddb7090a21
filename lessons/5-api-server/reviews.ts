/**
 * Given: questions that clients ask about identity and permission. They are written like objects and never stored.
 *
 *     kubectl auth can-i list pods     SelfSubjectAccessReview    status: { allowed: true, reason: 'RBAC: allowed by …' }
 *     kubectl auth can-i --list        SelfSubjectRulesReview     status: { resourceRules: […], nonResourceRules: […] }
 *     kubectl auth whoami              SelfSubjectReview          status: { userInfo: { username: 'alice', groups: […] } }
 *
 * Source: Kubernetes API reference, the groups authentication.k8s.io and authorization.k8s.io.
 */
import type { Handler, UserInfo } from '#kit/kubernetes/http.ts';
import { badRequest } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { Authenticator } from './authenticate.ts';
import type { Action, Authorizer } from './authorize.ts';
import { type Fields, fieldsIn } from './fields.ts';
import { readQuestion } from './questions.ts';
import type { PolicyRule } from './rbac.ts';

export interface Reviewers {
  authenticator: Authenticator;
  authorizer: Authorizer;
}

/** Answers whatever question is sent. */
export function reviews(reviewers: Reviewers): Handler {
  return async (context) => {
    const question = await readQuestion(context, context.resource!);
    return { status: 201, body: await answerReview(question, context.user, context.info.namespace, reviewers) };
  };
}

/**
 * The question with its answer in `status`.
 *
 * @param question of one of the kinds of those two groups
 * @param user who asks
 * @param namespace of the request; empty but for a LocalSubjectAccessReview
 * @throws {Failure} `BadRequest` for a question that asks nothing
 */
export async function answerReview(
  question: KubernetesObject,
  user: UserInfo,
  namespace: string,
  reviewers: Reviewers,
): Promise<KubernetesObject> {
  return { ...question, status: await statusOf(question, user, namespace, reviewers) };
}

async function statusOf(
  question: KubernetesObject,
  user: UserInfo,
  namespace: string,
  { authenticator, authorizer }: Reviewers,
): Promise<Fields> {
  const spec = fieldsIn(question, 'spec');
  switch (question.kind) {
    case 'SelfSubjectReview':
      return { userInfo: userInfoOf(user) };
    case 'TokenReview':
      return tokenStatus(spec, authenticator);
    case 'SelfSubjectRulesReview':
      return rulesStatus(await authorizer.rulesOf(user, String(spec.namespace ?? '')));
    case 'SelfSubjectAccessReview':
      return decisionStatus(await authorizer.authorize(user, actionOf(spec)));
    case 'LocalSubjectAccessReview':
      if (fieldsIn(spec, 'resourceAttributes').namespace !== namespace) {
        throw badRequest('spec.resourceAttributes.namespace must be the namespace of the review');
      }
      return decisionStatus(await authorizer.authorize(subjectOf(spec), actionOf(spec)));
    default:
      return decisionStatus(await authorizer.authorize(subjectOf(spec), actionOf(spec)));
  }
}

/** As it stands in answers, where the name is called otherwise. */
export function userInfoOf({ name, uid, groups, extra }: UserInfo): Fields {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}

async function tokenStatus(spec: Fields, authenticator: Authenticator): Promise<Fields> {
  const audiences = spec.audiences as string[] | undefined;
  const user = await authenticator.userOfToken(String(spec.token ?? ''), audiences);
  if (!user) return { authenticated: false, user: {}, error: 'invalid bearer token' };
  return { authenticated: true, user: userInfoOf(user), ...(audiences && { audiences }) };
}

function rulesStatus(rules: PolicyRule[]): Fields {
  const [paths, resources] = [rules.filter(isForPaths), rules.filter((rule) => !isForPaths(rule))];
  return { resourceRules: resources, nonResourceRules: paths, incomplete: false };
}

function isForPaths({ nonResourceURLs }: PolicyRule): boolean {
  return nonResourceURLs !== undefined && nonResourceURLs.length > 0;
}

function decisionStatus({ allowed, reason }: { allowed: boolean; reason: string }): Fields {
  return { allowed, ...(reason !== '' && { reason }) };
}

function subjectOf(spec: Fields): UserInfo {
  return { name: String(spec.user ?? ''), groups: (spec.groups ?? []) as string[] };
}

function actionOf({ resourceAttributes, nonResourceAttributes }: Fields): Action {
  const asked = (resourceAttributes ?? nonResourceAttributes) as Fields | undefined;
  if (!asked) throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified');
  const text = (field: string) => String(asked[field] ?? '');
  return {
    isResource: resourceAttributes !== undefined,
    path: text('path'),
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  };
}
