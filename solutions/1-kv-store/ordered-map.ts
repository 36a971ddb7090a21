/**
 * A map whose keys are kept in order, so that a list of neighbours is one step after another and not a search.
 *
 *     set("b", 1)  set("d", 2)  set("a", 3)
 *
 *     range("a", "d")         [["a", 3], ["b", 1]]               "d" is the end, and not in it
 *     range("b", undefined)   [["b", 1], ["d", 2]]               from "b" on
 *     range(undefined, undefined, 1)   [["a", 3]]                the first of all
 *
 * The order is the caller's: `compare` alone says which key comes first and which two are the same. The map never looks
 * into a key.
 *
 * Among n keys, an operation may call `compare` a small multiple of log2(n) times: some 20 for a million keys, in
 * whatever order they came.
 *
 * Known limits: in memory only, and for one program at a time.
 */

/** A key with its value, not to be changed by whoever receives it. */
export type Entry<K, V> = readonly [key: K, value: V];

/** A place in a walk through a range. */
export interface Cursor<K, V> {
  /** The next entry by ascending key, or `undefined` once there is none, and from then on. */
  next(): Entry<K, V> | undefined;
}

export interface OrderedMap<K, V> {
  /** The value set last under the key, or `undefined` where there is no such key. */
  get(key: K): V | undefined;
  /** Sets the key's value and returns the one from before, or `undefined` where the key is new. */
  set(key: K, value: V): V | undefined;
  /** Removes the key and returns the value that it had, or `undefined` where there was no such key. */
  delete(key: K): V | undefined;
  /** How many keys there are. */
  size(): number;
  /**
   * The entries from `start` on, as far as `end` and without it, by ascending key. The array is the caller's: what is
   * set or deleted later changes neither it nor its entries.
   *
   * @param start the first key wanted, whether or not it is there; `undefined`: from the smallest key
   * @param end the key before which to stop; `undefined`: to the greatest key
   * @param limit how many entries at most, a whole number; 0 asks for none, `undefined` for all
   */
  range(start: K | undefined, end: K | undefined, limit?: number): Entry<K, V>[];
  /** Like `range`, one entry at a time: the entries as they are now, whatever is set or deleted while the walk goes on. */
  walk(start: K | undefined, end: K | undefined): Cursor<K, V>;
}

/**
 * An empty map.
 *
 * @param compare any negative number (not only -1), zero, or any positive number as `a` comes before, is the same key as,
 *   or comes after `b`
 */
export function createOrderedMap<K, V>(compare: (a: K, b: K) => number): OrderedMap<K, V> {
  //: solution
  const tree: Tree<K, V> = { compare, owner: {}, root: { owner: undefined, entries: [], children: [] }, size: 0 };
  //: end
  return {
    get(key) {
      //: todo 1.1 Find the key's value.
      let node: Node<K, V> | undefined = tree.root;
      while (node) {
        const at: number = search(tree, node, key);
        if (at >= 0) return node.entries[at][1];
        node = node.children[~at];
      }
      return undefined;
      //: end
    },
    set(key, value) {
      //: todo 1.1 Keep the value under the key and return the one from before.
      tree.root = writable(tree, tree.root);
      if (tree.root.entries.length === entriesMax) {
        tree.root = { owner: tree.owner, entries: [], children: [tree.root] };
        split(tree, tree.root, 0);
      }
      return insert(tree, tree.root, [key, value]);
      //: end
    },
    delete(key) {
      //: todo 1.1 Forget the key and return the value that it had.
      tree.root = writable(tree, tree.root);
      const removed = remove(tree, tree.root, key);
      if (tree.root.entries.length === 0 && tree.root.children.length > 0) tree.root = tree.root.children[0];
      if (removed) tree.size--;
      return removed?.[1];
      //: end
    },
    size() {
      //: todo 1.1 Say how many keys there are.
      return tree.size;
      //: end
    },
    range(start, end, limit = Number.POSITIVE_INFINITY) {
      //: todo 1.2 List the entries from start to before end, at most limit of them.
      const entries: Entry<K, V>[] = [];
      const cursor = openCursor(tree, start, end);
      while (entries.length < limit) {
        const entry = cursor.next();
        if (entry === undefined) break;
        entries.push(entry);
      }
      return entries;
      //: end
    },
    walk(start, end) {
      //: todo 1.7 Give the entries one at a time, as they are now.
      // No node has the new owner, so each is copied before it is next written to, and the walk keeps the old ones.
      tree.owner = {};
      return openCursor(tree, start, end);
      //: end
    },
  };
}

/**
 * Where the range ends that holds every key beginning with `prefix`: the smallest key that is greater than all of them.
 *
 *     prefixEnd("pods/")     "pods0": "0" is the byte after "/"
 *     prefixEnd(<61 ff>)     <62>
 *     prefixEnd(<ff ff>)     undefined: nothing is greater than all of them, so the range is open
 *
 * @returns a new array, or `undefined` for an open end; so for an empty prefix, with which every key begins
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  //: todo 1.2 Find the smallest key after all keys that begin with the prefix.
  const last = prefix.findLastIndex((byte) => byte < 0xff);
  if (last < 0) return undefined;
  const end = prefix.slice(0, last + 1);
  end[last]++;
  return end;
  //: end
}
//: solution

/**
 * The map is a B-tree, as is etcd's index in memory. A node holds its entries in order; its children hold what comes
 * before, between and after them. All leaves are equally deep, so no order of insertion makes a path long.
 *
 *        [ d , m ]
 *        /   |   \
 *   [a b]  [f k]  [p z]
 *
 * Invariants: entriesMin <= entries.length <= entriesMax, but the root may have fewer. A leaf has no children; any
 * other node has entries.length + 1.
 */
