import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {
  '1.1': [
    'What does the map have to remember between two calls? Declare it above the `return`; an array of entries `[key, value]` will do. Then write one small function that finds a key in it.',
    `Keep the array in order from the beginning: it costs nothing now, and 1.2 will be easy.

Ask \`compare(key, entry[0])\` for one entry after another. 0 means: here it is. Negative means: the key belongs *before* this entry, so it cannot come later. Positive means: go on.

So one walk tells two things: whether the key is there, and where it belongs.`,
    `A function that gives a place and says whether the key is there serves all of them:

\`\`\`ts
const entries: Entry<K, V>[] = [];
function find(key: K): { at: number; found: boolean } {
  let at = 0;
  while (at < entries.length && compare(entries[at][0], key) < 0) at++;
  const found = at < entries.length && compare(entries[at][0], key) === 0;
  return { at, found };
}
\`\`\`

\`set\`: if found, remember \`entries[at][1]\`, replace the entry, return what you remembered; else \`entries.splice(at, 0, [key, value])\`. \`delete\`: \`splice\` it out and return its value.`,
  ],
  '1.2': [
    'The entries are in order, so a range is one piece of them. Where does it begin, and what ends it? There are three things that can end it.',
    `A range begins at the first entry that is not before \`start\`, or at the very first one. It ends at the first entry that is not before \`end\`, or when \`limit\` entries are there, or when there are no more.

Write \`limit === undefined\` and not \`!limit\`: 0 is a limit. (The stub's default makes "no limit" a very large number; then \`<\` is enough.)

For \`prefixEnd\`, go through the prefix from its *last* byte. Which bytes can be counted up by one?`,
    `\`\`\`ts
const result: Entry<K, V>[] = [];
const first = placeOf(start);
for (let at = first; at < entries.length && result.length < limit; at++) {
  if (end !== undefined && compare(entries[at][0], end) >= 0) break;
  result.push(entries[at]);
}
\`\`\`

with \`placeOf(undefined)\` being 0.

\`prefixEnd\`: leave off all bytes 0xff at the end. If nothing is left, the end is open: \`undefined\`. Otherwise *copy* what is left (\`prefix.slice(0, n)\`) and add one to its last byte.`,
  ],
  '1.3': [
    'Read the report: which call used up the comparisons, and in which order had the keys come? If it is `set`, `get` or `delete`, the search is too slow. If only one order of the keys is bad, a tree has become a list. If it is `range`, look at where it begins.',
    `A **binary search** in ordered entries needs log2(n) comparisons: compare with the one in the middle, and forget half of them. With that alone a sorted array passes this exercise.

If you want to insert fast as well, take a structure whose pieces are small. The nearest one to an array: an array of *blocks*, each a sorted array of at most some hundred entries. Search for the block first (by its first key), then inside it. A block that grows too large is cut into two. A B-tree does the same thing at every level.

For \`range\`: find the start with the same search, and then only go on to the next entry.`,
    `The search, for any sorted list of entries. It gives the place of the key, or \`~place\` where it belongs:

\`\`\`ts
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
\`\`\`

For a B-tree, a node is \`{ entries, children }\`, with no children in a leaf, else one more than entries. \`get\` searches the node and goes down to \`children[~at]\`. \`set\` goes down in the same way, and splits every full child *before* it enters it: the upper half becomes a new child on its right, the middle entry moves up between the two. When the root is full, a new root is put above it. \`delete\` comes last: take the entry out of the leaf, and on the way back join a child that has too few entries with its neighbour and with the entry between them; if the two are too many for one node, split it again.`,
  ],
  '1.4': [
    'All three functions know one path. Write down how it looks with a namespace and without. Then ask of every part: what could be in it that makes the path mean something else?',
    `Let one small function check a part: not empty, not \`.\` or \`..\`, no \`/\`, no \`%\`. Use it for every part, in \`registryKey\` and in \`registryPrefix\`. Mind the difference between a namespace that is \`undefined\` and one that is \`''\`.

A prefix is a key without its name, **with** the slash at the end.

To parse, \`split('/')\` the text and count. \`'/registry/nodes/node-1'.split('/')\` begins with an empty string.`,
    `\`\`\`ts
const [nothing, registry, ...parts] = text(key).split('/');
\`\`\`

Refuse unless \`nothing\` is empty, \`registry\` is \`'registry'\`, there are two or three parts, and each passes the check. Two: \`{ resource, name }\`. Three: \`{ resource, namespace, name }\`.

Then the bytes that are not UTF-8: \`equalBytes(utf8(text(key)), key)\` is false for them. Or simply: make the key again with \`registryKey\` from the parts that you found, and refuse if it is not the same.`,
  ],
  '1.5': [
    'Write one function from a value to its text, which calls itself for what is inside. Which kinds of values are there, and what does each look like?',
    `The kinds: an array (\`[\` its items, joined by commas \`]\`), a plain object (\`{\` its members, joined by commas \`}\`), and what \`JSON.stringify\` can be trusted with: \`null\`, booleans, strings and *finite* numbers. Everything else is refused.

Ask for arrays and plain objects first. \`typeof value === 'object'\` alone also holds for a Date, a Map, and for \`null\`.

For an object: \`Object.keys\`, without those whose value is \`undefined\`, \`.sort()\`: the default order of \`sort\` is by code units. (\`localeCompare\` is not.)`,
    `The text of an object:

\`\`\`ts
const keys = Object.keys(value).filter((key) => value[key] !== undefined);
const members = keys
  .sort()
  .map((key) => \`\${JSON.stringify(key)}:\${canonical(value[key])}\`);
return \`{\${members.join(',')}}\`;
\`\`\`

Whether an object is plain: \`Object.getPrototypeOf(value)\` is \`Object.prototype\` or \`null\`.

To decode: \`try\` both \`new TextDecoder('utf-8', { fatal: true }).decode(bytes)\` and \`JSON.parse\`, and turn whatever they throw into a \`Failure\` with \`cannot-decode\`. Then look whether the result is a plain object.`,
  ],
  '1.6': [
    'Write the small methods first, on an ordered map of bytes. Copy where bytes come in and where they go out. For `txn`: what must you know of each operation to take it back later?',
    `Three steps: evaluate \`compare.map(…).every(Boolean)\` into a variable, choose the branch, run its operations one by one and gather the results.

Before an operation writes, note how to undo it: the key, and the value that it has *now*, or that there is none. If anything is thrown, undo, from the last note to the first, and throw it again.

The other way is to work on a copy of the whole map, which takes the original's place at the end. That is right as well, and slow.`,
    `\`\`\`ts
const succeeded = compare.map(holds).every(Boolean);
const undo: (() => void)[] = [];
try {
  const branch = succeeded ? success : failure;
  return { succeeded, results: branch.map((each) => run(each, undo)) };
} catch (thrown) {
  for (const takeBack of undo.reverse()) takeBack();
  throw thrown;
}
\`\`\`

In \`run\`, for a put or a delete: refuse an empty key; \`const previous = map.get(key)\`; with \`mustExist\` and no \`previous\`, throw \`key-not-found\`. Then \`undo.push(…)\`, which deletes the key if there was no \`previous\` and else sets it to \`previous\`. Only then write, copies of course.

\`previous === undefined\` means: no such key. An empty array is a value.`,
  ],
  '1.7': [
    'A walk that reads the live map sees later writes. A walk that reads something that nobody writes to does not. What would that be?',
    `The simple way: at \`walk\`, copy the entries of the range, and give one after another. Find its two ends with the search of 1.3; do not compare every entry with \`end\` (K22).

The beautiful way: let the walk keep the *root* that the map has now, and never write to a node that a walk may be reading. Before you write to such a node, copy it and put the copy in its parent's place. The parent is written to by that, so it must be a copy, too, and so up to the root.`,
    `How does the map know which nodes a walk may be reading? Give every node an \`owner\`, and the map one of its own:

\`\`\`ts
function writable(node: Node<K, V>): Node<K, V> {
  if (node.owner === owner) return node;
  const { entries, children } = node;
  return { owner, entries: entries.slice(), children: children.slice() };
}
\`\`\`

Every new node gets the map's owner. \`walk\` sets \`owner = {}\`. From then on no old node is the map's own, and each is copied once, when it is first written to. On the way down, \`set\` and \`delete\` say \`node.children[at] = writable(node.children[at])\` before they enter a child, and \`root = writable(root)\` before they begin.

The cursor remembers its way down from the root: a stack of nodes, with the place of the next entry in each.`,
  ],
};
