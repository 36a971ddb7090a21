/**
 * Given: the order of a list after a strategic merge. A patch names the items that its sender knows; others may have been
 * added by somebody else meanwhile, and stay about where they are.
 *
 *     there before   a b x c        order of the patch   c b a
 *     after          c b a x
 *
 * Those that the patch names stand in its order. One that it does not name stands before the first of them that was
 * behind it.
 */
import { isMap } from './json-map.ts';

/**
 * @param order items with at least the merge key, or plain values
 * @param before the list as it was before the merge
 * @param mergeKey '' for lists of plain values
 */
export function inElementOrder(
  list: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const identity = (item: unknown) => (mergeKey !== '' && isMap(item) ? item[mergeKey] : item);
  const ranks = new Map(order.map((item, rank) => [identity(item), rank]));
  const places = new Map(before.map((item, place) => [identity(item), place]));
  const rankOf = (item: unknown) => ranks.get(identity(item)) ?? -1;
  const placeOf = (item: unknown) => places.get(identity(item)) ?? -1;
  const named = list.filter((item) => rankOf(item) >= 0).sort((a, b) => rankOf(a) - rankOf(b));
  const others = list.filter((item) => rankOf(item) < 0);
  const result: unknown[] = [];
  let [atNamed, atOthers] = [0, 0];
  while (result.length < list.length) {
    const isNamedNext = atNamed < named.length && placeOf(named[atNamed]) < placeOf(others[atOthers]);
    if (atOthers === others.length || isNamedNext) result.push(named[atNamed++]);
    else result.push(others[atOthers++]);
  }
  return result;
}
