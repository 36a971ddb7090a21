/**
 * JSON Web Tokens: three parts in base64url, the third of which only the holder of the private key can make.
 *
 *     eyJhbGciOiJFUzI1NiJ9 . eyJzdWIiOiJzeXN0ZW06… . R0b5Yx…
 *       { "alg": "ES256" }    { "sub": "system:…" }    signature of the first two, with the point between them
 *
 * A key says by itself how it signs. The header says so too, but anybody could have written the header: it is believed only
 * where it agrees with the key.
 *
 * Source: RFC 7519 (JWT), RFC 7515 (JWS), RFC 7518 (RS256, ES256).
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { todo } from '#kit/todo.ts';

export type Claims = Record<string, unknown>;

/**
 * Given: a token with these claims.
 *
 * @param privateKey in PEM: RSA, or elliptic on the curve P-256
 */
export function signToken(claims: Claims, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  const signed = `${encode({ alg: algorithmOf(key), typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), signingKey(key)).toString('base64url')}`;
}

/**
 * The claims of a token that one of the keys has signed; nothing for anything else. It does not look at what they say.
 *
 * - There are three parts; the first two are JSON objects in base64url.
 * - The header's `alg` is the key's own: RS256 or ES256. Not `none`, and no HS256 with the public key for a secret.
 *
 * @param publicKeys in PEM
 */
export function verifyToken(token: string, publicKeys: readonly string[]): Claims | undefined {
  todo('5.2', "Take the token apart; then find a key of the header's algorithm whose signature it is.");
}

/** How a key signs. An elliptic one's signature is two numbers side by side, which is not what OpenSSL makes unless told. */
function signingKey(key: KeyObject) {
  return { key, dsaEncoding: 'ieee-p1363' as const };
}

function algorithmOf({ asymmetricKeyType }: KeyObject): 'RS256' | 'ES256' | '' {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  return asymmetricKeyType === 'ec' ? 'ES256' : '';
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
