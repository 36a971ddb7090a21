/**
 * Goal: everybody is who they can show to be, and nobody else.
 * Method: tables of credentials, each wrong one for one reason; a cluster that changes under a token; tokens of which a bit
 * was turned round.
 */
import { authenticate } from '#api-server/authenticate.ts';
import type { ApiRequest, UserInfo } from '#kit/kubernetes/http.ts';
import { about, exercise, show } from '../judge/exercise.ts';
import { type Gate, gate } from './5.2/identities.ts';
import { declareSignatureTests } from './5.2/signature-tests.ts';
import { declareTokenTests } from './5.2/token-tests.ts';
import { answer, contextOf, requestOf, sendThrough } from './contexts.ts';

const alice = { commonName: 'alice', organizations: ['dev', 'ops'] };
const bob: UserInfo = { name: 'bob', uid: '7', groups: ['dev'] };
const authenticated = 'system:authenticated';
const anonymous = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
const staticTokens = { s3cret: bob };

export default exercise('5.2', (test) => {
  test('A5', 'the first credential that is there says who asks', async (t) => {
    const aliceIs = { name: 'alice', groups: ['dev', 'ops', authenticated] };
    const bobIs = { ...bob, groups: ['dev', authenticated] };
    const bearer = (word: string) => ({ headers: { authorization: `${word} s3cret` } });
    const cases: [request: Partial<ApiRequest>, user: UserInfo, because: string][] = [
      [{}, anonymous, 'who shows nothing is anonymous'],
      [{ certificate: alice }, aliceIs, 'the common name is the user, the organizations are the groups'],
      [
        { certificate: { ...alice, organizations: [] } },
        { name: 'alice', groups: [authenticated] },
        'a user without groups',
      ],
      [bearer('Bearer'), bobIs, 'the user of the token'],
      [bearer('bearer'), bobIs, 'the word may be written in small letters'],
      [bearer('BEARER'), bobIs, 'and in capitals'],
      [{ certificate: alice, ...bearer('Bearer') }, aliceIs, 'the certificate counts before the token'],
      [{ certificate: alice, headers: { authorization: 'Bearer wrong' } }, aliceIs, 'then nobody asks about the token'],
      [
        { certificate: { ...alice, commonName: '' }, ...bearer('Bearer') },
        bobIs,
        'without a common name it says nothing',
      ],
      [{ certificate: { ...alice, commonName: '' } }, anonymous, 'without a common name it says nothing'],
      [{ headers: { authorization: 'Basic czNjcmV0' } }, anonymous, 'another scheme is no token'],
      [{ headers: { authorization: 's3cret' } }, anonymous, 'nor is a text without a scheme'],
      [{ headers: { authorization: 'Bearer' } }, anonymous, '`Bearer` and nothing behind it is no token'],
      [{ headers: { authorization: 'Bearer  ' } }, anonymous, '`Bearer` and nothing behind it is no token'],
    ];
    await t.forEach(cases, async ([request, user, because]) => {
      t.step(`a request comes with ${show(request)}`);
      t.equal(await userOf(gate({ staticTokens }), request), user, because);
    });
  });

  test('A5', "a token that is nobody's is refused, and never anonymous", async (t) => {
    const names = ['wrong', 's3cret2', 's3cre', 'S3CRET', '__proto__', 'constructor', 'a.b.c', '..', 'toString'];
    await t.forEach(names, async (token) => {
      t.step(`the only static token is "s3cret"; a request comes with "Bearer ${token}"`);
      const refused = () => userOf(gate({ staticTokens }), { headers: { authorization: `Bearer ${token}` } });
      await t.throws(refused, 'Unauthorized', 'who claims to be somebody must be somebody');
    });
  });

  test('A5', 'without anonymous users a request must show something', async (t) => {
    const strict = { staticTokens, anonymous: false };
    t.step('anonymous users are not let in; a request comes with nothing');
    await t.throws(() => userOf(gate(strict), {}), 'Unauthorized', 'nobody may stay unknown here');
    t.step('a request comes with "Bearer s3cret"');
    const { name } = await userOf(gate(strict), { headers: { authorization: 'Bearer s3cret' } });
    t.equal(name, 'bob', 'who shows something is let in as before');
  });

  test('A6', 'a user is in the group of the authenticated once', async (t) => {
    const cases = [[], ['dev'], [authenticated], [authenticated, 'dev']];
    await t.forEach(cases, async (groups) => {
      t.step(`a certificate, and a token, of a user with the groups ${show(groups)}`);
      const hand = gate({ staticTokens: { s3cret: { name: 'bob', groups } } });
      const expected = [...new Set([...groups, authenticated])].sort();
      const byCertificate = await userOf(hand, { certificate: { commonName: 'bob', organizations: groups } });
      t.equal([...byCertificate.groups].sort(), expected, 'these groups and no others, by certificate');
      const byToken = await userOf(hand, { headers: { authorization: 'Bearer s3cret' } });
      t.equal([...byToken.groups].sort(), expected, 'these groups and no others, by token');
    });
  });

  test('A6', 'the settings stay as they are', async (t) => {
    const settings = { staticTokens: { s3cret: { name: 'bob', groups: ['dev'] } } };
    const certificate = { commonName: 'alice', organizations: ['dev'] };
    const hand = gate(settings);
    t.step('a request with "Bearer s3cret", of bob of the group "dev", and one with a certificate of alice of "dev"');
    await userOf(hand, { headers: { authorization: 'Bearer s3cret' } });
    await userOf(hand, { certificate });
    const after = { bob: settings.staticTokens.s3cret.groups, alice: certificate.organizations };
    t.equal(after, { bob: ['dev'], alice: ['dev'] }, 'these lists belong to others: the user gets a list of its own');
  });

  declareSignatureTests(about('jwt.ts', test));
  declareTokenTests(about('tokens.ts', test));

  test('A5', 'the link passes the user on, and nobody who is nobody', async (t) => {
    const { authenticator } = gate({ staticTokens });
    const link = authenticate(authenticator);
    const good = contextOf(requestOf('GET', '/version', { headers: { authorization: 'Bearer s3cret' } }));
    t.step('a request with "Bearer s3cret" goes through the link');
    const { reached, response } = await sendThrough(link, good);
    const expected = [{ ...good, user: { ...bob, groups: ['dev', authenticated] } }];
    t.equal(reached, expected, 'the next handler gets the user, and the rest as it was');
    t.equal(response, answer, "the answer is the next handler's");
    let wasReached = false;
    const handler = link(async () => {
      wasReached = true;
      return answer;
    });
    const bad = contextOf(requestOf('GET', '/version', { headers: { authorization: 'Bearer wrong' } }));
    t.step('a request with "Bearer wrong" goes through the link');
    await t.throws(() => handler(bad), 'Unauthorized', 'it is refused');
    t.equal(wasReached, false, 'a request that is refused must not get any further');
  });
});

function userOf({ authenticator }: Gate, request: Partial<ApiRequest>): Promise<UserInfo> {
  return authenticator.authenticate(requestOf('GET', '/version', request));
}
