/**
 * What must hold in a cluster at every moment. The first five are Figure 3 of the Raft paper; the others are what Figure 2
 * demands of each server by itself.
 */
export const raftRules = {
  'election safety': 'at most one leader can be elected in a given term',
  'leader append-only': 'a leader never overwrites or deletes entries in its log; it only appends new ones',
  'log matching': 'if two logs have an entry with the same index and term, they are the same in everything up to it',
  'leader completeness': 'an entry that was committed in a term is in the logs of the leaders of all later terms',
  'state machine safety': 'no two servers ever apply different entries at the same index',
  'terms only grow': 'the term that a server has seen never goes down, not over a restart either',
  'one vote a term': 'a server votes for at most one candidate in a term, over a restart too',
  'commit only grows': 'a commit index never goes down while a server is up, and never passes the end of its log',
  'commit by own term':
    'a leader commits by counting only entries of its own term; earlier ones are committed with them',
  'durable before sent': 'what a message says of its sender is durable before the message is sent',
  'applied in order': 'committed entries come one after another, each once, as they stand in the log',
  'snapshots take nothing back':
    'a snapshot takes nothing back that is committed, nor an entry behind it where the logs agree on its last one',
  'reads see writes': 'a read sees everything that was applied anywhere before it was asked for',
  'keeps its shape': 'what a server gives out is what `raft.ts` describes',
  'comes back': 'a server opens again on whatever a crash has left on its disk, and goes on until the disk fails',
  linearizability: 'every operation seems to happen at one instant between its call and its answer',
  progress: 'once the faults are over, a leader is elected and what it is given is applied everywhere',
} as const;

export type RaftRule = keyof typeof raftRules;

/** A rule that does not hold, as plain data. */
export interface BrokenRule {
  rule: RaftRule;
  /** What happened, as a sentence to the learner. */
  message: string;
  /** The servers involved. */
  servers: number[];
  /** The places in the log that are involved. */
  indexes: number[];
}

/** Thrown at the event that broke a rule. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
  readonly broken: BrokenRule;

  constructor(broken: BrokenRule) {
    super(`${broken.rule}: ${broken.message}`);
    this.broken = broken;
  }
}

export function breakRule(rule: RaftRule, message: string, servers: number[], indexes: number[] = []): never {
  throw new RuleBroken({ rule, message, servers, indexes });
}
