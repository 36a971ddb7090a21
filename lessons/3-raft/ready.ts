/**
 * Given: puts together what the host must do, and takes note when it is done. See `Ready` in `raft.ts`.
 */
import { invariant } from '#kit/invariant.ts';
import type { Entry, HardState } from './message.ts';
import type { Ready } from './raft.ts';
import { sendNews } from './replication.ts';
import type { Server } from './server.ts';

export interface HandOver {
  ready(): Ready | undefined;
  /** @returns whether entries have become durable */
  advance(): boolean;
}

export function createHandOver(server: Server): HandOver {
  let { term, vote, commit } = server;
  let underWay: Ready | undefined;

  function hasHardStateChanged(): boolean {
    return server.term !== term || server.vote !== vote || server.commit !== commit;
  }

  function newHardState(): HardState {
    ({ term, vote, commit } = server);
    return { term, vote, commit };
  }

  return {
    ready() {
      invariant(!underWay, 'advance is called before the next ready');
      sendNews(server);
      const { log, outbox: messages, reads, received: snapshot } = server;
      const entries = log.durableIndex() < log.lastIndex() ? log.entriesFrom(log.durableIndex() + 1) : [];
      const committed = newlyCommitted(server);
      const isHardStateNew = hasHardStateChanged();
      const isBusy = messages.length + entries.length + committed.length + reads.length > 0 || snapshot !== undefined;
      if (!isBusy && !isHardStateNew) return undefined;
      underWay = { entries, messages, committed, reads };
      if (isHardStateNew) underWay.hardState = newHardState();
      if (snapshot) underWay.snapshot = snapshot;
      server.outbox = [];
      server.reads = [];
      server.received = undefined;
      return underWay;
    },
    advance() {
      invariant(underWay, 'ready is called before advance');
      const { entries, snapshot, committed } = underWay;
      underWay = undefined;
      const lastEntry = entries.at(-1);
      if (lastEntry) server.log.persisted(lastEntry.index, lastEntry.term);
      server.applied = committed.at(-1)?.index ?? snapshot?.index ?? server.applied;
      return lastEntry !== undefined;
    },
  };
}

function newlyCommitted({ applied, received, commit, log }: Server): Entry[] {
  const done = received ? received.index : applied;
  return commit > done ? log.entriesFrom(done + 1, commit - done) : [];
}
