/**
 * Given: what the API server makes up for a new object: its uid, and its name where only the beginning was given.
 *
 *     generateName: 'web-'    ──►    name: 'web-x7k2p'
 *
 * A uid belongs to one object for ever. A name may be given again once its object is gone, so whoever means *this* object
 * and no later one of its name says the uid.
 */
import type { Random } from '#kit/random.ts';

/** No vowels, so that no words come out, and nothing that looks like something else. */
const letters = 'bcdfghjklmnpqrstvwxz2456789';
const generatedLength = 5;
const nameLengthMax = 63;

/** @param beginning is cut where the name would be longer than 63 letters */
export function generatedName(beginning: string, random: Random): string {
  const drawn = Array.from({ length: generatedLength }, () => letters[random.integer(0, letters.length - 1)]);
  return beginning.slice(0, nameLengthMax - generatedLength) + drawn.join('');
}

/** A random UUID, version 4, as RFC 9562 has it. */
export function newUid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16));
  digits[12] = '4';
  digits[16] = '89ab'[random.integer(0, 3)];
  const text = digits.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** A moment as Kubernetes writes it, in whole seconds: `2026-01-31T09:30:00Z`. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
