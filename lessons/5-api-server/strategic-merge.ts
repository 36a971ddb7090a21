/**
 * The strategic merge patch: a patch that looks like the object, and goes into its lists.
 *
 *     object                             patch                             merged
 *     containers:                        containers:                       containers:
 *     - name: web                        - name: web                       - name: web
 *       image: nginx:1.26                  image: nginx:1.27                 image: nginx:1.27
 *     - name: log                                                          - name: log
 *
 * A merge patch would have left one container. Here the schema says that containers are told apart by their name. What a
 * patch cannot say by looking like the object, it says by directives, in fields that begin with `$`:
 *
 *     $patch: replace                     in a map: the map is this. In a list, as an item of its own: so is the list
 *     $patch: delete                      in a map: the map goes. In an item: the item with this key goes
 *     $retainKeys: [type]                 in a map: only these fields stay
 *     $deleteFromPrimitiveList/args: [x]  beside a list of plain values: these go from it
 *     $setElementOrder/containers: […]    beside a list: its items stand in this order
 *
 * Source: Kubernetes documentation, "Update API Objects in Place Using kubectl patch"; the design document
 * "Strategic Merge Patch" of the Kubernetes community for the directives.
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { FieldRules } from './field-rules.ts';

/**
 * The object with the patch merged into it; the object itself stays as it is. In a map,
 *
 *  - a field that is null in the patch goes;
 *  - a map is merged into the map that is there, or into an empty one;
 *  - a list whose rule is merged: its items are merged into the items that are there (by the merge key, or as a set of
 *    plain values), new ones behind; then put in order, if the patch gives one. Other lists are replaced;
 *  - everything else is replaced.
 *
 * No directive is left in the result, and all that it puts there, in a map that is new or replaced as well, goes by these
 * rules. A field of any name is a field, `__proto__` too. An order is kept where the patch gives one, also where it does not
 * name the list itself; what it does to a list that is replaced is left to you.
 *
 * @throws {Failure} `BadRequest` where an item of a merged list lacks the merge key, or a directive has an unknown value: a
 *   `$patch` of another name, or `delete` for the whole object; one of the others that is no list
 */
export function strategicMerge(object: KubernetesObject, patch: object, rules: FieldRules): KubernetesObject {
  todo('5.7', 'Walk the patch, not the object: map by map, and by the rules of the schema list by list.');
}
