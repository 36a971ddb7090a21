/**
 * The commit that the learner's branch moves to, built beside the learner's index and files:
 *
 *     base ──────────── theirs      no commits of the learner's: theirs itself
 *         └── head ───────┴── new   else a merge of the two
 *
 * Of the learner's files the merge holds what the plan makes of the *committed* ones; what is not committed yet stays
 * uncommitted.
 */
import { isLearnerFile, type Texts } from '../files.ts';
import { merge } from '../merge.ts';
import { Refusal } from '../refusal.ts';
import type { Git } from './git.ts';
import type { Change } from './plan.ts';
import type { Upstream } from './upstream.ts';

const gone = '0'.repeat(40);

/** A file in a commit. */
interface Entry {
  mode: string;
  blob: string;
  path: string;
}

/** The texts of a commit's learner's files. */
export function learnerTextsAt(git: Git, commit: string): Texts {
  const entries = entriesAt(git, commit, 'lessons').filter(({ path }) => isLearnerFile(path));
  const texts = textsOf(
    git,
    entries.map(({ blob }) => blob),
  );
  return new Map(entries.map(({ path }, i) => [path, texts[i]]));
}

/**
 * @param changes the plan for the committed files
 * @throws {Refusal} where the learner has committed something else that the newer version changes at the same place
 */
export function newCommit(git: Git, { head, theirs, base, name }: Upstream, changes: Change[]): string {
  if (base === head) return theirs;
  const tree = git.aside((aside) => {
    aside.run(['read-tree', '-i', '-m', '--aggressive', base, head, theirs]);
    setEntries(aside, [...mergedRest(aside, name), ...learnerEntries(aside, head, changes)]);
    return aside.run(['write-tree']);
  });
  const message = `Update the workbook from ${name}`;
  return git.run([...identity(git), 'commit-tree', tree, '-p', head, '-p', theirs, '-m', message]);
}

/** Puts the entries into the index; one without a mode is taken out. */
export function setEntries(git: Git, entries: Entry[]): void {
  const clear = entries.map(({ path }) => `0 ${gone}\t${path}\0`);
  const set = entries
    .filter(({ mode }) => Number(mode) > 0)
    .map(({ mode, blob, path }) => `${mode} ${blob}\t${path}\0`);
  git.run(['update-index', '-z', '--index-info'], [...clear, ...set].join(''));
}

/** The learner's files as committed, with the changes; and those that only the newer version has taken out again. */
function learnerEntries(git: Git, head: string, changes: Change[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const path of git.list(['ls-files', '-z', 'lessons']).filter(isLearnerFile))
    entries.set(path, { mode: '0', blob: gone, path });
  for (const entry of entriesAt(git, head, 'lessons')) if (isLearnerFile(entry.path)) entries.set(entry.path, entry);
  for (const { kind, path, text, from } of changes) {
    if (kind === 'dropped') entries.set(path, { mode: '0', blob: gone, path });
    if (from !== undefined) entries.set(from, { mode: '0', blob: gone, path: from });
    if (text === undefined || kind === 'conflict') continue;
    const blob = git.bytes(['hash-object', '-w', '--stdin'], text).toString('utf8').trim();
    entries.set(path, { mode: '100644', blob, path });
  }
  return [...entries.values()];
}

/** What both sides have changed outside the learner's files, merged by lines. */
function mergedRest(git: Git, name: string): Entry[] {
  const sides = new Map<string, Entry[]>();
  for (const line of git.list(['ls-files', '--unmerged', '-z'])) {
    const [, mode, blob, stage, path] = /^(\d+) (\S+) (\d)\t(.*)$/s.exec(line)!;
    if (isLearnerFile(path)) continue;
    sides.set(path, Object.assign(sides.get(path) ?? [], { [Number(stage) - 1]: { mode, blob, path } }));
  }
  const merged = [...sides].map(
    ([path, [base, mine, theirs]]) => [path, mergedEntry(git, base, mine, theirs)] as const,
  );
  const conflicts = merged.filter(([, entry]) => entry === undefined).map(([path]) => path);
  if (conflicts.length === 0) return merged.map(([, entry]) => entry!);
  throw new Refusal(
    `Nothing was changed. You have committed changes that meet those of ${name} in ${conflicts.join(', ')}: merge by hand with git merge ${name}, then update again.`,
  );
}

function mergedEntry(git: Git, base?: Entry, mine?: Entry, theirs?: Entry): Entry | undefined {
  if (!base || !mine || !theirs) return undefined;
  const texts = textsOf(
    git,
    [base, mine, theirs].map(({ blob }) => blob),
  );
  const [baseText, mineText, theirText] = texts;
  if (/[\0\uFFFD]/.test(texts.join(''))) return undefined;
  const { text, conflicts } = merge({ base: baseText, mine: mineText, theirs: theirText });
  if (conflicts > 0) return undefined;
  return { ...mine, blob: git.bytes(['hash-object', '-w', '--stdin'], text).toString('utf8').trim() };
}

function entriesAt(git: Git, commit: string, folder: string): Entry[] {
  return git.list(['ls-tree', '-r', '-z', commit, '--', folder]).flatMap((line) => {
    const [, mode, blob, path] = /^(\d+) blob (\S+)\t(.*)$/s.exec(line) ?? [];
    return path === undefined ? [] : [{ mode, blob, path }];
  });
}

/** All in one call of git: a line with the size stands before each blob, and an empty one after it. */
function textsOf(git: Git, blobs: string[]): string[] {
  const output = git.bytes(['cat-file', '--batch'], blobs.map((blob) => `${blob}\n`).join(''));
  let at = 0;
  return blobs.map(() => {
    const start = output.indexOf('\n', at) + 1;
    const end = start + Number(output.subarray(at, start).toString('utf8').trim().split(' ')[2]);
    at = end + 1;
    return output.subarray(start, end).toString('utf8');
  });
}

/** Whoever has never told git a name can still have the merge recorded. */
function identity(git: Git): string[] {
  if (git.ask(['var', 'GIT_COMMITTER_IDENT']) !== undefined) return [];
  return ['-c', 'user.name=Slipway', '-c', 'user.email=slipway@localhost'];
}
