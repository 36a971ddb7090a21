/** What clients of an etcd may rely on. Source: the etcd documentation, "KV API guarantees". */
export const etcdRules = {
  'strict serializability':
    'all operations seem to happen one after another, by revision, each between its call and its answer',
  'members agree': 'what a revision changed is the same on every member',
  'a member never goes back': 'what a member answers is never older than what it has answered before',
  'watch ordered': 'the events of a watch come by revision, each once, and a revision is never split',
  'watch complete': 'a watch gets every event that it asked for, from its first revision on',
  'lease kept': 'a lease does not run out before its time',
  'comes back': 'a member opens again on whatever a crash has left on its disk, and goes on until the disk fails',
  progress: 'once the faults are over, every member answers, and all of them come to be alike',
} as const;

export type EtcdRule = keyof typeof etcdRules;

/** A rule that does not hold, as plain data. */
export interface BrokenEtcdRule {
  rule: EtcdRule;
  /** What happened, as a sentence to the learner. */
  message: string;
}

/** Thrown at the event that broke a rule. */
export class EtcdRuleBroken extends Error {
  override readonly name = 'EtcdRuleBroken';
  readonly broken: BrokenEtcdRule;

  constructor(broken: BrokenEtcdRule) {
    super(`${broken.rule}: ${broken.message}`);
    this.broken = broken;
  }
}

export function breakEtcdRule(rule: EtcdRule, message: string): never {
  throw new EtcdRuleBroken({ rule, message });
}
