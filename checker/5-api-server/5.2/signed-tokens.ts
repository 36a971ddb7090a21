/** Keys, and tokens that are signed with them: well, or in one of the ways that must not work. */
import { createHmac, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';

export interface KeyPair {
  algorithm: 'ES256' | 'RS256';
  /** In PEM. */
  publicKey: string;
  privateKey: string;
}

export type Claims = Record<string, unknown>;

/** Made once for all tests: it takes a while, and nothing depends on which keys they are. */
const made = new Map<string, KeyPair>();

/** @param name the same pair for the same name */
export function ellipticKeys(name: string): KeyPair {
  return remembered('ES256', name, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
}

export function rsaKeys(name: string): KeyPair {
  return remembered('RS256', name, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

function remembered(algorithm: KeyPair['algorithm'], name: string, make: () => KeyPairKeyObjectResult): KeyPair {
  const key = `${algorithm} ${name}`;
  const known = made.get(key);
  if (known) return known;
  const { publicKey, privateKey } = make();
  const pair: KeyPair = {
    algorithm,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  made.set(key, pair);
  return pair;
}

export function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param header instead of the one that tells the truth */
export function signedToken(
  claims: unknown,
  keys: KeyPair,
  header: unknown = { alg: keys.algorithm, typ: 'JWT' },
): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${signatureOf(text, keys)}`;
}

export function signatureOf(text: string, { privateKey }: KeyPair): string {
  return sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

/** Signed with a secret that everybody knows: the text of the public key. */
export function signedWithPublicKey(claims: Claims, { publicKey }: KeyPair): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', publicKey).update(text).digest('base64url')}`;
}

export function unsignedToken(claims: Claims, signature = ''): string {
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.${signature}`;
}

/** The same token with one bit of one part turned round. @param at of the part's bits, from 0 on */
export function withBitTurned(token: string, part: number, at: number): string {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[part], 'base64url');
  const bit = at % (bytes.length * 8);
  bytes[bit >> 3] ^= 1 << (bit & 7);
  return parts.map((text, i) => (i === part ? bytes.toString('base64url') : text)).join('.');
}
