/**
 * May this user do this? Only what some rule allows; the default is no.
 *
 *     alice ──► get pods/log "web" in "default"
 *        ╰ RoleBinding "readers" in default ──► ClusterRole "view" ──► { verbs: [get], resources: [pods, pods/log] }   yes
 *
 * Nothing below this link asks again. So a request that passes it is one that its user may make, whole; and a request that
 * does not has read nothing and changed nothing.
 *
 * Source: Kubernetes documentation, "Authorization" and "Using RBAC Authorization".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Link, RequestInfo, UserInfo } from '#kit/kubernetes/http.ts';
import type { PolicyRule } from './rbac.ts';

//: solution

import { cannot, forbidden, forbiddenPath } from '#kit/kubernetes/status.ts';
import { grantsTo, ruleAllows } from './rbac.ts';
//: end

/** What is to be done, as far as rules speak of it. */
export type Action = Pick<
  RequestInfo,
  'isResource' | 'path' | 'verb' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name'
>;

export interface Decision {
  allowed: boolean;
  /** Why it is allowed, for people; empty where it is not. */
  reason: string;
}

export interface Authorizer {
  authorize(user: UserInfo, action: Action): Promise<Decision>;
  /** All rules that the user has in a namespace. @param namespace empty: those that hold everywhere */
  rulesOf(user: UserInfo, namespace: string): Promise<PolicyRule[]>;
}

/** Its members may do everything, whatever the rules say: nobody can lock the administrator out. */
export const mastersGroup = 'system:masters';

const everything: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** @param objects where roles and bindings are read, at each question */
export function createAuthorizer(objects: ClusterObjects): Authorizer {
  return {
    async authorize(user, action) {
      //: todo 5.3 The masters may; anybody else needs one rule of one grant that allows it.
      if (user.groups.includes(mastersGroup)) return { allowed: true, reason: `member of ${mastersGroup}` };
      const grants = await grantsTo(user, action.namespace, objects);
      const grant = grants.find(({ rules }) => rules.some((rule) => ruleAllows(rule, action)));
      return grant ? { allowed: true, reason: `RBAC: allowed by ${grant.reason}` } : { allowed: false, reason: '' };
      //: end
    },

    async rulesOf(user, namespace) {
      if (user.groups.includes(mastersGroup)) return everything;
      //: todo 5.3 Put together the rules of all grants.
      const grants = await grantsTo(user, namespace, objects);
      return grants.flatMap(({ rules }) => rules);
      //: end
    },
  };
}

/**
 * Passes a request on if its user may make it. A refusal says who may not do what and where, and never whether it exists.
 *
 * Rejects with `Forbidden`: the text is {@link cannot} under {@link forbidden}, or {@link forbiddenPath} for a path that is
 * no resource.
 */
export function authorize(authorizer: Authorizer): Link {
  return (next) => async (context) => {
    //: todo 5.3 Ask, then pass on or refuse.
    const { user, info } = context;
    const { allowed } = await authorizer.authorize(user, info);
    if (allowed) return next(context);
    if (!info.isResource) throw forbiddenPath(user.name, info.verb, info.path);
    throw forbidden(info, info.name, cannot(user.name, info.verb, info));
    //: end
  };
}
