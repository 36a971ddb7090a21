/**
 * Who manages what, as sets of field paths and nothing else: what server-side apply must come to, for a Deployment of which
 * only a handful of fields exists. Knows nothing of the code that it judges.
 *
 * A path is written with spaces: `f:spec f:replicas`.
 */
export type Values = Map<string, unknown>;

export interface Managed {
  values: Values;
  /** By manager. None of the sets is empty. */
  owners: Map<string, Set<string>>;
}

const containers = 'f:spec f:template f:spec f:containers';
const port = 'f:ports k:{"containerPort":80,"protocol":"TCP"}';

/** What a config may say: `says` is how a run shows it. */
const fields: { says: string; path: string; values: unknown[] }[] = [
  { says: 'replicas', path: 'f:spec f:replicas', values: [1, 2] },
  { says: 'label a', path: 'f:metadata f:labels f:a', values: ['x', 'y'] },
  { says: 'label b', path: 'f:metadata f:labels f:b', values: ['x'] },
  { says: 'finalizer', path: 'f:metadata f:finalizers v:"e.com/f"', values: [true] },
  { says: 'nodeSelector', path: 'f:spec f:template f:spec f:nodeSelector', values: [{ disk: 'ssd' }, { zone: 'a' }] },
  ...['c1', 'c2'].flatMap((name) => [
    { says: `${name}.image`, path: `${containers} k:{"name":"${name}"} f:image`, values: ['i1', 'i2'] },
    { says: `${name}.args`, path: `${containers} k:{"name":"${name}"} f:args`, values: [['-v'], ['-v', '-w']] },
    { says: `${name}.port80`, path: `${containers} k:{"name":"${name}"} ${port} f:name`, values: ['http', 'web'] },
  ]),
];

/** Every field with every value: `replicas=1`. */
export const choices: string[] = fields.flatMap(({ says, values }) =>
  values.map((value) => `${says}=${JSON.stringify(value)}`),
);

export const fieldOf = (choice: string): string => choice.slice(0, choice.indexOf('='));

/** The fields that some choices mean; an item of a list with the fields by which it is found. */
export function valuesOf(chosen: readonly string[]): Values {
  const values: Values = new Map();
  for (const choice of chosen) {
    const { path } = fields.find(({ says }) => says === fieldOf(choice))!;
    const steps = path.split(' ');
    for (const [i, step] of steps.entries()) {
      if (!step.startsWith('k:')) continue;
      const item = steps.slice(0, i + 1).join(' ');
      values.set(item, true);
      for (const [key, value] of Object.entries(JSON.parse(step.slice(2))))
        if (key !== 'protocol') values.set(`${item} f:${key}`, value);
    }
    values.set(path, JSON.parse(choice.slice(choice.indexOf('=') + 1)));
  }
  return values;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const isItem = (path: string) => path.slice(path.lastIndexOf(' ') + 1).startsWith('k:');
export const isUnder = (path: string, item: string): boolean => path.startsWith(`${item} `);

/** One of the fields by which its item is found. */
export function isKey(path: string): boolean {
  const [item, field] = path.split(' ').slice(-2);
  return item.startsWith('k:') && Object.hasOwn(JSON.parse(item.slice(2)), field.slice(2));
}

/** An apply. @returns the conflicts, as manager and path; where there are any, and no force, nothing has changed */
export function apply({ values, owners }: Managed, who: string, config: Values, force: boolean): [string, string][] {
  const conflicts: [string, string][] = [];
  for (const [other, paths] of owners)
    for (const path of paths)
      if (other !== who && config.has(path) && !same(config.get(path), values.get(path))) conflicts.push([other, path]);
  if (conflicts.length > 0 && !force) return conflicts;
  for (const [other, path] of conflicts) owners.get(other)!.delete(path);
  const before = owners.get(who) ?? [];
  owners.set(who, new Set(config.keys()));
  for (const [path, value] of config) values.set(path, value);
  for (const path of before) {
    const isHad = [...owners.values()].some((paths) => [...paths].some((own) => own === path || isUnder(own, path)));
    if (isHad || isKey(path)) continue;
    values.delete(path);
    if (isItem(path)) for (const inner of [...values.keys()]) if (isUnder(inner, path)) values.delete(inner);
  }
  withoutEmpty(owners);
  return conflicts;
}

/** A plain update: these are the fields that there are from now on. */
export function update({ values, owners }: Managed, who: string, next: Values): void {
  const changed = [...next].filter(([path, value]) => !values.has(path) || !same(values.get(path), value));
  for (const paths of owners.values()) {
    for (const path of paths) if (!next.has(path)) paths.delete(path);
    for (const [path] of changed) paths.delete(path);
  }
  const own = owners.get(who) ?? new Set();
  for (const [path] of changed) own.add(path);
  owners.set(who, own);
  values.clear();
  for (const [path, value] of next) values.set(path, value);
  withoutEmpty(owners);
}

function withoutEmpty(owners: Managed['owners']): void {
  for (const [who, paths] of [...owners]) if (paths.size === 0) owners.delete(who);
}
