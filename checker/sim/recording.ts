/**
 * A run of a cluster, recorded for people: what happened, event by event, and what each node believed after it. It is
 * plain data; the pictures are made from it and from nothing else.
 *
 *     t=41 n2@3 → n1 Append base=7@2 [8@3]      an event: what a node met, the words, and what it sent in answer
 *          n1: follower, term 3, vote –, commit 7, log …     the belief of each node that changed
 *
 * Only the one run that a report shows is recorded, so recording may be slow.
 */
export interface Recording {
  /** Names of the nodes, in the order in which they are shown. */
  nodes: string[];
  /** What `at` counts. */
  unit: 'ms' | 'step';
  events: RecordedEvent[];
  /** What every node believed before the first event. */
  before: Record<string, Belief>;
}

export type EventKind =
  /** A message arrived. */
  | 'message'
  /** A node's own doing: an election began, a heartbeat was due. */
  | 'timer'
  /** A client asked, or was answered. */
  | 'client'
  | 'crash'
  | 'restart'
  /** The network changed: a cut, a partition, a healing. */
  | 'network'
  /** A disk, a clock, a stall: what else befalls a node. */
  | 'fault'
  /** A rule was broken. It is the last event. */
  | 'violation';

export interface RecordedEvent {
  at: number;
  kind: EventKind;
  /** The node that it happened to; none for the network's and the client's own. */
  node?: string;
  /** As it reads aloud, without the time. */
  words: string;
  /** Number of the message that arrived. */
  message?: number;
  /** What the node sent because of it. */
  sent: SentMessage[];
  /** What nodes believe after it, of those for whom that has changed. */
  beliefs: Record<string, Belief>;
  /** Directed links that are cut after it, as `n1>n2`; left out where nothing has changed. */
  cuts?: string[];
}

export interface SentMessage {
  /** Unique in the recording. A duplicate has a number of its own. */
  message: number;
  from: string;
  to: string;
  words: string;
  /** Decides its colour in the picture. */
  type: 'vote' | 'append' | 'heartbeat' | 'snapshot' | 'other';
  isReply: boolean;
  /** Why it never arrives: the link is cut, the receiver is down, or it is lost on the way. */
  lost?: 'cut' | 'down' | 'lost';
}

/** A node as it sees itself and the others. */
export interface Belief {
  isUp: boolean;
  role: string;
  term: number;
  vote: string | null;
  leader: string | null;
  commit: number;
  applied: number;
  /** What the snapshot covers: no entry up to this index is in `log`. 0 for none. */
  snapshot: number;
  log: LoggedEntry[];
  /** Where `log` is only what is known of it: the index of its last entry. */
  lastIndex?: number;
}

export interface LoggedEntry {
  index: number;
  term: number;
  words: string;
}

/** What each node believed after the event at `position`; before the first one at -1. */
export function beliefsAt(recording: Recording, position: number): Record<string, Belief> {
  const beliefs = { ...recording.before };
  for (const event of recording.events.slice(0, position + 1)) Object.assign(beliefs, event.beliefs);
  return beliefs;
}

/** What broke, for the top of a picture. */
export interface Finding {
  /** The rule and its words: `Election safety: at most one leader can be elected in a term`. */
  rule: string;
  /** What happened here. */
  message: string;
  nodes: string[];
  indexes: number[];
}
