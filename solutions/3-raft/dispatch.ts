/**
 * Given: what comes in, and which exercise answers it. The order is always the same:
 *
 *     is it about a future term that nobody is in yet? (PreVote)   ──► answer, and keep the term
 *     is this server content with its leader?                     ──► ignore who wants to replace it
 *     is the message of a newer term, or of an older one?         ──► follow, or refuse
 *     what does it say?                                           ──► handle
 *     is more committed now? do other servers count now?          ──► what follows from that
 */
import { checkQuorum } from './check-quorum.ts';
import { maybeCommit } from './commit.ts';
import { forgetSnapshots, handleInstallSnapshot, handleInstallSnapshotResponse } from './compaction.ts';
import {
  broadcastHeartbeat,
  campaign,
  checkTerm,
  handleHeartbeat,
  handleRequestVote,
  handleRequestVoteResponse,
  isElectionDue,
} from './election.ts';
import { maybeRetire, mayCampaign, updatePeers } from './membership.ts';
import type { Entry, HeartbeatResponse, Message } from './message.ts';
import { handlePreVote, handlePreVoteResponse, isContent, preCampaign } from './pre-vote.ts';
import type { Progress } from './progress.ts';
import { confirmReads, handleReadIndex, handleReadIndexResponse, releaseEarlyReads } from './read-index.ts';
import {
  handleAppendEntries,
  handleAppendEntriesResponse,
  handleHeartbeatResponse,
  replicateToAll,
} from './replication.ts';
import type { Server } from './server.ts';
import { handleTimeoutNow, maybeHandOver } from './transfer.ts';

export function tick(server: Server): void {
  if (server.role === 'leader') tickLeader(server);
  else if (isElectionDue(server)) holdElection(server);
}

export function holdElection(server: Server): void {
  if (server.role === 'leader' || !mayCampaign(server)) return;
  if (server.options.preVote) preCampaign(server);
  else campaign(server);
}

function tickLeader(server: Server): void {
  server.electionElapsed++;
  server.heartbeatElapsed++;
  if (server.electionElapsed >= server.options.electionTicks) takeStock(server);
  if (server.role === 'leader' && server.heartbeatElapsed >= server.options.heartbeatTicks) broadcastHeartbeat(server);
}

/** What a leader does once in an election timeout. */
function takeStock(server: Server): void {
  server.electionElapsed = 0;
  server.transferee = 0;
  forgetSnapshots(server);
  if (server.options.checkQuorum) checkQuorum(server);
}

export function step(server: Server, message: Message): void {
  if (message.type === 'PreVoteResponse') handlePreVoteResponse(server, message);
  else if (isUnwanted(server, message)) return;
  else if (message.type === 'PreVote') handlePreVote(server, message);
  else if (checkTerm(server, message)) handle(server, message);
}

/** Whether somebody wants to replace a leader that this server is content with. */
function isUnwanted(server: Server, message: Message): boolean {
  if (message.type === 'PreVote') return isContent(server);
  return message.type === 'RequestVote' && server.options.checkQuorum && !message.transfer && isContent(server);
}

type OfTheTerm = Exclude<Message, { type: 'PreVote' | 'PreVoteResponse' }>;

function handle(server: Server, message: OfTheTerm): void {
  switch (message.type) {
    case 'RequestVote':
      handleRequestVote(server, message);
      break;
    case 'RequestVoteResponse':
      handleRequestVoteResponse(server, message);
      break;
    case 'Heartbeat':
      handleHeartbeat(server, message);
      break;
    case 'AppendEntries':
      handleAppendEntries(server, message);
      followLog(server, message.entries);
      break;
    case 'InstallSnapshot':
      handleInstallSnapshot(server, message);
      followLog(server, []);
      break;
    case 'TimeoutNow':
      handleTimeoutNow(server, message);
      break;
    case 'ReadIndex':
      handleReadIndex(server, message);
      break;
    case 'ReadIndexResponse':
      handleReadIndexResponse(server, message);
      break;
    default:
      handleAnswer(server, message);
      break;
  }
}

type Answer = Extract<Message, { type: 'HeartbeatResponse' | 'AppendEntriesResponse' | 'InstallSnapshotResponse' }>;

/** What a follower tells its leader. Others, and servers that do not count, have nothing to tell. */
function handleAnswer(server: Server, message: Answer): void {
  const progress = server.progress.get(message.from);
  if (!progress) return;
  progress.active = true;
  if (message.type === 'HeartbeatResponse') {
    handleRound(server, message, progress);
    return;
  }
  if (message.type === 'AppendEntriesResponse') handleAppendEntriesResponse(server, message, progress);
  else handleInstallSnapshotResponse(server, message, progress);
  commitMore(server);
  if (server.transferee === message.from) maybeHandOver(server);
}

function handleRound(server: Server, message: HeartbeatResponse, progress: Progress): void {
  progress.round = Math.max(progress.round, message.round);
  handleHeartbeatResponse(server, message, progress);
  if (server.pendingReads.length > 0) confirmReads(server);
}

/** A leader commits what can be, and does what follows from it. */
export function commitMore(server: Server): void {
  if (server.commit === server.log.lastIndex() || !maybeCommit(server)) return;
  replicateToAll(server);
  if (server.earlyReads.length > 0) releaseEarlyReads(server);
  if (!server.peers.includes(server.id)) maybeRetire(server);
}

/** The entries that name the servers may have come, or gone. */
function followLog(server: Server, added: readonly Entry[]): void {
  const isThere = server.log.term(server.configIndex) === server.configTerm;
  if (!isThere || added.some(({ type }) => type === 'config')) updatePeers(server);
}
