import type { Bug } from '../../judge/lesson.ts';

const rbac = 'rbac.ts';
const authorize = 'authorize.ts';
const escalation = 'escalation.ts';

export const bugs: Bug[] = [
  {
    id: 'core-group-is-any-group',
    exercise: '5.3',
    mistake: 'the empty API group is taken for any group, where it names the core group',
    edits: [
      {
        file: rbac,
        find: "(list.includes('*') || list.includes(wanted))",
        replace: "(list.includes('*') || list.includes('') || list.includes(wanted))",
      },
    ],
  },
  {
    id: 'missing-field-allows-all',
    exercise: '5.3',
    mistake: 'a rule without apiGroups is taken for one that is about all groups',
    edits: [{ file: rbac, find: 'return list !== undefined && (', replace: 'return list === undefined || (' }],
  },
  {
    id: 'resource-holds-its-subresources',
    exercise: '5.3',
    mistake: 'a rule for pods is taken to allow pods/log and pods/exec, too',
    edits: [
      {
        file: rbac,
        find: 'return pattern === `${resource}/${subresource}` ||',
        replace: 'return pattern === resource || pattern === `${resource}/${subresource}` ||',
      },
    ],
  },
  {
    id: 'star-without-subresources',
    exercise: '5.3',
    mistake: 'a star for all resources is taken not to allow their subresources',
    edits: [
      {
        file: rbac,
        find: "if (pattern === '*') return true;",
        replace: "if (pattern === '*') return subresource === '';",
      },
    ],
  },
  {
    id: 'star-before-a-slash-is-all',
    exercise: '5.3',
    mistake: '*/scale is taken for every subresource of every resource',
    edits: [{ file: rbac, find: 'pattern === `*/${subresource}`;', replace: "pattern.startsWith('*/');" }],
  },
  {
    id: 'star-behind-a-slash',
    exercise: '5.3',
    mistake: 'pods/* is taken for every subresource of pods, though RBAC knows no such pattern',
    edits: [
      {
        file: rbac,
        find: 'pattern === `*/${subresource}`;',
        replace: 'pattern === `*/${subresource}` || pattern === `${resource}/*`;',
      },
    ],
  },
  {
    id: 'names-are-passed-over',
    exercise: '5.3',
    mistake: 'nobody looks at resourceNames, so a rule for one name allows all',
    edits: [
      {
        file: rbac,
        find: 'return names.length === 0 || names.includes(name);',
        replace: "return names.length === 0 || name !== ' ';",
      },
    ],
  },
  {
    id: 'names-with-a-list',
    exercise: '5.3',
    mistake: 'a rule for some names allows requests without a name, so that one may list all',
    edits: [
      {
        file: rbac,
        find: 'names.length === 0 || names.includes(name);',
        replace: "names.length === 0 || name === '' || names.includes(name);",
      },
    ],
  },
  {
    id: 'path-by-its-beginning',
    exercise: '5.3',
    mistake: 'a path of a rule is taken for all paths that begin so, without a star as well',
    edits: [
      {
        file: rbac,
        find: 'path.startsWith(pattern.slice(0, -1)) : pattern === path;',
        replace: 'path.startsWith(pattern.slice(0, -1)) : path.startsWith(pattern);',
      },
    ],
  },
  {
    id: 'path-star-is-a-letter',
    exercise: '5.3',
    mistake: 'a star at the end of a path stands for itself',
    edits: [{ file: rbac, find: "pattern.endsWith('*') ? path", replace: "pattern === '*' ? path" }],
  },
  {
    id: 'resources-for-paths',
    exercise: '5.3',
    mistake: 'a rule that allows every verb is taken to allow it for every path as well',
    edits: [
      {
        file: rbac,
        find: 'if (!action.isResource) return (',
        replace: "if (!action.isResource) return rule.verbs.includes('*') || (",
      },
    ],
  },
  {
    id: 'group-by-user-name',
    exercise: '5.3',
    mistake: 'a subject that is a group is compared with the name of the user as well',
    edits: [
      {
        file: rbac,
        find: "if (kind === 'Group') return user.groups.includes(name);",
        replace: "if (kind === 'Group') return user.groups.includes(name) || user.name === name;",
      },
    ],
  },
  {
    id: 'account-of-any-namespace',
    exercise: '5.3',
    mistake: 'a service account is known by its name alone, whatever its namespace',
    edits: [
      {
        file: rbac,
        find: 'user.name === `system:serviceaccount:${home}:${name}`;',
        replace: "user.name.startsWith('system:serviceaccount:') && user.name.endsWith(`:${name}`);",
      },
    ],
  },
  {
    id: 'binding-of-another-namespace',
    exercise: '5.3',
    mistake: 'a RoleBinding to a ClusterRole gives its rules in every namespace',
    edits: [
      {
        file: rbac,
        find: "namespace === '' ? [] : await objects.list('rolebindings', namespace);",
        replace: "await objects.list('rolebindings', '');",
      },
    ],
  },
  {
    id: 'bindings-for-all-namespaces',
    exercise: '5.3',
    mistake: 'a request for all namespaces is allowed by the RoleBindings of any of them',
    edits: [
      {
        file: rbac,
        find: "namespace === '' ? [] : await objects.list('rolebindings', namespace);",
        replace: "await objects.list('rolebindings', namespace);",
      },
    ],
  },
  {
    id: 'first-binding-only',
    exercise: '5.3',
    mistake: 'only the first binding of a user counts, where rules add up',
    edits: [{ file: authorize, find: 'const grant = grants.find(', replace: 'const grant = grants.slice(0, 1).find(' }],
  },
  {
    id: 'allowed-by-default',
    exercise: '5.3',
    mistake: 'a user whom no binding speaks of may do everything: the default must be no',
    edits: [
      {
        file: authorize,
        find: 'return grant ?',
        replace: "if (grants.length === 0) return { allowed: true, reason: '' };\n      return grant ?",
      },
    ],
  },
  {
    id: 'masters-by-name',
    exercise: '5.3',
    mistake: 'system:masters is taken for the name of a user, where it is a group',
    edits: [
      {
        file: authorize,
        find: 'if (user.groups.includes(mastersGroup)) return { allowed',
        replace: 'if (user.name === mastersGroup || user.groups.includes(mastersGroup)) return { allowed',
      },
    ],
  },
  {
    id: 'refused-and-passed-on',
    exercise: '5.3',
    mistake: 'a request is passed on before it is refused, so it is done all the same',
    edits: [
      {
        file: authorize,
        find: 'if (allowed) return next(context);',
        replace: 'const response = await next(context);\n    if (allowed) return response;',
      },
    ],
  },
  {
    id: 'refusal-without-the-subresource',
    exercise: '5.3',
    mistake: 'the refusal names the resource without its subresource',
    edits: [
      {
        file: authorize,
        find: 'cannot(user.name, info.verb, info)',
        replace: "cannot(user.name, info.verb, { ...info, subresource: '' })",
      },
    ],
  },
  {
    id: 'aggregated-has-its-own',
    exercise: '5.3',
    mistake: 'an aggregated role has the rules that stand in it, and nobody looks at what it selects',
    edits: [
      {
        file: rbac,
        find: 'if (!role.aggregationRule) return role.rules ?? [];\n  const selectors',
        replace: 'if (!role.aggregationRule || role.rules?.length) return role.rules ?? [];\n  const selectors',
      },
    ],
  },
  {
    id: 'missing-is-compared-field-by-field',
    exercise: '5.3',
    mistake: 'what somebody has is put together from different rules: the verb from one and the resource from another',
    edits: [
      {
        file: escalation,
        find: 'if (!has(rule.verbs, part.verbs[0])) return false;',
        replace: 'if (!rule.verbs) return false;',
      },
    ],
  },
  {
    id: 'some-names-cover-all',
    exercise: '5.3',
    mistake: 'whoever has one name of a resource may give all of them',
    edits: [
      {
        file: escalation,
        find: '(part.resourceNames !== undefined && resourceNames.includes(part.resourceNames[0]))',
        replace: '(part.resourceNames === undefined || resourceNames.includes(part.resourceNames[0]))',
      },
    ],
  },
  {
    id: 'bindings-pass',
    exercise: '5.3',
    mistake: 'only roles are looked at, and whoever may write bindings gives themselves any role',
    edits: [
      {
        file: escalation,
        find: 'return isRole ? giftOfRole(resource.resource, object as Role) :',
        replace: 'if (!isRole) return undefined;\n  return isRole ? giftOfRole(resource.resource, object as Role) :',
      },
    ],
  },
  {
    id: 'aggregation-passes',
    exercise: '5.3',
    mistake: 'an aggregated role is judged by the rules that stand in it, and gets any other rule later',
    edits: [
      { file: escalation, find: 'role.aggregationRule ? everyRule : (role.rules ?? [])', replace: 'role.rules ?? []' },
    ],
  },
  {
    id: 'roles-of-any-group',
    exercise: '5.3',
    mistake: 'a custom kind whose resource is called roles is taken for the roles of RBAC',
    edits: [{ file: escalation, find: 'if (write.resource.group !== rbacGroup) return write;', replace: '' }],
  },
  {
    id: 'rules-alone-are-compared',
    exercise: '5.3',
    mistake: 'an update that makes a role an aggregated one passes, since its rules are as they were',
    edits: [{ file: escalation, find: "['rules', 'aggregationRule']", replace: "['rules']" }],
  },
  {
    id: 'aggregation-asks-for-everything',
    exercise: '5.3',
    mistake: 'whoever binds an aggregated role must have everything there is, and not what the role holds now',
    edits: [
      {
        file: escalation,
        find: '    return found;\n',
        replace:
          "    const role = kind === 'ClusterRole' && (await objects.get('clusterroles', '', name));\n    return role && role.aggregationRule ? everyRule : found;\n",
      },
    ],
  },
  {
    id: 'missing-role-is-asked-for-first',
    exercise: '5.3',
    mistake: 'a binding to a role that is not there is refused to those who may bind it, too',
    edits: [
      {
        file: escalation,
        find: '  if (!gift || (await mayAnyway',
        replace: '  if (gift) await gift.rules(objects);\n    if (!gift || (await mayAnyway',
      },
    ],
  },
  {
    id: 'every-update-is-judged',
    exercise: '5.3',
    mistake: 'an update that leaves the rules as they were is refused to those who do not have them',
    edits: [{ file: escalation, find: 'if (old && given.every(', replace: 'if (old && !object && given.every(' }],
  },
  {
    id: 'escalate-and-bind-are-one',
    exercise: '5.3',
    mistake: 'who may bind a role may write any rule into it as well',
    edits: [{ file: escalation, find: "return { verb: 'escalate', role:", replace: "return { verb: 'bind', role:" }],
  },
];
