/** Keys of labels, and what is wrong with them: how each text begins. */
const pattern = 'must consist of alphanumeric characters';
const long = (length: number) => 'a'.repeat(length);

export const keyCases: [key: string, faults: string[]][] = [
  ['app', []],
  ['A.b_c-1', []],
  ['1', []],
  ['example.com/part-of', []],
  ['a/B', []],
  [long(63), []],
  [`${[long(63), long(63), long(63), long(61)].join('.')}/a`, []],
  ['a/b/c', [`a qualified name ${pattern}`]],
  ['/b', ['prefix part must be non-empty']],
  ['A!/b', ['prefix part a lowercase RFC 1123 subdomain']],
  ['a..b/c', ['prefix part a lowercase RFC 1123 subdomain']],
  ['a/', ['name part must be non-empty', `name part ${pattern}`]],
  ['', ['name part must be non-empty', `name part ${pattern}`]],
  ['-b', [`name part ${pattern}`]],
  ['b-', [`name part ${pattern}`]],
  ['b c', [`name part ${pattern}`]],
  ['é', [`name part ${pattern}`]],
  ['b\n', [`name part ${pattern}`]],
  [long(64), ['name part must be no more than 63 characters']],
  [`${long(64)}!`, ['name part must be no more than 63 characters', `name part ${pattern}`]],
  ['A/-', ['prefix part a lowercase RFC 1123 subdomain', `name part ${pattern}`]],
  [`${long(254)}/a`, ['prefix part must be no more than 253 characters']],
];

/** Whether a key is well, letter by letter. */
export function isGoodKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop()!;
  if (parts.length > 1 || name.length > 63 || !isFramed(name, /[A-Za-z0-9]/, /[A-Za-z0-9._-]/)) return false;
  return parts.every(
    (prefix) => prefix.length <= 253 && prefix.split('.').every((label) => isFramed(label, /[a-z0-9]/, /[a-z0-9-]/)),
  );
}

function isFramed(text: string, ends: RegExp, inside: RegExp): boolean {
  const letters = Array.from(text);
  if (letters.length === 0) return false;
  return (
    [letters[0], letters.at(-1)!].every((letter) => ends.test(letter)) && letters.every((letter) => inside.test(letter))
  );
}
