/**
 * Writes the stubs into lessons/, for authors. A file there that the generator did not write is somebody's work.
 */
import { setBase } from './bases.ts';
import { filesUnder, isLearnerFile, remove, replaceFile, stubTexts, type Texts, textIfThere } from './files.ts';
import { isGenerated, manifestFile, manifestText, readManifest } from './manifest.ts';
import { type SavedCopy, saveAside } from './saved.ts';
import { exercisesIn, isSolutionFile, MarkerError, type Task } from './stub.ts';
import { sameText } from './text.ts';

export interface Generation {
  stubs: Texts;
  /** Stubs that are not in lessons/, or not as the generator writes them. */
  differing: string[];
  /** Stubs whose solution has gone. */
  orphans: string[];
  /** Of both, what the generator did not write. */
  work: string[];
  /** Files beside the stubs that come from no solution. They are left alone. */
  strays: string[];
  /** Whether the record of what was written fits. */
  recordFits: boolean;
}

/** What is wrong with the markers of the solutions: the first mistake of each file, with its place. */
export function markerMistakes(root: string): string[] {
  return filesUnder(root, 'solutions').flatMap((path) => {
    if (!path.endsWith('.ts')) return [];
    const solution = textIfThere(root, path)!;
    try {
      return isSolutionFile(solution) ? [] : strangersIn(path, exercisesIn(solution, path));
    } catch (thrown) {
      if (thrown instanceof MarkerError) return [thrown.message];
      throw thrown;
    }
  });
}

function strangersIn(path: string, tasks: Task[]): string[] {
  const [, lesson] = /^solutions\/(\d+)-/.exec(path) ?? [];
  const strangers = tasks.filter(({ exercise }) => !exercise.startsWith(`${lesson}.`));
  return strangers.map(({ exercise, line }) => `${path}:${line}: exercise ${exercise} is not of lesson ${lesson}`);
}

/** @throws {MarkerError} where a marker is wrong */
export function planGeneration(root: string): Generation {
  const stubs = stubTexts(root);
  const manifest = readManifest(textIfThere(root, manifestFile));
  const differing = [...stubs]
    .filter(([path, stub]) => !sameText(textIfThere(root, path) ?? '', stub))
    .map(([path]) => path);
  const orphans = [...manifest.keys()].filter((path) => !stubs.has(path) && textIfThere(root, path) !== undefined);
  const work = [...differing, ...orphans].filter((path) => {
    const text = textIfThere(root, path);
    return text !== undefined && !isGenerated(manifest, path, text);
  });
  const known = new Set([...stubs.keys(), ...manifest.keys()]);
  const strays = filesUnder(root, 'lessons').filter((path) => isLearnerFile(path) && !known.has(path));
  const recordFits = sameText(textIfThere(root, manifestFile) ?? '', manifestText(stubs));
  return { stubs, differing, orphans, work, strays, recordFits };
}

/**
 * Saves the work that is overwritten, then writes; an older stub is nobody's work. The record comes last: stopped before, what is not written yet still fits
 * the old one.
 *
 * @throws {Refusal} where a file cannot be saved
 */
export function carryOutGeneration(
  root: string,
  { stubs, differing, orphans, work, recordFits }: Generation,
): SavedCopy | undefined {
  const saved = saveAside(root, work, 'stubs');
  for (const path of differing) {
    replaceFile(root, path, stubs.get(path)!);
    setBase(root, path, stubs.get(path)!);
  }
  for (const path of orphans) remove(root, path);
  if (!recordFits) replaceFile(root, manifestFile, manifestText(stubs));
  return saved;
}
