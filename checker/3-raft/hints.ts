import type { Hints } from '../judge/lesson.ts';

export const hints: Hints = {
  '3.1': [
    `Take a sheet of paper and play three servers with terms, votes and timers yourself: S1's time is up, its RequestVote reaches S2, and at that very moment S3's time is up, too. What is each server's term and vote after each message?

If a test shows two leaders in one term, look for a place where a vote is forgotten, or counted twice.`,
    `Three questions for every line that you write:

1. **Does the vote survive?** \`becomeFollower\` with the *same* term must not touch it. Only a newer term has no vote yet.
2. **Is the answer about now?** \`checkTerm\` lets only messages of the present term through. A vote that comes when you are no longer a candidate means nothing.
3. **Who waits anew?** Granting a vote: \`restartElectionTimer\`. Hearing from the leader of your term: \`electionElapsed = 0\`. Refusing a vote: nothing. And a leader that has sent its heartbeats: \`heartbeatElapsed = 0\`, or it sends them again at every tick.

"Up to date" compares last terms first; only equal terms are decided by the length. Equal logs are up to date.`,
    `\`\`\`ts
export function checkTerm(server: Server, message: Message): boolean {
  if (message.term > server.term) becomeFollower(server, message.term, 0);
  if (message.term === server.term) return true;
  refuse(server, message);
  return false;
}
// handleRequestVote
const { lastIndex, lastTerm } = message;
const isFree = server.vote === 0 || server.vote === message.from;
const granted = isFree && server.log.isUpToDate(lastIndex, lastTerm);
if (granted) {
  server.vote = message.from;
  restartElectionTimer(server);
}
// after campaign has asked everyone, and after each vote
if (isMajority(server, (id) => server.votes.get(id) === true)) {
  becomeLeader(server);
  broadcastHeartbeat(server);
}
\`\`\`

\`becomeCandidate\`: \`server.term++\`, \`changeRole(server, 'candidate', 0)\`, then the vote, and \`server.votes.set(server.id, true)\`. After \`changeRole\`, because that clears the votes.`,
  ],
  '3.2': [
    `Begin with \`maybeAppend\`; it is a function of the log alone. Write down five cases with their results: the log is too short; another term before; everything is there already; a conflict in the middle; an old message that ends in the middle of the log.

Which of them drop anything? Only one.`,
    `**The log:** find the first of the new entries whose term differs from what \`log.term(index)\` says. \`undefined\`, so not there, differs as well. Cut in front of it, and add the rest. If there is none, change nothing at all. What was durable from the cut on is durable no longer.

**The follower** answers with \`prevIndex + entries.length\`, and commits up to the smaller of that and \`commit\`.

**The leader** notes with \`noteSent\` how many entries it sends, also if there are none: otherwise it would send the same ones again, without end. It believes an acceptance always (\`noteMatch\` takes the maximum), and a refusal only if it is about the message that is on its way. An answer that is too old looks like news, and going back for it starts an avalanche of messages.

**Commit:** of five numbers in order, which one do at least three servers reach? The third from the top.`,
    `\`\`\`ts
maybeAppend(prevIndex, prevTerm, entries) {
  if (log.term(prevIndex) !== prevTerm) return undefined;
  const firstNew = entries.findIndex(
    ({ index, term }) => log.term(index) !== term,
  );
  if (firstNew >= 0) {
    const stays = prevIndex + firstNew;
    held.entries.length = stays + 1 - log.firstIndex();
    held.entries.push(...entries.slice(firstNew));
    held.durableIndex = Math.min(held.durableIndex, stays);
  }
  return prevIndex + entries.length;
},
// sendAppend
const prevIndex = progress.next - 1;
const room = roomFor(progress, options.entriesInFlightMax);
const max = Math.min(options.entriesPerMessageMax, room);
const entries = log.entriesFrom(progress.next, max);
noteSent(progress, entries.length);
// handleAppendEntries
const index =
  prevIndex < server.commit
    ? server.commit
    : server.log.maybeAppend(prevIndex, prevTerm, entries);
// handleAppendEntriesResponse, accepted
noteMatch(progress, message.index);
if (progress.match + 1 === progress.next) becomeReplicate(progress);
if (progress.next <= server.log.lastIndex()) {
  replicate(server, message.from);
}
// refused
if (progress.state === 'replicate') {
  if (message.index <= progress.match) return;
  becomeProbe(progress, progress.match + 1);
} else {
  if (message.index !== progress.next - 1) return;
  becomeProbe(progress, message.index);
}
replicate(server, message.from);
// maybeCommit
const { id, peers, log, progress } = server;
const matches = peers.map((peer) =>
  peer === id ? log.durableIndex() : (progress.get(peer)?.match ?? 0),
);
matches.sort((a, b) => b - a);
const index = matches[matches.length >> 1];
\`\`\``,
  ],
  '3.3': [
    'In step (c) of the picture, what does S1 know about entry 2? That three of five have it. What does it *not* know? What S5 has. Which entry would have to be on three servers to make sure that S5 cannot win?',
    `\`maybeCommit\` finds the highest index that a majority has. Ask one more thing about the entry there: of which term is it? If it is not of this leader's own term, commit nothing, neither that one nor a lower one. What is lower has a term that is lower still, or the same.

\`beginTerm\` is one call: you have a function that appends an entry of a given type and has it replicated.`,
    `\`\`\`ts
// maybeCommit
if (index <= server.commit) return false;
if (log.term(index) !== server.term) return false;
server.commit = index;
return true;
// beginTerm
appendToLog(server, 'noop', new Uint8Array(0));
\`\`\``,
  ],
  '3.4': [
    `Read the comment on \`Ready\` in \`raft.ts\` once more, and then imagine that the power fails between any two lines of your \`fulfil\`. What was told to whom, and what will the disk say?

In \`storage.ts\`, do not try to change what is on the disk. Only add.`,
    `\`replayRecord\`: the hard state of the record is the new one. If there are entries, drop all that you have from the first one's index on, then add them; but not those that the snapshot has.

\`persist\`: nothing to write if there are no entries and neither term nor vote have changed. Remember the hard state (\`current\`) only once the record is durable.

\`fulfil\`: persist, *await it*, look whether the replica is over, send, apply, advance. Then \`reads\`.

\`applied\` in \`proposals.ts\`: the entry decides about everyone whose index is not behind it, and about everyone of an older term. Exactly one of them, with the same index *and* the same term, has a result.`,
    `\`\`\`ts
// replayRecord
recovered.hardState = hardState;
if (entries.length === 0) return;
const [{ index: first }] = entries;
const kept = Math.max(first - (recovered.entries[0]?.index ?? first), 0);
if (kept < recovered.entries.length) recovered.entries.length = kept;
const covered = recovered.snapshot?.index ?? 0;
for (const entry of entries) {
  if (entry.index > covered) recovered.entries.push(entry);
}
// append
const place = await log.append(encodeRecord({ hardState, entries }));
if (entries.length > 0) {
  places.push({ place, firstIndex: entries[0].index });
}
current = hardState;
// fulfil
await storage.persist(ready);
if (isOver) return;
for (const message of ready.messages) send(message);
apply(ready);
raft.advance();
reads.confirmed(ready.reads);
reads.applied(applied);
// proposals.ts, applied: nobody waits for exactly this entry
refuse(
  ({ index, term }) => index <= entry.index || term < entry.term,
  lost,
);
\`\`\`

In \`apply\`, a command goes to \`machine.apply\`; \`noop\` and \`config\` do not. But *every* entry is told to the proposals, since each may decide about somebody.`,
  ],
  '3.5': [
    'The follower refuses "behind 8, of term 3". Whatever the leader has in front of 8 has a term of at most 3. So at which of its own entries can the follower be sure that the leader does *not* have them? And what can the leader conclude from the one that is left?',
    `Both functions do the same walk: from an index back to the last entry whose term is not above a given term. The follower starts at \`prevIndex\`, or at its last entry if its log is shorter, with \`prevTerm\`. The leader starts at the conflict's index, with the conflict's term, and goes on *behind* what it has found.

Where \`term\` gives \`undefined\` the log begins, and the walk stops. At the edge itself it goes on, since the term there is known and may be too new.`,
    `\`\`\`ts
function lastWithTermAtMost(
  log: RaftLog,
  from: number,
  term: number,
): Conflict {
  let index = Math.min(from, log.lastIndex());
  while ((log.term(index) ?? 0) > term) index--;
  return { index, term: log.term(index) ?? 0 };
}
// conflictOf
return lastWithTermAtMost(log, prevIndex, prevTerm);
// nextAfterConflict
return lastWithTermAtMost(log, conflict.index, conflict.term).index + 1;
\`\`\`

And in \`replication.ts\`: put \`conflict.index\` and \`conflict.term\` into the refusal, and in place of \`becomeProbe(progress, message.index)\` write

\`\`\`ts
const { conflictIndex: index, conflictTerm: term } = message;
const next = nextAfterConflict(server.log, { index, term });
becomeProbe(progress, next);
\`\`\``,
  ],
  '3.6': [
    `Draw the log as an array with an edge in front, and mark where index \`edgeIndex + 1\` stands: at position 0. Then ask of every \`+ 1\` and \`- 1\` in your code which of the two numbers it turns into which.

For \`handleInstallSnapshot\`: what must never happen is that the commit index or the state machine goes back.`,
    `**Log:** \`compactTo\` must read the term of the new edge *before* it drops anything. \`restore\` makes the log empty; the snapshot is durable with the same Ready, so the edge counts as durable.

**Follower:** if \`log.term(snapshot.index) === snapshot.term\`, \`commitTo\` and keep everything. Otherwise, if the snapshot is beyond your commit index, restore: log, commit index, \`server.snapshot\` for others, and \`server.received\` for the next Ready. Answer with the larger of commit index and snapshot index, in all three cases.

**Leader:** \`noteMatch\` with every answer. If the follower was waited for in state snapshot and \`match\` has reached \`next - 1\`, probe from there on.

**Disk:** the checkpoint holds the hard state of *this moment*. \`install\` replaces all records up to \`log.lastIndex()\`. \`keepSnapshot\` replaces those before the last record that begins at or before the snapshot's index.`,
    `\`\`\`ts
// handleInstallSnapshot
const { snapshot, from } = message;
hearFromLeader(server, from);
if (server.log.term(snapshot.index) === snapshot.term) {
  commitTo(server, snapshot.index);
} else if (snapshot.index > server.commit) {
  server.log.restore(snapshot.index, snapshot.term);
  server.commit = snapshot.index;
  server.snapshot = snapshot;
  server.received = snapshot;
}
const index = Math.max(server.commit, snapshot.index);
// handleInstallSnapshotResponse
noteMatch(progress, message.index);
if (progress.state !== 'snapshot') return;
if (progress.match + 1 < progress.next) return;
becomeProbe(progress, progress.match + 1);
replicate(server, message.from);
// compact
const { log, options } = server;
if (index <= (server.snapshot?.index ?? 0)) return undefined;
const term = log.term(index)!;
const peers = peersAt(server, index);
server.snapshot = { index, term, peers, data };
const edge = index - options.entriesKept;
if (edge >= log.firstIndex()) log.compactTo(edge);
return server.snapshot;
// storage.ts: replaceRecords
const state = encodeCheckpoint({ hardState, snapshot });
await saveSnapshot(disk, { index: place, state });
places = places.filter((each) => each.place > place);
await log.dropThrough(place);
// keepSnapshot
const hardState = current;
const { place } = places.findLast(
  ({ firstIndex }) => firstIndex <= snapshot.index,
)!;
saving = saving.then(() =>
  replaceRecords(place - 1, snapshot, hardState),
);
return saving;
\`\`\`

\`install\`: \`await saving\`, then \`current = { term, vote, commit: snapshot.index }\`, then \`replaceRecords(log.lastIndex(), snapshot, current)\`. In \`takeSnapshot\`: \`raft.compact(applied, machine.snapshot())\`, and if that gives a snapshot, remember its index, and that one is being saved. In \`apply\`, a snapshot comes first: \`machine.restore\`, \`proposals.installed\`, and its index into \`snapshotIndex\` and \`applied\`.`,
  ],
  '3.7': [
    `A read may be served if two things are sure: *nobody else was elected before it came*, and *this server knows everything that was committed by then*. Which line of your code makes sure of the first, and which of the second?`,
    `\`takeUp\`, a function of your own: if the entry at the commit index is not of this term, the read goes to \`earlyReads\`. Otherwise a new round: \`server.round++\`, note the read with that round and the commit index, \`broadcastHeartbeat\`, and see whether that was enough (a cluster of one has nobody to ask).

\`confirmReads\`: from the front of \`pendingReads\`, as long as a majority has answered that round *or a later one*. This server itself counts.

The answer goes to \`server.reads\` if this server has asked, else as a ReadIndexResponse.

\`reads.ts\`: three groups of people: waiting, asked, confirmed. Never move anyone from the first into the second while a question is on its way.

\`replica.ts\`: all that \`reads\` learns, it learns from \`fulfil\`, after \`raft.advance\`: which answers the Ready has, and how far the state machine is.`,
    `\`\`\`ts
function takeUp(server: Server, from: number, context: number): void {
  const { log, commit, term } = server;
  if (log.term(commit) !== term) {
    server.earlyReads.push({ from, context });
    return;
  }
  const round = ++server.round;
  server.pendingReads.push({ from, context, index: commit, round });
  broadcastHeartbeat(server);
  confirmReads(server);
}
// confirmReads
const { id, term, pendingReads, progress } = server;
while (pendingReads.length > 0) {
  const { round, from: to, context, index } = pendingReads[0];
  const hasAnswered = (peer: number) =>
    peer === id || (progress.get(peer)?.round ?? 0) >= round;
  if (!isMajority(server, hasAnswered)) return;
  pendingReads.shift();
  const type = 'ReadIndexResponse';
  if (to === id) server.reads.push({ context, index });
  else send(server, { type, from: id, to, term, context, index });
}
// reads.ts: ask
if (asked.length > 0 || waiting.length === 0) return;
asked = waiting;
waiting = [];
ticks = 0;
raft.readIndex(++context);
// reads.ts: confirmed
const answer = reads.find((read) => read.context === context);
if (!answer || asked.length === 0) return;
confirmed.push({ index: answer.index, readers: asked });
asked = [];
ask();
// releaseEarlyReads
for (const { from, context } of server.earlyReads.splice(0)) {
  takeUp(server, from, context);
}
// replica.ts, at the end of fulfil, before a snapshot is taken
reads.confirmed(ready.reads);
reads.applied(applied);
\`\`\``,
  ],
  '3.8': [
    `Copy your election to a second sheet of paper and strike out everything that *changes* something: the term, the vote, the timer. What is left is the pre-vote.

Then: whose term stands in a PreVote, whose in a yes, and whose in a no?`,
    `\`handlePreVote\`: yes if the term asked for is newer than yours and the log is up to date. Not "if your vote is free": the next term has no vote yet. A yes carries the term of the question. A no carries your own.

\`handlePreVoteResponse\`: a no of a newer term makes you follow that term. A yes counts only if you are a pre-candidate, and its term is yours plus one.

\`isContent\`: a leader counts as one that hears itself. \`server.leader\` is its own id, and its \`electionElapsed\` never reaches \`electionTicks\`.

\`checkQuorum\`: count first, then clear \`active\` for the next period.`,
    `\`\`\`ts
// isContent
const { leader, electionElapsed, options } = server;
return leader !== 0 && electionElapsed < options.electionTicks;
// handlePreVote
const { from: to, lastIndex, lastTerm } = message;
const isUpToDate = server.log.isUpToDate(lastIndex, lastTerm);
const granted = message.term > server.term && isUpToDate;
const term = granted ? message.term : server.term;
const type = 'PreVoteResponse';
send(server, { type, from: server.id, to, term, granted });
// handlePreVoteResponse
const { from, term, granted } = message;
if (!granted && term > server.term) becomeFollower(server, term, 0);
if (!granted || term !== server.term + 1) return;
if (server.role !== 'pre-candidate') return;
server.votes.set(from, true);
if (isMajority(server, (id) => server.votes.get(id) === true)) {
  campaign(server);
}
// checkQuorum
const { progress } = server;
const isActive = (id: number) =>
  id === server.id || progress.get(id)?.active === true;
const isHeard = isMajority(server, isActive);
for (const each of progress.values()) each.active = false;
if (!isHeard) becomeFollower(server, server.term, 0);
\`\`\``,
  ],
  '3.9': [
    'What has to be true of the successor, so that a majority votes for it? And at which two moments can this become true: at once, and when?',
    `\`transferLeadership\`: only on a leader, only to somebody who has a progress. Set \`transferee\`, begin the time anew (\`electionElapsed = 0\`), and call \`maybeHandOver\`. If it was too early, send what is missing.

\`maybeHandOver\` compares the successor's \`match\` with the last index, and sends \`TimeoutNow\`. It is also called whenever the successor has answered.

\`handleTimeoutNow\`: only a follower, and only from the leader that it follows. \`campaign\` has a second parameter.`,
    `\`\`\`ts
// transferLeadership
const progress = server.progress.get(to);
if (server.role !== 'leader' || !progress) return false;
server.transferee = to;
server.electionElapsed = 0;
if (!maybeHandOver(server)) replicate(server, to);
return true;
// maybeHandOver
const { id, term, transferee: to, progress, log } = server;
if (progress.get(to)?.match !== log.lastIndex()) return false;
send(server, { type: 'TimeoutNow', from: id, to, term });
return true;
// handleTimeoutNow
const { role, leader } = server;
if (role === 'follower' && leader === message.from) {
  campaign(server, true);
}
\`\`\``,
  ],
  '3.10': [
    'Find two changes, each of one server, that are made by two leaders who do not know of each other, and that lead to two majorities without a common server. What would each leader have had to do first, to notice?',
    `\`proposeConfigChange\` refuses: if this server does not lead or is handing over; if the entry at the commit index is not of its own term; if the last config entry is beyond the commit index; if nothing would change; if nobody would be left. Otherwise \`appendToLog\` with type \`config\` and \`encodePeers\` of the new list, in ascending order.

\`adoptPeers\` takes over the list. On a leader, everyone else in the list needs a progress, and nobody else may have one: a progress that is left over still counts nowhere, but is sent to.

\`maybeRetire\` is called when this leader is no longer in the list and something was committed. Was it the change?`,
    `\`\`\`ts
// proposeConfigChange
const { peers, log, commit, term, configIndex } = server;
if (server.role !== 'leader' || server.transferee !== 0) return undefined;
if (log.term(commit) !== term || configIndex > commit) return undefined;
const changed = peers.filter((id) => id !== change.id);
if (change.type === 'add') changed.push(change.id);
if (changed.length === peers.length) return undefined;
if (changed.length === 0) return undefined;
changed.sort((a, b) => a - b);
return appendToLog(server, 'config', encodePeers(changed));
// adoptPeers
server.peers = peers;
if (server.role !== 'leader') return;
const { progress, log } = server;
for (const id of progress.keys()) {
  if (!peers.includes(id)) progress.delete(id);
}
for (const id of others(server)) {
  if (progress.has(id)) continue;
  progress.set(id, newProgress(log.lastIndex()));
  replicate(server, id);
}
if (!progress.has(server.transferee)) server.transferee = 0;
// maybeRetire
const { configIndex, commit, term } = server;
if (configIndex <= commit) becomeFollower(server, term, 0);
\`\`\``,
  ],
};
