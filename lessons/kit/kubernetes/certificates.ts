/**
 * Keys and certificates: who may be believed to be whom.
 *
 *     authority  ──signs──►  kube-apiserver   for its names and addresses    the server, to its clients
 *                ──signs──►  CN=admin, O=system:masters                      a client, to the server
 *
 * All keys are elliptic, on the curve P-256: they are made in no time, and every client knows them.
 *
 * Source: Kubernetes documentation, "PKI certificates and requirements"; RFC 5280.
 */
import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** Both in PEM. */
export interface KeyAndCertificate {
  key: string;
  certificate: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 3600 * 1000;
/** As long as those of kubeadm. */
const authorityDays = 3650;
const othersDays = 365;
/** Clocks differ. */
const aheadMs = 5 * 60 * 1000;

/** @returns a private key in PEM (PKCS #8) */
export function createKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** An authority, signed by itself. */
export async function createAuthority(name: string, now: number): Promise<KeyAndCertificate> {
  const key = createKey();
  const keys = await pairOf(key);
  const { KeyUsageFlags } = x509;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validFor(authorityDays, now),
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key, certificate: pemOf(certificate) };
}

/** For a server that is known by these names and addresses. */
export function createServerCertificate(
  authority: KeyAndCertificate,
  names: readonly string[],
  now: number,
): Promise<KeyAndCertificate> {
  const alternatives = names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }));
  return createSigned(authority, [{ CN: ['kube-apiserver'] }], now, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(alternatives),
  ]);
}

/** For a client: Kubernetes takes the common name for the user, and the organizations for the groups. */
export function createClientCertificate(
  authority: KeyAndCertificate,
  { name, groups }: { name: string; groups: readonly string[] },
  now: number,
): Promise<KeyAndCertificate> {
  const subject = [...groups.map((group) => ({ O: [group] })), { CN: [name] }];
  return createSigned(authority, subject, now, [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
  ]);
}

async function createSigned(
  authority: KeyAndCertificate,
  subject: Record<string, string[]>[],
  now: number,
  extensions: x509.Extension[],
): Promise<KeyAndCertificate> {
  const key = createKey();
  const { publicKey } = await pairOf(key);
  const issuer = new x509.X509Certificate(authority.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    ...validFor(othersDays, now),
    subject,
    issuer: issuer.subjectName,
    publicKey,
    signingKey: (await pairOf(authority.key)).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...extensions,
    ],
  });
  return { key, certificate: pemOf(certificate) };
}

function validFor(days: number, now: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  // A serial number is positive: its first bit is not set. Nor may its first byte be zero.
  const serial = randomBytes(16);
  serial[0] = (serial[0] & 0x7f) | 0x01;
  return {
    serialNumber: serial.toString('hex'),
    notBefore: new Date(now - aheadMs),
    notAfter: new Date(now + days * dayMs),
  };
}

/** Both halves of a key, as the library wants them. */
async function pairOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const privateKey = await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const { kty, crv, x, y } = await subtle.exportKey('jwk', privateKey);
  const publicKey = await subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, ['verify']);
  return { privateKey, publicKey };
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
