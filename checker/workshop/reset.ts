/**
 * Puts files back to their clean stubs: the generator makes them from the solutions, so that no git is needed.
 */
import { setBase, withBases } from './bases.ts';
import { replaceFile, stubTexts, type Texts, textIfThere } from './files.ts';
import { Refusal } from './refusal.ts';
import { type SavedCopy, saveAside } from './saved.ts';
import { likeLineEndsOf, sameText } from './text.ts';
import { todoCallsIn } from './todo-calls.ts';
import { withoutWorkOn } from './undo-exercise.ts';

export interface Reset {
  path: string;
  /** What the learner has; `undefined` where the file is gone. */
  mine?: string;
  /** What the file becomes. */
  text: string;
  /** The clean stub. */
  stub: string;
}

/** What is to be reset: everything, one lesson's folder such as `3-raft`, or one exercise. */
export interface Extent {
  folder?: string;
  exercise?: string;
  /** Of an exercise: the whole file, and not only the exercise's own bodies. */
  wholeFile?: boolean;
}

export interface ResetPlan {
  /** The files that would change. */
  resets: Reset[];
  /** Files in which the exercise cannot be told from the rest, so that only the whole file could be reset. */
  entangled: string[];
}

/** @throws {MarkerError} where a solution's marker is wrong */
export function planReset(root: string, { folder, exercise, wholeFile = false }: Extent): ResetPlan {
  const plan: ResetPlan = { resets: [], entangled: [] };
  for (const [path, stub] of within(stubTexts(root), { folder, exercise })) {
    const mine = textIfThere(root, path);
    const text = textAfter({ mine, stub, exercise: wholeFile ? undefined : exercise });
    if (text === undefined) plan.entangled.push(path);
    else if (mine === undefined || !sameText(mine, text)) plan.resets.push({ path, mine, text, stub });
  }
  return plan;
}

/** Whether any stub has a body of the exercise's own. */
export function hasBodies(root: string, exercise: string): boolean {
  return within(stubTexts(root), { exercise }).size > 0;
}

function textAfter({ mine, stub, exercise }: { mine?: string; stub: string; exercise?: string }): string | undefined {
  if (mine === undefined) return stub;
  if (exercise === undefined) return likeLineEndsOf(mine, stub);
  return withoutWorkOn(exercise, mine, stub);
}

function within(stubs: Texts, { folder, exercise }: Extent): Texts {
  const wanted = [...stubs].filter(([path, stub]) => {
    if (exercise !== undefined) return todoCallsIn(stub).some((call) => call.exercise === exercise);
    return folder === undefined || path.startsWith(`lessons/${folder}/`);
  });
  return new Map(wanted);
}

/**
 * Carries the plan out, saving first what it overwrites.
 *
 * @throws {Refusal} where that cannot be saved, or a file was changed since the plan
 */
export function carryOutReset(root: string, resets: Reset[], reason: string): SavedCopy | undefined {
  const saved = saveAside(root, withBases(resets.map(({ path }) => path)), reason);
  for (const { path, mine, text, stub } of resets) {
    if (textIfThere(root, path) !== mine)
      throw new Refusal(`${path} was changed meanwhile and is left as it is: type the command again.`);
    replaceFile(root, path, text);
    if (sameText(text, stub)) setBase(root, path, stub);
  }
  return saved;
}