interface Node<K, V> {
  /** The map writes only to nodes of its present owner and copies others first. */
  owner: object | undefined;
  entries: Entry<K, V>[];
  children: Node<K, V>[];
}

interface Tree<K, V> {
  compare: (a: K, b: K) => number;
  owner: object;
  root: Node<K, V>;
  size: number;
}

const entriesMin = 31;
const entriesMax = 2 * entriesMin + 1;

/** Where the key stands among the node's entries; if it is not there, `~` of where it belongs. */
function search<K, V>({ compare }: Tree<K, V>, { entries }: Node<K, V>, key: K): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(key, entries[middle][0]);
    if (order === 0) return middle;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return ~low;
}

/** The node itself, or a copy of it where a walk may still be reading it. */
function writable<K, V>({ owner }: Tree<K, V>, node: Node<K, V>): Node<K, V> {
  if (node.owner === owner) return node;
  return { owner, entries: node.entries.slice(), children: node.children.slice() };
}

function writableChild<K, V>(tree: Tree<K, V>, parent: Node<K, V>, at: number): Node<K, V> {
  parent.children[at] = writable(tree, parent.children[at]);
  return parent.children[at];
}

/** Moves a full child's upper half into a new child beside it, and the entry between the halves up into the parent. */
function split<K, V>(tree: Tree<K, V>, parent: Node<K, V>, at: number): void {
  const child = writableChild(tree, parent, at);
  const middle = child.entries.length >>> 1;
  const entries = child.entries.splice(middle + 1);
  const children = child.children.splice(middle + 1);
  parent.entries.splice(at, 0, child.entries.pop()!);
  parent.children.splice(at + 1, 0, { owner: tree.owner, entries, children });
}

/** The node is writable and not full, so that there is room for what a split moves up. */
function insert<K, V>(tree: Tree<K, V>, node: Node<K, V>, entry: Entry<K, V>): V | undefined {
  const at = search(tree, node, entry[0]);
  if (at >= 0) {
    const previous = node.entries[at][1];
    node.entries[at] = entry;
    return previous;
  }
  if (node.children.length === 0) {
    node.entries.splice(~at, 0, entry);
    tree.size++;
    return undefined;
  }
  if (node.children[~at].entries.length < entriesMax) return insert(tree, writableChild(tree, node, ~at), entry);
  split(tree, node, ~at);
  return insert(tree, node, entry);
}

/** The node is writable. It may be left one entry short, which its parent mends. */
function remove<K, V>(tree: Tree<K, V>, node: Node<K, V>, key: K): Entry<K, V> | undefined {
  const at = search(tree, node, key);
  if (node.children.length === 0) return at < 0 ? undefined : node.entries.splice(at, 1)[0];
  const place = at < 0 ? ~at : at;
  const child = writableChild(tree, node, place);
  const removed = at < 0 ? remove(tree, child, key) : node.entries[at];
  // An entry between two children gives its place to the greatest one before it, which is in a leaf.
  if (at >= 0) node.entries[at] = removeLast(tree, child);
  mend(tree, node, place);
  return removed;
}

function removeLast<K, V>(tree: Tree<K, V>, node: Node<K, V>): Entry<K, V> {
  if (node.children.length === 0) return node.entries.pop()!;
  const lastChild = node.children.length - 1;
  const removed = removeLast(tree, writableChild(tree, node, lastChild));
  mend(tree, node, lastChild);
  return removed;
}

/** Joins a child that is short of entries with a neighbour, and splits the two again where they are too many for one. */
function mend<K, V>(tree: Tree<K, V>, parent: Node<K, V>, at: number): void {
  if (parent.children[at].entries.length >= entriesMin) return;
  const left = Math.max(at - 1, 0);
  const joined = writableChild(tree, parent, left);
  const [right] = parent.children.splice(left + 1, 1);
  joined.entries.push(...parent.entries.splice(left, 1), ...right.entries);
  joined.children.push(...right.children);
  if (joined.entries.length > entriesMax) split(tree, parent, left);
}

/** Reads the nodes that the tree has now. The map may write to them meanwhile, unless it has a new owner. */
function openCursor<K, V>(tree: Tree<K, V>, start: K | undefined, end: K | undefined): Cursor<K, V> {
  /** The way down from the root, with the entry that comes next in each node. */
  const path: { node: Node<K, V>; next: number }[] = [];

  function descend(from: Node<K, V> | undefined, start?: K): void {
    let node = from;
    while (node) {
      const at: number = start === undefined ? ~0 : search(tree, node, start);
      path.push({ node, next: at < 0 ? ~at : at });
      node = at < 0 ? node.children[~at] : undefined;
    }
  }

  function next(): Entry<K, V> | undefined {
    while (path.length > 0) {
      const place = path[path.length - 1];
      const entry = place.node.entries[place.next++];
      if (entry === undefined) path.pop();
      else if (end !== undefined && tree.compare(entry[0], end) >= 0) path.length = 0;
      else {
        descend(place.node.children[place.next]);
        return entry;
      }
    }
    return undefined;
  }

  descend(tree.root, start);
  return { next };
}
//: end
