// Goal: users and roles work over the wire as in etcd. Method: the real etcdctl's user, role and auth commands, and requests
// with --user. The same on the real etcd, so that what is expected here is etcd's. Skipped where it is not installed.
import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isInstalled, type RunningServer, startReal, startReference } from '../checker/conformance/etcd/servers.ts';

function etcdctl({ endpoint }: RunningServer, command: string): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync('etcdctl', [`--endpoints=${endpoint}`, ...command.split(' ')], {
    env: { ...process.env, ETCDCTL_API: '3' },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

/** What is typed, and what comes back; a regular expression is looked for among the errors. */
const conversation: [command: string, expected: string | RegExp][] = [
  ['user add root --new-user-password secret', 'User root created\n'],
  ['user add alice:sesame', 'User alice created\n'],
  ['user add alice:sesame', /user name already exists/],
  ['role add root', 'Role root created\n'],
  ['user grant-role root root', 'Role root is granted to user root\n'],
  ['role add reader', 'Role reader created\n'],
  ['role grant-permission reader read a c', 'Role reader updated\n'],
  ['role grant-permission reader readwrite d', 'Role reader updated\n'],
  ['user grant-role alice reader', 'Role reader is granted to user alice\n'],
  ['user grant-role alice none', /role name not found/],
  ['put a 1', 'OK\n'],
  ['put d 4', 'OK\n'],
  ['auth enable', 'Authentication Enabled\n'],
  ['get a', /user name is empty/],
  ['--user alice:wrong get a', /authentication failed, invalid user ID or password/],
  ['--user alice:sesame get a', 'a\n1\n'],
  ['--user alice:sesame get a d', /permission denied/],
  ['--user alice:sesame put a 2', /permission denied/],
  ['--user alice:sesame put d 5', 'OK\n'],
  ['--user alice:sesame user list', /permission denied/],
  ['--user alice:sesame user get alice', 'User: alice\nRoles: reader\n'],
  ['--user root:secret user list', 'alice\nroot\n'],
  ['--user root:secret role get reader', 'Role reader\nKV Read:\n\t[a, c)\n\td\nKV Write:\n\td\n'],
  ['--user root:secret role revoke-permission reader d', 'Permission of key d is revoked from role reader\n'],
  ['--user alice:sesame get d', /permission denied/],
  ['--user root:secret user revoke-role alice reader', 'Role reader is revoked from user alice\n'],
  ['--user alice:sesame get a', /permission denied/],
  ['--user root:secret user delete alice', 'User alice deleted\n'],
  ['--user alice:sesame get a', /authentication failed/],
  ['--user root:secret auth disable', 'Authentication Disabled\n'],
  ['get d', 'd\n5\n'],
];

for (const [whose, start] of Object.entries({ 'the reference': startReference, 'the real etcd': startReal })) {
  const declare = isInstalled('etcdctl') && isInstalled('etcd') ? test : test.skip;
  declare(`${whose}: users, roles and permissions`, async () => {
    const server = await start();
    try {
      for (const [command, expected] of conversation) {
        const { code, out, err } = etcdctl(server, command);
        assert.is(code === 0, typeof expected === 'string', `${command}: ${out}${err}`);
        if (typeof expected === 'string') assert.is(out, expected, command);
        else assert.match(err, expected);
      }
    } finally {
      await server.stop();
    }
  });
}

test.run();
