import type { Bug } from '../../judge/lesson.ts';

const [auth, permissions] = ['auth.ts', 'permissions.ts'];

export const bugs: Bug[] = [
  {
    id: 'nested-txn-not-checked',
    exercise: '4.10',
    mistake: 'what stands in a transaction inside a transaction needs no permission',
    edits: [
      {
        file: permissions,
        find: '.flatMap((operation: RequestOp) => needsOf(operation, keysOf));',
        replace: ".flatMap((operation: RequestOp) => (operation.type === 'txn' ? [] : needsOf(operation, keysOf)));",
      },
    ],
  },
  {
    id: 'failure-branch-not-checked',
    exercise: '4.10',
    mistake: 'the failure branch of a transaction needs no permission',
    edits: [
      {
        file: permissions,
        find: 'const inside = [...success, ...failure].flatMap',
        replace: 'const inside = (failure.length < 0 ? failure : success).flatMap',
      },
    ],
  },
  {
    id: 'comparing-is-free',
    exercise: '4.10',
    mistake: 'who compares a key in a transaction learns of its value without the permission to read it',
    edits: [
      {
        file: permissions,
        find: 'return [...compare.map((each: Compare) => read(each)), ...inside];',
        replace: 'return compare.length < 0 ? [read(compare[0] as Compare)] : inside;',
      },
    ],
  },
  {
    id: 'prev-kv-is-free',
    exercise: '4.10',
    mistake: 'a put that asks for the previous value reads without the permission to',
    edits: [
      {
        file: permissions,
        find: 'return [write({ key }), ...(prevKv ? [read({ key })] : [])];',
        replace: 'return [write({ key }), ...(prevKv === null ? [read({ key })] : [])];',
      },
    ],
  },
  {
    id: 'delete-reads-for-free',
    exercise: '4.10',
    mistake: 'a delete that asks for the previous values reads without the permission to',
    edits: [
      { file: permissions, find: '...(request.request.prevKv ? [read(request.request)] : [])', replace: '...[]' },
    ],
  },
  {
    id: 'revoke-deletes-for-free',
    exercise: '4.10',
    mistake: "who revokes a lease has other people's keys deleted without the permission to",
    edits: [{ file: permissions, find: 'return writeAll(keysOf(request.id));', replace: 'return [];' }],
  },
  {
    id: 'foreign-lease',
    exercise: '4.10',
    mistake: "a key can be bound to a lease with other people's keys, and they can be made to go away with it",
    edits: [
      {
        file: permissions,
        find: 'return [...needsOfPut(request.request), ...writeAll(keysOf(request.request.lease ?? 0n))];',
        replace: 'return needsOfPut(request.request);',
      },
    ],
  },
  {
    id: 'keys-of-a-lease-for-free',
    exercise: '4.10',
    mistake: 'the keys of a lease are told to everybody',
    edits: [
      {
        file: permissions,
        find: 'return request.keys ? keysOf(request.id).map((key) => read({ key })) : [];',
        replace: 'return [];',
      },
    ],
  },
  {
    id: 'write-is-read',
    exercise: '4.10',
    mistake: 'who may write a key may read it as well',
    edits: [
      {
        file: permissions,
        find: ".filter(({ type }) => type === access || type === 'readwrite')",
        replace: ".filter(({ type }) => type !== (access === 'write' ? 'read' : undefined))",
      },
    ],
  },
  {
    id: 'readwrite-is-no-read',
    exercise: '4.10',
    mistake: 'a permission to read and write is found neither for reading nor for writing',
    edits: [{ file: permissions, find: "type === access || type === 'readwrite'", replace: 'type === access' }],
  },
  {
    id: 'one-permission-must-do',
    exercise: '4.10',
    mistake: 'a range must be covered by one permission alone, though several together leave no gap',
    edits: [
      {
        file: permissions,
        find: 'if (compareBytes(end, reached) > 0) reached = end;\n',
        replace:
          'reached = wanted.start;\n    if (compareBytes(end, reached) > 0 && compareBytes(start, reached) <= 0) reached = end;\n',
      },
    ],
  },
  {
    id: 'gaps-are-not-seen',
    exercise: '4.10',
    mistake: 'a gap between two permissions goes unnoticed',
    edits: [
      {
        file: permissions,
        find: 'if (compareBytes(start, reached) > 0) return false;',
        replace: 'if (compareBytes(start, reached) > 0 && reached === wanted.start) return false;',
      },
    ],
  },
  {
    id: 'beginning-is-enough',
    exercise: '4.10',
    mistake: 'only the first key of a range is looked at',
    edits: [
      {
        file: permissions,
        find: 'if (wanted.end !== undefined && compareBytes(reached, wanted.end) >= 0) return true;',
        replace: 'if (compareBytes(reached, wanted.start) > 0) return true;',
      },
    ],
  },
  {
    id: 'permissions-unsorted',
    exercise: '4.10',
    mistake: 'permissions add up only in the order in which they were granted',
    edits: [
      { file: permissions, find: '.sort((a, b) => compareBytes(a.start, b.start))', replace: '.slice()' },
      {
        file: auth,
        find: 'roles.set(role, [...others, permission].sort(byKeys));',
        replace: 'roles.set(role, [...others, permission]);',
      },
    ],
  },
  {
    id: 'enabled-without-root',
    exercise: '4.10',
    mistake: 'authentication can be switched on without a root, and then nobody can ever switch it off',
    edits: [
      {
        file: auth,
        find: "if (!users.has(root)) throw etcdFailure('root-user-missing');\n",
        replace: 'if (!users.has(root)) users.set(root, { roles: [root] });\n',
      },
    ],
  },
  {
    id: 'root-without-its-role',
    exercise: '4.10',
    mistake: 'authentication can be switched on while the user root has not the role root',
    edits: [
      {
        file: auth,
        find: "if (!users.get(root)!.roles.includes(root)) throw etcdFailure('root-role-missing');",
        replace: '',
      },
    ],
  },
  {
    id: 'anybody-changes-users',
    exercise: '4.10',
    mistake: 'whoever has any permissions may change users and roles',
    edits: [
      {
        file: auth,
        find: "if (request.type === 'auth') return auth.checkRoot(name);",
        replace: "if (request.type === 'auth') return void known(name);",
      },
    ],
  },
  {
    id: 'root-needs-permissions',
    exercise: '4.10',
    mistake: 'root must have a permission for each key, too',
    edits: [{ file: auth, find: '      if (user.roles.includes(root)) return;\n', replace: '' }],
  },
  {
    id: 'first-role-only',
    exercise: '4.10',
    mistake: 'only the first role of a user counts',
    edits: [{ file: auth, find: 'user.roles.flatMap((role)', replace: 'user.roles.slice(0, 1).flatMap((role)' }],
  },
  {
    id: 'permissions-pile-up',
    exercise: '4.10',
    mistake: 'a permission is added beside the one for the same keys, which then cannot be narrowed',
    edits: [
      {
        file: auth,
        find: 'const others = getRole(role).filter((each) => !hasSameKeys(each, permission));',
        replace: 'const others = getRole(role);',
      },
    ],
  },
  {
    id: 'deleted-role-stays-granted',
    exercise: '4.10',
    mistake: 'a role that is deleted is still one of its users’ roles',
    edits: [
      {
        file: auth,
        find: '      for (const user of users.values()) user.roles = user.roles.filter((each) => each !== role);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'unknown-role-granted',
    exercise: '4.10',
    mistake: 'a role that does not exist can be granted',
    edits: [{ file: auth, find: 'if (role !== root) getRole(role);\n', replace: '' }],
  },
  {
    id: 'revoke-of-nothing',
    exercise: '4.10',
    mistake: 'a permission that a role does not have is taken away without a word',
    edits: [
      {
        file: auth,
        find: "if (left.length === permissions.length) throw etcdFailure('permission-not-granted');",
        replace: '',
      },
    ],
  },
  {
    id: 'old-password-still-good',
    exercise: '4.10',
    mistake: 'a token is given out for a password that was changed while it was checked',
    edits: [
      {
        file: auth,
        find: 'if (users.get(name)?.passwordHash !== passwordHash) throw',
        replace: "if (!users.has(name) || passwordHash === '') throw",
      },
    ],
  },
  {
    id: 'token-while-off',
    exercise: '4.10',
    mistake: 'tokens are given out while authentication is off',
    edits: [{ file: auth, find: "if (!enabled) throw etcdFailure('auth-not-enabled');\n", replace: '' }],
  },
  {
    id: 'no-keys-are-allowed',
    exercise: '4.10',
    mistake: 'a range without keys is taken for one that everybody may read',
    edits: [
      {
        file: permissions,
        find: 'if (!isBefore(wanted.start, wanted.end)) return false;',
        replace: 'if (!isBefore(wanted.start, wanted.end)) return true;',
      },
    ],
  },
  {
    id: 'roles-unsorted',
    exercise: '4.10',
    mistake: 'the roles of a user come in the order in which they were given',
    edits: [
      {
        file: 'auth.ts',
        find: 'user.roles = [...user.roles, role].sort();',
        replace: 'user.roles = [...user.roles, role];',
      },
    ],
  },
  {
    id: 'covered-without-sorting',
    exercise: '4.10',
    mistake: 'the permissions of several roles add up only if the roles come in their order',
    edits: [
      {
        file: 'permissions.ts',
        find: '    .map(spanOf)\n    .sort((a, b) => compareBytes(a.start, b.start));',
        replace: '    .map(spanOf);',
      },
    ],
  },
  {
    id: 'first-key-of-a-lease',
    exercise: '4.10',
    mistake: 'who revokes a lease needs the permission for the first of its keys only',
    edits: [
      {
        file: 'permissions.ts',
        find: 'return writeAll(keysOf(request.id));',
        replace: 'return writeAll(keysOf(request.id).slice(0, 1));',
      },
    ],
  },
  {
    id: 'leases-without-a-user',
    exercise: '4.10',
    mistake: 'for a request about leases nobody needs to say who they are',
    edits: [
      {
        file: 'auth.ts',
        find: '      const user = known(name);\n      if (user.roles',
        replace:
          "      if (request.type === 'lease-grant') return;\n      const user = known(name);\n      if (user.roles",
      },
    ],
  },
  {
    id: 'time-to-live-unchecked',
    exercise: '4.10',
    mistake: 'the keys of a lease are told without looking whether the user may read them',
    edits: [
      {
        file: 'client-api.ts',
        find: "      auth.check(user, { type: 'lease-time-to-live', id, keys }, leases.keysOf);\n",
        replace: '      void user;\n',
      },
    ],
  },
  {
    id: 'checked-before-up-to-date',
    exercise: '4.10',
    mistake: 'a read is checked against what the member knew before it was up to date',
    edits: [
      {
        file: 'client-api.ts',
        find: "      if (!request.serializable) await upToDate();\n      auth.check(user, { type: 'range', request });",
        replace:
          "      auth.check(user, { type: 'range', request });\n      if (!request.serializable) await upToDate();",
      },
    ],
  },
  {
    id: 'root-keeps-every-role',
    exercise: '4.10',
    mistake: 'the user root can be taken no role at all',
    edits: [{ file: 'auth.ts', find: 'protect(name === root && role === root);', replace: 'protect(name === root);' }],
  },
];
