/**
 * The folder with a cluster's keys and certificates. What is missing is made, what is there is used.
 *
 *     pki/
 *       ca.crt         ca.key          the authority                  ten years
 *       apiserver.crt  apiserver.key   the server, by its addresses   a year
 *       admin.crt      admin.key       admin, of system:masters       a year
 *       sa.key         sa.pub          signs the tokens of service accounts
 *
 * To replace a certificate, remove its two files. Everybody who was given one of an authority must be given a new one when
 * the authority is replaced, so nothing here is ever replaced by itself.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { KeyAndCertificate } from './certificates.ts';

export interface Pki {
  authority: KeyAndCertificate;
  server: KeyAndCertificate;
  admin: KeyAndCertificate;
  /** Both in PEM. */
  serviceAccounts: { privateKey: string; publicKey: string };
}

/** `unreadable`: a file is damaged, or does not go with the others. `expired`: a certificate's time is over. */
export type PkiErrorCode = 'unreadable' | 'expired';

export interface PkiOptions {
  folder: string;
  /** Names and addresses that clients know the server by, besides those of every cluster. */
  names: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

/** The last is the first address of the range for Services, which the Service `kubernetes` has. */
const namesAlways = [
  ...['127.0.0.1', '::1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
  ...['kubernetes.default.svc.cluster.local', '10.96.0.1'],
];

/**
 * @throws {Failure} a {@link PkiErrorCode}, with a message that says what to do
 * @throws what the file system throws
 */
export async function openPki({ folder, names, now }: PkiOptions): Promise<Pki> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const make = () => import('./certificates.ts');
  const authority = await keptOrMade(folder, 'ca', async () => (await make()).createAuthority('kubernetes', now));
  const others = {
    server: async () =>
      (await make()).createServerCertificate(authority, [...new Set([...namesAlways, ...names])], now),
    admin: async () =>
      (await make()).createClientCertificate(authority, { name: 'admin', groups: ['system:masters'] }, now),
  };
  const server = await keptOrMade(folder, 'apiserver', others.server);
  const admin = await keptOrMade(folder, 'admin', others.admin);
  checkTime(folder, 'ca', authority, now);
  for (const [name, pair] of [['apiserver', server] as const, ['admin', admin] as const]) {
    checkTime(folder, name, pair, now);
    checkIssuer(folder, name, pair, authority);
  }
  checkNames(folder, server, names);
  return { authority, server, admin, serviceAccounts: await signingKey(folder) };
}

/** The certificate is written last, so that it is never without its key. */
async function keptOrMade(
  folder: string,
  name: string,
  make: () => Promise<KeyAndCertificate>,
): Promise<KeyAndCertificate> {
  const [keyFile, certificateFile] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  if (!existsSync(certificateFile)) {
    const made = await make();
    writeSecret(keyFile, made.key);
    writeWhole(certificateFile, made.certificate, 0o644);
  }
  const pair = { key: readOf(keyFile), certificate: readOf(certificateFile) };
  checkPair(certificateFile, pair);
  return pair;
}

async function signingKey(folder: string): Promise<Pki['serviceAccounts']> {
  const [keyFile, publicFile] = [join(folder, 'sa.key'), join(folder, 'sa.pub')];
  if (!existsSync(keyFile)) writeSecret(keyFile, (await import('./certificates.ts')).createKey());
  const privateKey = readOf(keyFile);
  const publicKey = read(keyFile, () =>
    createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' }).toString(),
  );
  if (!existsSync(publicFile)) writeWhole(publicFile, publicKey, 0o644);
  return { privateKey, publicKey };
}

function checkPair(file: string, { key, certificate }: KeyAndCertificate): void {
  const isPair = read(file, () => new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)));
  if (!isPair) throw new Failure<PkiErrorCode>('unreadable', `${file} does not go with the key beside it`);
}

function checkTime(folder: string, name: string, { certificate }: KeyAndCertificate, now: number): void {
  const { validFrom, validTo } = new X509Certificate(certificate);
  const file = join(folder, `${name}.crt`);
  if (Date.parse(validFrom) > now) {
    throw new Failure<PkiErrorCode>('expired', `${file} is not valid before ${dayOf(validFrom)}: is the clock right?`);
  }
  if (Date.parse(validTo) > now) return;
  const remedy =
    name === 'ca'
      ? `remove ${folder}, and everything in it is made anew; all who have a certificate of it need a new one`
      : `remove it and ${name}.key, and both are made anew`;
  throw new Failure<PkiErrorCode>('expired', `${file} has expired on ${dayOf(validTo)}: ${remedy}`);
}

function checkIssuer(folder: string, name: string, pair: KeyAndCertificate, authority: KeyAndCertificate): void {
  const issuer = new X509Certificate(authority.certificate);
  const certificate = new X509Certificate(pair.certificate);
  if (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)) return;
  const remedy = `remove it and ${name}.key, and both are made anew`;
  throw new Failure<PkiErrorCode>('unreadable', `${join(folder, `${name}.crt`)} is of another authority: ${remedy}`);
}

function checkNames(folder: string, { certificate }: KeyAndCertificate, names: readonly string[]): void {
  const known = new X509Certificate(certificate);
  const missing = names.find((name) => (isIP(name) ? known.checkIP(name) : known.checkHost(name)) === undefined);
  if (missing === undefined) return;
  const remedy = 'remove it and apiserver.key, and both are made anew';
  throw new Failure<PkiErrorCode>('unreadable', `${join(folder, 'apiserver.crt')} is not for ${missing}: ${remedy}`);
}

function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

function readOf(file: string): string {
  return read(file, () => readFileSync(file, 'utf8'));
}

function read<T>(file: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (thrown) {
    const why = (thrown as Error).message.split('\n')[0];
    throw new Failure<PkiErrorCode>('unreadable', `${file} cannot be read: ${why}`);
  }
}

function writeSecret(file: string, text: string): void {
  writeWhole(file, text, 0o600);
}

/** All of it or nothing: what was half written is nobody's certificate. */
export function writeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode);
  renameSync(draft, file);
}
