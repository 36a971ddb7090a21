import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {
  '4.1': [
    `Take the table at the top of the exercise and write down, after each line, what the list of versions of "a" is, with all six fields. The tombstone is an entry of that list, too.

Then ask of each request: from the list alone, how do I know the next \`createRevision\` and \`version\`?`,
    `**A key's history** is an array of versions, oldest first. A put adds one: if the last one is a life that goes on, it takes over its \`createRevision\` and counts \`version\` on; if there is none or it is a tombstone, both begin anew. A delete adds a tombstone, but only if the key is there.

**As of a revision** is the *last* version whose \`modRevision\` is not greater. Look for the first that is greater, by halving, and take the one in front of it. If that is a tombstone, or if there is none, the key is not there.

**A write** makes a draft with \`state.revision + 1\`, lets the work add to it, and only then looks: any events? If not, the revision stays. If so, keep the events, move the revision on, tell the listeners.

**Refuse first**: a put looks for the lease and for the key before it adds anything.`,
    `\`\`\`ts
// boundsOf
const { key, rangeEnd } = selection;
if (!rangeEnd?.length) return { start: key, end: keyAfter(key) };
const isOpen = rangeEnd.length === 1 && rangeEnd[0] === 0;
return { start: key, end: isOpen ? undefined : rangeEnd };
// nextVersion
const createRevision = before ? before.createRevision : revision;
const version = before ? before.version + 1 : 1;
const modRevision = revision;
return { key, value, createRevision, modRevision, version, lease };
// put
checkPossible(draft, request);
const { state, leases, revision, events } = draft;
const history = state.index.get(request.key) ?? [];
const before = latest(history);
const { ignoreValue, ignoreLease } = request;
const copy = () => state.values.copy(request.value);
const value = ignoreValue ? before!.value : copy();
const lease = ignoreLease ? before!.lease : (request.lease ?? 0n);
const key = history[0]?.key ?? new Uint8Array(request.key);
const kv = nextVersion(before, { key, value, lease }, revision);
if (history.length > 0) history.push(kv);
else state.index.set(key, [kv]);
events.push({ type: 'put', kv, ...(before && { prevKv: before }) });
if (before && before.lease !== 0n) leases.detach(before.lease, key);
if (lease !== 0n) leases.attach(lease, key);
const prevKv = request.prevKv ? before : undefined;
return { header: { revision }, ...(prevKv && { prevKv }) };
// write
const draft = { state, leases, revision: state.revision + 1, events: [] };
const response = work(draft);
if (draft.events.length === 0) return response;
state.events.push(...draft.events);
state.revision = draft.revision;
tell({ revision: draft.revision, events: draft.events });
return response;
\`\`\`

\`deleteRange\` goes over \`selected(state.index, request, revision)\`, with the draft's revision, so that what the draft has deleted already is not there any more: a tombstone to the history, an event with \`prevKv\`, and \`detach\`. Its header says \`revisionIn(draft)\`, since perhaps nothing was deleted.`,
  ],
  '4.2': [
    `Four things happen to the keys of a range, and each wants what the one before it has left: selecting, bounds, sorting, the limit. Which of the numbers in the response is known after which of the four?`,
    `\`count\` is known after selecting. \`more\` is known after the limit: were there more keys in front of the limit than behind it?

Check the revision first: above the newest one, below the compacted one. 0 and less is the newest.

Sorting by \`key\` with \`none\` or \`ascend\` is what the index gives. For all other cases sort a copy, with a function of two keys that looks at one field. For \`descend\` swap its two arguments. How equal ones come out is nobody's promise, so you need not care.

\`keysOnly\`: a new object, or you blank the store.`,
    `\`\`\`ts
checkReadable(state, request, now);
const all = selected(state.index, request, revisionOf(request, now));
const answer = {
  header: { revision: now }, kvs: [], more: false, count: all.length,
};
if (request.countOnly) return answer;
const wanted = sorted(withinBounds(all, request), request);
const limit = request.limit || Number.POSITIVE_INFINITY;
const kvs = wanted.slice(0, limit);
return {
  ...answer,
  kvs: request.keysOnly ? kvs.map(withoutValue) : kvs,
  more: kvs.length < wanted.length,
};
\`\`\`

\`withinBounds\`: \`(!min || revision >= min) && (!max || revision <= max)\`, once for \`modRevision\` and once for \`createRevision\`; 0 is no bound. \`withoutValue\`: \`({ ...kv, value: new Uint8Array(0) })\`. \`revisionOf\`: the one asked for if it is above 0, else \`now\`.`,
  ],
  '4.3': [
    `Write four functions with nothing in them, one for each step of the picture, and call them in that order. Which of them may change the store? Which may throw? No function does both.`,
    `**Check:** walk over both branches, at every depth; first the lengths and the single operations, then the keys. For the keys, let a function return all that a list of operations may put and delete, and compare each new operation with what was gathered before it: put against put, put against delete, delete against put. A nested transaction gives *two* such sets, one for each branch. Both clash with what is outside, but not with each other.

**Decide:** \`compare.every(…)\` on the store as it is; the branch; and for each nested transaction in it the same again, now, not later.

**Compare:** \`selected\` gives the keys. If it gives none, use a key in which everything is 0, and say no at once if the target is the value.

**Do it:** all operations work on one draft. \`revisionIn(draft)\` is what a header shows, at each moment.`,
    `\`\`\`ts
// runTxn
checkTxn(request);
const plan = decide(draft, request);
checkPlan(draft, plan);
const responses = plan.steps.map((step) => run(draft, step));
const header = { revision: revisionIn(draft) };
return { header, succeeded: plan.succeeded, responses };
// decide
const succeeded = compare.every((each) => holds(draft.state, each));
const steps = (succeeded ? success : failure).map((operation) =>
  operation.type === 'txn'
    ? { type: 'txn', plan: decide(draft, operation.request) }
    : operation,
);
// holds
const kvs = selected(state.index, compare, state.revision);
if (kvs.length > 0) return kvs.every((kv) => holdsFor(compare, kv));
return compare.target !== 'value'
  && holdsFor(compare, tombstone(compare.key, 0));
// checkOperations(txn, allowed), called with 128
const longest = Math.max(compare.length, success.length, failure.length);
if (longest > allowed) throw etcdFailure('too-many-operations');
// … and for a nested one: checkOperations(request, allowed - longest)
// run, of a nested transaction
const responses = steps.map((inner) => run(draft, inner));
const response = { header: { revision: 0 }, succeeded, responses };
return { type: 'txn', response };
\`\`\``,
  ],
  '4.4': [
    `Draw the history of a key that was put, put, deleted and put again, and compact at each of the revisions in turn. Which versions can still be read afterwards, as of the compacted revision or later? What is drawn to the left of them goes.`,
    `\`forgetBefore\`: find how many versions are not newer than the revision. The last of those is what the revision shows: keep it, unless it is a tombstone. Drop the ones in front of it.

\`compactTo\`: refuse, then note the revision, then go over the whole index, and take keys out that have no version left. Going over \`index.range(undefined, undefined)\` is safe while you delete: it is an array of its own.

The events: find the first that is newer, by halving. All from there on stay as they are. Of those in front keep the ones *of* the compacted revision and the ones whose version is still in a history, both without \`prevKv\`.

Memory that does not go away: \`events\` that is cut but still the same long array, or an event that keeps its \`prevKv\`.`,
    `\`\`\`ts
// forgetBefore
const count = countUpTo(history, revision);
if (count === 0) return;
const isGone = isTombstone(history[count - 1]);
history.splice(0, isGone ? count : count - 1);
// compactTo
if (revision <= state.compactedRevision) throw etcdFailure('compacted');
if (revision > state.revision) throw etcdFailure('future-revision');
state.compactedRevision = revision;
const readable = new Set<KeyValue>();
for (const [key, history] of state.index.range(undefined, undefined)) {
  forgetBefore(history, revision);
  if (history.length === 0) state.index.delete(key);
  else readable.add(history[0]);
}
const firstNewer = firstEventFrom(state.events, revision + 1);
const old = state.events
  .slice(0, firstNewer)
  .filter(({ kv }) => kv.modRevision === revision || readable.has(kv));
state.events = old
  .map(({ type, kv }): Event => ({ type, kv }))
  .concat(state.events.slice(firstNewer));
// the values that are left, into new blocks; each time, or only where
// more than half of what the old ones hold is of no use
const values = createByteBlocks();
for (const { kv } of state.events) kv.value = values.copy(kv.value);
state.values = values;
\`\`\``,
  ],
  '4.5': [
    `Forget about connections. You have a list of changes and a number for each watcher: the next revision that it wants. Which number does a watch from revision 5 begin with? One without a \`startRevision\`? One from a revision of the future? And when may a watcher be told of a change in the moment in which it happens?`,
    `Two states are enough. **Behind**: it has a cursor, and reads on from there. **Current**: it has read all there is, stands in the index, and is told of each change as it comes. A watch always begins behind, even one from now on; it is current a moment later, since nothing is left to read.

**Catching up** is one loop: as long as it is behind, either the cursor is past the store's revision (then it becomes current), or it is before the compacted one (then it is over), or read a lot and deliver it.

**A change:** gather first what each watcher gets, over all events of the revision, and then tell each of them once. Watchers may be canceled by what another one does with its batch: look at the state again before you tell. One whose first revision lies in the future stands in the index too, and is not told yet.

**The stream:** say \`created\` *before* you call \`hub.watch\`, for that delivers the past at once. An id is taken until its watch is canceled or over.`,
    `\`\`\`ts
// watch
const { startRevision = 0 } = request;
const cursor = startRevision > 0 ? startRevision : store.revision() + 1;
const watching: Watching =
  { request, deliver, state: 'behind', cursor, hasRoom: true };
all.add(watching);
catchUp(watching);
return handleOf(watching);
// catchUp
while (watching.state === 'behind') {
  if (watching.cursor > store.revision()) becomeCurrent(watching);
  else if (!watching.hasRoom) return;
  else if (watching.cursor < store.compactedRevision())
    sayCompacted(watching);
  else {
    const { request, cursor } = watching;
    const { events, next } = readLot(store, request, cursor);
    watching.cursor = next;
    const revision = store.revision();
    if (events.length > 0) deliver(watching, { revision, events });
  }
}
// tell
for (const event of events) {
  for (const watching of index.find(event.kv.key)) {
    const own = wantedOf(watching.request, event);
    if (!own) continue;
    wanted.set(watching, [...(wanted.get(watching) ?? []), own]);
  }
}
for (const [watching, own] of wanted)
  tellOne(watching, { revision, events: own });
told = revision;
// create, on the stream
watches.set(watch.id, watch);
respond(watch.id, { created: true });
watch.watcher = hub.watch(request, (batch) => deliver(watch, batch));
// over meanwhile: canceled by the client, or compacted
if (watches.get(watch.id) !== watch) watch.watcher.cancel();
\`\`\`

\`readLot\` asks for \`store.changes(next, 100)\`, takes what is wanted of each revision, and stops in front of the next revision once it has 64 KB. Where it has found nothing wanted, it asks for the next 100.`,
  ],
  '4.6': [
    `Look at what you keep for a watcher that has no room. Is there an array in it that grows? Then think again of what the store has anyway.

For the index: which question is asked a million times, "who watches this key?" or "which keys does this one watch?"`,
    `A watcher without room stays current as long as nothing happens that it wants. With the first such change it falls behind: out of the index, cursor on this revision, and that is all. Nothing needs to be read for it before it has room again. \`resume\` says that there is room, and catches up; the loop of 4.5 does the rest, the compaction too.

\`deliveredRevision\`: whoever is current is as far as everybody. Whoever is behind is one before its cursor.

**The index.** For watches of one key: a map from key to a set. For ranges: cut the keys wherever a range begins or ends. Between two cuts all keys have the same watchers, so keep a set for each such segment, in an ordered map by the segment's end. A key's segment is the first that ends behind it: one search. Where ranges are added or removed, segments are split and joined again.

**The stream:** remember which watches were told that there is no room, in the order in which it is their turn, and let them go on one after another.`,
    `\`\`\`ts
// tellOne
const { state, cursor, hasRoom } = watching;
if (state !== 'current' || batch.revision < cursor) return;
if (hasRoom) deliver(watching, batch);
else fallBehind(watching, batch.revision);
// fallBehind
index.remove(watching.request, watching);
watching.state = 'behind';
watching.cursor = revision;
// resume
watching.hasRoom = true;
catchUp(watching);
// deliveredRevision
return watching.state === 'current' ? told : watching.cursor - 1;
// the index: find
const found = segments.range(keyAfter(key), undefined, 1)[0]?.[1] ?? last;
return [...(byKey.get(key) ?? []), ...found.watchers];
// the index: add, for a range
cut(bounds.start);
if (bounds.end) cut(bounds.end);
for (const segment of covered(bounds)) segment.watchers.add(watcher);
// resume, on the stream
for (const watch of waiting) {
  waiting.delete(watch);
  watch.watcher?.resume();
  if (waiting.has(watch)) return;
}
\`\`\`

\`restored\` (a snapshot came from the leader, and nobody was told what happened in between):

\`\`\`ts
for (const watching of [...all]) {
  // One that waits for a revision of the future must not be set back.
  const next = Math.max(watching.cursor, told + 1);
  if (watching.state === 'current') fallBehind(watching, next);
  catchUp(watching);
}
told = store.revision();
\`\`\``,
  ],
  '4.7': [
    `Which of these functions may call \`clock.now()\`? Make a list before you write any of them. If \`grant\`, \`revoke\`, \`attach\` or \`detach\` gives another result because of what the clock says, two replicas will differ.`,
    `Two structures: a map from id to lease (seconds, keys, and on a leader the deadline); and on a leader the deadlines in order, so that \`expired\` looks at the earliest only. An ordered map of lesson 1 with \`{ at, id }\` as its key does that: by time first, by id where the times are equal.

\`grant\` on a leader begins the lease's time at once; on the others there is no deadline. \`promote\` begins every lease's time. \`demote\` forgets all deadlines.

A lease whose deadline has passed is still there until somebody revokes it, and \`expired\` names it each time. But \`renew\` refuses it: a revoke is on its way, and cannot be called back.`,
    `\`\`\`ts
// grant
if (ttl > ttlMax) throw etcdFailure('ttl-too-large');
if (leases.has(id)) throw etcdFailure('lease-exists');
const keys = createOrderedMap<Uint8Array, true>(compareBytes);
const lease: Lease = { id, ttl: Math.max(ttl, ttlMin), keys };
leases.set(id, lease);
if (isLeader) begin(lease);
return lease.ttl;
// begin: the full time from now on
if (lease.deadline !== undefined)
  deadlines.delete({ at: lease.deadline, id: lease.id });
lease.deadline = clock.now() + 1000 * lease.ttl;
deadlines.set({ at: lease.deadline, id: lease.id }, true);
// renew
if (!isLeader) throw etcdFailure('not-leader');
const lease = get(id);
if (lease.deadline! <= clock.now()) throw etcdFailure('lease-not-found');
begin(lease);
return lease.ttl;
// expired
const end = { at: clock.now(), id: 2n ** 64n };
return deadlines.range(undefined, end, limit).map(([{ id }]) => id);
\`\`\`

(No id is so large, so the end of that range is behind everything that is due at this very moment.)`,
  ],
  '4.8': [
    `Begin with one member. It leads, nobody else is there, and everything that a put needs is: \`perform\`, \`apply\`, \`propose\` and \`applied\`. When that works, let a second member forward to it. When that works, think of what may get lost.`,
    `**State machine:** \`apply\` skips, decodes, performs, tells. \`outcomeOf\` turns a failure with one of etcd's codes into a result, and lets everything else through: that is a bug.

**Proposer:** a number for each command, and a map from number to whoever waits. \`route\`: leading, propose it; knowing a leader, send it there; else put it aside, and \`flush\` tries again. Whether it was *certainly not done* decides about trying again: \`not-leader\` and \`proposal-lost\` say so, nothing else does.

**Leases:** a leader's time begins when \`replica.read()\` has resolved and the term is still the same: then everything that its forerunners committed is applied here. Propose a revoke with \`replica.propose\`, straight, not through \`route\`: if somebody else leads now, he knows better.

**Client API:** \`range\`: \`serializable\`, or first \`replica.read()\`. A transaction without a put or a delete at any depth goes the same way.`,
    `\`\`\`ts
// apply
if (index <= appliedIndex) return { type: 'skipped' };
appliedIndex = index;
const proposal = decodeProposal(bytes);
const outcome = outcomeOf(() => perform(proposal));
applied?.(proposal, outcome);
return outcome;
// perform, of a revoke
store.deleteKeys(leases.revoke(command.id));
// route
const waiter = pending.get(number);
if (!waiter) return;
const { role, leader } = replica.status();
if (role === 'leader')
  replica.propose(waiter.bytes).catch((why) => failed(number, why));
else if (leader !== 0)
  send(leader,
    { type: 'propose', from: id, number, command: waiter.bytes });
else held.push(number);
// failed: a helper of route. What is neither is a bug, and goes on up
const told = isUnknown(why) ? etcdFailure('request-timed-out') : why;
if (isUndone(why)) held.push(number);
else pending.get(number)?.reject(told);
// propose
const number = ++lastNumber;
const bytes = encodeProposal({ member: id, number, user, command });
if (bytes.length > requestBytesMax)
  throw etcdFailure('request-too-large');
try {
  return responseOf(await waiting.wait(() => begin(number, bytes)));
} finally {
  pending.delete(number);
}
// applied
if (member === id) pending.get(number)?.resolve(outcome);
// takeOver
replica.propose(command).catch((why) => {
  if (isUndone(why)) send(from, { type: 'not-proposed', number });
  else if (!isUnknown(why)) throw why;
});
// followLead, with maybePromote as its helper
const term = termAsLeader();
if (term === ledTerm) return;
ledTerm = term;
promotedTerm = 0;
leases.demote();
if (term !== 0) replica.read().then(() => maybePromote(term), ignore);
// maybePromote
if (term !== ledTerm || term !== termAsLeader()) return;
promotedTerm = term;
leases.promote();
// revokeExpired
if (!isPromoted()) return;
for (const lease of leases.expired(revocationsMax)) {
  if (revoking.has(lease)) continue;
  const settled = replica.propose(encodeRevoke(lease)).catch(ignore);
  const done = settled.finally(() => revoking.delete(lease));
  revoking.set(lease, done);
}
// look
await replica.read();
if (!isPromoted()) return undefined;
if (!renew) return leases.remaining(lease) ?? 0;
try {
  return leases.renew(lease);
} catch (thrown) {
  if (codeOf(thrown) !== 'lease-not-found') throw thrown;
  // Not there, or its time is over: then a revoke is on its way, or soon.
  await revoking.get(lease);
  return leases.has(lease) ? undefined : 0;
}
\`\`\`

\`perform\` is a \`switch\` over \`command.type\`: each command is one call of the store, the leases or the auth, and whatever gives no response of its own returns \`{ header: { revision: store.revision() } }\`.`,
  ],
  '4.9': [
    `What must be checked before a single byte is written to the new disk? Make a list, and put it in an order in which nothing is believed that was not checked before.

And what does a member of lesson 3 do at its start, if it finds a snapshot and no log?`,
    `**Backup:** gather the contents, without an \`await\` in between: that is the one moment. Then \`bucketsOf\`, \`writeDatabase\`, and the sum of that as a second part.

**Reading:** the last 32 bytes are the sum of all the others. A file of fewer than 32 bytes is damaged, too. Only then \`readDatabase\` and \`contentsOf\`.

**Restoring:** read the backup; list the disk and refuse if there is a member; then build from the inside outwards: the store's state, the machine's state with applied index 1, a Raft snapshot with index 1 and term 1 and the new peers, a checkpoint with a hard state that has committed 1, and \`saveSnapshot\` with index 0.`,
    `\`\`\`ts
// createBackup
const buckets = bucketsOf(contents, appliedIndex, members);
const database = writeDatabase(buckets);
return [database, sha256(database)];
// readBackup
const database = file.subarray(0, Math.max(0, file.length - 32));
const sum = file.subarray(database.length);
if (sum.length < 32 || !equalBytes(sha256(database), sum))
  throw new Failure<BackupErrorCode>('damaged', 'its checksum is wrong');
return contentsOf(readDatabase(database));
// restoreBackup
const contents = readBackup(file);
const names = await disk.list();
if (names.some((name) => /^(wal|snapshot)-/.test(name)))
  throw new Failure<BackupErrorCode>('exists', 'a member is here');
const store = storeOf(contents);
const data = encodeMachineState({ ...contents, appliedIndex: 1, store });
const snapshot = { index: 1, term: 1, peers, data };
const hardState = { term: 1, vote: 0, commit: 1 };
const state = encodeCheckpoint({ hardState, snapshot });
await saveSnapshot(disk, { index: 0, state });
\`\`\`

\`storeOf\` encodes a store's state in which every version is an event: \`encodeState({ ...emptyState(), revision, compactedRevision, events })\`.`,
  ],
  '4.10': [
    `Take one request, a transaction with a compare, a put with \`prevKv\` in one branch and a range in the other, and write down which keys it reads and which it writes. Which of them might it reveal, even if that branch is never done?`,
    `Split it: \`needsOf\` lists what a request needs, operation by operation, and knows no users. \`isCovered\` says whether permissions cover one such need, and knows no requests. \`check\` puts them together.

**What is read:** ranges, everything compared, and whatever \`prevKv\` shows. **What is written:** puts, deletes; and, since a lease takes its keys with it, all keys of a lease that is revoked, or that a put names.

**Covered:** sort the permissions that count by where they begin, and walk: how far am I covered without a gap? A permission for one key covers up to the key with a zero byte behind it. An open end covers everything from there on.

**Order in \`apply\`:** refuse first, change then. A user who is changed or deleted loses his tokens.`,
    `\`\`\`ts
// check
if (!enabled) return;
if (request.type === 'auth' && request.change.type === 'token') return;
if (request.type === 'auth') return auth.checkRoot(name);
const user = known(name);
if (user.roles.includes('root')) return;
const permissions = user.roles.flatMap((role) => roles.get(role) ?? []);
for (const need of needsOf(request, keysOf)) {
  if (!isCovered(need, permissions))
    throw etcdFailure('permission-denied');
}
// isCovered; spanOf is boundsOf of 4.1, for permissions and needs alike
const wanted = spanOf(keys);
const { start: first, end: last } = wanted;
if (last && compareBytes(first, last) >= 0) return false;
const spans = permissions
  .filter(({ type }) => type === access || type === 'readwrite')
  .map(spanOf)
  .sort((a, b) => compareBytes(a.start, b.start));
let reached = wanted.start;
for (const { start, end } of spans) {
  if (compareBytes(start, reached) > 0) return false;
  if (end === undefined) return true;
  if (compareBytes(end, reached) > 0) reached = end;
  if (wanted.end && compareBytes(reached, wanted.end) >= 0) return true;
}
return false;
// needsOf, of a transaction
[...compare.map(read),
 ...[...success, ...failure].flatMap((each) => needsOf(each, keysOf))]
// user-grant-role
const user = getUser(name);
if (role !== 'root') getRole(role);
if (!user.roles.includes(role)) user.roles = [...user.roles, role].sort();
\`\`\``,
  ],
};
