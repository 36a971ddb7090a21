/**
 * Given: passwords as what may be written down. Slow on purpose, and so never done where commands are applied.
 *
 *     hashPassword("secret") ──► "9f…c1:5a…07"      salt and hash, in hexadecimal; another salt each time
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Uint8Array, number, Buffer>(scrypt);
const hashBytes = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, hashBytes)).toString('hex')}`;
}

/** @param hash what {@link hashPassword} gave */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt, expected] = hash.split(':').map((part) => Buffer.from(part, 'hex'));
  return timingSafeEqual(await derive(password, salt, hashBytes), expected);
}

/** A token that nobody can guess. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}
