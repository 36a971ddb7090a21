/**
 * Whether the order by revision fits the clock.
 */
import { breakEtcdRule } from './etcd-rules.ts';
import type { EtcdOperation, Story } from './etcd-story.ts';

/** Somebody knows of a revision from this moment on. */
interface Sight {
  at: number;
  revision: number;
  who: string;
}

/** @param made who made which revision; nobody for the end of a lease */
export function checkRealTime(story: Story, made: { revision: number; operation?: EtcdOperation }[]): void {
  const makers = new Map(made.map(({ revision, operation }) => [operation, revision]));
  const sights = sightsOf(story);
  const latest = latestBefore(sights);
  for (const operation of story.operations) {
    const revision = operation.answer?.response?.header.revision;
    if (revision === undefined) continue;
    const isMaker = makers.get(operation) === revision;
    checkFresh(operation, revision, isMaker, latest);
  }
  checkForesight(made, sights);
  checkLives(story);
}

function sightsOf({ operations, revisions }: Story): Sight[] {
  const answers = operations.flatMap(({ answer, words }): Sight[] =>
    answer?.response ? [{ at: answer.at, revision: answer.response.header.revision, who: words }] : [],
  );
  const watched = revisions.map(({ revision, seenAt, by }) => ({ at: seenAt, revision, who: `a watch at ${by}` }));
  return [...answers, ...watched].sort((a, b) => a.at - b.at);
}

/** @returns what the newest revision was that anyone knew of before a moment */
function latestBefore(sights: readonly Sight[]): (at: number) => Sight | undefined {
  const newest: Sight[] = [];
  for (const sight of sights) {
    const last = newest.at(-1);
    if (!last || sight.revision > last.revision) newest.push(sight);
  }
  return (at) => newest.findLast((sight) => sight.at < at);
}

/** Whoever asks sees what was known before; whoever changes something comes behind it. */
function checkFresh(
  { ask, words, invokedAt }: EtcdOperation,
  revision: number,
  isMaker: boolean,
  latest: (at: number) => Sight | undefined,
): void {
  const mayBeStale = (ask.type === 'range' && ask.request.serializable) || ask.type === 'keep-alive';
  const known = mayBeStale ? undefined : latest(invokedAt);
  if (!known || revision > known.revision || (revision === known.revision && !isMaker)) return;
  const message = `${words} is answered with revision ${revision}, and before it was asked ${known.who} was at ${known.revision}`;
  breakEtcdRule('strict serializability', message);
}

/** Nobody sees what nobody has asked for yet. */
function checkForesight(made: { revision: number; operation?: EtcdOperation }[], sights: readonly Sight[]): void {
  for (const { revision, operation } of made) {
    const first = operation && sights.find((sight) => sight.revision >= revision);
    if (!operation || !first || first.at > operation.invokedAt) continue;
    const message = `${first.who} is at revision ${first.revision} before ${operation.words} was asked, which made ${revision}`;
    breakEtcdRule('strict serializability', message);
  }
}

/** One member, asked again and again, shows what is newer and newer. */
function checkLives({ operations }: Story): void {
  const answered = operations.filter(({ answer }) => answer?.response).sort((a, b) => a.answer!.at - b.answer!.at);
  for (const later of answered) {
    const newest = answered
      .filter(({ life, answer }) => life === later.life && answer!.at < later.invokedAt)
      .reduce<EtcdOperation | undefined>(
        (best, each) => (revisionOf(each) > revisionOf(best) ? each : best),
        undefined,
      );
    if (revisionOf(newest) <= revisionOf(later)) continue;
    const message = `${later.life} answers ${later.words} with revision ${revisionOf(later)}, after ${newest!.words} with ${revisionOf(newest)}`;
    breakEtcdRule('a member never goes back', message);
  }
}

function revisionOf(operation: EtcdOperation | undefined): number {
  return operation?.answer?.response?.header.revision ?? 0;
}
