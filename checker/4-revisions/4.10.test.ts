/**
 * Goal: nobody reads or writes what their roles do not allow, in however roundabout a way, at whichever member.
 * Method: tables of permissions and of requests; what may be changed of users and roles; then a cluster, asked through
 * all its members, before and after a restart.
 */
import type { AuthChange } from '#kit/etcd/auth-api.ts';
import type { Request } from '#revisions/permissions.ts';
import { exercise } from '../judge/exercise.ts';
import { authInHand, may } from './auth-hand.ts';
import { declareAuthServerTests } from './auth-server-tests.ts';
import { coverings, keysOfLease, needs } from './needs.ts';
import { deleteOf, putOf, rangeOf } from './requests.ts';
import { selectionInWords } from './words.ts';

export default exercise('4.10', (test) => {
  test('V30', 'until authentication is on, everybody may do everything', async (t) => {
    const hand = authInHand(t);
    hand.role('nothing');
    hand.user('alice', 'nothing');
    const put: Request = { type: 'put', request: putOf('a', '1') };
    for (const user of [undefined, 'alice', 'nobody']) hand.allows(user, put, 'authentication is not on');
    await t.throws(() => hand.apply({ type: 'enable' }), 'root-user-missing', 'nobody could switch it off again');
    hand.user('root');
    await t.throws(() => hand.apply({ type: 'enable' }), 'root-role-missing', 'root needs the role root');
    t.equal(hand.auth.isEnabled(), false, 'what is refused changes nothing');
    hand.apply({ type: 'user-grant-role', name: 'root', role: 'root' });
    hand.apply({ type: 'enable' });
    t.equal(hand.auth.isEnabled(), true, 'now it is on');
    await t.throws(() => hand.auth.check('alice', put), 'permission-denied', 'the role of alice allows nothing');
    await t.throws(() => hand.auth.check(undefined, put), 'user-empty', 'whoever says nothing of who they are');
    await t.throws(() => hand.auth.check('nobody', put), 'permission-denied', 'there is no such user');
    hand.allows('root', put, 'root may do everything');
    hand.apply({ type: 'disable' });
    hand.allows('alice', put, 'nothing forbids it to alice');
  });

  test('V30', 'permissions cover a range if together they leave no gap', async (t) => {
    await t.forEach(coverings, async ([isAllowed, keys, permissions, because]) => {
      const hand = authInHand(t);
      hand.role('some', ...permissions);
      hand.user('alice', 'some');
      hand.enable();
      const request: Request = { type: 'range', request: rangeOf(keys) };
      t.step(`alice asks for a range of ${typeof keys === 'string' ? keys : keys.join(' to ').replace('\0', '\\0')}`);
      if (isAllowed) hand.allows('alice', request, because);
      else await t.throws(() => hand.auth.check('alice', request), 'permission-denied', because);
    });
  });

  test('V30', 'a request is allowed only if everything in it is', async (t) => {
    await t.forEach(needs, async ([words, request, permissions]) => {
      const keysOf = (lease: bigint) => (keysOfLease[`${lease}`] ?? []).map((key) => putOf(key, '').key);
      const all = [...permissions];
      for (const missing of all) {
        const hand = authInHand(t);
        hand.role('some', ...all.filter((each) => each !== missing));
        hand.user('alice', 'some');
        hand.enable();
        t.step(`alice asks for ${words}`);
        const because = `without the permission to ${missing.type} ${selectionInWords(missing)} it must be denied`;
        await t.throws(() => hand.auth.check('alice', request, keysOf), 'permission-denied', because);
      }
      const hand = authInHand(t);
      hand.role('some', ...all);
      hand.user('alice', 'some');
      hand.enable();
      t.step(`alice asks for ${words}`);
      hand.allows('alice', request, 'alice has all the permissions that it takes', keysOf);
    });
  });

  test('V30', 'permissions come from all roles of a user, and go with them at once', async (t) => {
    const hand = authInHand(t);
    hand.role('reader', may('read', ['a', 'c']));
    hand.role('writer', may('write', 'a'));
    hand.user('alice', 'reader', 'writer');
    hand.user('bob', 'reader');
    hand.enable();
    const put: Request = { type: 'put', request: putOf('a', '1', { prevKv: true }) };
    hand.allows('alice', put, 'nothing forbids it to alice');
    await t.throws(() => hand.auth.check('bob', put), 'permission-denied', 'bob is no writer');
    hand.apply({ type: 'user-revoke-role', name: 'alice', role: 'writer' });
    await t.throws(() => hand.auth.check('alice', put), 'permission-denied', 'alice is no writer any more');
    hand.apply({ type: 'role-grant-permission', role: 'reader', permission: may('readwrite', ['a', 'c']) });
    hand.allows('bob', put, 'the roles of bob allow it now');
    t.equal(hand.auth.permissionsOf('reader').length, 1, 'a permission replaces the one for just the same keys');
    hand.apply({ type: 'role-revoke-permission', role: 'reader', ...rangeOf(['a', 'c']) });
    await t.throws(() => hand.auth.check('bob', put), 'permission-denied', 'the permission was taken away');
    hand.apply({ type: 'role-grant-permission', role: 'writer', permission: may('readwrite', 'a') });
    for (const time of ['once', 'twice']) {
      t.step(`bob becomes a writer, ${time}`);
      hand.auth.apply({ type: 'user-grant-role', name: 'bob', role: 'writer' });
    }
    t.equal(hand.auth.rolesOf('bob'), ['reader', 'writer'], 'to give a role twice is no error, and changes nothing');
    hand.allows('bob', put, 'the roles of bob allow it now');
    hand.apply({ type: 'role-delete', role: 'writer' });
    await t.throws(() => hand.auth.check('bob', put), 'permission-denied', 'the role was deleted');
    t.equal(hand.auth.rolesOf('bob'), ['reader'], 'and is no role of bob any more');
  });

  test('V30', 'permissions of several roles add up, in whatever order the roles are', (t) => {
    const hand = authInHand(t);
    hand.role('first', may('read', ['c', 'e']));
    hand.role('second', may('read', ['a', 'c']));
    hand.user('alice', 'second', 'first');
    hand.user('bob', 'first', 'second');
    hand.enable();
    t.equal(hand.auth.rolesOf('alice'), ['first', 'second'], 'the roles of a user are told sorted');
    const range: Request = { type: 'range', request: rangeOf(['a', 'e']) };
    for (const user of ['alice', 'bob']) hand.allows(user, range, 'the two together leave no gap');
  });

  test('V30', 'other requests about leases need a user, and no permission', async (t) => {
    const hand = authInHand(t);
    hand.user('alice');
    hand.enable();
    const requests: [words: string, request: Request][] = [
      ['a lease', { type: 'lease-grant', id: 9n, ttl: 10 }],
      ['the end of a lease without keys', { type: 'lease-revoke', id: 9n }],
      ['the time of a lease', { type: 'lease-time-to-live', id: 9n, keys: false }],
    ];
    for (const [words, request] of requests) {
      t.step(`alice asks for ${words}`);
      hand.allows('alice', request, 'alice is a user');
      t.step(`somebody who does not say who asks for ${words}`);
      await t.throws(() => hand.auth.check(undefined, request), 'user-empty', 'nobody in particular is no user');
    }
  });

  test('V31', 'root may lose what does not lock it out', (t) => {
    const hand = authInHand(t);
    hand.role('reader', may('read', 'a'));
    hand.user('alice', 'reader');
    hand.enable();
    hand.apply({ type: 'user-grant-role', name: 'root', role: 'reader' });
    hand.apply({ type: 'user-revoke-role', name: 'root', role: 'reader' });
    t.equal(hand.auth.rolesOf('root'), ['root'], 'only the role root must stay');
    hand.apply({ type: 'user-grant-role', name: 'alice', role: 'root' });
    hand.apply({ type: 'user-revoke-role', name: 'alice', role: 'root' });
    t.equal(hand.auth.rolesOf('alice'), ['reader'], 'and only with the user root');
  });

  test('V30', 'users and roles are changed by root alone', async (t) => {
    const hand = authInHand(t);
    hand.role('all', may('readwrite', ['\0', '\0']));
    hand.user('alice', 'all');
    hand.user('eve', 'all');
    hand.apply({ type: 'user-grant-role', name: 'eve', role: 'root' });
    hand.enable();
    const change: Request = { type: 'auth', change: { type: 'role-add', role: 'mine' } };
    await t.throws(
      () => hand.auth.check('alice', change),
      'permission-denied',
      'alice may do everything with keys only',
    );
    await t.throws(() => hand.auth.check(undefined, change), 'user-empty', 'nobody in particular is not root');
    hand.allows('root', change, 'root may do everything');
    hand.allows('eve', change, 'who has the role root may do everything');
    const everything: Request = { type: 'delete-range', request: deleteOf(['\0', '\0']) };
    hand.allows('eve', everything, 'who has the role root may do everything');
  });

  test('V31', 'a change that cannot be is refused, and changes nothing', async (t) => {
    const refused: [code: string, change: AuthChange][] = [
      ['user-exists', { type: 'user-add', name: 'alice' }],
      ['user-empty', { type: 'user-add', name: '' }],
      ['user-not-found', { type: 'user-delete', name: 'bob' }],
      ['user-not-found', { type: 'user-change-password', name: 'bob', passwordHash: 'x' }],
      ['user-not-found', { type: 'user-grant-role', name: 'bob', role: 'reader' }],
      ['role-not-found', { type: 'user-grant-role', name: 'alice', role: 'writer' }],
      ['role-not-granted', { type: 'user-revoke-role', name: 'alice', role: 'writer' }],
      ['role-exists', { type: 'role-add', role: 'reader' }],
      ['role-not-found', { type: 'role-delete', role: 'writer' }],
      ['role-not-found', { type: 'role-grant-permission', role: 'writer', permission: may('read', 'a') }],
      ['permission-not-granted', { type: 'role-revoke-permission', role: 'reader', ...rangeOf('b') }],
      ['permission-not-granted', { type: 'role-revoke-permission', role: 'reader', ...rangeOf(['a', 'b']) }],
      ['invalid-auth-management', { type: 'user-delete', name: 'root' }],
      ['invalid-auth-management', { type: 'role-delete', role: 'root' }],
      ['invalid-auth-management', { type: 'user-revoke-role', name: 'root', role: 'root' }],
    ];
    await t.forEach(refused, async ([code, change]) => {
      const hand = authInHand(t);
      hand.role('reader', may('read', 'a'));
      hand.user('alice', 'reader');
      hand.enable();
      const before = hand.auth.snapshot();
      await t.throws(() => hand.apply(change), code, 'this must be refused');
      t.equal(hand.auth.snapshot(), before, 'what is refused changes nothing');
    });
  });

  test('V31', 'a token stands for its user until the user changes', async (t) => {
    const hand = authInHand(t);
    hand.user('alice');
    const token = (name: string, passwordHash = `the hash of ${name}'s`): AuthChange => ({
      type: 'token',
      name,
      token: `${name}'s`,
      passwordHash,
    });
    await t.throws(() => hand.apply(token('alice')), 'auth-not-enabled', 'authentication is not on');
    hand.enable();
    hand.apply(token('alice'));
    t.equal(hand.auth.userOf("alice's"), 'alice', 'it stands for alice');
    await t.throws(() => hand.auth.userOf('made up'), 'invalid-auth-token', 'nobody gave this one out');
    const stale = token('alice', 'the hash of an old password');
    await t.throws(() => hand.apply(stale), 'authentication-failed', 'the password was changed meanwhile');
    await t.throws(() => hand.apply(token('bob')), 'authentication-failed', 'there is no bob');
    hand.apply({ type: 'user-change-password', name: 'alice', passwordHash: 'new' });
    await t.throws(() => hand.auth.userOf("alice's"), 'invalid-auth-token', 'with the password the tokens go');
    hand.apply(token('alice', 'new'));
    hand.apply({ type: 'user-delete', name: 'alice' });
    await t.throws(() => hand.auth.userOf("alice's"), 'invalid-auth-token', 'alice was deleted');
    hand.apply(token('root'));
    t.equal(hand.auth.userOf("root's"), 'root', 'it stands for root');
    hand.apply({ type: 'disable' });
    hand.apply({ type: 'enable' });
    await t.throws(() => hand.auth.userOf("root's"), 'invalid-auth-token', 'authentication was off meanwhile');
  });

  test('V31', 'users and roles are in a snapshot, and tokens are not', async (t) => {
    const [hand, other] = [authInHand(t), authInHand(t)];
    hand.role('reader', may('read', ['a', 'c']), may('write', 'x'));
    hand.user('bob', 'reader');
    hand.user('alice');
    hand.enable();
    hand.apply({ type: 'token', name: 'bob', token: "bob's", passwordHash: "the hash of bob's" });
    t.step('snapshot(), and restore() of that in another place');
    other.auth.restore(hand.auth.snapshot());
    t.equal(other.auth.isEnabled(), true, 'authentication is on');
    t.equal(other.auth.users(), ['alice', 'bob', 'root'], 'the users, sorted');
    t.equal(other.auth.rolesOf('bob'), ['reader'], 'with their roles');
    t.equal(other.auth.permissionsOf('reader'), hand.auth.permissionsOf('reader'), 'and the permissions of those');
    t.equal(other.auth.passwordHashOf('bob'), "the hash of bob's", 'and their passwords');
    await t.throws(() => other.auth.userOf("bob's"), 'invalid-auth-token', 'who has a token asks for another');
    other.auth.check('bob', { type: 'range', request: rangeOf(['a', 'c']) });
    other.auth.restore(undefined);
    t.equal([other.auth.isEnabled(), other.auth.users()], [false, []], 'nothing stands for no users at all');
  });

  declareAuthServerTests(test);
});
