/**
 * Brings saved copies of the learner's files back.
 */
import { baseFile, setBase, withBases } from './bases.ts';
import { isLearnerFile, replaceFile, textIfThere } from './files.ts';
import { type SavedCopy, saveAside } from './saved.ts';

export interface Undone {
  copy: SavedCopy;
  /** The files that were brought back; those that were the same already are not among them. */
  paths: string[];
  /** What they replaced. */
  saved?: SavedCopy;
}

/** The learner's files of a copy that differ from what is there. */
export function differingFrom(root: string, copy: SavedCopy): string[] {
  return copy.files.filter(
    (path) => isLearnerFile(path) && textIfThere(root, path) !== textIfThere(root, `${copy.folder}/${path}`),
  );
}

/**
 * Brings a copy back, saving first what it replaces: to undo it again, bring that copy back.
 *
 * @throws {Refusal} where that cannot be saved
 */
export function bringBack(root: string, copy: SavedCopy): Undone {
  const paths = differingFrom(root, copy);
  const saved = saveAside(root, withBases(paths), `bringing back ${copy.stamp}`);
  for (const path of paths) {
    replaceFile(root, path, textIfThere(root, `${copy.folder}/${path}`)!);
    const base = textIfThere(root, `${copy.folder}/${baseFile(path)}`);
    if (base !== undefined) setBase(root, path, base);
  }
  return { copy, paths, saved };
}
