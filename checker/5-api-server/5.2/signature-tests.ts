/** Which tokens a key has signed, and which only look so: a part of 5.2. */
import { verifyToken } from '#api-server/jwt.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { goodClaims, keys, oldKeys, podless } from './identities.ts';
import {
  ellipticKeys,
  encoded,
  rsaKeys,
  signedToken,
  signedWithPublicKey,
  unsignedToken,
  withBitTurned,
} from './signed-tokens.ts';

export function declareSignatureTests(test: DeclareTest): void {
  test('A7', 'a token counts if one of the keys has signed it', async (t) => {
    const publicKeys = [oldKeys().publicKey, keys().publicKey];
    await t.forEach([keys(), oldKeys()], (pair) => {
      t.step(`a token signed with ${pair.algorithm}; the server knows two keys`);
      const claims = { sub: 'a', list: [1, { b: 'ü' }] };
      t.equal(verifyToken(signedToken(claims, pair), publicKeys), claims, 'its claims, as they were signed');
      t.equal(verifyToken(signedToken(claims, pair), []), undefined, 'without keys no signature can be known');
    });
    t.equal(
      verifyToken(signedToken({ sub: 'a' }, keys(), { alg: 'ES256' }), publicKeys),
      { sub: 'a' },
      '`typ` may be missing',
    );
  });

  test('A7', 'what no key has signed is nothing', async (t) => {
    const publicKeys = [oldKeys().publicKey, keys().publicKey];
    const good = signedToken(podless, keys());
    const [header, claims, signature] = good.split('.');
    const byOther = signedToken(podless, ellipticKeys('somebody else'));
    const cases: [token: string, because: string][] = [
      [byOther, 'a key that the server does not know has signed it'],
      [signedToken(podless, rsaKeys('somebody else')), 'a key that the server does not know has signed it'],
      [
        `${header}.${encoded({ ...podless, sub: 'system:admin' })}.${signature}`,
        'the claims are not those that were signed',
      ],
      [unsignedToken(podless), 'the algorithm `none` means that nobody has signed it'],
      [unsignedToken(podless, signature), 'the algorithm `none` is never believed'],
      [`${encoded({ alg: 'None' })}.${claims}.`, 'in capitals it is no better'],
      [signedWithPublicKey(podless, oldKeys()), 'everybody has the public key: it is no secret to sign with'],
      [signedWithPublicKey(podless, keys()), 'everybody has the public key: it is no secret to sign with'],
      [signedToken(podless, oldKeys(), { alg: 'RS512' }), 'the header names another algorithm than that of the key'],
      [signedToken(podless, oldKeys(), { alg: 'ES256' }), 'the header names the algorithm of another key'],
      [signedToken(podless, keys(), {}), 'the header names no algorithm'],
      [signedToken(podless, keys(), null), 'the header is no object'],
      [signedToken('system:admin', keys()), 'the claims are no object'],
      [signedToken(['system:admin'], keys()), 'the claims are a list, and no object'],
      [signedToken(null, keys()), 'the claims are no object'],
      [`${header}.${claims}`, 'the signature is missing'],
      [`${header}.${claims}.`, 'the signature is empty'],
      [`${good}.${signature}`, 'that are four parts'],
      [`.${claims}.${signature}`, 'the header is empty'],
      [`${header}..${signature}`, 'there are no claims'],
      ['', 'that is no token'],
      ['..', 'that is no token'],
    ];
    await t.forEach(cases, ([token, because]) => {
      t.step(`verifyToken of ${inParts(token)}`);
      t.equal(verifyToken(token, publicKeys), undefined, because);
    });
  });

  test('A7', 'no bit of a token can be changed', async (t) => {
    const good = { ES256: signedToken(goodClaims, keys()), RS256: signedToken(goodClaims, oldKeys()) };
    const publicKeys = [oldKeys().publicKey, keys().publicKey];
    const cases = fc.tuple(fc.constantFrom('ES256' as const, 'RS256' as const), fc.nat(2), fc.nat(5000));
    await t.forAll(cases, ([algorithm, part, at]) => {
      t.step(`a token signed with ${algorithm}; in part ${part + 1} of 3 bit ${at} is turned round`);
      t.equal(verifyToken(withBitTurned(good[algorithm], part, at), publicKeys), undefined, 'nobody has signed that');
    });
  });
}

/** A token that people can read: what its parts say, as far as that can be known. */
function inParts(token: string): string {
  const texts = token.split('.').map((part, i) => {
    if (i > 1) return part === '' ? 'no signature' : `a signature of ${part.length} letters`;
    const text = Buffer.from(part, 'base64url').toString();
    return /^[{["]/.test(text) ? text.slice(0, 50) : show(part);
  });
  return texts.join(' . ');
}
