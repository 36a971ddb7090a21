/**
 * Tells from what the nodes believed before and believe now what has happened to them.
 */

import type { Chronicle } from '../../play/chronicle.ts';
import type { Belief } from '../../sim/recording.ts';

export type Beliefs = Record<string, Belief>;

export function tellNews(before: Beliefs, now: Beliefs, chronicle: Chronicle): void {
  for (const node of Object.keys(now)) {
    if (!now[node].isUp || !before[node].isUp) continue;
    tellOfVote(node, before[node], now[node], chronicle);
    tellOfRole(node, before[node], now[node], chronicle);
    tellOfLog(node, before[node], now[node], chronicle);
  }
  tellOfCommit(before, now, chronicle);
}

function tellOfVote(node: string, before: Belief, { vote, term }: Belief, { does }: Chronicle): void {
  if (vote === null || vote === node || (vote === before.vote && term === before.term)) return;
  does(node, `votes for ${vote} in term ${term}`, `vote for ${vote} in term ${term}`);
}

function tellOfRole(node: string, before: Belief, now: Belief, { say, does }: Chronicle): void {
  const { role, term, leader } = now;
  if (role === 'pre-candidate' && before.role !== role) say(`${node} asks whether it could win an election`);
  if (role === 'candidate' && (before.role !== role || before.term !== term))
    say(`${node} stands for election in term ${term}`);
  if (role === 'leader' && before.role !== role) say(`${node} leads term ${term}`);
  if (role !== 'follower') return;
  if (before.role === 'leader') say(`${node} steps down${term > before.term ? `: it has heard of term ${term}` : ''}`);
  // Whoever has voted for the leader follows it, which need not be said.
  if (leader !== null && leader !== now.vote && (leader !== before.leader || term !== before.term))
    does(node, `follows ${leader} in term ${term}`, `follow ${leader} in term ${term}`);
}

function tellOfLog(node: string, before: Belief, now: Belief, { say }: Chronicle): void {
  if (now.snapshot > before.snapshot) say(`${node} has a snapshot of everything up to index ${now.snapshot}`);
  const terms = new Map(now.log.map(({ index, term }) => [index, term]));
  const gone = before.log.filter(({ index, term }) => index > now.snapshot && terms.get(index) !== term);
  if (gone.length === 0) return;
  const [first, last] = [gone[0].index, gone.at(-1)!.index];
  const which = first === last ? `index ${first}` : `indexes ${first} to ${last}`;
  say(`${node} throws away what it had at ${which}: it was never committed`);
}

function tellOfCommit(before: Beliefs, now: Beliefs, { goesOn }: Chronicle): void {
  const commit = furthest(now);
  if (commit <= furthest(before)) return;
  const [node] = Object.entries(now).find(([, belief]) => belief.commit === commit)!;
  goesOn('commit', `${node} commits everything up to index ${commit}`);
}

function furthest(beliefs: Beliefs): number {
  return Math.max(...Object.values(beliefs).map(({ commit }) => commit));
}
