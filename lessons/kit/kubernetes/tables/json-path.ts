/**
 * The JSON paths in which a CustomResourceDefinition says what its columns show.
 *
 *     .spec.size                                          a field
 *     .status.conditions[?(@.type=="Ready")].status       of the items with that field
 *     .spec.hosts[*]   .spec.hosts[0]                     all items, one item
 *     .metadata.annotations['a.b/c']   …annotations.a\.b  a name with dots
 *
 * Left out: `..`, slices, unions and other comparisons than `==`.
 */
import type { Fields } from './fields.ts';

const step =
  /\.((?:[^.[\]\\]|\\.)+)|\[(-?\d+)\]|\[\*\]|\['([^']+)'\]|\["([^"]+)"\]|\[\?\(\s*@\.([\w.]+)\s*==\s*(?:"([^"]*)"|'([^']*)'|(\w+))\s*\)\]/gy;

/** All values that the path leads to; none for a path that is not understood. */
export function valuesAtPath(object: unknown, path: string): unknown[] {
  const steps = stepsOf(path);
  if (steps === undefined) return [];
  let values: unknown[] = [object];
  for (const found of steps) {
    values = values.flatMap((value) => stepInto(value, found)).filter((value) => value !== undefined && value !== null);
  }
  return values;
}

function stepsOf(path: string): RegExpExecArray[] | undefined {
  const text = path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '');
  const steps = [...text.matchAll(step)];
  const isUnderstood = steps.reduce((length, [whole]) => length + whole.length, 0) === text.length;
  return isUnderstood ? steps : undefined;
}

function stepInto(
  value: unknown,
  [whole, name, place, quoted, doubleQuoted, field, ...wanted]: RegExpExecArray,
): unknown[] {
  if (Array.isArray(value)) {
    if (place !== undefined) return [value.at(Number(place))];
    if (whole === '[*]') return value;
    const text = wanted.find((one) => one !== undefined);
    return field === undefined ? [] : value.filter((item) => String(valuesAtPath(item, `.${field}`)[0]) === text);
  }
  if (typeof value !== 'object' || value === null) return [];
  if (whole === '[*]') return Object.values(value);
  const key = quoted ?? doubleQuoted ?? name?.replace(/\\(.)/g, '$1');
  return key !== undefined && Object.hasOwn(value, key) ? [(value as Fields)[key]] : [];
}
