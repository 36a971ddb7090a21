/** Deployments as maps of their fields, and back again; and entries of managedFields in words. */
import { fieldRulesOf } from '#api-server/field-rules.ts';
import type { FieldsV1 } from '#api-server/field-set.ts';
import { type ManagedEntry, type Manager, withEntries } from '#api-server/managed-fields.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { typeOf } from '../writes.ts';
import type { Values } from './apply-model.ts';

export const rulesFor = (object: Pick<KubernetesObject, 'apiVersion' | 'kind'>) => fieldRulesOf(typeOf(object));

const deploymentType = { apiVersion: 'apps/v1', kind: 'Deployment' };
export const deploymentRules = () => rulesFor(deploymentType);

type Tree = Record<string, unknown>;

/** A Deployment with these fields. */
export function objectOf(values: Values): KubernetesObject {
  const root: Tree = { ...deploymentType, metadata: { name: 'web', namespace: 'default' } };
  const nodes = new Map<string, unknown>([['', root]]);
  // An item before what is in it.
  for (const path of [...values.keys()].sort()) place(path, values.get(path), nodes);
  return root as unknown as KubernetesObject;
}

/** Puts a value at its place; lists and maps on the way are made. */
function place(path: string, value: unknown, nodes: Map<string, unknown>): void {
  const steps = path.split(' ');
  for (const [i, step] of steps.entries()) {
    const [above, here] = [steps.slice(0, i).join(' '), steps.slice(0, i + 1).join(' ')];
    const parent = nodes.get(above) as Tree | unknown[];
    const isLast = i === steps.length - 1;
    if (Array.isArray(parent)) {
      const item = step.startsWith('v:') ? JSON.parse(step.slice(2)) : {};
      if (!nodes.has(here)) parent.push(item);
      if (!nodes.has(here)) nodes.set(here, item);
      continue;
    }
    const name = step.slice(2);
    if (isLast) parent[name] = value;
    else parent[name] ??= steps[i + 1].startsWith('f:') ? {} : [];
    nodes.set(here, parent[name]);
  }
}

/** The fields of such a Deployment. What is empty is nothing. */
export function valuesIn(object: KubernetesObject): Values {
  const values: Values = new Map();
  const { apiVersion: _, kind: __, metadata, ...rest } = object;
  const { labels, finalizers } = metadata as { labels?: object; finalizers?: string[] };
  collect({ metadata: { ...(labels && { labels }), ...(finalizers && { finalizers }) }, ...rest }, '', values);
  return values;
}

function collect(map: object, above: string, values: Values): void {
  for (const [name, value] of Object.entries(map)) {
    const path = `${above}${above && ' '}f:${name}`;
    if (name === 'finalizers') for (const item of value) values.set(`${path} v:${JSON.stringify(item)}`, true);
    else if (name === 'containers') for (const item of value) collectItem(item, { name: item.name }, path, values);
    else if (name === 'ports')
      for (const item of value)
        collectItem(item, { containerPort: item.containerPort, protocol: item.protocol ?? 'TCP' }, path, values);
    else if (name === 'nodeSelector' || typeof value !== 'object' || Array.isArray(value)) values.set(path, value);
    else collect(value, path, values);
  }
}

function collectItem(item: object, keys: object, list: string, values: Values): void {
  const path = `${list} k:${JSON.stringify(keys)}`;
  values.set(path, true);
  collect(item, path, values);
}

/** The paths of a tree as it is stored, with spaces. */
export function pathsIn(tree: FieldsV1, above = ''): string[] {
  const steps = Object.keys(tree);
  const own = above !== '' && (steps.length === 0 || steps.includes('.')) ? [above] : [];
  const inner = steps
    .filter((step) => step !== '.')
    .map((step) => pathsIn(tree[step], `${above}${above && ' '}${step}`));
  return [...own, ...inner.flat()];
}

/** `alice Apply` and her paths, sorted. */
export function ownersIn(entries: readonly ManagedEntry[]): [string, string[]][] {
  return entries.map((entry): [string, string[]] => [nameOf(entry), pathsIn(entry.fieldsV1).sort()]).sort();
}

export function nameOf({ manager, operation, subresource }: ManagedEntry | Manager): string {
  return `${manager} ${operation}${subresource ? ` ${subresource}` : ''}`;
}

export function managerOf(name: string, rest: Partial<Manager> = {}): Manager {
  const [manager, operation = 'Apply', subresource = ''] = name.split(' ');
  return { manager, operation: operation as Manager['operation'], apiVersion: 'apps/v1', subresource, ...rest };
}

/** The object with these entries, as they are stored. */
export function managedBy(object: KubernetesObject, entries: readonly ManagedEntry[]): KubernetesObject {
  return withEntries(object, [...entries]);
}

/** An entry of managedFields with these paths. */
export function entryOf(name: string, paths: readonly string[], time = '2026-01-31T09:30:00Z'): ManagedEntry {
  const { subresource, ...who } = managerOf(name);
  return { ...who, time, fieldsType: 'FieldsV1', fieldsV1: treeOf(paths), ...(subresource && { subresource }) };
}

/** The tree that is stored for these paths. */
export function treeOf(paths: readonly string[]): FieldsV1 {
  const root: FieldsV1 = {};
  for (const path of paths) {
    let [node, above] = [root, ''];
    for (const step of path.split(' ')) {
      above += `${above && ' '}${step}`;
      node[step] ??= {};
      node = node[step];
      const isAlsoAField = paths.includes(above) && paths.some((other) => other.startsWith(`${above} `));
      if (isAlsoAField) node['.'] = {};
    }
  }
  return root;
}
