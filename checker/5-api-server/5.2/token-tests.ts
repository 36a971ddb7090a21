/** What the tokens of service accounts and of new nodes are worth: a part of 5.2. */
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { badBootstrapTokens, badSecrets, goodSecrets } from './bootstrap-cases.ts';
import {
  account,
  bootstrapToken,
  type Gate,
  gate,
  goodClaims,
  keys,
  noon,
  oldKeys,
  pod,
  podless,
  userOfAccount,
  userOfPod,
} from './identities.ts';
import { signedToken } from './signed-tokens.ts';
import { badClaims, goodOnes, laterClusters } from './token-cases.ts';

const authenticated = 'system:authenticated';

export function declareTokenTests(test: DeclareTest): void {
  test('A8', "a service account's token says who it is", async (t) => {
    await t.forEach(goodOnes, async ([claims, because]) => {
      t.step(`it is ${noon} s since 1970; a token of a pod says ${show(claims)}`);
      t.equal(await tokenUser(gate(), signedToken(claims, keys())), userOfPod, because);
    });
    t.step('a token without a pod');
    t.equal(await tokenUser(gate(), signedToken(podless, oldKeys())), userOfAccount, 'there is no pod to speak of');
  });

  test('A8', "a token is nobody's for each thing that is wrong with its claims", async (t) => {
    await t.forEach(badClaims, async ([claims, because]) => {
      t.step(`it is ${noon} s since 1970; a token that is signed well says ${show(claims)}`);
      t.equal(await tokenUser(gate(), signedToken(claims, keys())), undefined, because);
    });
  });

  test('A8', 'a token is good only while what it speaks of is there', async (t) => {
    await t.forEach(laterClusters, async ([isGood, objects, because]) => {
      const hand = gate({}, objects);
      t.step(`a good token of a pod, but in the cluster there is ${show(objects.map(inShort))}`);
      t.equal(await tokenUser(hand, signedToken(goodClaims, keys())), isGood ? userOfPod : undefined, because);
    });
  });

  test('A8', 'nothing of a token is remembered', async (t) => {
    const hand = gate();
    const token = signedToken(goodClaims, keys());
    const isSomebody = async (says: string, expected: boolean, because: string) => {
      t.step(`${says}; the token is shown`);
      t.equal((await tokenUser(hand, token)) !== undefined, expected, because);
    };
    await isSomebody('account and pod are there', true, 'all is well');
    hand.cluster.remove(pod);
    await isSomebody('the pod is deleted', false, 'with the pod its token has ended');
    hand.cluster.put(pod);
    await isSomebody('the same pod is there again', true, 'its uid is the same');
    hand.cluster.remove(account);
    await isSomebody('the account is deleted', false, 'with the account its tokens have ended');
    hand.cluster.put(account);
    hand.isAt(599);
    await isSomebody('a second before `exp`', true, 'it is still good');
    hand.isAt(600);
    await isSomebody('at `exp`', false, 'it was good until now');
  });

  test('A8', 'a token for others is good where it is asked for them', async (t) => {
    const { authenticator } = gate({ staticTokens: { s3cret: { name: 'bob', groups: [] } } });
    const token = signedToken({ ...podless, aud: ['vault'] }, keys());
    t.step('a token for the audience "vault"');
    t.equal(await authenticator.userOfToken(token), undefined, 'it is not meant for the server');
    t.equal(await authenticator.userOfToken(token, ['vault']), userOfAccount, 'it is meant for "vault"');
    t.equal(await authenticator.userOfToken(token, ['x', 'vault']), userOfAccount, 'one of those asked for is enough');
    const own = signedToken(podless, keys());
    t.equal(
      await authenticator.userOfToken(own, ['vault']),
      undefined,
      "the server's own token is not meant for others",
    );
    const { name } = (await authenticator.userOfToken('s3cret', ['vault'])) ?? { name: undefined };
    t.equal(name, 'bob', 'a static token is for all');
  });

  test('A8', 'without keys no service account has a token', async (t) => {
    const hand = gate({ serviceAccounts: undefined });
    t.step('the settings have no `serviceAccounts`; a token that another server has signed');
    t.equal(await tokenUser(hand, signedToken(goodClaims, keys())), undefined, 'nobody can say whose it is');
    t.equal((await tokenUser(hand, bootstrapToken))?.name, 'system:bootstrap:abcdef', 'bootstrap tokens need no keys');
  });

  test('A9', 'a bootstrap token is good while its Secret says so', async (t) => {
    await t.forEach(goodSecrets, async ([secret, extra, because]) => {
      t.step(`the Secret says ${show(textsIn(secret))}`);
      const groups = ['system:bootstrappers', ...extra, authenticated];
      t.equal(
        await tokenUser(gate({}, [secret]), bootstrapToken),
        { name: 'system:bootstrap:abcdef', groups },
        because,
      );
    });
  });

  test('A9', "a bootstrap token is nobody's for each thing that is wrong", async (t) => {
    await t.forEach(badSecrets, async ([secret, because]) => {
      t.step(
        secret
          ? `${secret.type} ${secret.metadata.namespace}/${secret.metadata.name} says ${show(textsIn(secret))}`
          : 'no Secret',
      );
      t.equal(await tokenUser(gate({}, secret ? [secret] : []), bootstrapToken), undefined, because);
    });
    await t.forEach(badBootstrapTokens, async (token) => {
      t.step(`the token is "abcdef.0123456789abcdef"; "${token}" is shown`);
      t.equal(await tokenUser(gate(), token), undefined, 'that is another token, or none at all');
    });
  });
}

function tokenUser({ authenticator }: Gate, token: string): Promise<UserInfo | undefined> {
  return authenticator.userOfToken(token);
}

function inShort({ kind, metadata }: KubernetesObject): string {
  const { name, namespace, ...rest } = metadata;
  return `${kind} ${namespace}/${name} ${show(rest)}`;
}

function textsIn({ data, metadata }: KubernetesObject): Record<string, string> {
  const texts = Object.entries((data ?? {}) as Record<string, string>);
  const { deletionTimestamp } = metadata;
  const isGoing: Record<string, string> = deletionTimestamp ? { deletionTimestamp: String(deletionTimestamp) } : {};
  return {
    ...Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text, 'base64').toString()])),
    ...isGoing,
  };
}
