import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {
  '5.1': [
    `Take the ten URLs in the comment above \`requestInfoOf\`, and write beside each of them the list of its parts. For each: at which part do you know whether it is a resource's path at all? At which part do you know what the *next* part is?`,
    `Four small functions, one after the other:

1. **Cut off the query** at the first \`?\`. \`URLSearchParams\` reads it; gather the values of each name in a list. (A \`Map\` first: a parameter may be called \`__proto__\`.)
2. **Unescape the path** with \`decodeURIComponent\`, which throws where an escape means nothing. Then take *one* slash off at either end, and split.
3. **The place:** no part may be empty, \`.\` or \`..\`. Take \`api\` or \`apis\` with its group, then the version; something must be left. If it begins with \`namespaces\`, its second part is the namespace. These two go away only if a third part follows, and that part is not alone and \`status\` or \`finalize\`. What is left now is resource, name, subresource: three at most.
4. **The verb:** from a table, by the method and by whether there is a name *in the path*.

The name in a field selector comes last, and only for \`list\` and \`watch\`: if you fill it in before the verb, a list becomes a get.`,
    `\`\`\`ts
// placeOf(parts): undefined for a path that is no resource's
if (parts.some((part) => ['', '.', '..'].includes(part))) return;
const [root, ...rest] = parts;
if (root !== 'api' && root !== 'apis') return undefined;
const group = root === 'apis' ? (rest.shift() ?? '') : '';
const [version, ...below] = rest;
if (version === undefined || below.length === 0) return undefined;
const isIn = below[0] === 'namespaces';
const namespace = isIn ? (below[1] ?? '') : '';
const ofItself =
  below.length === 3 && ['status', 'finalize'].includes(below[2]);
const inside =
  isIn && below.length > 2 && !ofItself ? below.slice(2) : below;
if (inside.length > 3) return undefined;
const [resource, name = '', subresource = ''] = inside;
return { group, version, resource, subresource, namespace, name };
// verbOf(method, name, query)
if (method === 'GET' || method === 'HEAD') {
  if (name !== '') return 'get';
  const [value] = query.watch ?? ['false'];
  const isNo = ['0', 'false'].includes(value.toLowerCase());
  return isNo ? 'list' : 'watch';
}
return verbs[method]?.[name === '' ? 1 : 0] ?? '';
// the name of a list or watch
const terms = (query.fieldSelector?.[0] ?? '').split(',');
const name = /^metadata\\.name==?(?!\\.\\.?$)([^=/%]+)$/;
const found = terms.map((term) => name.exec(term));
return found.find((each) => each)?.[1] ?? '';
\`\`\`

\`verbs\` is \`{ POST: ['create', 'create'], PUT: …, DELETE: ['delete', 'deletecollection'] }\`.`,
  ],
  '5.2': [
    `Write down all ways in which a request can lie about who sends it: a token of the right form with a wrong signature; a signature that is right, but … For each of them: which line of your code says no?

Every function but \`authenticate\` answers "nobody" by \`undefined\`. Which of them may throw?`,
    `**\`verifyToken\`**: three parts, none with a sign that base64url does not have. Decode the first two in a \`try\`; JSON that is no object counts as nothing. For the signature use \`verify\` of \`node:crypto\` with \`sha256\` and \`signingKey(key)\`, over the first two parts *as they came*, not over what you decoded. First compare \`header.alg\` with \`algorithmOf(key)\`.

**\`serviceAccountOf\`**: go down the list in the text, and return at the first thing that is not so. Claims are what a client sent: \`kubernetes.io\` may be missing, null or a number. \`exp\` is in seconds, \`now\` in milliseconds. Compare *both* names and uids, of the account and of the pod.

**\`bootstrapUserOf\`**: a regular expression takes the token apart. A helper gives the text of one key of the Secret, and '' for a missing one. An \`expiration\` that cannot be read has passed.

**\`userOfToken\`**: ask each kind; add \`system:authenticated\` in one place, for all.`,
    `\`\`\`ts
// verifyToken
const parts = token.split('.');
const isToken = parts.every((part) => /^[\\w-]+$/.test(part));
if (parts.length !== 3 || !isToken) return undefined;
const [header, claims] = [decode(parts[0]), decode(parts[1])];
if (!header || !claims) return undefined;
const signed = Buffer.from(\`\${parts[0]}.\${parts[1]}\`);
const signature = Buffer.from(parts[2], 'base64url');
const isOf = (key: KeyObject) =>
  header.alg === algorithmOf(key) &&
  verify('sha256', signed, signingKey(key), signature);
const keys = publicKeys.map((pem) => createPublicKey(pem));
return keys.some(isOf) ? claims : undefined;
// serviceAccountOf
const claims = verifyToken(token, publicKeys);
if (claims?.iss !== issuer || !isFor(claims, audiences)) return;
if (!isInTime(claims, now)) return undefined;
const bound = boundTo(claims); // undefined unless it has the right shape
if (!bound) return undefined;
const { namespace, serviceaccount: { name, uid }, pod } = bound;
if (claims.sub !== \`system:serviceaccount:\${namespace}:\${name}\`) return;
const account =
  await objects.get('serviceaccounts', namespace, name);
if (account?.metadata.uid !== uid || isGone(account, now)) return;
if (pod && !(await isAlive(pod, namespace, objects, now))) return;
// isGone: deletionTimestamp is there, and not later than now
// authenticate
if (certificate?.commonName) {
  const { commonName: name, organizations: groups } = certificate;
  return authenticated({ name, groups });
}
const [, token] =
  /^bearer +(\\S+)/i.exec(headers.authorization ?? '') ?? [];
if (token !== undefined) {
  const user = await authenticator.userOfToken(token);
  if (user) return user;
  throw unauthorized();
}
if (settings.anonymous === false) throw unauthorized();
return {
  name: 'system:anonymous', groups: ['system:unauthenticated'],
};
\`\`\``,
  ],
  '5.3': [
    `Two questions, and they are not the same: "does this rule allow this action?" and "does this rule cover that *rule*?" In the first, one side is a request, and has no stars. In the second both may have stars. Write the first one; then look what is different.`,
    `**\`ruleAllows\`**: a verb first; then, by \`isResource\`, either the paths or all three of group, resource and name. A helper \`holds(list, wanted)\` is true for \`*\` and for the word itself, and false for a missing list. For resources compare \`pods\`, \`pods/log\` and \`*/log\` as texts; \`*\` alone allows all.

**\`grantsTo\`**: list both kinds of bindings, keep those with the user among the subjects, and look up each role. A RoleBinding's own namespace is in its metadata; use that one for subjects and for a Role. For aggregated roles: a set of the names that you have been at, against circles.

**\`missingRules\`**: a function \`partsOf(rule)\` gives a list of rules with exactly one verb and one group, resource and name each, or one verb and one path. A function \`covers(rule, part)\` looks at each field; a part's \`*\` is a word like any other, which only \`*\` equals. Then it is a \`flatMap\` and a \`filter\`.

**\`preventEscalation\`**: first all that lets a write pass without looking (masters, no object, a subresource, another kind, an update that gives the same), then \`escalate\` or \`bind\`, and only then the rules.`,
    `\`\`\`ts
// ruleAllows
if (!holds(rule.verbs, action.verb)) return false;
if (!action.isResource) {
  const paths = rule.nonResourceURLs ?? [];
  return paths.some((pattern) => pathMatches(pattern, action.path));
}
const { resource, subresource, name } = action;
const asked = subresource ? \`\${resource}/\${subresource}\` : resource;
const inAll = subresource ? \`*/\${subresource}\` : '*';
const resources = rule.resources ?? [];
const names = rule.resourceNames ?? [];
return (
  holds(rule.apiGroups, action.group) &&
  ['*', asked, inAll].some((each) => resources.includes(each)) &&
  (names.length === 0 || names.includes(name))
);
// grantsTo
const everywhere = await objects.list('clusterrolebindings', '');
const here =
  namespace === '' ? [] : await objects.list('rolebindings', namespace);
for (const binding of [...everywhere, ...here] as Binding[]) {
  const home = binding.metadata.namespace ?? '';
  const is = (subject: Subject) => subjectIs(subject, user, home);
  const subject = binding.subjects?.find(is);
  if (!subject) continue;
  const rules = await rulesOfRole(binding.roleRef, home, objects);
  const reason = reasonOf(binding, subject);
  grants.push({ reason, rules: rules ?? [] });
}
// aggregated(role, all, seen)
if (seen.has(role.metadata.name)) return [];
seen.add(role.metadata.name);
if (!role.aggregationRule) return role.rules ?? [];
const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
const chosen = all.filter(({ metadata: { labels = {} } }) =>
  selectors.some((selector) => selectorMatches(selector, labels)));
return chosen.flatMap((each) => aggregated(each, all, seen));
// missingRules
return wanted.flatMap(partsOf)
  .filter((part) => !have.some((rule) => covers(rule, part)));
\`\`\`

In \`covers\` a rule without \`resourceNames\` covers every name; one with names only a part that has one of them. \`*/scale\` covers \`deployments/scale\`, and \`*\` covers everything.`,
  ],
  '5.4': [
    `For each of the three steps write one sentence: what may it assume of the object, and what does the next one rely on? Then look at the table in the text again: which fault is told by which step?`,
    `**\`checkStructure\`** is eight lines: kind, faults, wrong types, unknown fields, warnings, prune. Return a *new* write with a *new* list of warnings.

**Defaults**: \`fill\` with an object literal; a nested object is filled in first as \`{}\`, and then itself. \`podDefaults\` makes requests out of limits *before* the rest. An image's tag stands behind the last slash.

**Validation**: every function returns a list; you put lists into lists with \`...\`, and \`cond ? [] : [fault]\`. None throws but \`validate\`. Read the texts in the doc comments to the letter, and use \`faultsAt\`, \`notNegative\`, \`oneOf\` and \`unchanged\` where they fit.

**\`faultsIn\`** asks for the kind with \`Object.hasOwn\` or \`?.\`: a custom kind may be called like one of yours, so look at \`resource.custom\` first.`,
    `\`\`\`ts
// checkStructure
if (!write.object) return write;
const { resource, object, fieldValidation } = write;
checkKind(object, resource);
const schema = schemaOf(resource);
const faults = structuralFaults(schema, object, resource.kind);
refuseWrongTypes(write, faults);
const texts = faults.unknown.map(unknownFieldText);
if (fieldValidation === 'Strict' && texts.length > 0)
  throw strictDecodingError(resource, texts);
const added = fieldValidation === 'Warn' ? texts : [];
const pruned = pruneObject(resource, object);
const apiVersion = apiVersionOf(resource);
const { kind } = resource;
return {
  ...write,
  object: { ...pruned, apiVersion, kind, metadata: pruned.metadata ?? {} },
  warnings: [...write.warnings, ...added],
};
// refuseWrongTypes
if (wrong.length === 0) return;
if (!resource.custom) throw decodingError(resource, wrong[0].text);
throw invalid(resource, name, wrong.map(({ error }) => error));
// the pull policy
const lastPart = image.slice(image.lastIndexOf('/') + 1);
const [name, digest] = lastPart.split('@');
const [, tag] = name.split(':');
const moves = tag === 'latest' || (!tag && !digest);
return moves ? 'Always' : 'IfNotPresent';
// templateFaults
const isFound = selector && selectorMatches(selector, labels);
return [
  ...(isFound ? [] : [invalidValue(labelsField, labels, mismatch)]),
  ...labelFaultsAt(labelsField, labels),
  ...podSpecFaults(podSpec, 'spec.template.spec'),
  …
];
// faultsIn
const { resource, object, old, subresource } = write;
if (!object || unjudged.includes(subresource)) return [];
const { custom } = resource;
const own = custom
  ? valueErrors(custom.schema, object)
  : (faultsOf[object.kind]?.(object) ?? []);
const judge = old && !custom ? updateFaultsOf[object.kind] : undefined;
const update = judge?.(object, old!, subresource) ?? [];
const names = nameFaultsFor(write);
return [
  ...metadataFaults(object.metadata, names),
  ...missingBeside(write, own), ...own, ...update,
];
\`\`\``,
  ],
  '5.5': [
    `For each plugin make a list: which operations, which kinds, which subresources does it look at? Everything else passes in the first line.

For the quota draw two servers that read at the same time. Where exactly does the second one find out that it was second?`,
    `**\`admissionOf\`**: two loops. In \`validate\`, the \`catch\` stands inside the loop: \`plugins.slice(0, i)\` are those that have judged before. Give \`releaseAll\` the write that came in.

**A plugin that changes** makes a \`structuredClone\` of the object first.

**ResourceQuota**: one function \`settle(name, write, taken, mayRefuse)\` is enough for taking, for giving back after a refusal, and for \`release\`: with \`taken\` negated, and \`mayRefuse\` false. It loops: get the quota (gone: return); its \`currentStatus\` (who gives back takes the status as it is); what of \`taken\` is in \`hard\`; refuse if it is over; nothing to change: return; \`replaceStatus\`; if false, again.

\`get\` may give the same old quota again after a \`false\`? No: \`ClusterObjects\` promises that a later \`get\` shows what is there. So the loop ends.

A dry run goes as far as the refusal, and writes nothing.`,
    `\`\`\`ts
// validate, in admissionOf
let judged = write;
for (const [i, { validate }] of plugins.entries()) {
  try {
    if (validate) judged = await validate(judged);
  } catch (refusal) {
    await releaseAll(plugins.slice(0, i), write);
    throw refusal;
  }
}
return judged;
// settle, in resourceQuota
for (;;) {
  const found =
    await objects.get('resourcequotas', write.namespace, name);
  if (!found) return;
  const quota = found as ResourceQuota;
  const { hard = {}, used = {} } = mayRefuse
    ? await currentStatus(quota, objects) : (quota.status ?? {});
  const change = only(hard, taken);
  if (mayRefuse) refuseIfOver(write, name, change, used, hard);
  const isSame = Object.keys(change).length === 0;
  if (isSame && (isSettled(quota) || !mayRefuse)) return;
  if (write.dryRun && mayRefuse) return;
  const status = { hard, used: plus(used, change) };
  const next = { ...quota, status };
  if (await objects.replaceStatus('resourcequotas', next)) return;
}
// currentStatus
const kept = only(hard, only(status?.hard ?? {}, status?.used ?? {}));
const added = Object.keys(hard)
  .filter((resource) => !Object.hasOwn(kept, resource));
const counted = await countUsage(added, metadata.namespace!, objects);
return { hard, used: { ...kept, ...counted } };
// limits and requests of a container
const requests =
  missing(limit.defaultRequest ?? {}, { ...ownLimits, ...ownRequests });
const limits = missing(limit.default ?? {}, ownLimits);
\`\`\`

\`isSettled\` is given; where it says no, \`currentStatus\` keeps what is counted, and counts only what \`spec.hard\` names anew. \`refuseIfOver\` looks only at resources of which \`change\` is above 0. A *new* pod that says too little is refused before \`settle\`; a dry run that is refused gives nothing back.`,
  ],
  '5.6': [
    `Take a pencil and follow one object: created, changed by alice with "41" while bob changes it too, deleted while it has a finalizer, the finalizer taken off. Write down for each step the *one* transaction: what is compared, what is put or deleted, what is read where it fails.`,
    `**\`commit\`**: three lists: \`compare\`, \`success\`, \`failure\`. A deletion in \`success\` asks for \`prevKv\`, or nobody knows what was removed. In \`failure\` read the key *and* the claims, in one go.

**\`guaranteedUpdate\`**: a loop with two variables, \`current\` and \`taken\`. After a lost race take both from the outcome; a second \`get\` would be a second round trip, and older.

**\`prepareForUpdate\`**: take the metadata that was sent and lay over it what the server keeps; then drop members that are \`undefined\`, or "unset" becomes a field. Choose the status by subresource and \`hasStatus\`. Count the generation last, on the object as it will be stored.

**\`create\`**: the loop goes over attempts; the chain runs anew in each. Remember at the start whether the name was made up: the chain fills it in.

**\`update\` and \`delete\`** differ only in what they decide. So write one function, say \`settle(target, decide)\`, that knows of dry runs, \`undone\`, \`allocate\` and \`gone\`. \`undone\` is for what the chain let through in the *last* attempt, when \`guaranteedUpdate\` asks again; so let \`decide\` call the chain through a function of yours, which remembers what came out. Forget it once it is told, and nothing is told twice.`,
    `\`\`\`ts
// commit
const lease = ttl === undefined
  ? 0n : await orApiFailure(leases.leaseFor(ttl));
const compare =
  [stillAt(key, expected), ...claims.map((each) => stillAt(each, 0))];
const success = [
  object ? put(key, encodeStored(object), lease) : remove(key),
  ...claims.map((claim) => put(claim, registryKey(key))),
  ...releases.map(remove),
];
const failure = [key, ...claims].map(read);
const response =
  await orApiFailure(etcd.txn({ compare, success, failure }));
if (!response.succeeded) return refusal(response, claims);
// stillAt: { key, target: 'mod', result: 'equal', value: revision }
// guaranteedUpdate
let current = await storage.get(key);
let taken: ObjectKey[] = [];
for (;;) {
  const decision = await decide(current, taken);
  const { object } = decision;
  if (current && object && isSame(current, object)) return current;
  const expected = revisionOf(current);
  const outcome = await storage.commit({ key, expected, ...decision });
  if (outcome.done) return outcome.object;
  ({ current, taken } = outcome);
}
// settle, in the registry
let admitted: Write | undefined;
let write: Write | undefined;
let endTurn: (() => void) | undefined;
const admit: WriteStep = async (asked) => {
  admitted = await chain(asked);
  return admitted;
};
const onStored = async (
  old: KubernetesObject | undefined, taken: ObjectKey[],
) => {
  if (admitted) {
    await giveBack();
    endTurn ??= await turns.wait(JSON.stringify(key));
  }
  write = await decide(old && served(resource, old), admit);
  const isMarked = write.operation === 'delete' && write.object;
  const { object, ...rest } =
    isMarked ? await objectAlone(write) : await allocate(write, taken);
  const ttl = ttlOf(resource);
  return { object: object && stored(resource, object), ttl, ...rest };
};
const giveBack = async () => {
  const lost = admitted;
  admitted = undefined;
  if (lost && !dryRun) await undone(lost);
};
if (dryRun) {
  const old = await storage.get(key);
  const { object = old } = await onStored(old, []);
  return served(resource, object!);
}
try {
  const object = await guaranteedUpdate(storage, key, onStored);
  if (write && !write.object) {
    // An update that has ended in a removal was not stored itself.
    if (admitted?.object) await giveBack();
    await gone(write);
  }
  return served(resource, object);
} catch (thrown) {
  if (!mayBeDone(thrown)) await giveBack();
  throw thrown;
} finally {
  endTurn?.();
}
// afterDelete
const held = withFinalizers(object, options.propagationPolicy);
const grace = gracePeriod(object, options.gracePeriodSeconds);
if (grace === 0 && finalizersOf(held).length === 0) return undefined;
const { deletionTimestamp, deletionGracePeriodSeconds } =
  object.metadata;
const isMarked = deletionTimestamp !== undefined;
const before = Number(deletionGracePeriodSeconds ?? 0);
if (isMarked && grace >= before) return held;
const start = isMarked
  ? Date.parse(String(deletionTimestamp)) - before * 1000 : now;
// deletionTimestamp: timestamp(start + grace * 1000)
\`\`\`

In \`update\`, \`decide\` is: not there, \`NotFound\`; then \`admit({ ...target, operation: 'update', object: await change(old), old })\`; then \`finish\`; and where that \`isFinished\`, the write with \`operation: 'delete'\` and no object.`,
  ],
  '5.7': [
    `Which two functions are pure, and need no server at all? Begin with those, and with the table of directives. For \`strategicMerge\` take the smallest case: two maps of plain values. Then lists of plain values, then lists of maps.`,
    `**\`strategicMerge\`**: \`mergeMap(before, patch, path, rules)\` calls \`mergeValue\` for each field of the *patch* that does not begin with \`$\`; \`mergeValue\` calls \`mergeMap\` for maps, and looks at \`rules(path)\` for lists. What is new is merged into an empty map, not copied: so directives in it go away, too.

\`$patch\` and \`$retainKeys\` say what the fields are merged *into*. \`$deleteFromPrimitiveList/…\` and \`$setElementOrder/…\` are done after all fields, on the merged list; \`inElementOrder\` wants the list as it was before the merge as well.

An item \`{ $patch: replace }\` without a key is no item: it only empties the list.

**\`scaled\`** and **\`bound\`** return new objects: \`withValueAt\` copies the way down to what it sets.

**\`patched\`**: a table of types is not needed; three \`if\`s that return, and then either the type is unknown or the body was wrong for it.`,
    `\`\`\`ts
// mergeMap(before, patch, path, rules)
const base = baseOf(before, patch); // a Map: so is \`__proto__\` a field
const result = new Map(base);
for (const [field, value] of Object.entries(patch)) {
  if (field.startsWith('$')) continue;
  const goes = value === null
    || (isMap(value) && value.$patch === 'delete');
  const below = [...path, field];
  const old = base.get(field);
  if (goes) result.delete(field);
  else result.set(field, mergeValue(old, value, below, rules));
}
doListDirectives(result, base, patch, path, rules);
return Object.fromEntries(result);
// baseOf: replace → none; $retainKeys → only those; else before's
// mergeValue(before, value, path, rules)
if (isMap(value)) {
  const old = isMap(before) ? before : {};
  return mergeMap(old, value, path, rules);
}
const { isMerged, mergeKey } = rules(path);
if (!Array.isArray(value) || !isMerged) return value;
const list = Array.isArray(before) ? before : [];
if (mergeKey === '') return [...new Set([...list, ...value])];
return mergeItems(list, value, mergeKey, path, rules);
// mergeItems, for each item that is not { $patch: replace }
if (!keyed(item, key)) throw badRequest(\`… the merge key: \${key}\`);
const at = result.findIndex(
  (other) => isMap(other) && other[key] === item[key]);
if (item.$patch === 'delete') result.splice(at, at < 0 ? 0 : 1);
else if (at < 0) result.push(mergeMap({}, item, path, rules));
else result[at] = mergeMap(result[at], item, path, rules);
// bound
const node = valueAt(binding, ['target', 'name']);
if (typeof node !== 'string' || node === '')
  throw badRequest('target.name: Required value');
if (deletionTimestamp || valueAt(pod, ['spec', 'nodeName']))
  throw conflict({ group: '', resource: 'pods/binding' }, name, why);
const onNode = withValueAt(pod, ['spec', 'nodeName'], node);
return withValueAt(onNode, ['status', 'conditions'], conditions);
\`\`\`

Mind that a list may be \`null\` in the patch (it goes), and that a map in the patch may meet a plain value in the object (it replaces it).`,
  ],
  '5.8': [
    `Selectors and pages need no explanation but the tables. For the watch make a list of everything that can happen to it: an event, no room, room again, a bookmark due, the time over, the reader lost, the reader not yet there, the client gone. Which of them can come *while you are sending*?`,
    `**Label selectors**: cut at commas that do not stand in parentheses (\`/,(?![^(]*\\))/\`), then try three patterns on each part: \`key op value\`, \`key in (…)\`, \`key\` or \`!key\`. Anything else is a \`BadRequest\`.

**\`readPage\`** is a loop over parts: ask etcd for a part, take what matches, stop when the page is full *and one more was found*, or when there is no more. Take the revision of the first part for all others. Without selectors etcd's own \`limit\` makes the page.

**\`pump\`** sends as long as there is room and something to send; everything that may have changed something calls it: the reader that has come, \`tell\`, \`resume\`. At its end it asks whether the reader is lost: one who has no room would never call \`next\`, and would never know.

**\`nextEvent\`**: initial objects; the mark, once; then changes until one is an event for this client. What the reader said last decides \`isUpToDate\`. \`lost\` goes to \`fail\`.

A bookmark's number: what the reader has passed, or, if it said \`up-to-date\` *since*, the cache's revision if that is later.`,
    `\`\`\`ts
// matchesLabels
return terms.every(({ key, operator, values }) => {
  const has = Object.hasOwn(labels, key);
  if (operator === 'exists') return has;
  if (operator === '!exists') return !has;
  const isOne = has && values.includes(labels[key]);
  return isOne === (operator === 'in');
});
// readPage, the loop
for (;;) {
  const part =
    await storage.list({ resource, namespace, revision, after, limit });
  ({ revision, last: after } = part);
  for (const object of part.objects) {
    if (matches && !matches(object)) continue;
    if (limit > 0 && objects.length === limit) return cutHere();
    objects.push(object);
  }
  if (!after) return { objects, revision };
  if (objects.length === limit) return cutHere();
}
// watchEventOf
const was = old !== undefined && selects(old);
const is = object !== undefined && selects(object);
if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
if (!was) return undefined;
return { type: 'DELETED', object: withRevision(old, revision) };
// pump
while (hasRoom && !isOver) {
  const event = nextEvent();
  if (!event) return;
  hasRoom = send(event);
}
if (!isOver && reader?.isLost()) fail(tooOld());
// nextEvent
if (initialSent < initial.length) return added(initial[initialSent++]);
const marks = request.marksInitial && initialSent++ === initial.length;
if (marks) return bookmark({ [initialEnd]: 'true' });
for (;;) {
  const change = reader?.next();
  isUpToDate = change === 'up-to-date';
  if (change === 'lost') fail(tooOld());
  if (!change || typeof change === 'string') return undefined;
  seen = change.revision;
  const event = watchEventOf(change, request.selects);
  if (!event) continue;
  const object = request.served(event.object as KubernetesObject);
  return { ...event, object };
}
// revisionKnown
return isUpToDate ? Math.max(seen, request.revision()) : seen;
// sendBookmark
const maySend = request.bookmarks && hasRoom && isUpToDate;
if (maySend) hasRoom = send(bookmark());
\`\`\`

\`initialEnd\` is \`'k8s.io/initial-events-end'\`, and \`cutHere\` the page with its token: \`encodeContinue\` of the revision and of the key of its last object, without the list's prefix.`,
  ],
  '5.9': [
    `Draw a window of four changes and two readers. Now five more changes come. What do you have to change in the readers? If the answer is not "nothing", number the changes differently.`,
    `**The window**: keep \`changes\`, how many at its front have \`dropped\` out, and the number that the first of \`changes\` has (\`firstNumber\`). The oldest that still counts has \`firstNumber + dropped\`. A reader keeps \`number\`: lost if that is smaller than the oldest; its change is \`changes[number - firstNumber]\`.

\`drop\`: \`since\` becomes the revision of the one that goes; only when more than \`sizeMax\` have dropped out, cut the array.

\`reset\`: \`firstNumber\` goes up by the length, by one more, so that even a reader that stood at the end is behind, *and* by \`sizeMax\`: so many may come in front later (5.10), and nobody may find his number again.

\`read\`: the first change behind \`after\`, by halving, gives the number. A reader of the future passes over what is not later than \`after\`.

**The cache**: \`replace\` clears and fills the objects, then \`window.reset\`, then \`advanceTo\`. \`apply\` takes one event after the other, and moves the objects and the revision on *before* it adds the change to the window, since that tells the readers.`,
    `\`\`\`ts
// add
changes.push(change);
if (changes.length - dropped > sizeMax) drop();
tellAll();
// drop
from = changes[dropped].revision;
dropped++;
if (dropped <= sizeMax) return;
changes = changes.slice(dropped);
firstNumber += dropped;
dropped = 0;
// reset
firstNumber += changes.length + sizeMax + 1;
changes = [];
dropped = 0;
from = newSince;
tellAll();
// read
const own = () => tell();
tells.add(own);
let number = firstNumber + firstBehind(after);
let isLost = false;
const lost = () => {
  isLost ||= number < oldest();
  return isLost;
};
function next() {
  for (;;) {
    if (lost()) return 'lost';
    const change = changes[number - firstNumber];
    if (change === undefined) return 'up-to-date';
    number++;
    if (change.revision > after) return change;
  }
}
return { isLost: lost, next, close: () => void tells.delete(own) };
// apply, in the cache
for (const event of events) {
  const change = changeOf(event);
  advanceTo(change.revision);
  if (change.object || change.old) window.add(change);
}
\`\`\`

What is no object (\`decodeIfObject\`) is deleted from the objects, in \`replace\` as in \`changeOf\`. \`own\` is a function of its own for each reader: the same \`tell\` may be given twice. \`tellAll\` goes over a copy of the set.`,
  ],
  '5.10': [
    `Three times the same question: who knows, and who only believes? A cache believes that it is up to date. A list of free addresses believes that they are free. What do you ask to know it?`,
    `**\`momentOf\`**: refuse first, then read the table from the top; the code is as long as the table.

**\`listOf\`**: \`etcd\`: a page. \`cache\`: what the cache has. \`not-older\`: the cache if its revision will do, else a page from etcd; and if even that is older, \`resourceVersionTooLarge\`.

**\`readHistory\`**: a promise around one watch of *every* key (key and range end are both a single zero byte), from \`after + 1\`, with \`prevKv\`. End it when an event's revision has reached \`until\`, when it is canceled, or when the stream fails. A promise may be resolved twice; only the first counts. Do not close the stream within the call that tells you: \`etcd.watch\` may not have returned it yet.

**\`addBefore\`**: count the numbers *down*: the first of the older ones gets \`oldest() - older.length\`.

**\`read\` of the cache**: a chain of promises, each fetch behind the one before; and when it is its turn, it looks again whether it is still needed.

**\`createAllocation\`**: for each pool two sets, what it *had* and what it *has*. Claims are what is only in the second, releases what is only in the first. Gather the faults of both pools, and refuse at the end. What is free is in neither \`names\` nor \`taken\`, and no other port has just got it.`,
    `\`\`\`ts
// momentOf, behind the refusals
const revision = revisionIn(resourceVersion);
if (continueToken !== '') {
  if (revision) throw badRequest('specifying resource version …');
  return { from: 'etcd' };
}
if (revision === undefined) return { from: 'etcd' };
if (revision === 0) return { from: 'cache' };
const isExact = match === 'Exact' || (match === '' && limit > 0);
return { from: isExact ? 'etcd' : 'not-older', revision };
// readHistory
const stream = etcd.watch(receive, () => finish(undefined));
const request =
  { ...everyKey, startRevision: after + 1, prevKv: true };
stream.receive({ type: 'create', request });
function receive({ events, canceled }: WatchResponse): boolean {
  if (canceled) finish(undefined);
  for (const event of events) {
    if (event.kv.modRevision > until) break;
    if (!startsWith(event.kv.key, prefix)) continue;
    const change = changeOf(event);
    const isNothing = !change.object && !change.old;
    if (isNothing && !isTorn(event)) continue;
    const isTooMany = changes.length === countMax;
    if (isTorn(event) || isTooMany) finish(undefined);
    else changes.push(change);
  }
  const last = events.at(-1)?.kv.modRevision ?? 0;
  if (last >= until) finish(changes);
  return true;
}
// addBefore
const kept = changes.slice(dropped);
if (older.length + kept.length > sizeMax) return false;
firstNumber = oldest() - older.length;
changes = [...older, ...kept];
dropped = 0;
from = earlier;
return true;
// read, in the cache
if (after < window.since()) {
  fetching = fetching.then(() => fetchHistory(after));
  await fetching;
}
if (after < window.since()) throw tooOld(after, window.since());
return window.read(after, tell);
// freeNumber
const count = last - first + 1;
const start = random.integer(0, count - 1);
for (let step = 0; step < count; step++) {
  const name = nameOf(first + ((start + step) % count));
  if (!used.has(name)) return name;
}
\`\`\`

\`isTorn\`: no \`prevKv\`, although it is a delete or the version is above 1. In the allocation a want of '' takes over what the Service had for the same purpose, before anything is chosen.`,
  ],
  '5.11': [
    `Look at the entry of Deployments in the kit's \`built-in-resources.ts\`. Where in a CustomResourceDefinition does each of its fields stand? What is the default where it stands nowhere?`,
    `**\`resourcesOf\`**: not Established: an empty list. Else filter the served versions, and map each to a \`ResourceType\`. The storage version is the same for all of them. The names are those of \`status.acceptedNames\`.

**\`definitionFaults\`**: three groups of faults, pushed onto one list. For a double name it is the *later* version that is told.

**\`structuralSchemaFaults\`**: recursion with a parameter that says whether this is the root. \`childField\` and \`itemField\` write the paths. Do not go into allOf, anyOf, oneOf and not.

**\`statusFor\`**: names in paths (plural, singular, short) are one set, names of kinds another. Compare with what others of the group have *accepted* (\`status.acceptedNames\`), not with what they ask for.`,
    `\`\`\`ts
// resourcesOf
if (!isEstablished(definition)) return [];
const { group, scope, versions } = definition.spec;
const names = definition.status!.acceptedNames as DefinedNames;
const { plural, kind, shortNames = [], categories = [] } = names;
const { listKind = \`\${kind}List\` } = names;
const { singular = kind.toLowerCase() } = names;
const stored = versions.find(({ storage }) => storage)!.name;
return versions.filter(({ served }) => served).map((version) => ({
  group, version: version.name, resource: plural, kind, listKind,
  singular, shortNames, categories, verbs: allVerbs,
  namespaced: scope === 'Namespaced',
  subresources: subresourcesOf(version, kind),
  hasSpec: true,
  hasStatus: version.subresources?.status !== undefined,
  hasGeneration: true,
  custom: {
    schema: version.schema!.openAPIV3Schema!,
    columns: version.additionalPrinterColumns ?? [ageColumn],
    storageVersion: stored,
    scale: version.subresources?.scale,
  },
}));
// structuralSchemaFaults(schema, field, isRoot)
const inField = ([name, child]: [string, Schema]) => {
  const at = itemField(childField(field, 'properties'), name);
  return structuralSchemaFaults(child, at, false);
};
const below = Object.entries(properties).flatMap(inField);
// statusFor
const isAccepted = conflict === undefined;
const established = isAccepted || isEstablished(definition);
// a condition
const same = before?.conditions?.find(
  (each) => each.type === type && each.status === status);
const lastTransitionTime = same?.lastTransitionTime ?? now;
return { type, status, reason, message, lastTransitionTime };
\`\`\``,
  ],
  '5.12': [
    `Take the example at the top of \`apply.ts\` and write down, before and after: all field paths of the object, and whose each of them is. Then the same for an apply without the port. Which sets do you need, and which differences of sets?`,
    `Everything works on sets of paths. Once \`fieldsOf\`, \`encodeFields\` and \`decodeFields\` are right, the rest is sets.

**\`fieldsOf\`**: a recursive walk with two paths: steps (\`f:\`, \`k:\`, \`v:\`) for the result, and plain names for \`rules\`, which knows nothing of places in lists. Stop at plain values, at atomic lists and maps, and at empty maps.

**\`entriesAfterUpdate\`**: \`changed\` are the paths whose value is new or another. Own entry: what it had and is still there, plus \`changed\`. All others: what they had and is still there, minus \`changed\`.

**\`applied\`**: \`wanted\` (paths of the config); conflicts; the others' entries without what they lose; \`givenUp\` = what my last entry had, minus \`wanted\`, minus what others have. Merge first, remove then.`,
    `\`\`\`ts
// applied
const wanted = new Set(fieldsOf(config, rules).keys());
const conflicts = conflictsOf(live, request);
if (conflicts.length > 0 && !force) throw conflictFailure(conflicts);
const all = entriesOf(live);
const own = all.find((entry) => isOf(entry, manager));
const { apiVersion } = manager;
const entries = all.flatMap((entry) => entry === own
  ? withFields({ ...entry, apiVersion }, wanted, time)
  : withFields(entry, leftOf(entry), time));
if (!own && wanted.size > 0)
  entries.push(newEntry(manager, wanted, time));
const kept = new Set(entries.flatMap(pathsOf));
const givenUp = (own ? pathsOf(own) : [])
  .filter((path) => !kept.has(path));
const merged = mergeApplied(live, config, rules);
const object = withoutFields(merged, givenUp, kept, rules);
return { object, entries };
// pathsOf(entry): [...decodeFields(entry.fieldsV1)]
// leftOf(entry): pathsOf(entry) without what it loses by force
// conflictsOf, of one other entry
const before = fieldsOf(live, rules);
const after = fieldsOf(mergeApplied(live, config, rules), rules);
const isChanged = (path: FieldPath) =>
  wanted.has(path) && !sameValue(before.get(path), after.get(path));
const paths = pathsOf(entry).filter(isChanged);
return paths.map((path) => ({ path, entry }));
// encodeFields, for each path
let node = root;
let sofar = '';
for (const step of path.split('\\n')) {
  sofar = sofar === '' ? step : \`\${sofar}\\n\${step}\`;
  node[step] ??= {};
  node = node[step];
  if (sofar !== path && all.has(sofar)) node['.'] = {};
}
\`\`\`

\`withoutFields\` takes the shortest paths first: with an item all goes that is in it. The keys of an item go only with the item. A map or list that is empty then goes, too, unless somebody keeps it.`,
  ],
  '5.13': [
    `Which webhooks are asked, in which order, and what does each of them see? Write that as one function, which both \`mutate\` and \`validate\` call. Only then comes the asking.`,
    `\`concerned(kind, write)\`: list the configurations, sort them by name, put their webhooks into one list, keep those with a matching rule. Ask for the namespace only if there are any. Whether its selectors match is asked of each just before its turn: the one before may have changed the labels.

\`ask(webhook, write)\`: call, then look at the answer as something that anybody may have written: \`response\` may be missing, \`allowed\` no boolean, \`uid\` another.

One \`try\` around asking *and* patching, since both count as silence. A refusal is no silence: throw it outside of the \`try\`.

A patch is base64 of JSON. What comes out must be an object (a patch may leave null) of the right kind and types: \`checkStructure\` with \`fieldValidation: 'Ignore'\`. What goes on is what *that* returns.

Validating: \`Promise.allSettled\`, then look at the outcomes in order. Each gets a write with no warnings, and you gather them.`,
    `\`\`\`ts
// writeAfter(webhook, before, mayChange)
refuseDryRun(webhook, before);
const { response, write } = await consult(webhook, before, mayChange)
  .catch((error) => {
    const { name, failurePolicy } = webhook;
    if (failurePolicy === 'Ignore')
      return { response: undefined, write: before };
    const why = (error as Error).message;
    throw internalError(\`failed calling webhook "\${name}": \${why}\`);
  });
if (response && !response.allowed) throw refusal(webhook, response);
return write;
// consult
const response = await ask(webhook, write);
const warnings = [...write.warnings, ...(response.warnings ?? [])];
const warned = { ...write, warnings };
const patch = response.allowed && mayChange && write.object
  ? response.patch : undefined;
return { response, write: patch ? await patched(warned, patch) : warned };
// ask
const uid = newUid(random);
const timeoutMs = (webhook.timeoutSeconds ?? 10) * 1000;
const review = reviewOf(write, uid);
const answer = await call(targetOf(webhook), review, timeoutMs);
// one part of ruleMatches: the resource
const [wanted, wantedSub = ''] = pattern.split('/');
const isAny = wanted === '*' || subresource !== '';
const isSub =
  wantedSub === subresource || (wantedSub === '*' && isAny);
return (wanted === '*' || wanted === resource) && isSub;
\`\`\``,
  ],
  '5.14': [
    `Where in the link do you take the first time, and where the second? In how many places do you call \`sink\`, and can a request ever pass both or none of them?`,
    `**\`auditLevel\`**: one function that says whether a rule fits: five conditions with \`&&\`. A helper \`includes(list, values)\` is true for a missing list. Then \`find\`.

**\`audit\`**: \`None\` goes straight on. Else: time, \`try { next }\`, tell; in the \`catch\` make an answer out of what was thrown with \`statusOf\`, tell, throw on *the same* error.

The objects: none at \`Metadata\`, and none for Secrets, \`serviceaccounts/token\` and \`tokenreviews\`. The request's is its body, if that is JSON.

**\`aggregate\`**: sort by \`requestReceivedTimestamp\` (texts of one form sort as times), and count in a \`Map\` by what is alike. A \`Map\` keeps the order in which keys came.`,
    `\`\`\`ts
// auditLevel
const fits = (rule: AuditRule) =>
  includes(rule.users, [user.name]) &&
  includes(rule.userGroups, user.groups) &&
  includes(rule.verbs, [info.verb]) &&
  includes(rule.namespaces, [info.namespace]) &&
  isAbout(rule, info);
return rules.find(fits)?.level ?? 'None';
// audit
const level = auditLevel(policy, context.user, context.info);
if (level === 'None') return next(context);
const received = now();
const tell = (answer: ApiResponse) => {
  const event = eventOf(context, level, answer, received, now());
  try {
    sink(event);
  } catch {}
};
let response: ApiResponse;
try {
  response = await next(context);
} catch (thrown) {
  const status = statusOf(thrown);
  tell({ status: status.code, body: status });
  throw thrown;
}
tell(response);
return response;
// aggregate
for (const event of sorted) {
  const at = event.requestReceivedTimestamp;
  const subject = subjectOf(event);
  const key = JSON.stringify(subject);
  const known =
    summaries.get(key) ?? { ...subject, count: 0, first: at, last: at };
  summaries.set(key, { ...known, count: known.count + 1, last: at });
}
\`\`\``,
  ],
};
