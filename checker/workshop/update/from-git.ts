import { baseOf } from '../bases.ts';
import { isLearnerFile, stubTexts } from '../files.ts';
import { isGenerated, manifestFile, readManifest } from '../manifest.ts';
import { Refusal } from '../refusal.ts';
import { carryOut, changesApart, type News, type Request } from './carry-out.ts';
import { type Git, GitError, gitIn } from './git.ts';
import { planOf } from './plan.ts';
import type { Outcome } from './report.ts';
import { pendingMerges } from './settle.ts';
import { differences, moveBranch, refuseIfInTheWay, writeRest } from './switch.ts';
import { learnerTextsAt, newCommit } from './tree.ts';
import { fetchUpstream, type Upstream } from './upstream.ts';

/**
 * Updates from a remote branch: the one that the current branch follows, or `upstream`, such as `upstream/main`.
 *
 * @throws {UsageError} where there is no such branch
 * @throws {Refusal} where there is nothing to follow, it cannot be reached, or work that is not in a lesson is in the way
 */
export function updateFromGit(request: Request & { upstream?: string }): Outcome {
  const git = gitIn(request.root);
  try {
    const upstream = fetchUpstream(git, request.root, request.upstream);
    const isNew = upstream.base !== upstream.theirs;
    const news = isNew ? newsFrom(git, request, upstream) : leftOver(request.root);
    return carryOut(request, { ...news, to: `${upstream.name} at ${upstream.theirs.slice(0, 7)}` });
  } catch (thrown) {
    if (!(thrown instanceof GitError)) throw thrown;
    throw new Refusal(
      `git says: ${thrown.message}. None of your work is lost. Mend that, then type npm run update again.`,
    );
  }
}

function newsFrom(git: Git, { root, beforeStep }: Request, upstream: Upstream): Omit<News, 'to'> {
  const { head, theirs: newer, base } = upstream;
  const [atBase, theirs, committed] = [base, newer, head].map((commit) => learnerTextsAt(git, commit));
  const basesOf = (path: string) => [atBase.get(path), baseOf(root, path)].filter((text) => text !== undefined);
  const plan = changesApart(pendingMerges(root), planOf({ mine: committed, theirs, basesOf }));
  const commit = newCommit(git, upstream, plan);
  const changed = differences(git, head, commit);
  const rest = changed.filter(({ path }) => !isLearnerFile(path));
  refuseIfInTheWay(git, root, rest);
  const manifest = readManifest(git.ask(['show', `${newer}:${manifestFile}`]));
  const isStub = (path: string) => theirs.has(path) && isGenerated(manifest, path, theirs.get(path)!);
  return {
    theirs,
    basesOf,
    baseAfter: (path) => (isStub(path) ? theirs.get(path) : undefined),
    rest: rest.map(({ path }) => path),
    applyRest() {
      writeRest(git, root, commit, rest, beforeStep);
      moveBranch(git, { root, from: head, to: commit }, changed, beforeStep);
    },
  };
}

/**
 * The workbook is as new as can be, but a file may not have taken its stub's changes in: after a `git pull` by hand, or
 * an update that was stopped.
 */
function leftOver(root: string): Omit<News, 'to'> {
  const theirs = stubTexts(root);
  return {
    theirs,
    basesOf: (path) => [baseOf(root, path) ?? theirs.get(path)].filter((base) => base !== undefined),
    baseAfter: (path) => theirs.get(path),
    rest: [],
    applyRest: () => {},
  };
}
