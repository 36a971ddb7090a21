/**
 * Where a checkout gets newer versions from, and what there is.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../cli/command.ts';
import { Refusal } from '../refusal.ts';
import { type Git, GitError } from './git.ts';

export interface Upstream {
  /** As people call it: `origin/main`. */
  name: string;
  /** Commits: the learner's, the newer workbook's, and the one where the two parted. */
  head: string;
  theirs: string;
  base: string;
}

const orFrom = 'or unpack the newer workbook in a folder and type: npm run update -- --from FOLDER';

/**
 * Fetches and looks.
 *
 * @param wanted a remote branch such as `upstream/main`; the one that the current branch follows where left out
 * @throws {Refusal} where there is nothing to follow, it cannot be reached, or a merge is under way
 */
export function fetchUpstream(git: Git, root: string, wanted?: string): Upstream {
  refuseUnlessReady(git, root);
  const { name, remote } = wanted === undefined ? followed(git) : remoteBranch(git, wanted);
  try {
    if (remote !== '.') git.run(['fetch', '--quiet', remote]);
  } catch (thrown) {
    if (thrown instanceof GitError) throw new Refusal(`${remote} cannot be reached: ${thrown.message}`);
    throw thrown;
  }
  const theirs = git.ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  if (theirs === undefined) throw new UsageError(`there is no branch ${name}`);
  const head = git.run(['rev-parse', 'HEAD']);
  const base = git.ask(['merge-base', head, theirs]);
  if (base === undefined) throw new Refusal(`your branch and ${name} have no commit in common: ${orFrom}`);
  return { name, head, theirs, base };
}

function refuseUnlessReady(git: Git, root: string): void {
  const prefix = git.ask(['rev-parse', '--show-prefix']);
  if (prefix !== '')
    throw new Refusal(
      `This workbook is not a git checkout of its own: unpack the newer workbook in a folder and type: npm run update -- --from FOLDER`,
    );
  const underWay = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];
  const files = git.run(['rev-parse', ...underWay.flatMap((name) => ['--git-path', name])]).split('\n');
  const isUnfinished = files.some((file) => existsSync(resolve(root, file)));
  if (isUnfinished || git.run(['ls-files', '--unmerged']) !== '')
    throw new Refusal(
      'git is in the middle of a merge or a rebase: finish it or call it off, then update. See: git status',
    );
}

function followed(git: Git): { name: string; remote: string } {
  const branch = git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (branch === undefined) throw new Refusal('You are on no branch: go back to yours, as in: git switch main');
  const name = git.ask(['rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}']);
  const remote = git.ask(['config', `branch.${branch}.remote`]);
  if (name === undefined || remote === undefined)
    throw new Refusal(
      `Your branch ${branch} follows none that could be newer: name one, as in npm run update -- --upstream origin/main, ${orFrom}`,
    );
  return { name, remote };
}

function remoteBranch(git: Git, name: string): { name: string; remote: string } {
  const remotes = git.run(['remote']).split('\n').filter(Boolean);
  const remote = remotes.find((each) => name.startsWith(`${each}/`));
  if (remote === undefined)
    throw new UsageError(`"${name}" is not a branch of a remote; the remotes are: ${remotes.join(', ') || 'none'}`);
  return { name, remote };
}
