import { lessons } from '../catalog.ts';
import { studySeed } from '../judge/look-alike.ts';
import { bugParity, proveBugs, staleFingerprints, tryBugs } from './bugs.ts';
import type { OnStep, Proof } from './proof.ts';
import { proveReference, reasonOf, runWhole } from './reference.ts';
import { proveStubs } from './stubs.ts';
import { problemsOfTexts } from './texts.ts';

export interface VerifyOptions {
  /** Writes the fingerprints of the bank anew instead of comparing them. */
  write: boolean;
  onStep: OnStep;
}

/** Proves that the grade is true; see {@link Proof} for what that takes. */
export async function verify({ write, onStep }: VerifyOptions): Promise<Proof> {
  const texts = { problems: await problemsOfTexts() };
  const stubs = await proveStubs(onStep);
  const reference = await proveReference(studySeed, onStep);
  const trials = await tryBugs(onStep);
  const bugs = proveBugs(trials);
  bugs.problems.push(...staleFingerprints(trials, write));
  const parity = { problems: [...(await referenceParity(onStep)), ...bugParity(trials)] };
  return { stubs, reference, bugs, texts, parity };
}

async function referenceParity(onStep: OnStep): Promise<string[]> {
  const problems: string[] = [];
  for (const [i, lesson] of lessons.entries()) {
    onStep('parity', i, lessons.length);
    for (const result of await runWhole(lesson, studySeed, true)) {
      if (result.verdict !== 'pass')
        problems.push(`${result.id} gives "${result.verdict}" when sealed: ${reasonOf(result)}`);
    }
  }
  return problems;
}
