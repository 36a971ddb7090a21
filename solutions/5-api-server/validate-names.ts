/**
 * What names may look like. They become parts of paths, of DNS names and of file names, so little is allowed.
 *
 *     web-1                      DNS-1123 label        most names; at most 63
 *     web-1.example.com          DNS-1123 subdomain    labels with points between; at most 253
 *     example.com/part-of        qualified name        keys of labels and annotations: a subdomain may stand before the /
 *
 * Each function returns what is wrong, as texts for people; an empty list for a good name.
 *
 * Source: Kubernetes documentation, "Object Names and IDs", "Labels and Selectors"; the texts are Kubernetes' own.
 */

/** Tells the rule, with examples and the pattern that decides. */
function patternText(rule: string, pattern: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (${shown === '' ? '' : `e.g. ${shown}`}regex used for validation is '${pattern}')`;
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const value = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const serviceLabel = '[a-z]([-a-z0-9]*[a-z0-9])?';
const dataKey = '[-._a-zA-Z0-9]+';

const ends = 'must start and end with an alphanumeric character';

const texts = {
  label: patternText(
    `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and ${ends}`,
    label,
    'my-name',
    '123-abc',
  ),
  subdomain: patternText(
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and ${ends}`,
    subdomain,
    'example.com',
  ),
  serviceLabel: patternText(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    serviceLabel,
    'my-name',
    'abc-123',
  ),
  value: patternText(
    `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and ${ends}`,
    value,
    'MyValue',
    'my_value',
    '12345',
  ),
  qualified: patternText(
    `must consist of alphanumeric characters, '-', '_' or '.', and ${ends}`,
    qualified,
    'MyName',
    'my.name',
    '123-abc',
  ),
  dataKey: patternText(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    dataKey,
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
} as const;

/**
 * Given: what is wrong with a text of which only a length and a pattern are asked, the length first.
 *
 * @param lengthMax in characters
 */
function faultsOf(text: string, lengthMax: number, pattern: string, rule: string): string[] {
  const tooLong = text.length > lengthMax ? [`must be no more than ${lengthMax} characters`] : [];
  return new RegExp(`^(?:${pattern})$`).test(text) ? tooLong : [...tooLong, rule];
}

export function labelFaults(name: string): string[] {
  return faultsOf(name, 63, label, texts.label);
}

export function subdomainFaults(name: string): string[] {
  return faultsOf(name, 253, subdomain, texts.subdomain);
}

/** The name of a Service: a label that begins with a letter. */
export function serviceNameFaults(name: string): string[] {
  return faultsOf(name, 63, serviceLabel, texts.serviceLabel);
}

export function labelValueFaults(text: string): string[] {
  return faultsOf(text, 63, value, texts.value);
}

/** A key in a ConfigMap or a Secret: it may become a file's name. */
export function dataKeyFaults(key: string): string[] {
  const isPlace = key === '.' || key === '..' || key.startsWith('..');
  const reserved = isPlace ? [`must not ${key.length < 3 ? `be '${key}'` : "start with '..'"}`] : [];
  return [...faultsOf(key, 253, dataKey, texts.dataKey), ...reserved];
}

/**
 * The key of a label or an annotation: `NAME` or `SUBDOMAIN/NAME`.
 *
 *     a/b/c      a qualified name must consist of … with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
 *     /b         prefix part must be non-empty
 *     A!/b       prefix part, and what is wrong with the subdomain
 *     a/         name part must be non-empty, and what is wrong with the name
 *     -b         name part must consist of alphanumeric characters, …
 *
 * The faults of the prefix come first. A name has at most 63 characters, which is told before its pattern.
 */
export function qualifiedNameFaults(key: string): string[] {
  //: todo 5.4 Cut the key at its slash; look at the prefix, then at the name.
  const parts = key.split('/');
  if (parts.length > 2) {
    const optional = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    return [`a qualified name ${texts.qualified} ${optional}`];
  }
  const name = parts.at(-1)!;
  const empty = name === '' ? ['name part must be non-empty'] : [];
  const faults = faultsOf(name, 63, qualified, texts.qualified).map((fault) => `name part ${fault}`);
  return [...(parts.length === 2 ? prefixFaults(parts[0]) : []), ...empty, ...faults];
  //: end
}
//: solution

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainFaults(prefix).map((fault) => `prefix part ${fault}`);
}
//: end

/** A name that only has to fit into a path: of roles and their bindings. */
export function pathSegmentFaults(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`);
}

/** The name of a port: at most 15 letters, digits and hyphens, with a letter among them. */
export function portNameFaults(name: string): string[] {
  const rules: [boolean, string][] = [
    [name.length <= 15, 'must be no more than 15 characters'],
    [/^[-a-z0-9]+$/.test(name), 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
    [/[a-z]/.test(name), 'must contain at least one letter (a-z)'],
    [!name.includes('--'), 'must not contain consecutive hyphens'],
    [!/^-|-$/.test(name), 'must not begin or end with a hyphen'],
  ];
  return rules.flatMap(([isGood, text]) => (isGood ? [] : [text]));
}

/** The name of an environment variable. */
export function environmentNameFaults(name: string): string[] {
  const rule = "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return /^[ -<>-~]+$/.test(name) ? [] : [rule];
}
